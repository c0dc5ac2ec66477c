// Our three cookies (design decisions 8 and 20): the browser's proof, the LMS session, the office session.

import { parseCookie, stringifySetCookie } from 'cookie'
import type { Request, Response } from 'express'

const PROOF = '__Host-stint-proof-'
const NAMES = {
  lms: '__Host-stint-lms',
  office: '__Host-stint-office',
} as const

export type CookieKind = keyof typeof NAMES

/** The cookie's value, when it looks like one we set. */
export function readCookie(req: Request, kind: CookieKind): string | null {
  const value = parseCookie(req.headers.cookie ?? '')[NAMES[kind]]
  return value && isOurs(value) ? value : null
}

const isOurs = (value: string): boolean => /^[\w-]{43}$/.test(value)
const MOST_PROOFS = 8

/**
 * The proofs this browser holds, oldest first. Mostly one, which is used again; frames that load together
 * may each have been given one, and no answer may take away what another frame's login rests on.
 */
export function readProofs(req: Request): string[] {
  const held = Object.entries(parseCookie(req.headers.cookie ?? ''))
  const ours = held.flatMap(([name, value = '']) => (name === proofName(value) ? [value] : []))
  return ours.filter(isOurs).slice(0, MOST_PROOFS)
}

/** Gives the browser a proof, beside any other it got meanwhile. */
export function giveProof(res: Response, value: string): void {
  append(res, proofName(value), { value, framed: true })
}

const proofName = (value: string): string => `${PROOF}${value.slice(0, 8)}`

/** Sets a cookie for the life of the browser. */
export function setCookie(res: Response, kind: CookieKind, value: string): void {
  append(res, NAMES[kind], { value, framed: kind === 'lms' })
}

/** Takes a cookie away. */
export function clearCookie(res: Response, kind: CookieKind): void {
  append(res, NAMES[kind], { value: '', framed: kind === 'lms', maxAge: 0 })
}

interface Wish {
  value: string
  /** The LMS's frame is another site: there it lives in a partition of its own. */
  framed: boolean
  maxAge?: number
}

function append(res: Response, name: string, { framed, ...wish }: Wish): void {
  const line = stringifySetCookie({
    ...wish,
    name,
    path: '/',
    httpOnly: true,
    secure: true,
    sameSite: framed ? 'none' : 'lax',
    partitioned: framed,
  })
  res.append('Set-Cookie', line)
}
