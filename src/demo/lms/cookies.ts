// Who uses the LMS: a cookie for each platform, first-party on the LMS's own site. No passwords in a demo.

import { parseCookie, stringifySetCookie } from 'cookie'
import type { Request, Response } from 'express'
import type { Person, Site } from './model.ts'

/** The person whom this browser opens the course as; the course's first student to begin with. */
export function whoIs({ kind, course }: Site, req: Request): Person {
  const key = parseCookie(req.headers.cookie ?? '')[`lms_${kind}`]
  const person = course.people.find((p) => p.key === key) ?? course.people[0]
  if (!person) throw new Error('a course without people')
  return person
}

/** From now on this browser opens the course as somebody else. */
export function becomes(site: Site, res: Response, person: Person): void {
  const name = `lms_${site.kind}`
  const cookie = { name, value: person.key, path: '/', httpOnly: true, sameSite: 'lax' as const }
  res.append('Set-Cookie', stringifySetCookie(cookie))
}
