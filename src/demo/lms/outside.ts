// Moodle: somebody who is not in the course, and a browser in which nobody is signed in (moodle.md 2.2, 2.4).

import type { Request } from 'express'
import { person } from './cast.ts'
import { keyIn, whoIs } from './cookies.ts'
import type { Person, Site } from './model.ts'

/** Has an account, and is in no course. */
const IDA = person('moodle', ['Ida', 'Kern', 'student', 'N2009'], 61)

/** Not a person at all: a launch page opened after the session has ended. */
const NOBODY: Person = { ...IDA, key: 'nobody', given: 'Nobody,', family: 'signed out', number: 0 }

/** True for the launch of a browser in which nobody is signed in. */
export function isNobody({ number }: Person): boolean {
  return number === 0
}

/** Whom this platform's switcher offers beside the people of the course. */
export function outsiders({ kind, course }: Site): Person[] {
  if (kind !== 'moodle') return []
  return [IDA, NOBODY].filter(({ key }) => !course.people.some((one) => one.key === key))
}

/** Who opens this course without being in it; null for its people. */
export function outsiderAt(site: Site, req: Request): Person | null {
  const key = keyIn(site.kind, req)
  return outsiders(site).find((one) => one.key === key) ?? null
}

/** Whom a launch is of: somebody of the course, or nobody. */
export function opener(site: Site, req: Request): Person {
  return outsiderAt(site, req) ?? whoIs(site, req)
}

/** Whoever can open the course's pages by this key, as themselves. */
export function someone(site: Site, key: unknown): Person | null {
  return [...site.course.people, ...outsiders(site)].find((one) => one.key === key) ?? null
}

/** Moodle's own enrolment page has a button for it. */
export function enrolHerself(site: Site, outsider: Person): void {
  if (isNobody(outsider)) return
  site.course.people = [...site.course.people, { ...outsider }]
  site.changed('people')
}
