// Sessions, links and tokens: what lets somebody in, once where once is meant.

import { describe, expect, it } from 'vitest'
import { hashOf, newId, newSecret } from '../../src/random.ts'
import { aLink, aSession, aToken, daysLater, INSTITUTION, NOW } from '../support/builders.ts'
import { testDatabase } from '../support/mongo.ts'

const db = testDatabase()

describe('a session', () => {
  const sessions = () => db.store.directory.sessions

  it('comes back as it was stored', async () => {
    const session = aSession({ kind: 'office', offices: ['registrar'], via: 'link' })
    await sessions().add(session)
    expect(await sessions().find(session.id)).toEqual(session)
  })

  it('is opened once by a login, however many browsers replay it at once', async () => {
    const transaction = newId()
    const tries = Array.from({ length: 15 }, () => sessions().add(aSession({ transaction })))
    const results = await Promise.allSettled(tries)
    const lost = results.filter((r) => r.status === 'rejected')
    expect(lost).toHaveLength(14)
    for (const { reason } of lost) expect(reason).toMatchObject({ status: 409 })
  })

  it('when ended opens nothing any more, and its login stays used', async () => {
    const session = aSession()
    await sessions().add(session)
    await sessions().end(session.id, NOW)
    expect(await sessions().find(session.id)).toBeNull()
    await sessions().touch(session.id, daysLater(1))
    expect(await sessions().find(session.id)).toBeNull()
    const replay = aSession({ transaction: session.transaction })
    await expect(sessions().add(replay)).rejects.toMatchObject({ status: 409 })
  })

  it('is removed only days after it expired', async () => {
    const indexes = await db.raw.collection('sessions').indexes()
    const ttl = indexes.find((index) => index.expireAfterSeconds !== undefined)
    expect(ttl?.key).toEqual({ expiresAt: 1 })
    expect(ttl?.expireAfterSeconds).toBeGreaterThanOrEqual(86_400)
  })

  it('remembers when it was last seen, never backwards', async () => {
    const session = aSession()
    await sessions().add(session)
    await sessions().touch(session.id, daysLater(2))
    await sessions().touch(session.id, daysLater(1))
    expect((await sessions().find(session.id))?.seenAt).toEqual(daysLater(2))
  })

  it('is told among the last launches of its own LMS, the newest first, and of no other', async () => {
    const of = { institutionId: INSTITUTION, platformId: newId() }
    const [old, older, oldest] = [3, 2, 1].map((day) =>
      aSession({ ...of, createdAt: daysLater(day) }),
    )
    const others = [
      { platformId: newId() },
      { institutionId: 'elsewhere' },
      { via: 'link' as const },
    ]
    const foreign = others.map((other) => aSession({ ...of, ...other, createdAt: daysLater(4) }))
    for (const one of [oldest, old, older, ...foreign]) if (one) await sessions().add(one)
    expect(await sessions().lastLaunches(INSTITUTION, of.platformId, 2)).toEqual([old, older])
  })

  it('tells whose network was used, also after it has ended', async () => {
    const session = aSession({ personId: 'ada', network: 'library' })
    await sessions().add(session)
    await sessions().end(session.id, NOW)
    expect(await sessions().usedNetwork(INSTITUTION, 'ada', 'library')).toBe(true)
    expect(await sessions().usedNetwork(INSTITUTION, 'ada', 'home')).toBe(false)
    expect(await sessions().usedNetwork('elsewhere', 'ada', 'library')).toBe(false)
    expect(await sessions().usedNetwork(INSTITUTION, 'ben', 'library')).toBe(false)
  })
})

describe('a link', () => {
  const links = () => db.store.directory.links

  it('is found by the hash of its token, and by nothing else', async () => {
    const secret = newSecret()
    const link = aLink({ hash: hashOf(secret) })
    await links().add(link)
    expect(await links().find(hashOf(secret))).toEqual(link)
    expect(await links().find(secret)).toBeNull()
  })

  it('is spent by exactly one of all who try at once', async () => {
    const link = aLink({ purpose: 'enter', office: 'admin' })
    await links().add(link)
    const tries = Array.from({ length: 20 }, () => links().spend(link.hash, NOW))
    expect((await Promise.all(tries)).filter(Boolean)).toHaveLength(1)
    expect(await links().spend(link.hash, daysLater(1))).toBe(false)
    expect((await links().find(link.hash))?.spentAt).toEqual(NOW)
    expect(await links().spend(hashOf('unknown'), NOW)).toBe(false)
  })

  it('ends with all others of its placement', async () => {
    const placementId = newId()
    const all = [aLink({ placementId }), aLink({ placementId })]
    const other = aLink()
    for (const link of [...all, other]) await links().add(link)
    await db.store.within('elsewhere').links.endFor(placementId, NOW)
    expect((await links().find(all[0]?.hash ?? ''))?.spentAt).toBeNull()
    await db.store.within(INSTITUTION).links.endFor(placementId, NOW)
    for (const link of all) expect((await links().find(link.hash))?.spentAt).toEqual(NOW)
    expect((await links().find(other.hash))?.spentAt).toBeNull()
  })

  it('still explains itself long after it expired, and then goes by itself', async () => {
    const indexes = await db.raw.collection('links').indexes()
    const ttl = indexes.find((index) => index.expireAfterSeconds !== undefined)
    expect(ttl?.key).toEqual({ expiresAt: 1 })
    expect(ttl?.expireAfterSeconds).toBeGreaterThan(30 * 86_400)
  })
})

describe('a token', () => {
  const tokens = () => db.store.within(INSTITUTION).tokens

  it('is found by its hash, shows when it was used, and ends for good', async () => {
    const token = aToken()
    await tokens().add(token)
    await db.store.directory.tokens.used(token.hash, daysLater(1))
    expect(await db.store.directory.tokens.find(token.hash)).toEqual({
      ...token,
      lastUsedAt: daysLater(1),
    })
    await tokens().revoke(token.id, daysLater(2))
    const again = await tokens().revoke(token.id, daysLater(3))
    expect(again.revokedAt).toEqual(daysLater(2))
    expect((await tokens().list()).map((t) => t.id)).toContain(token.id)
    await expect(tokens().revoke('unknown', NOW)).rejects.toMatchObject({ status: 404 })
  })
})
