// Who uses the LMS: a cookie for each platform, first-party on the LMS's own site. No passwords in a demo.

import { parseCookie, stringifySetCookie } from 'cookie'
import type { Request, Response } from 'express'
import type { Person, Site } from './model.ts'

/** Whom this browser opens this kind of LMS as, by key. */
export function keyIn(kind: Site['kind'], req: Request): string | undefined {
  return parseCookie(req.headers.cookie ?? '')[`lms_${kind}`]
}

/** The person whom this browser opens the course as; the course's first student to begin with. */
export function whoIs({ kind, course }: Site, req: Request): Person {
  const key = keyIn(kind, req)
  const person = course.people.find((p) => p.key === key) ?? course.people[0]
  if (!person) throw new Error('a course without people')
  return person
}

/** The same for the platform's own addresses, which stand above its courses. */
export function signedIn({ kind, book, course }: Site, req: Request): Person | null {
  const key = keyIn(kind, req)
  const everybody = book.courses.flatMap(({ people }) => people)
  return everybody.find((person) => person.key === key) ?? course.people[0] ?? null
}

/** The same as `whoIs`, and the platform hears of it: who is not in this course has become somebody who is. */
export function comesIn(site: Site, req: Request): Person {
  const person = whoIs(site, req)
  if (req.res && keyIn(site.kind, req) !== person.key) becomes(site, req.res, person)
  return person
}

/** From now on this browser opens the course as somebody else. */
export function becomes(site: Site, res: Response, person: Person): void {
  const name = `lms_${site.kind}`
  const cookie = { name, value: person.key, path: '/', httpOnly: true, sameSite: 'lax' as const }
  res.append('Set-Cookie', stringifySetCookie(cookie))
}
