// Our own signing keys: one small set per institution, made off the event loop, private parts sealed (design decision 21).

import { createPrivateKey, generateKeyPair, type KeyObject } from 'node:crypto'
import { promisify } from 'node:util'
import type { ToolKey, ToolKeyStore } from '../domain/keys.ts'
import { Conflict, NotFound } from '../errors.ts'
import { newId } from '../random.ts'
import type { SealContext, Sealer } from './seal.ts'

export interface Signer {
  kid: string
  privateKey: KeyObject
}

/** What an administrator does with the keys. */
export interface KeyDesk {
  /** Rotation with overlap: the next key takes over, the old one stays published for a while. */
  rotate(institutionId: string): Promise<void>
  /** @throws {NotFound} no such key */
  revoke(institutionId: string, kid: string): Promise<void>
  list(institutionId: string): Promise<Pick<ToolKey, 'kid' | 'state'>[]>
}

export interface ToolKeys extends KeyDesk {
  signer(institutionId: string): Promise<Signer>
  published(institutionId: string): Promise<object[]>
}

interface KeyHands {
  store: ToolKeyStore
  sealer: Sealer
  now: () => Date
}

const MOST_RETIRED = 2
const RETIRED_MS = 24 * 3_600_000
/** Longer than our JWKS may be cached: a key signs only when every LMS can know it. */
const KNOWN_AFTER_MS = 10 * 60_000

const makePair = promisify(generateKeyPair)

/** Our keys; the first ones of an institution are made when they are first asked for. */
export function openToolKeys(hands: KeyHands): ToolKeys {
  const { store } = hands
  return {
    async rotate(institutionId) {
      const keys = await ready(hands, institutionId)
      await retire(hands, keys)
      await fill(hands, institutionId)
      await tidy(hands, institutionId)
      // Sealed anew by the newest master key, also those that are seldom used: the old one may go then.
      for (const key of await store.list(institutionId)) await open(hands, key)
    },
    async revoke(institutionId, kid) {
      const keys = await store.list(institutionId)
      if (!keys.some((key) => key.kid === kid)) throw new NotFound('lti.noKey')
      await store.remove(institutionId, kid)
      await fill(hands, institutionId)
    },
    async list(institutionId) {
      const keys = shown(await ready(hands, institutionId), hands.now())
      return keys.map(({ kid, state }) => ({ kid, state }))
    },
    async published(institutionId) {
      const keys = shown(await ready(hands, institutionId), hands.now())
      return keys.map(({ kid, publicJwk: { n, e } }) => {
        return { kty: 'RSA', use: 'sig', alg: 'RS256', kid, n, e }
      })
    },
    async signer(institutionId) {
      const keys = await ready(hands, institutionId)
      return unsealed(hands, signingKey(keys, hands.now()))
    },
  }
}

// An institution has one active key and one next one; whoever comes first makes what is missing.
async function ready(hands: KeyHands, institutionId: string): Promise<ToolKey[]> {
  const keys = await hands.store.list(institutionId)
  const complete = keys.some(isActive) && keys.some(isNext)
  return complete ? keys : fill(hands, institutionId)
}

async function fill(hands: KeyHands, institutionId: string): Promise<ToolKey[]> {
  const { store, now } = hands
  const before = await store.list(institutionId)
  if (!before.some(isActive))
    await unlessDoneAlready(() => activateOne(hands, institutionId, before))
  const between = await store.list(institutionId)
  if (!between.some(isNext)) await store.add(await makeKey(hands, institutionId, 'next', now()))
  return store.list(institutionId)
}

async function activateOne(hands: KeyHands, institutionId: string, keys: ToolKey[]) {
  const at = hands.now()
  const next = keys.find(isNext)
  if (next) await hands.store.save({ ...next, state: 'active', activatedAt: at })
  else await hands.store.add(await makeKey(hands, institutionId, 'active', at))
}

// Another process may have done the same; its key is as good.
async function unlessDoneAlready(act: () => Promise<void>): Promise<void> {
  try {
    await act()
  } catch (error) {
    if (!(error instanceof Conflict || error instanceof NotFound)) throw error
  }
}

async function retire(hands: KeyHands, keys: ToolKey[]): Promise<void> {
  for (const key of keys.filter(isActive)) {
    await hands.store.save({ ...key, state: 'retired', retiredAt: hands.now() })
  }
}

async function tidy(hands: KeyHands, institutionId: string): Promise<void> {
  const keys = await hands.store.list(institutionId)
  const kept = new Set(shown(keys, hands.now()))
  for (const { kid } of keys.filter((key) => !kept.has(key)))
    await hands.store.remove(institutionId, kid)
}

/** What is published: the active key, one next, and the last retired ones for a day; never more. */
function shown(keys: ToolKey[], now: Date): ToolKey[] {
  const retired = keys
    .filter((key) => now.getTime() - (key.retiredAt?.getTime() ?? 0) < RETIRED_MS)
    .sort((a, b) => (b.retiredAt?.getTime() ?? 0) - (a.retiredAt?.getTime() ?? 0))
    .slice(0, MOST_RETIRED)
  return [...keys.filter(isActive), ...keys.filter(isNext).slice(0, 1), ...retired]
}

// After two rotations in a row the active key may be too young to be known; then the one before still signs.
function signingKey(keys: ToolKey[], now: Date): ToolKey {
  const candidates = shown(keys, now).filter((key) => !isNext(key))
  const known = candidates.find((key) => now.getTime() - key.createdAt.getTime() > KNOWN_AFTER_MS)
  const chosen = known ?? candidates[0]
  if (!chosen) throw new Error('an institution without a signing key')
  return chosen
}

async function makeKey(
  { sealer }: KeyHands,
  institutionId: string,
  state: 'active' | 'next',
  at: Date,
): Promise<ToolKey> {
  const pair = await makePair('rsa', { modulusLength: 2048 })
  const kid = newId()
  const { kty, n, e } = pair.publicKey.export({ format: 'jwk' })
  const secret = pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  return {
    kid,
    institutionId,
    state,
    publicJwk: { kty, n, e },
    sealedPrivate: sealer.seal(contextOf({ institutionId, kid }), secret).toString('base64url'),
    createdAt: at,
    activatedAt: state === 'active' ? at : null,
    retiredAt: null,
  }
}

async function unsealed(hands: KeyHands, key: ToolKey): Promise<Signer> {
  const plain = await open(hands, key)
  if (plain === null)
    throw new Error('a signing key cannot be opened: MASTER_KEYS misses the one it was sealed with')
  return { kid: key.kid, privateKey: createPrivateKey(plain) }
}

// The private part, or null where no master key of ours opens it; one sealed by an older key is sealed anew.
async function open({ store, sealer }: KeyHands, key: ToolKey): Promise<string | null> {
  const opened = sealer.open(contextOf(key), Buffer.from(key.sealedPrivate, 'base64url'))
  if (opened?.byOlderKey) {
    const sealedPrivate = sealer.seal(contextOf(key), opened.plain).toString('base64url')
    await unlessDoneAlready(() => store.save({ ...key, sealedPrivate }))
  }
  return opened?.plain ?? null
}

function contextOf({ institutionId, kid }: Pick<ToolKey, 'institutionId' | 'kid'>): SealContext {
  return { purpose: 'tool-key', institutionId, subject: kid }
}

function isActive(key: ToolKey): boolean {
  return key.state === 'active'
}

function isNext(key: ToolKey): boolean {
  return key.state === 'next'
}
