// A token taken apart without trusting it: header and claims as they stand, within limits.

import { z } from 'zod'
import { malformed, unproven } from './faults.ts'
import { jsonOrNull } from './json.ts'

export type Claims = Record<string, unknown>

export interface Decoded {
  kid: string
  claims: Claims
}

const object = z.record(z.string(), z.unknown())

/**
 * Takes an id_token apart; nothing in it is believed yet.
 * @throws {BadRequest} it is no signed JWT. {Unauthenticated} its header asks for what we do not do
 */
export function decode(idToken: string): Decoded {
  const [head, body, signature, ...rest] = idToken.split('.')
  const header = partOf(head)
  const claims = partOf(body)
  if (!header || !claims || !isCanonical(signature) || rest.length > 0) {
    throw malformed('lti.badMessage', 'token-shape')
  }
  return { kid: checkHeader(header), claims }
}

function partOf(part: string | undefined): Claims | null {
  if (!isCanonical(part)) return null
  return claimsOrNull(jsonOrNull(Buffer.from(part, 'base64url').toString()))
}

/** The same value as claims by name, or null when it is a list, a text or nothing. */
export function claimsOrNull(value: unknown): Claims | null {
  return object.safeParse(value).data ?? null
}

// One spelling only (RFC 4648 3.5): spare bits and strange letters would make a second token of the same one.
function isCanonical(part: string | undefined): part is string {
  return !!part && Buffer.from(part, 'base64url').toString('base64url') === part
}

// Keys that a token brings along, or names an address for, are never looked at.
const NEVER = ['crit', 'jku', 'jwk', 'x5u']

function checkHeader(header: Claims): string {
  const { alg, kid } = header
  if (alg !== 'RS256') throw unproven('lti.badToken', 'token-alg')
  if (NEVER.some((name) => name in header)) throw unproven('lti.badToken', 'token-header')
  if (typeof kid !== 'string' || kid.length === 0 || kid.length > 255) {
    throw unproven('lti.badToken', 'token-kid')
  }
  return kid
}
