// Ids and secrets: long enough that nobody guesses them, and the hash we keep instead of a secret.

import { hash, randomFillSync } from 'node:crypto'

const LETTERS = '0123456789abcdefghijklmnopqrstuvwxyz'

/** A new id for a document, safe in URLs: 20 letters, about 100 bits; the first part rises with time. */
export function newId(): string {
  const time = Date.now().toString(36).padStart(9, '0')
  let rest = ''
  for (const byte of randomly(11)) rest += LETTERS[byte % 36]
  return time + rest
}

/** A new secret: 256 bits, base64url. */
export function newSecret(): string {
  return randomly(32).toString('base64url')
}

// Asked for in larger amounts: a request needs several, and asking costs more than what is got.
const pool = Buffer.alloc(4096)
let used = pool.length

/** Bytes to be read at once: they do not stay. */
function randomly(count: number): Buffer {
  if (used + count > pool.length) {
    randomFillSync(pool)
    used = 0
  }
  used += count
  return pool.subarray(used - count, used)
}

/** What we store of a secret. */
export function hashOf(secret: string): string {
  return hash('sha256', secret, 'base64url')
}
