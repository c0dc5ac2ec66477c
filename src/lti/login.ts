// Login initiation: what the LMS sends is read within limits, and answered with a way to its authorisation.

import { z } from 'zod'
import type { Institution } from '../domain/institution.ts'
import { isTestIssuer, type Platform } from '../domain/platform.ts'
import { hashOf, newSecret } from '../random.ts'
import { isLaunchTarget, launchAddress } from './addresses.ts'
import { malformed, notLetIn } from './faults.ts'
import type { Registrations } from './registrations.ts'
import type { Sealer } from './seal.ts'
import { sealTransaction, TRANSACTION_MS } from './transaction.ts'

export interface CheckedLogin {
  platform: Platform
  /** The login as the LMS sent it, only what we know of it. */
  params: Record<string, string>
}

export interface LoginHands {
  registrations: Registrations
  sealer: Sealer
  baseUrl: string
  now: () => Date
}

const one = (most: number) =>
  z
    .string()
    .min(1)
    .refine((value) => Buffer.byteLength(value) <= most && !/\p{Cc}/u.test(value))

const login = z.object({
  iss: one(500),
  login_hint: one(2000),
  target_link_uri: one(700),
  client_id: one(255).optional(),
  lti_message_hint: one(6000).optional(),
  lti_deployment_id: one(255).optional(),
  deployment_id: one(255).optional(),
})

/**
 * Reads a login and finds who sent it.
 * @throws {BadRequest} it cannot be read, comes from an LMS we do not know, or wants to go elsewhere.
 * {Forbidden} the registration is paused
 */
export async function checkLogin(
  hands: LoginHands,
  institution: Institution,
  sent: unknown,
): Promise<CheckedLogin> {
  const read = login.safeParse(sent)
  if (!read.success)
    throw malformed('lti.badLogin', `login-${String(read.error.issues[0]?.path[0])}`)
  const { iss, client_id: clientId, target_link_uri: target } = read.data
  if (!isLaunchTarget(target, launchAddress(hands.baseUrl, institution))) {
    throw malformed('lti.wrongTarget', 'login-target')
  }
  const platform = await hands.registrations.find(institution.id, iss, clientId ?? null)
  if (isTestIssuer(iss, institution.testIssuers) && !platform?.test)
    throw notLetIn('lti.testSystem', 'login-test-system')
  if (!platform) throw malformed('lti.unknownPlatform', 'login-unregistered')
  if (platform.state === 'waiting') throw notLetIn('lti.waiting', 'login-waiting')
  if (platform.state !== 'active') throw notLetIn('lti.paused', 'login-paused')
  const params = Object.fromEntries(Object.entries(read.data).filter((entry) => entry[1]))
  return { platform, params }
}

/** The LMS's authorisation address for a checked login, with a state bound to this browser's proof. */
export function authorizeAddress(
  hands: LoginHands,
  institution: Institution,
  { platform, params }: CheckedLogin,
  proof: string,
): string {
  const nonce = newSecret()
  const state = sealTransaction(hands.sealer, institution.id, {
    platformId: platform.id,
    nonce,
    deploymentHint: params.lti_deployment_id ?? params.deployment_id ?? null,
    target: params.target_link_uri ?? '',
    proofHash: hashOf(proof),
    expiresAt: new Date(hands.now().getTime() + TRANSACTION_MS),
  })
  const wanted: Record<string, string | undefined> = {
    scope: 'openid',
    response_type: 'id_token',
    response_mode: 'form_post',
    prompt: 'none',
    client_id: platform.clientId,
    redirect_uri: launchAddress(hands.baseUrl, institution),
    login_hint: params.login_hint,
    lti_message_hint: params.lti_message_hint,
    nonce,
    state,
  }
  const url = new URL(platform.loginUrl)
  for (const [name, value] of Object.entries(wanted)) {
    if (value !== undefined) url.searchParams.set(name, value)
  }
  return url.href
}
