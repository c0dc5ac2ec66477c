// Asks an LMS about everything Stint needs of it, and tells what came of each question; nothing is changed there.

import { type Examination, NEEDS, type Need } from '../domain/examination.ts'
import type { Platform } from '../domain/platform.ts'
import { Upstream } from '../errors.ts'
import { SCOPE } from './claim-names.ts'
import { type Answer, type Ask, Unanswered } from './http.ts'
import { jsonOrNull } from './json.ts'
import { readKeySet } from './jwk-set.ts'
import type { Services } from './service.ts'

const SCOPE_OF: Record<Need, string> = {
  scores: SCOPE.score,
  results: SCOPE.results,
  columns: SCOPE.lineItem,
  roster: SCOPE.roster,
}

/** The whole examination of one LMS, one question after the other. */
export async function examine(
  services: Services,
  platform: Platform,
  ourKeysUrl: string,
  now: () => Date,
): Promise<Examination> {
  const ours = await asked(services.askOwn, ourKeysUrl)
  const theirs = await asked(services.ask, platform.jwksUrl)
  const tokens: Partial<Record<Need, string | null>> = {}
  for (const need of NEEDS) tokens[need] = await tokenTrouble(services, platform, SCOPE_OF[need])
  return {
    ourKeys: typeof ours === 'string' ? ours : hasKeys(ours),
    theirKeys: typeof theirs === 'string' ? theirs : usable(theirs),
    skewMs: typeof theirs === 'string' ? null : skewOf(theirs, now()),
    tokens: { scores: null, results: null, columns: null, roster: null, ...tokens },
  }
}

async function asked(ask: Ask, url: string): Promise<Answer | string> {
  try {
    const headers = { Accept: 'application/json' }
    return await ask({ method: 'GET', url, headers, maxBytes: 256_000 })
  } catch (error) {
    if (!(error instanceof Unanswered)) throw error
    return error.code === 'refused-address' ? 'lms.badAddress' : 'lms.unreachable'
  }
}

function hasKeys({ status, body }: Answer): string | null {
  const set = jsonOrNull(body)
  const keys = set !== null && typeof set === 'object' ? Reflect.get(set, 'keys') : null
  return status === 200 && Array.isArray(keys) && keys.length > 0 ? null : 'lms.badAnswer'
}

function usable({ status, body }: Answer): string | null {
  return status === 200 && readKeySet(body) ? null : 'lms.badAnswer'
}

// HTTP dates have whole seconds.
function skewOf({ headers }: Answer, now: Date): number | null {
  const theirs = Date.parse(String(headers.date ?? ''))
  return Number.isNaN(theirs) ? null : theirs - now.getTime()
}

async function tokenTrouble(
  services: Services,
  platform: Platform,
  scope: string,
): Promise<string | null> {
  try {
    // A new one: what was granted yesterday may not be today.
    services.tokens.forget(await services.tokens.get(platform, [scope]))
    await services.tokens.get(platform, [scope])
    return null
  } catch (error) {
    if (error instanceof Upstream) return error.key
    throw error
  }
}
