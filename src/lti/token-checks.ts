// What must be true of a launch's claims, beyond the kernel's own checks (lti.md E, "Where the tables are silent, we decide").

import { isLaunchTarget } from './addresses.ts'
import { CLAIM } from './claim-names.ts'
import { isReturnAddress, settings } from './deep-link-request.ts'
import { malformed, unproven } from './faults.ts'
import type { Claims } from './token.ts'

export interface Expected {
  issuer: string
  clientId: string
  nonce: string
  deploymentHint: string | null
  launchUrl: string
  privateHosts: string[]
  now: Date
}

const OLDEST_S = 10 * 60
const AHEAD_S = 60
const LONGEST_S = 24 * 3600
const MOST_ROLES = 200

/**
 * Checks the claims of one launch against the login it answers.
 * @throws {Unauthenticated} it proves nothing here and now. {BadRequest} it is not the message we can read
 */
export function checkClaims(claims: Claims, expected: Expected): void {
  checkParties(claims, expected)
  checkTimes(claims, expected.now.getTime() / 1000)
  checkMessage(claims, expected)
  checkPlace(claims, expected)
}

function checkParties(claims: Claims, { issuer, clientId, nonce }: Expected): void {
  if (claims.iss !== issuer) throw unproven('lti.badToken', 'token-iss')
  const audience = Array.isArray(claims.aud) ? claims.aud : [claims.aud]
  const ours = audience.length > 0 && audience.every((member) => member === clientId)
  if (!ours) throw unproven('lti.badToken', 'token-aud')
  const azp = claims.azp ?? (audience.length > 1 ? null : clientId)
  if (azp !== clientId) throw unproven('lti.badToken', 'token-azp')
  if (claims.nonce !== nonce) throw unproven('lti.badToken', 'token-nonce')
}

function checkTimes({ exp, iat, nbf }: Claims, now: number): void {
  const wrong = (code: string) => unproven('lti.badToken', code)
  if (!isTime(exp) || exp <= now) throw wrong('token-exp')
  if (!isTime(iat) || iat > now + AHEAD_S || iat < now - OLDEST_S) throw wrong('token-iat')
  if (exp - iat > LONGEST_S) throw wrong('token-life')
  if (nbf !== undefined && (!isTime(nbf) || nbf > now + AHEAD_S)) throw wrong('token-nbf')
}

function isTime(value: unknown): value is number {
  return Number.isFinite(value)
}

function checkMessage(claims: Claims, expected: Expected): void {
  if (claims[CLAIM.version] !== '1.3.0') throw malformed('lti.badMessage', 'claim-version')
  const type = claims[CLAIM.messageType]
  checkMessageType(type)
  if (!isId(claims.sub)) throw malformed('lti.noPerson', 'claim-sub')
  const roles = claims[CLAIM.roles]
  if (!Array.isArray(roles) || roles.length > MOST_ROLES) {
    throw malformed('lti.badMessage', 'claim-roles')
  }
  if (type === 'LtiDeepLinkingRequest') checkSettings(claims[CLAIM.deepLinking], expected)
  else checkLink(claims[CLAIM.resourceLink])
}

function checkLink(link: unknown): void {
  const linkId = link !== null && typeof link === 'object' ? Reflect.get(link, 'id') : null
  if (!isId(linkId)) throw malformed('lti.badMessage', 'claim-resource-link')
}

// An answer of ours goes where the settings say, so they are looked at before anything is made of them.
function checkSettings(said: unknown, { privateHosts }: Expected): void {
  const read = settings.safeParse(said)
  if (!read.success) throw malformed('lti.badMessage', 'claim-deep-linking')
  if (!isReturnAddress(read.data.deep_link_return_url, privateHosts)) {
    throw malformed('lti.badReturn', 'claim-return-address')
  }
}

// The third message that is known gets a page that says what to do instead (design decision 6).
function checkMessageType(type: unknown): void {
  if (type === 'LtiResourceLinkRequest' || type === 'LtiDeepLinkingRequest') return
  if (type === 'LtiSubmissionReviewRequest') throw malformed('lti.submissionReview', 'claim-review')
  throw malformed('lti.badMessage', 'claim-message-type')
}

function checkPlace(claims: Claims, { deploymentHint, launchUrl }: Expected): void {
  const deployment = claims[CLAIM.deploymentId]
  if (!isId(deployment)) throw malformed('lti.badMessage', 'claim-deployment')
  if (deploymentHint !== null && deployment !== deploymentHint) {
    throw unproven('lti.badToken', 'claim-other-deployment')
  }
  const target = claims[CLAIM.targetLinkUri]
  if (typeof target !== 'string' || !isLaunchTarget(target, launchUrl)) {
    throw malformed('lti.wrongTarget', 'claim-target')
  }
}

function isId(value: unknown): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= 255
}
