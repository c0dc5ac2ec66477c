// The gradebook: one grade for each student and column, changed by tools and by people.

import type { Column, Grade, Person, Site } from './model.ts'

/** A student's grade in a column; an empty one where there is none yet. */
export function gradeOf(site: Site, column: Column, sub: string): Grade {
  return (
    site.book.grades.find((g) => g.column === column.number && g.sub === sub) ?? {
      column: column.number,
      sub,
      tool: null,
      shown: null,
      overridden: false,
      comments: [],
      attempts: 0,
      submittedAt: null,
      timestamp: null,
      changedAt: '',
    }
  )
}

/** Puts a grade into the book. */
export function keep(site: Site, grade: Grade, what: string): void {
  const { book } = site
  const stored = { ...grade, changedAt: site.now().toISOString() }
  const others = book.grades.filter((g) => g.column !== grade.column || g.sub !== grade.sub)
  book.grades = [...others, stored]
  site.changed(what)
}

/** The course's students whom a gradebook lists. */
export function students(site: Site): Person[] {
  const listed = site.course.people.filter((p) => p.role === 'student' || p.role === 'test-student')
  return listed.sort((a, b) => (a.family < b.family ? -1 : 1))
}

/** The columns of the course. */
export function columnsIn({ book, course }: Site): Column[] {
  return book.columns.filter((column) => column.course === course.number)
}

/** The column of the course with this number. */
export function columnOf(site: Site, number: string | undefined): Column | null {
  return columnsIn(site).find((column) => String(column.number) === number) ?? null
}

/** A service's JSON body, or null when it is none. */
export function readObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text)
    return value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value))
      : null
  } catch {
    return null
  }
}
