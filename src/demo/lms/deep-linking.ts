// Deep linking: what a platform asks of a tool in its "add" dialogue, and what it makes of the answer (canvas.md 5, moodle.md 3).

import { createLocalJWKSet, jwtVerify } from 'jose'
import { json } from './answers.ts'
import { textsIn } from './custom.ts'
import { columnsIn } from './grades.ts'
import type { Answer, Launch, Offer, Site } from './model.ts'
import { claim, NRPS_CLAIM } from './names.ts'
import { fetchKeys } from './tokens.ts'

const DL = 'https://purl.imsglobal.org/spec/lti-dl/claim/'
const OLDEST_SECONDS = 300

/** The claims of a launch as those of a deep linking request. */
export function asRequest(
  site: Site,
  launch: Launch,
  claims: Record<string, unknown>,
): Record<string, unknown> {
  const { [claim('resource_link')]: _, ...rest } = claims
  const request: Record<string, unknown> = {
    ...rest,
    [claim('message_type')]: 'LtiDeepLinkingRequest',
    [`${DL}deep_linking_settings`]: settingsOf(site, launch),
  }
  if (site.kind === 'canvas') {
    request['https://www.instructure.com/placement'] = 'assignment_selection'
  }
  // Moodle tells of its roster only where the tool is in the course already (moodle.md 3.1).
  const isHere = columnsIn(site).some(({ launches }) => launches)
  if (site.kind === 'moodle' && !isHere) delete request[NRPS_CLAIM]
  return request
}

function settingsOf({ kind, base, course }: Site, { id }: Launch): object {
  const common = { accept_types: ['ltiResourceLink'], auto_create: false }
  if (kind === 'moodle') {
    return {
      ...common,
      accept_multiple: true,
      accept_presentation_document_targets: ['frame', 'iframe', 'window'],
      deep_link_return_url: `${base}/mod/lti/contentitem_return.php?course=${course.number}&id=${id}&sesskey=Qw3rTy`,
    }
  }
  return {
    ...common,
    accept_multiple: false,
    accept_media_types: 'application/vnd.ims.lti.v1.ltilink',
    accept_presentation_document_targets: ['iframe', 'window'],
    deep_link_return_url: `${base}/courses/${course.number}/deep_linking_response?data=${id}`,
  }
}

/** What a tool's answer offers, or what the platform says instead; null when it closes the dialogue without a word. */
export async function readReply(site: Site, jwt: string): Promise<Offer | null | Answer> {
  const keys = await fetchKeys(site.tool)
  if (!keys) return refusal(site, 'JWT exception')
  const claims = await verified(jwt, keys)
  if (!claims) return refusal(site, 'JWT verification failure')
  const wrong = site.kind === 'canvas' ? wrongAtCanvas(site, claims) : wrongAtMoodle(site, claims)
  if (wrong) return refusal(site, wrong)
  const items: unknown = claims[`${DL}content_items`]
  const [first] = Array.isArray(items) ? items : []
  return first && typeof first === 'object' ? offerIn(site, first) : null
}

async function verified(jwt: string, keys: Parameters<typeof createLocalJWKSet>[0]) {
  try {
    // Times are judged by each platform in its own way.
    const options = { algorithms: ['RS256'], currentDate: new Date(0) }
    const { payload } = await jwtVerify(jwt, createLocalJWKSet(keys), options)
    return { ...payload } as Record<string, unknown>
  } catch {
    return null
  }
}

// 5.2: the issuer is the client, the audience Canvas; five minutes; the nonce counts as its id.
function wrongAtCanvas(site: Site, claims: Record<string, unknown>): string | null {
  const now = site.now().getTime() / 1000
  const { flavour } = site
  if (claims.iss !== flavour.clientId) return 'Client not found'
  if (![claims.aud].flat().includes(flavour.issuer(site))) return 'JWT exception'
  const [iat, exp] = [Number(claims.iat), Number(claims.exp)]
  if (!(iat > now - OLDEST_SECONDS) || !(exp > now) || !claims.nonce) return 'JWT exception'
  return claims[claim('message_type')] === 'LtiDeepLinkingResponse' ? null : 'JWT exception'
}

// 3.2: no leeway for times; audience, nonce, deployment and type are not looked at.
function wrongAtMoodle(site: Site, claims: Record<string, unknown>): string | null {
  const now = site.now().getTime() / 1000
  if (claims.iss !== site.flavour.clientId) return 'Consumer key is incorrect'
  if (typeof claims.exp === 'number' && claims.exp < now) return 'Expired token'
  return Number(claims.iat) > now ? 'Cannot handle token with iat in the future' : null
}

function refusal({ kind }: Site, why: string): Answer {
  if (kind === 'canvas') return json(400, { errors: { message: why } })
  return { status: 400, type: 'text/html; charset=utf-8', body: `<!DOCTYPE html><p>${why}</p>` }
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

// 3.3 and 5.3: Canvas calls it by the column's label, Moodle by the title; without a column Moodle's is ungraded.
function offerIn({ kind }: Site, item: object): Offer {
  const part = (name: string): unknown => Reflect.get(item, name)
  const said = part('lineItem')
  const line = said !== null && typeof said === 'object' ? said : null
  const lineText = (name: string): string => (line ? text(Reflect.get(line, name)) : '')
  const points = line ? Number(Reflect.get(line, 'scoreMaximum')) : 0
  return {
    label: (kind === 'canvas' && lineText('label')) || text(part('title')),
    points: kind === 'moodle' ? Math.round(points) : points,
    text: text(part('text')),
    toolUrl: text(part('url')),
    custom: textsIn(part('custom')),
    resourceId: lineText('resourceId'),
    tag: lineText('tag'),
    graded: kind === 'canvas' || line !== null,
  }
}
