// What an LMS says of itself when it registers: fetched once, within limits, and judged before anything is believed.

import { z } from 'zod'
import type { PlatformKind } from '../../domain/platform.ts'
import type { LmsOffer, RegistrationRequest } from '../../domain/registration.ts'
import { BadRequest, Refused, Upstream } from '../../errors.ts'
import { type Answer, type Ask, type Question, Unanswered } from '../http.ts'
import { jsonOrNull } from '../json.ts'
import { wrongOrigin } from './origins.ts'
import { SCOPES } from './tool.ts'

const MOST_BYTES = 200_000
const PLATFORM = 'https://purl.imsglobal.org/spec/lti-platform-configuration'
const ACCOUNT = 'https://canvas.instructure.com/lti/account_name'

const address = z
  .string()
  .max(1000)
  .refine((value) => URL.canParse(value) && /^https?:\/\/[!-~]+$/.test(value))
const names = z.array(z.string().max(500)).max(500)
const word = z.string().trim().max(200).nullish().catch(null)

const document = z.object({
  issuer: address,
  authorization_endpoint: address,
  token_endpoint: address,
  jwks_uri: address,
  registration_endpoint: address,
  authorization_server: z.string().max(500).nullish(),
  scopes_supported: names.nullish(),
  token_endpoint_auth_methods_supported: names.nullish(),
  id_token_signing_alg_values_supported: names.nullish(),
  [PLATFORM]: z
    .object({
      product_family_code: word,
      version: word,
      variables: names.nullish().catch(null),
      [ACCOUNT]: word,
    })
    .nullish(),
})

type Document = z.output<typeof document>

/**
 * Fetches and judges an LMS's configuration.
 * @throws {BadRequest} no address that we may call. {Upstream} it does not answer well.
 * {Refused} what it says cannot be believed, or is not what we can work with
 */
export async function readConfiguration(
  ask: Ask,
  { configurationUrl: url, token }: RegistrationRequest,
): Promise<LmsOffer> {
  if (!address.safeParse(url).success) throw new BadRequest('register.badAddress')
  const headers = { Accept: 'application/json', ...bearer(token) }
  const question = { method: 'GET' as const, url, headers, maxBytes: MOST_BYTES }
  const answer = await askThere(ask, question).catch(nothingDone)
  if (answer.status !== 200) throw refusal(answer.status)
  const read = document.safeParse(jsonOrNull(answer.body))
  if (!read.success) {
    const field = String(read.error.issues[0]?.path[0] ?? 'JSON')
    throw refused('register.badDocument', { field: field.slice(0, 60) })
  }
  return judged(new URL(url), read.data)
}

// Whatever became of the question, nothing is registered by it.
function nothingDone(cause: unknown): never {
  const isSilent = cause instanceof Upstream && cause.key === 'register.noAnswer'
  throw isSilent ? new Upstream('register.noConfiguration', true, { cause }) : cause
}

/** Canvas protects its configuration with the registration token too (canvas.md 6). */
export function bearer(token: string | null): Record<string, string> {
  return token === null ? {} : { Authorization: `Bearer ${token}` }
}

/**
 * Asks, and says in words why there is no answer.
 * @throws {BadRequest} not an address we may call. {Upstream} with `retry` when the question has certainly not arrived
 */
export async function askThere(ask: Ask, question: Question): Promise<Answer> {
  try {
    return await ask(question)
  } catch (cause) {
    if (!(cause instanceof Unanswered)) throw cause
    if (cause.code === 'refused-address') throw new BadRequest('register.privateAddress', { cause })
    throw new Upstream(UNANSWERED[cause.code], !cause.perhapsArrived, { cause })
  }
}

const UNANSWERED = {
  unreachable: 'register.unreachable',
  broken: 'register.noAnswer',
  'too-big': 'register.tooBig',
} as const

function refusal(status: number): Refused | Upstream {
  if (isRedirect(status)) return refused('register.redirect')
  return new Upstream('register.notThere', true, { facts: { status } })
}

/** A redirect is an answer, and we do not follow it. */
export function isRedirect(status: number): boolean {
  return status >= 300 && status < 400
}

/** A refusal with its reason. */
export function refused(rule: string, facts: Record<string, unknown> = {}): Refused {
  return new Refused([{ rule, facts }])
}

function judged(from: URL, said: Document): LmsOffer {
  const platform = said[PLATFORM]
  const kind = kindOf(platform?.product_family_code)
  const wrong = wrongOrigin(from.origin, said, kind)
  if (wrong) throw refused(wrong.rule, wrong.facts)
  if (lacks(said.token_endpoint_auth_methods_supported, 'private_key_jwt')) {
    throw refused('register.noPrivateKeyJwt')
  }
  if (lacks(said.id_token_signing_alg_values_supported, 'RS256')) throw refused('register.noRs256')
  const { scopes_supported: offered } = said
  const audience = said.authorization_server ?? null
  return {
    kind,
    name: platform?.[ACCOUNT] || from.host,
    issuer: said.issuer,
    loginUrl: said.authorization_endpoint,
    tokenUrl: said.token_endpoint,
    jwksUrl: said.jwks_uri,
    tokenAudience: audience === said.token_endpoint ? null : audience,
    registrationUrl: said.registration_endpoint,
    product: platform?.product_family_code || null,
    version: platform?.version || null,
    account: platform?.[ACCOUNT] || null,
    scopes: SCOPES.filter((scope) => !offered || offered.includes(scope)),
    variables: platform?.variables ?? null,
  }
}

function lacks(list: string[] | null | undefined, wanted: string): boolean {
  return Array.isArray(list) && !list.includes(wanted)
}

function kindOf(code: string | null | undefined): PlatformKind {
  const family = code?.toLowerCase()
  return family === 'canvas' || family === 'moodle' ? family : 'other'
}
