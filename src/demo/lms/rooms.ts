// A platform seen from each of its courses: the one it comes with, and the copies that were made of it.

import { columnsIn } from './grades.ts'
import type { Course, Site } from './model.ts'

/** The course that the platform came with. */
export function firstCourse({ book, course }: Pick<Site, 'book' | 'course'>): Course {
  return book.courses[0] ?? course
}

/** The platform as seen from another of its courses; everything but the course stays one and the same. */
export function roomOf(site: Site, course: Course): Site {
  const path =
    course === firstCourse(site) ? `/${site.kind}` : `/${site.kind}/courses/${course.number}`
  const room: Site = Object.create(site)
  return Object.assign(room, { course, path })
}

/** All courses, each with what is seen from it. */
export function roomsOf(site: Site): Site[] {
  return site.book.courses.map((course) => roomOf(site, course))
}

/** The course with this number; null when there is none. */
export function roomAt(site: Site, number: string | undefined): Site | null {
  return roomsOf(site).find(({ course }) => String(course.number) === number) ?? null
}

/** How many students' grades the course holds. */
export function gradesIn(site: Site): Site['book']['grades'] {
  const numbers = new Set(columnsIn(site).map(({ number }) => number))
  return site.book.grades.filter(({ column }) => numbers.has(column))
}
