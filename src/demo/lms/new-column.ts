// A new assignment or column of a course.

import type { Column, Site } from './model.ts'

/** The facts every column begins with, where nobody says otherwise. */
export const PLAIN = {
  label: '',
  points: 100,
  text: '',
  resourceId: '',
  tag: '',
  published: true,
  locked: false,
  allowedAttempts: null,
  launches: true,
  graded: true,
  madeBy: 'lms' as const,
  toolUrl: '',
  custom: {},
  dueAt: null,
  dueFor: {},
}

/** A number that no column has, or ever had. */
export function nextNumber({ book }: Site): number {
  book.lastColumn = Math.max(book.lastColumn, ...book.columns.map((c) => c.number)) + 1
  return book.lastColumn
}

/** A column with the next free number and, when it opens the tool, a link of its own. */
export function newColumn(site: Site, wish: Partial<Column>): Column {
  const number = nextNumber(site)
  const launches = wish.launches ?? true
  const course = site.course.number
  return {
    ...PLAIN,
    number,
    course,
    linkId: launches ? site.flavour.linkIdOf(number) : '',
    ...wish,
  }
}
