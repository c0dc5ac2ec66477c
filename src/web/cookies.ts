// Our three cookies (design decisions 8 and 20): the browser's proof, the LMS session, the office session.

import { parseCookie, stringifySetCookie } from 'cookie'
import type { Request, Response } from 'express'

const NAMES = {
  proof: '__Host-stint-proof',
  lms: '__Host-stint-lms',
  office: '__Host-stint-office',
} as const

export type CookieKind = keyof typeof NAMES

/** The cookie's value, when it looks like one we set. */
export function readCookie(req: Request, kind: CookieKind): string | null {
  const value = parseCookie(req.headers.cookie ?? '')[NAMES[kind]]
  return value && /^[\w-]{43}$/.test(value) ? value : null
}

/** Sets a cookie for the life of the browser; the LMS's frame is another site, so two of them are partitioned. */
export function setCookie(res: Response, kind: CookieKind, value: string): void {
  append(res, kind, value, undefined)
}

/** Takes a cookie away. */
export function clearCookie(res: Response, kind: CookieKind): void {
  append(res, kind, '', 0)
}

function append(res: Response, kind: CookieKind, value: string, maxAge: number | undefined): void {
  const framed = kind !== 'office'
  const line = stringifySetCookie({
    name: NAMES[kind],
    value,
    path: '/',
    httpOnly: true,
    secure: true,
    sameSite: framed ? 'none' : 'lax',
    partitioned: framed,
    ...(maxAge === undefined ? {} : { maxAge }),
  })
  res.append('Set-Cookie', line)
}
