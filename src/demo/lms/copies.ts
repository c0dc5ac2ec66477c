// Another term: a course copied (Canvas) or restored from a backup (Moodle), with what comes along and what does not.

import { columnsIn } from './grades.ts'
import type { Column, Course, Site } from './model.ts'
import { newColumn } from './new-column.ts'
import { nextCourse } from './next-term.ts'
import { gradesIn, roomOf } from './rooms.ts'

/**
 * A copy of the course as its instructor makes it for the next term: assignments with their custom values and marks,
 * under new links, in a new context (canvas.md 2.3, moodle.md 9).
 * @param withPeople Moodle can restore last term's people and their grades along (moodle.md 9)
 */
export function copyCourse(site: Site, withPeople = false): Site {
  const { book, course } = site
  const number = Math.max(...book.courses.map((one) => one.number)) + 1
  const copy = nextCourse(site.kind, course, number)
  if (withPeople) copy.people = union(copy.people, course.people)
  book.courses = [...book.courses, copy]
  const room = roomOf(site, copy)
  for (const column of columnsIn(site)) copyColumn(room, column, withPeople ? gradesIn(site) : [])
  site.changed('course copied')
  return room
}

function union(first: Course['people'], second: Course['people']): Course['people'] {
  const known = new Set(first.map(({ key }) => key))
  const others = second.filter(({ key }) => !known.has(key))
  return [...first, ...others.map((one) => ({ ...one }))]
}

// Dates are of last term; a column that opens nothing has no link here either.
function copyColumn(room: Site, column: Column, grades: Site['book']['grades']): void {
  const { number, course: _course, linkId, ...same } = column
  const made = newColumn(room, { ...same, dueAt: null, dueFor: {} })
  if (linkId === '') made.linkId = ''
  const { book } = room
  book.columns = [...book.columns, made]
  const own = grades.filter((grade) => grade.column === number)
  book.grades = [...book.grades, ...own.map((grade) => ({ ...grade, column: made.number }))]
}
