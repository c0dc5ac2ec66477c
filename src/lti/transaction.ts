// The login transaction: what must still be true when the browser comes back, sealed into `state` (design decision 7).

import { z } from 'zod'
import { hashOf } from '../random.ts'
import type { SealContext, Sealer } from './seal.ts'

export interface LoginTransaction {
  platformId: string
  nonce: string
  /** The deployment the LMS named at login, if it named one. */
  deploymentHint: string | null
  /** Where the login wanted to go; our launch address, perhaps with a query. */
  target: string
  /** Hash of the browser's proof cookie. */
  proofHash: string
  expiresAt: Date
}

export const TRANSACTION_MS = 10 * 60_000

const body = z.object({
  n: z.string(),
  d: z.string().nullable(),
  t: z.string(),
  p: z.string(),
  x: z.number(),
})

/** Seals a transaction: base64url, under 2 kB. */
export function sealTransaction(
  sealer: Sealer,
  institutionId: string,
  transaction: LoginTransaction,
): string {
  const { platformId, nonce: n, deploymentHint: d, target: t, proofHash: p } = transaction
  const x = transaction.expiresAt.getTime()
  const plain = JSON.stringify({ n, d, t, p, x })
  const sealed = sealer.seal(contextOf(institutionId, platformId), plain)
  const name = Buffer.from(platformId)
  return Buffer.concat([Buffer.from([name.length]), name, sealed]).toString('base64url')
}

/** The transaction in a `state`, or null when it is not one of this institution's. */
export function openTransaction(
  sealer: Sealer,
  institutionId: string,
  state: string,
): LoginTransaction | null {
  const bytes = Buffer.from(state, 'base64url')
  const end = 1 + (bytes[0] ?? 0)
  const platformId = bytes.toString('utf8', 1, end)
  const opened = sealer.open(contextOf(institutionId, platformId), bytes.subarray(end))
  if (!opened) return null
  const {
    n: nonce,
    d: deploymentHint,
    t: target,
    p: proofHash,
    x,
  } = body.parse(JSON.parse(opened.plain))
  return { platformId, nonce, deploymentHint, target, proofHash, expiresAt: new Date(x) }
}

/** The unique name under which a login can be used once. */
export function transactionKey(institutionId: string, nonce: string): string {
  return hashOf(`login ${institutionId} ${nonce}`)
}

function contextOf(institutionId: string, platformId: string): SealContext {
  return { purpose: 'login', institutionId, subject: platformId }
}
