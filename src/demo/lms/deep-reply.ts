// Deep linking: what a platform checks of a tool's answer, and what it makes of it (canvas.md 5.2 and 5.3, moodle.md 3.2 and 3.3).

import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose'
import { json } from './answers.ts'
import { textsIn } from './custom.ts'
import { activeTool } from './installed.ts'
import type { Answer, Installed, Offer, Site } from './model.ts'
import { claim, DL } from './names.ts'
import { fetchKeys } from './tokens.ts'

const OLDEST_SECONDS = 300

/** What a tool's answer offers, none when it closes the dialogue without a word; or what the platform says instead. */
export async function readReply(site: Site, jwt: string): Promise<Offer[] | Answer> {
  const unread = readUnverified(jwt)
  if (typeof unread === 'string') return refusal(site, unread)
  const tool = activeTool(site, unread.iss)
  if (!tool) {
    return refusal(site, site.kind === 'canvas' ? 'Client not found' : 'Consumer key is incorrect')
  }
  const claims = await verified(jwt, tool)
  if (!claims) return refusal(site, 'JWT verification failure')
  const wrong =
    site.kind === 'canvas' ? wrongAtCanvas(site, tool, claims) : wrongAtMoodle(site, claims)
  if (wrong) return refusal(site, wrong)
  const items: unknown = claims[`${DL}content_items`]
  return Array.isArray(items) ? items.flatMap((item) => offerIn(site, tool, Object(item))) : []
}

function readUnverified(jwt: string): { iss: unknown } | string {
  try {
    const { alg } = decodeProtectedHeader(jwt)
    return alg === 'RS256' ? { iss: decodeJwt(jwt).iss } : 'JWT has unexpected alg'
  } catch {
    return 'JWT format is invalid'
  }
}

async function verified(jwt: string, tool: Installed): Promise<Record<string, unknown> | null> {
  const keys = await fetchKeys(tool)
  if (!keys) return null
  try {
    // Times are judged by each platform in its own way.
    const options = { algorithms: ['RS256'], currentDate: new Date(0) }
    const { payload } = await jwtVerify(jwt, createLocalJWKSet(keys), options)
    return { ...payload }
  } catch {
    return null
  }
}

// 5.2: the issuer is the client, the audience Canvas; five minutes; the nonce counts as its id.
function wrongAtCanvas(
  site: Site,
  tool: Installed,
  claims: Record<string, unknown>,
): string | null {
  const now = site.now().getTime() / 1000
  if (![claims.aud].flat().includes(tool.issuer)) return 'JWT exception'
  const [iat, exp] = [Number(claims.iat), Number(claims.exp)]
  if (!(iat > now - OLDEST_SECONDS) || !(exp > now) || !claims.nonce) return 'JWT exception'
  return claims[claim('message_type')] === 'LtiDeepLinkingResponse' ? null : 'JWT exception'
}

// 3.2: no leeway for times; audience, nonce, deployment and type are not looked at.
function wrongAtMoodle(site: Site, claims: Record<string, unknown>): string | null {
  const now = site.now().getTime() / 1000
  if (typeof claims.exp === 'number' && claims.exp < now) return 'Expired token'
  return Number(claims.iat) > now ? 'Cannot handle token with iat in the future' : null
}

function refusal({ kind }: Site, why: string): Answer {
  if (kind === 'canvas') return json(400, { errors: { message: why } })
  return { status: 400, type: 'text/html; charset=utf-8', body: `<!DOCTYPE html><p>${why}</p>` }
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

const partOf = (whole: object, name: string): Record<string, unknown> | null => {
  const part: unknown = Reflect.get(whole, name)
  return part !== null && typeof part === 'object' ? { ...part } : null
}

function blockOf(tool: Installed, item: object): Offer {
  const part = (name: string): unknown => Reflect.get(item, name)
  return {
    label: text(part('title')) || tool.name,
    points: 100,
    text: text(part('text')),
    toolUrl: text(part('url')),
    custom: textsIn(part('custom')),
    ...{ resourceId: '', tag: '', graded: true, dueAt: null, tool: tool.clientId },
  }
}

// Where grades are never accepted, a line item is ignored (3.3).
function isGraded({ settings }: Site, line: object | null): boolean {
  return line !== null && settings.takesGrades
}

// 5.3 and 3.3: Canvas calls it by the column's label and makes nothing of a line item without points;
// Moodle calls it by the title, in whole points, and without a line item it is ungraded. Moodle drops dates.
function offerIn(site: Site, tool: Installed, item: object): Offer[] {
  const canvas = site.kind === 'canvas'
  const part = (name: string): unknown => Reflect.get(item, name)
  const line = partOf(item, 'lineItem')
  // Open edX makes no column of a line item: its block has its own (edx.md 9).
  if (site.kind === 'other') return [blockOf(tool, item)]
  const points = Number(line?.scoreMaximum ?? 0)
  if (canvas && line && line.scoreMaximum === undefined) return []
  const due = text(partOf(item, 'submission')?.endDateTime)
  return [
    {
      label: (canvas && text(line?.label)) || text(part('title')) || tool.name,
      points: canvas ? points : Math.round(points),
      text: text(part('text')),
      toolUrl: text(part('url')),
      custom: textsIn(part('custom')),
      resourceId: text(line?.resourceId),
      tag: text(line?.tag),
      graded: canvas || isGraded(site, line),
      dueAt: (canvas && due) || null,
      tool: tool.clientId,
    },
  ]
}
