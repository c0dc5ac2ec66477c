// A platform's published key set: which of its keys we would ever verify a launch with.

import { z } from 'zod'
import { jsonOrNull } from './json.ts'
import type { RsaPublicJwk } from './kernel/kernel.ts'

const MOST_KEYS = 100
const base64url = z.string().regex(/^[\w-]+$/)

const usable = z.object({
  kty: z.literal('RSA'),
  kid: z.string(),
  use: z.literal('sig').nullish(),
  alg: z.literal('RS256').nullish(),
  // 2048 to 8192 bits.
  n: base64url.refine((n) => isBetween(Buffer.from(n, 'base64url'), 256, 1024)),
  e: base64url.max(8),
})

const set = z.object({ keys: z.array(z.unknown()).max(MOST_KEYS) })

/** The usable keys by kid, or null when there are none. A kid that two keys share names neither. */
export function readKeySet(body: string): Map<string, RsaPublicJwk> | null {
  const read = set.safeParse(jsonOrNull(body))
  if (!read.success) return null
  const keys = read.data.keys.flatMap((key) => usable.safeParse(key).data ?? [])
  const shared = new Set(keys.map((k) => k.kid).filter((kid, at, all) => all.indexOf(kid) !== at))
  const found = keys.filter(({ kid }) => !shared.has(kid))
  return found.length > 0
    ? new Map(found.map(({ kty, kid, n, e }) => [kid, { kty, kid, n, e }]))
    : null
}

function isBetween(number: Buffer, least: number, most: number): boolean {
  return number.length >= least && number.length <= most && number[0] !== 0
}
