// The LMS's door: the cookie test at login, and a verified launch that becomes a session.

import type { Request, RequestHandler, Response } from 'express'
import type { Institution } from '../../domain/institution.ts'
import type { Launch } from '../../domain/launch.ts'
import { framingOrigin } from '../../domain/platform.ts'
import { type AppError, BadRequest, Conflict, NotFound, Upstream } from '../../errors.ts'
import { newSecret } from '../../random.ts'
import { type Arrival, arrive } from '../../services/arriving/arrivals.ts'
import { openSession } from '../../services/arriving/sign-ins.ts'
import type { Context } from '../../services/context.ts'
import { openPick } from '../../services/lms/picks.ts'
import { hasText, t } from '../../text.ts'
import { giveProof, readProofs, setCookie } from '../cookies.ts'
import { showPage } from '../page.ts'
import { paths } from '../paths.ts'
import { networkOf } from '../security.ts'
import { signedInAs } from '../session.ts'
import { type CheckedLogin, localsOf, part } from '../web.ts'

const TESTED = 'stint_cookie'

type DoorHandler = (req: Request, res: Response, institution: Institution) => Promise<void>

// A page that explains a refusal can be framed by the LMS it is shown in; who asks is not known then.
function atDoor(handle: DoorHandler): RequestHandler {
  return async (req, res) => {
    const institution = await institutionAt(req, res)
    try {
      await handle(req, res, institution)
    } catch (error) {
      const { web } = localsOf(res)
      localsOf(res).ancestors = await web.frameOrigins(institution.id, null)
      // What was refused opens nothing; what this browser holds already it may go back to.
      const known = await signedInAs(web, req, 'lms')
      if (known?.session.institutionId === institution.id) localsOf(res).wayOn = paths.home()
      throw error
    }
  }
}

/** The institution in the address. @throws {NotFound} there is none */
export async function institutionAt(req: Request, res: Response): Promise<Institution> {
  const { web } = localsOf(res)
  const institution = await web.hands.directory.institutions.bySlug(part(req, 'institution'))
  if (!institution) throw new NotFound('lti.noInstitution')
  localsOf(res).host = institution
  return institution
}

/**
 * Login initiation. In a frame the cookie is tested first, before the LMS's one-use hint is spent
 * (design decision 8): set it, come back once, and go on only if it came along.
 */
export const login = atDoor(async (req, res, institution) => {
  const { [TESTED]: tested, ...sent }: Record<string, unknown> =
    req.method === 'GET' ? { ...req.query } : { ...req.body }
  const checked = await localsOf(res).web.lti.checkLogin(institution, sent)
  const [proof] = readProofs(req)
  const { framed } = localsOf(res)
  if (proof) return go(res, institution, checked, proof)
  if (framed && tested !== undefined) return offerWindow(req, res, institution, checked)
  const fresh = newSecret()
  giveProof(res, fresh)
  if (!framed) return go(res, institution, checked, fresh)
  const query = new URLSearchParams({ ...checked.params, [TESTED]: '1' })
  res.redirect(303, `${paths.ltiLogin(institution.slug)}?${query}`)
})

function go(res: Response, institution: Institution, checked: CheckedLogin, proof: string): void {
  leadTo(res, 302, localsOf(res).web.lti.authorize(institution, checked, proof))
}

// Without the page that Express writes below a redirect, which no browser shows.
function leadTo(res: Response, status: 302 | 303, to: string): void {
  res.set('Cache-Control', 'no-store').status(status).location(to).end()
}

async function offerWindow(
  req: Request,
  res: Response,
  institution: Institution,
  checked: CheckedLogin,
): Promise<void> {
  const { web } = localsOf(res)
  localsOf(res).ancestors = await web.frameOrigins(institution.id, checked.platform.id)
  localsOf(res).formsLead = 'anywhere'
  showPage(req, res, {
    view: 'lti/window',
    title: t('lti.window.title'),
    model: {
      action: paths.ltiLogin(institution.slug),
      params: Object.entries(checked.params).map(([name, value]) => ({ name, value })),
    },
  })
}

/**
 * A launch: verified, the person and course kept, the session opened last (design decision 7).
 * @throws {BadRequest} the LMS answered with an error, or what it sent cannot be a launch
 */
export const launch = atDoor(async (req, res, institution) => {
  const { web } = localsOf(res)
  const told = platformError(req.body)
  if (told) throw told
  const verified = await web.lti.launch(institution, req.body, readProofs(req))
  const ctx = web.contextFor({ kind: 'worker' }, institution)
  const { returnUrl } = verified.launch
  const login = { transaction: verified.transaction.key, step: stepOf(res) }
  const arrival = await arrive(ctx, verified.launch, verified.platform, login)
  const to = await firstPath(ctx, arrival, verified.launch)
  const opening = {
    kind: 'lms' as const,
    personId: arrival.person.id,
    courseId: arrival.course.id,
    assignmentId: arrival.assignment?.id ?? null,
    platformId: arrival.platform.id,
    launchedFrom: returnUrl === null ? null : framingOrigin(returnUrl),
    unresolved: verified.launch.unresolved,
    offices: [],
    via: 'launch' as const,
    network: networkOf(req, institution.id),
    ...login,
  }
  const before = await signedInAs(web, req, 'lms')
  const { secret } = await openOnce(ctx, opening, before?.session)
  setCookie(res, 'lms', secret)
  web.hands.log.info({ platformId: arrival.platform.id, courseId: arrival.course.id }, 'launched')
  leadTo(res, 303, to)
})

// Back behind the launch, or its page loaded again: the same token comes a second time.
async function openOnce(...opening: Parameters<typeof openSession>) {
  try {
    return await openSession(...opening)
  } catch (error) {
    throw error instanceof Conflict ? new Conflict('lti.staleLogin') : error
  }
}

function stepOf(res: Response): 'frame' | 'window' {
  return localsOf(res).framed ? 'frame' : 'window'
}

// The course stands in the address, so that two courses in two tabs never mix.
async function firstPath(ctx: Context, arrival: Arrival, launch: Launch): Promise<string> {
  const { course, assignment } = arrival
  const { claimId, deepLink } = launch
  if (deepLink) return paths.pick((await openPick(ctx, launch, arrival)).id)
  if (claimId) return paths.claim(course.id, claimId)
  return assignment ? paths.assignment(course.id, assignment.id) : paths.course(course.id)
}

// OpenID Connect Core 3.1.2.6: an error answer has `error` and no id_token. Each code we know has its own words.
function platformError(body: unknown): AppError | null {
  if (body === null || typeof body !== 'object' || !('error' in body) || 'id_token' in body) {
    return null
  }
  const key = `lti.platformError.${body.error}`
  const known = /^[\w.]{1,60}$/.test(key) && hasText(key) ? key : 'lti.platformError.other'
  return LMS_FAULTS.includes(known) ? new Upstream(known, true) : new BadRequest(known)
}

const LMS_FAULTS = ['lti.platformError.server_error', 'lti.platformError.temporarily_unavailable']

/** The institution's public keys. */
export async function jwks(req: Request, res: Response): Promise<void> {
  const institution = await institutionAt(req, res)
  res.set('Cache-Control', 'public, max-age=300')
  res.json(await localsOf(res).web.lti.jwks(institution))
}
