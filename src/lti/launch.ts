// A launch: the sealed login is opened, the browser proven, the token verified by the kernel and by our own checks.

import { timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import type { Institution } from '../domain/institution.ts'
import type { Launch } from '../domain/launch.ts'
import type { Platform } from '../domain/platform.ts'
import { NotFound } from '../errors.ts'
import { hashOf } from '../random.ts'
import { launchAddress } from './addresses.ts'
import { malformed, notLetIn, unproven } from './faults.ts'
import type { Kernel } from './kernel/kernel.ts'
import { readLaunch } from './launch-token.ts'
import type { LoginHands } from './login.ts'
import type { PlatformKeys } from './platform-keys.ts'
import { type Claims, claimsOrNull, decode } from './token.ts'
import { checkClaims, type Expected } from './token-checks.ts'
import { type LoginTransaction, openTransaction, transactionKey } from './transaction.ts'

export interface LaunchHands extends LoginHands {
  kernel: Kernel
  platformKeys: PlatformKeys
  /** host:port that an answer to the LMS may go to over http. */
  privateHosts: string[]
}

export interface VerifiedLaunch {
  launch: Launch
  platform: Platform
  /** Whoever stores the key first has used this login (design decision 7). */
  transaction: { key: string; expiresAt: Date }
}

const form = z.object({
  id_token: z.string().min(1).max(60_000),
  state: z
    .string()
    .max(3000)
    .regex(/^[\w-]+$/),
})

/**
 * Verifies what the LMS posted to our launch address.
 * @throws {BadRequest} it is no launch. {Unauthenticated} its login or token proves nothing.
 * {Forbidden} another browser began it, or the registration is paused or gone. {Upstream} the LMS's keys cannot be read
 */
export async function verifyLaunch(
  hands: LaunchHands,
  institution: Institution,
  posted: unknown,
  proofs: string[],
): Promise<VerifiedLaunch> {
  const read = form.safeParse(posted)
  if (!read.success) throw malformed('lti.badLaunch', 'launch-form')
  const login = openLogin(hands, institution, read.data.state)
  checkBrowser(login, proofs)
  const platform = await activePlatform(hands, institution, login.platformId)
  const expected = {
    issuer: platform.issuer,
    clientId: platform.clientId,
    nonce: login.nonce,
    deploymentHint: login.deploymentHint,
    launchUrl: launchAddress(hands.baseUrl, institution),
    privateHosts: hands.privateHosts,
    now: hands.now(),
  }
  const claims = await verifiedClaims(hands, platform, read.data.id_token, expected)
  const key = transactionKey(institution.id, login.nonce)
  const transaction = { key, expiresAt: login.expiresAt }
  return { launch: readLaunch(claims, platform), platform, transaction }
}

function openLogin(hands: LaunchHands, institution: Institution, state: string): LoginTransaction {
  const login = openTransaction(hands.sealer, institution.id, state)
  if (!login) throw unproven('lti.staleLogin', 'state-foreign')
  if (login.expiresAt <= hands.now()) throw unproven('lti.staleLogin', 'state-expired')
  return login
}

// Never a session without the proof that this browser began the login (design decision 8).
function checkBrowser(login: LoginTransaction, proofs: string[]): void {
  const wanted = Buffer.from(login.proofHash)
  const same = proofs.some((proof) => timingSafeEqual(Buffer.from(hashOf(proof)), wanted))
  if (!same) throw notLetIn('lti.noProof', proofs.length === 0 ? 'proof-missing' : 'proof-foreign')
}

async function activePlatform(
  hands: LaunchHands,
  institution: Institution,
  platformId: string,
): Promise<Platform> {
  const platform = await registrationOrNull(hands, institution, platformId)
  if (!platform) throw notLetIn('lti.unknownPlatform', 'launch-registration-gone')
  if (platform.state !== 'active') throw notLetIn('lti.paused', 'launch-paused')
  return platform
}

async function registrationOrNull(
  hands: LaunchHands,
  institution: Institution,
  platformId: string,
): Promise<Platform | null> {
  try {
    return await hands.registrations.get(institution.id, platformId)
  } catch (error) {
    if (error instanceof NotFound) return null
    throw error
  }
}

// Checked before, so that no key is fetched for what cannot be a launch; and after, on what the signature covers.
async function verifiedClaims(
  hands: LaunchHands,
  platform: Platform,
  idToken: string,
  expected: Expected,
): Promise<Claims> {
  const decoded = decode(idToken)
  checkClaims(decoded.claims, expected)
  const key = await hands.platformKeys.find(platform, decoded.kid)
  if (!key) throw unproven('lti.badToken', 'token-unknown-kid')
  const { issuer, clientId } = platform
  const verified = hands.kernel.verify({ idToken, issuer, clientId, key })
  const claims = claimsOrNull(await verified.catch(() => null))
  if (!claims) throw unproven('lti.badToken', 'token-kernel')
  checkClaims(claims, expected)
  return claims
}
