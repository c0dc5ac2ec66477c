// Access tokens of the platforms: asked for with an assertion signed by us, shared while they are good.

import { SignJWT } from 'jose'
import { z } from 'zod'
import type { Platform, PlatformKind } from '../domain/platform.ts'
import { Upstream } from '../errors.ts'
import { newId } from '../random.ts'
import { type Answer, type Ask, Unanswered } from './http.ts'
import { jsonOrNull } from './json.ts'
import type { ToolKeys } from './tool-keys.ts'

export interface AccessTokens {
  /** @throws {Upstream} the LMS gives none, or one without a scope that we need */
  get(platform: Platform, scopes: readonly string[]): Promise<string>
  /** Forgets a token that the LMS did not accept. */
  forget(token: string): void
}

interface TokenHands {
  ask: Ask
  keys: Pick<ToolKeys, 'signer'>
  now: () => Date
  /** Told when one was given, or why not, as a text key. */
  onToken: (platform: Platform, trouble: string | null) => void
}

interface Held {
  token: string
  goodUntil: number
}

const MARGIN_MS = 60_000
const WITHOUT_EXPIRY_S = 300
const MOST_HELD = 5000

/** Tokens by registration and scopes; many who need the same one wait for one request. */
export function openAccessTokens(hands: TokenHands): AccessTokens {
  const held = new Map<string, Held>()
  const running = new Map<string, Promise<string>>()

  function get(platform: Platform, scopes: readonly string[]): Promise<string> {
    const key = [platform.id, platform.tokenUrl, platform.clientId, ...scopes].join(' ')
    const known = held.get(key)
    if (known && known.goodUntil > hands.now().getTime()) return Promise.resolve(known.token)
    const request =
      running.get(key) ?? renew(key, platform, scopes).finally(() => running.delete(key))
    running.set(key, request)
    return request
  }

  async function renew(key: string, platform: Platform, scopes: readonly string[]) {
    const fresh = await requestToken(hands, platform, scopes).catch((error: unknown) => {
      if (error instanceof Upstream) hands.onToken(platform, error.key)
      throw error
    })
    hands.onToken(platform, null)
    held.delete(key)
    held.set(key, fresh)
    if (held.size > MOST_HELD) held.delete(held.keys().next().value ?? '')
    return fresh.token
  }

  return {
    get,
    forget(token) {
      for (const [key, value] of held) if (value.token === token) held.delete(key)
    },
  }
}

const granted = z.object({
  access_token: z
    .string()
    .max(10_000)
    .regex(/^[!-~]+$/),
  expires_in: z.coerce.number().positive().catch(WITHOUT_EXPIRY_S),
  scope: z.string().nullish(),
})

async function requestToken(
  hands: TokenHands,
  platform: Platform,
  scopes: readonly string[],
): Promise<Held> {
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: await assertion(hands, platform),
    scope: scopes.join(' '),
  })
  const asked = hands.now().getTime()
  const answer = await answerOf(hands.ask, platform.tokenUrl, form.toString())
  const { access_token: token, expires_in, scope } = readGrant(answer, platform.kind)
  // A platform that says which scopes it gave may have given fewer (moodle.md 4.2).
  const given = scope?.split(' ') ?? scopes
  if (!scopes.every((needed) => given.includes(needed))) throw new Upstream('lms.noScope', false)
  return { token, goodUntil: asked + Math.max(0, expires_in * 1000 - MARGIN_MS) }
}

// Dated half a minute back: some platforms take no assertion from the future, not by a second (moodle.md 4.1).
async function assertion(hands: TokenHands, platform: Platform): Promise<string> {
  const { kid, privateKey } = await hands.keys.signer(platform.institutionId)
  const now = Math.floor(hands.now().getTime() / 1000)
  return new SignJWT()
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid })
    .setIssuer(platform.clientId)
    .setSubject(platform.clientId)
    .setAudience(platform.tokenAudience ?? platform.tokenUrl)
    .setJti(newId())
    .setIssuedAt(now - 20)
    .setExpirationTime(now + 180)
    .sign(privateKey)
}

async function answerOf(ask: Ask, url: string, body: string): Promise<Answer> {
  const type = 'application/x-www-form-urlencoded'
  const headers = { Accept: 'application/json', 'Content-Type': type }
  try {
    return await ask({ method: 'POST', url, headers, body, maxBytes: 100_000 })
  } catch (cause) {
    if (!(cause instanceof Unanswered)) throw cause
    const wrong = cause.code === 'refused-address'
    throw new Upstream(wrong ? 'lms.tokenAddress' : 'lms.unreachable', !wrong, { cause })
  }
}

// Judged by content: Moodle's tokens come as text/html, and its errors are not always JSON (moodle.md 4).
function readGrant({ status, body }: Answer, kind: PlatformKind): z.output<typeof granted> {
  if (status === 429) throw new Upstream('lms.busy', true)
  if (status >= 500) throw new Upstream('lms.unreachable', true)
  // Moodle's way of saying that it could not read our keys (moodle.md 4.3).
  if (status === 404) {
    throw new Upstream(kind === 'moodle' ? 'lms.keysUnread' : 'lms.tokenNotThere', true)
  }
  if (status >= 300) throw new Upstream(reasonForNone(status, body), false)
  const read = granted.safeParse(jsonOrNull(body))
  if (!read.success) throw new Upstream('lms.badAnswer', true)
  return read.data
}

function reasonForNone(status: number, body: string): string {
  if (status < 400) return 'lms.tokenMoved'
  return /scope/i.test(body) ? 'lms.noScope' : 'lms.noToken'
}
