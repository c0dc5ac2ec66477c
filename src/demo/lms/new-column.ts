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

/** A column with the next free number and, when it opens the tool, a link of its own. */
export function newColumn(site: Site, wish: Partial<Column>): Column {
  const number = Math.max(site.book.lastColumn, ...site.book.columns.map((c) => c.number)) + 1
  site.book.lastColumn = number
  const launches = wish.launches ?? true
  return { ...PLAIN, number, linkId: launches ? site.flavour.linkIdOf(number) : '', ...wish }
}
