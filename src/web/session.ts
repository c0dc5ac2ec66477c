// Who is at the door: cookie to session to context; and forms that belong to this very session.

import { csrfSync } from 'csrf-sync'
import type { NextFunction, Request, RequestHandler, Response } from 'express'
import type { OfficeRole } from '../domain/access.ts'
import type { Session } from '../domain/session.ts'
import { Conflict, Forbidden, Unauthenticated } from '../errors.ts'
import { institutionBehind, type SignedIn, signedInBy } from '../services/arriving/sign-ins.ts'
import type { PersonContext } from '../services/context.ts'
import { type CookieKind, readCookie } from './cookies.ts'
import { localsOf, type Web } from './web.ts'

type SessionKind = Session['kind']

/**
 * Lets in who holds a live session of one of these kinds: the one a form names, else the first that is there.
 * @param begins the page begins with what they are and have in the session's course
 */
export function signedIn(kinds: SessionKind[], begins = false): RequestHandler {
  return async (req, res, next) => {
    const found = await Promise.all(kinds.map((kind) => contextOf(req, res, kind, begins)))
    const held = found.filter((ctx) => ctx !== null)
    const named = field(req.body, '_session')
    const ctx = held.find(({ actor }) => actor.session.publicId === named) ?? held[0]
    if (!ctx) {
      localsOf(res).ancestors = await lastFrame(req, res)
      throw new Unauthenticated()
    }
    localsOf(res).ctx = ctx
    if (ctx.actor.session.kind === 'lms') {
      localsOf(res).ancestors = await localsOf(res).web.frameOrigins(
        ctx.institution.id,
        ctx.actor.session.platformId,
        ctx.actor.session.launchedFrom,
      )
    }
    next()
  }
}

// A session that was left alone for too long: the LMS's frame may still show the page that says so.
async function lastFrame(req: Request, res: Response): Promise<string[]> {
  const { web } = localsOf(res)
  const secret = readCookie(req, 'lms')
  const institutionId = secret ? await institutionBehind(web.hands, secret) : null
  return institutionId ? web.frameOrigins(institutionId, null) : []
}

/** Lets in an office session with one of these offices. */
export function holding(...offices: OfficeRole[]): RequestHandler {
  return (_req: Request, res: Response, next: NextFunction) => {
    const { ctx } = localsOf(res)
    const held = ctx?.actor.session.offices ?? []
    if (!offices.some((office) => held.includes(office))) throw new Forbidden('errors.wrongOffice')
    next()
  }
}

async function contextOf(
  req: Request,
  res: Response,
  kind: SessionKind,
  begins: boolean,
): Promise<PersonContext | null> {
  const { web } = localsOf(res)
  const signedIn = await signedInAs(web, req, kind, begins)
  if (!signedIn) return null
  const { institutionId } = signedIn.session
  const institution = await web.hands.directory.institutions.get(institutionId)
  const actor = { kind: 'person' as const, ...signedIn }
  return { ...web.contextFor(actor, institution), actor }
}

/** Who holds a live session of one kind in this browser. */
export async function signedInAs(
  web: Web,
  req: Request,
  kind: SessionKind,
  begins = false,
): Promise<SignedIn | null> {
  const cookie: CookieKind = kind
  const secret = readCookie(req, cookie)
  const found = secret ? await signedInBy(web.hands, secret, begins) : null
  return found?.session.kind === kind ? found : null
}

/**
 * A form must come from the session that is signed in now (design decision 20), with its own token.
 * @throws {Conflict} another session took the browser over. {Forbidden} not a form of ours, or a wrong token
 */
export const ownForm: RequestHandler = (req, res, next) => {
  const session = localsOf(res).ctx?.actor.session
  const body: unknown = req.body
  if (!session) throw new Unauthenticated()
  const named = field(body, '_session')
  if (named === '') throw new Forbidden('errors.badForm')
  if (named !== session.publicId) throw new Conflict('errors.otherSession')
  if (!isRequestValid(req)) throw new Forbidden('errors.badForm')
  next()
}

function field(body: unknown, name: string): string {
  const value = body !== null && typeof body === 'object' ? Reflect.get(body, name) : ''
  return typeof value === 'string' ? value : ''
}

// The synchroniser token was made with the session and stands in its document.
const { isRequestValid } = csrfSync({
  getTokenFromRequest: (req) => field(req.body, '_csrf'),
  getTokenFromState: (req) => req.res && localsOf(req.res).ctx?.actor.session.csrf,
})
