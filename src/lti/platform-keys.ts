// The platforms' public keys: fetched within limits, remembered, fetched once more for a kid we do not know.

import type { Platform } from '../domain/platform.ts'
import { Upstream } from '../errors.ts'
import type { Logger } from '../log.ts'
import { type Ask, Unanswered } from './http.ts'
import { readKeySet } from './jwk-set.ts'
import type { RsaPublicJwk } from './kernel/kernel.ts'

export interface PlatformKeys {
  /**
   * The platform's key of this name, or null when it publishes none.
   * @throws {Upstream} its key set cannot be read, and nothing good is remembered
   */
  find(platform: Platform, kid: string): Promise<RsaPublicJwk | null>
}

/** What we remember of one platform; times in ms. */
interface Memory {
  keys: Map<string, RsaPublicJwk> | null
  readAt: number
  triedAt: number
  /** When an unknown kid last made us ask again. */
  askedAgainAt: number
  running: Promise<void> | null
}

const FRESH_MS = 10 * 60_000
const LAST_GOOD_MS = 24 * 3_600_000
const ASK_AGAIN_MS = 60_000
const AFTER_FAILURE_MS = 15_000
const MOST_BYTES = 256_000
const MOST_PLATFORMS = 5000

/** The platforms' keys, one memory per registration and address; one slow platform slows no other. */
export function openPlatformKeys(hands: { ask: Ask; now: () => Date; log: Logger }): PlatformKeys {
  const memories = new Map<string, Memory>()
  const clock = () => hands.now().getTime()

  async function find(platform: Platform, kid: string): Promise<RsaPublicJwk | null> {
    const memory = memoryOf(memories, `${platform.id} ${platform.jwksUrl}`)
    const asked = isOld(memory, clock())
    if (asked) await fetchOnce(memory, platform)
    if (!memory.keys) throw new Upstream('lti.keysUnreachable', true)
    if (!asked && !memory.keys.has(kid) && mayAskAgain(memory, clock())) {
      await fetchOnce(memory, platform)
    }
    return memory.keys.get(kid) ?? null
  }

  // Launches that arrive meanwhile wait for the same answer.
  function fetchOnce(memory: Memory, platform: Platform): Promise<void> {
    memory.running ??= fetchInto(memory, platform).finally(() => {
      memory.running = null
    })
    return memory.running
  }

  async function fetchInto(memory: Memory, platform: Platform): Promise<void> {
    memory.triedAt = clock()
    const keys = await ask(platform)
    if (keys) {
      memory.keys = keys
      memory.readAt = clock()
    } else if (clock() - memory.readAt > LAST_GOOD_MS) memory.keys = null
  }

  async function ask(platform: Platform): Promise<Map<string, RsaPublicJwk> | null> {
    const headers = { Accept: 'application/json' }
    try {
      const { status, body } = await hands.ask({
        method: 'GET',
        url: platform.jwksUrl,
        headers,
        maxBytes: MOST_BYTES,
      })
      const keys = status === 200 ? readKeySet(body) : null
      if (!keys) hands.log.warn({ platformId: platform.id, status }, 'key set cannot be used')
      return keys
    } catch (error) {
      if (!(error instanceof Unanswered)) throw error
      hands.log.warn({ platformId: platform.id, code: error.code }, 'key set not read')
      return null
    }
  }

  return { find }
}

// Old keys are asked for anew, together with whoever is asking already; after a failure not at once again.
function isOld(memory: Memory, now: number): boolean {
  if (now - memory.readAt <= FRESH_MS) return false
  return memory.running !== null || now - memory.triedAt >= AFTER_FAILURE_MS
}

function mayAskAgain(memory: Memory, now: number): boolean {
  if (memory.running !== null) return true
  if (now - memory.askedAgainAt < ASK_AGAIN_MS) return false
  memory.askedAgainAt = now
  return true
}

function memoryOf(memories: Map<string, Memory>, key: string): Memory {
  const known = memories.get(key)
  if (known) return known
  if (memories.size >= MOST_PLATFORMS) memories.delete(memories.keys().next().value ?? '')
  const never = Number.NEGATIVE_INFINITY
  const fresh = { keys: null, readAt: never, triedAt: never, askedAgainAt: never, running: null }
  memories.set(key, fresh)
  return fresh
}
