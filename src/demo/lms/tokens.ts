// The token endpoint: a tool proves itself by a signed assertion and gets a token for scopes (RFC 7523).

import { createLocalJWKSet, decodeJwt, errors, type JSONWebKeySet, jwtVerify } from 'jose'
import { json } from './answers.ts'
import { installed } from './installed.ts'
import type { Answer, Call, Installed, Site, Tool } from './model.ts'
import type { Grant } from './rules.ts'

const ASSERTION = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'
const LIFE_MS = 3_600_000
const FETCH_MS = 5_000

/** By the tool's own address. */
const kept = new WeakMap<Site, Map<string, JSONWebKeySet>>()

/** Answers one token request. */
export async function answerToken(site: Site, call: Call): Promise<Answer> {
  const form = new URLSearchParams(call.text)
  const { token } = site.flavour
  if (form.get('grant_type') !== 'client_credentials') {
    return json(400, { error: 'unsupported_grant_type' })
  }
  if (form.get('client_assertion_type') !== ASSERTION)
    return json(400, { error: 'invalid_request' })
  const checked = await check(site, form.get('client_assertion') ?? '')
  if ('refusal' in checked) return checked.refusal
  const wrong = token.judge(site, checked.claims)
  if (wrong) return token.refuse(wrong)
  const asked = (form.get('scope') ?? '').split(' ').filter(Boolean)
  const grant = await token.grant(site, asked, checked.tool.scopes)
  return grant ? remembered(site, checked.tool, grant) : token.refuseScope()
}

function remembered(
  site: Site,
  { clientId: client }: Installed,
  { text, scopes, answer }: Grant,
): Answer {
  site.tokens.set(text, { client, scopes, endsAt: new Date(site.now().getTime() + LIFE_MS) })
  return answer
}

type Checked = { claims: Record<string, unknown>; tool: Installed } | { refusal: Answer }

// Times are judged by each platform in its own way, so the signature is all that is checked here.
async function check(site: Site, assertion: string): Promise<Checked> {
  const { token } = site.flavour
  const headless = token.judgeHead?.(site, assertion)
  if (headless) return { refusal: headless }
  const tool = toolWith(site, subjectOf(assertion))
  if (!tool) return { refusal: token.refuse('Unknown client') }
  const known = token.keepsKeys ? kept.get(site)?.get(tool.jwksUrl) : undefined
  if (known) {
    const claims = await claimsIn(site, assertion, known)
    if (claims) return { claims, tool }
  }
  const keys = await fetchKeys(tool)
  if (!keys) return { refusal: token.keysUnreadable() }
  kept.set(site, new Map(kept.get(site)).set(tool.jwksUrl, keys))
  const claims = await claimsIn(site, assertion, keys)
  if (claims) return { claims, tool }
  return { refusal: token.refuseKey?.() ?? token.refuse('JWS signature invalid.') }
}

function toolWith(site: Site, clientId: unknown): Installed | null {
  const tool = installed(site).find((one) => one.clientId === clientId)
  const waits = tool?.state === 'pending' && site.flavour.token.pendingToo
  return tool && (tool.state === 'active' || waits) ? tool : null
}

async function claimsIn(site: Site, assertion: string, keys: JSONWebKeySet) {
  try {
    const { algorithms } = site.flavour.token
    const options = { algorithms, currentDate: new Date(0) }
    const { payload } = await jwtVerify(assertion, createLocalJWKSet(keys), options)
    return { ...payload }
  } catch (error) {
    if (error instanceof errors.JOSEError) return null
    throw error
  }
}

// canvas.md 3.2: the key is looked up by `sub`.
function subjectOf(assertion: string): unknown {
  try {
    return decodeJwt(assertion).sub
  } catch {
    return null
  }
}

/** The tool's published keys; null when they cannot be read. */
export async function fetchKeys(tool: Pick<Tool, 'jwksUrl'>): Promise<JSONWebKeySet | null> {
  try {
    const answer = await fetch(tool.jwksUrl, { signal: AbortSignal.timeout(FETCH_MS) })
    const set: unknown = await answer.json()
    const keys = set !== null && typeof set === 'object' ? Reflect.get(set, 'keys') : null
    return answer.ok && Array.isArray(keys) ? { keys } : null
  } catch {
    return null
  }
}
