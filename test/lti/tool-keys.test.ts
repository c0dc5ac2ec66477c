// Our signing keys: published before use, kept after, sealed at rest, and safe when several processes begin at once.

import { randomBytes } from 'node:crypto'
import { calculateJwkThumbprint, createLocalJWKSet, jwtVerify, SignJWT } from 'jose'
import { beforeAll, describe, expect, test } from 'vitest'
import { openSealer } from '../../src/lti/seal.ts'
import { openToolKeys } from '../../src/lti/tool-keys.ts'
import { Clock, keysInMemory } from './launching.ts'

const HERE = 'institution-1'

const MASTER = [randomBytes(32)]

// Making keys takes a while, so most tests begin with the same two of each institution.
const begun = keysInMemory()
beforeAll(async () => {
  const { keys } = aDesk(MASTER, begun)
  for (const institution of [HERE, 'institution-2']) await keys.list(institution)
})

function atWork() {
  const store = keysInMemory()
  for (const [kid, key] of begun.kept) store.kept.set(kid, key)
  return aDesk(MASTER, store)
}

function aDesk(masterKeys = MASTER, store = keysInMemory(), clock = new Clock()) {
  const keys = openToolKeys({ store, sealer: openSealer(masterKeys), now: clock.now })
  return { keys, store, clock, masterKeys }
}

async function signsWith(keys: ReturnType<typeof openToolKeys>): Promise<string> {
  return (await keys.signer(HERE)).kid
}

const HOUR = 3_600_000

test('the first question makes one active key and the next one', async () => {
  const { keys } = aDesk()
  expect((await keys.list(HERE)).map(({ state }) => state)).toEqual(['active', 'next'])
})

test('the published set is small, public, and verifies what we sign', async () => {
  const { keys } = atWork()
  const published = await keys.published(HERE)
  for (const key of published) {
    expect(Object.keys(key).sort()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use'])
    expect(key).toMatchObject({ kty: 'RSA', use: 'sig', alg: 'RS256' })
  }
  const { kid, privateKey } = await keys.signer(HERE)
  const token = await new SignJWT({}).setProtectedHeader({ alg: 'RS256', kid }).sign(privateKey)
  const set = createLocalJWKSet({ keys: published as [] })
  await expect(jwtVerify(token, set)).resolves.toBeDefined()
})

test('six processes that begin at once end with one active key', async () => {
  const store = keysInMemory()
  const masterKeys = [randomBytes(32)]
  const desks = Array.from({ length: 6 }, () => aDesk(masterKeys, store).keys)
  const signers = await Promise.all(desks.map(signsWith))
  expect(new Set(signers).size).toBe(1)
  expect([...store.kept.values()].filter(({ state }) => state === 'active')).toHaveLength(1)
  expect(await desks[0]?.published(HERE)).toHaveLength(2)
})

test('every institution has keys of its own', async () => {
  const { keys } = atWork()
  const [a, b] = [await keys.published(HERE), await keys.published('institution-2')]
  const prints = await Promise.all([...a, ...b].map((key) => calculateJwkThumbprint(key)))
  expect(new Set(prints).size).toBe(4)
})

describe('rotation', () => {
  test('takes the key that was published before, and keeps the old one published', async () => {
    const { keys, clock } = atWork()
    const [active, next] = await keys.list(HERE)
    clock.forward(HOUR)
    await keys.rotate(HERE)
    const after = await keys.list(HERE)
    expect(after.map(({ state }) => state)).toEqual(['active', 'next', 'retired'])
    expect([after[0]?.kid, after[2]?.kid]).toEqual([next?.kid, active?.kid])
    expect(await signsWith(keys)).toBe(next?.kid)
  })

  test('twice in a row, the key before signs until every LMS can know the new one', async () => {
    const { keys, clock } = atWork()
    await keys.list(HERE)
    clock.forward(HOUR)
    await keys.rotate(HERE)
    const known = await signsWith(keys)
    await keys.rotate(HERE)
    expect(await signsWith(keys)).toBe(known)
    clock.forward(HOUR)
    expect(await signsWith(keys)).toBe((await keys.list(HERE))[0]?.kid)
  })

  test('again and again leaves the set the same size', async () => {
    const { keys, store, clock } = atWork()
    for (let times = 0; times < 4; times += 1) {
      await keys.rotate(HERE)
      clock.forward(60_000)
    }
    expect(await keys.published(HERE)).toHaveLength(4)
    expect(await store.list(HERE)).toHaveLength(4)
  })

  test('retired keys disappear after a day', async () => {
    const { keys, clock } = atWork()
    await keys.rotate(HERE)
    clock.forward(25 * HOUR)
    expect(await keys.published(HERE)).toHaveLength(2)
  })

  test('that died half way is mended by the next question', async () => {
    const { keys, store } = atWork()
    const [active, next] = await keys.list(HERE)
    const dying = store.kept.get(active?.kid ?? '')
    if (dying) await store.save({ ...dying, state: 'retired', retiredAt: new Date() })
    expect((await keys.list(HERE))[0]).toEqual({ kid: next?.kid, state: 'active' })
  })
})

describe('revocation', () => {
  test('acts at once: the key is gone and the next one signs', async () => {
    const { keys } = atWork()
    const [active, next] = await keys.list(HERE)
    await keys.revoke(HERE, active?.kid ?? '')
    expect((await keys.list(HERE)).map(({ kid }) => kid)).not.toContain(active?.kid)
    expect(await signsWith(keys)).toBe(next?.kid)
  })

  test('of a key that is not there is refused', async () => {
    const { keys } = atWork()
    await keys.list(HERE)
    await expect(keys.revoke(HERE, 'nobody')).rejects.toMatchObject({ key: 'lti.noKey' })
  })

  test("of another institution's key is refused", async () => {
    const { keys } = atWork()
    const [theirs] = await keys.list('institution-2')
    await expect(keys.revoke(HERE, theirs?.kid ?? '')).rejects.toMatchObject({ status: 404 })
  })
})

describe('sealing', () => {
  test('nothing private is readable in the store', async () => {
    const { keys, store } = atWork()
    await keys.list(HERE)
    const stored = JSON.stringify([...store.kept.values()])
    expect(stored).not.toMatch(/PRIVATE|"d"|"p"|"q"/)
    const sealed = [...store.kept.values()].map((k) => Buffer.from(k.sealedPrivate, 'base64url'))
    for (const bytes of sealed) expect(bytes.toString('latin1')).not.toContain('PRIVATE KEY')
  })

  test('without the master key the keys are of no use', async () => {
    const { keys, store } = atWork()
    await keys.list(HERE)
    await expect(aDesk([randomBytes(32)], store).keys.signer(HERE)).rejects.toThrow(/MASTER_KEYS/)
  })

  test('a new master key seals again what an old one sealed', async () => {
    const { keys, store, masterKeys } = atWork()
    const kid = await signsWith(keys)
    const fresh = randomBytes(32)
    expect(await signsWith(aDesk([fresh, ...masterKeys], store).keys)).toBe(kid)
    expect(await signsWith(aDesk([fresh], store).keys)).toBe(kid)
  })

  test('after a rotation under a new master key no key needs the old one any more', async () => {
    const { keys, store, masterKeys } = atWork()
    await keys.list(HERE)
    const fresh = randomBytes(32)
    await aDesk([fresh, ...masterKeys], store).keys.rotate(HERE)
    const alone = aDesk([fresh], store).keys
    await expect(alone.signer(HERE)).resolves.toBeDefined()
    await alone.rotate(HERE)
    await expect(alone.signer(HERE)).resolves.toBeDefined()
  })

  test('a sealed key opens only as itself', async () => {
    const { keys, store } = atWork()
    const [active, next] = await keys.list(HERE)
    const [one, two] = [store.kept.get(active?.kid ?? ''), store.kept.get(next?.kid ?? '')]
    if (one && two) await store.save({ ...one, sealedPrivate: two.sealedPrivate })
    await expect(keys.signer(HERE)).rejects.toThrow(/cannot be opened/)
  })
})
