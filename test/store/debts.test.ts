// Owed scores and mails: leased by one worker at a time, settled only for the value they were made for.

import { beforeEach, describe, expect, it } from 'vitest'
import type { Claim } from '../../src/domain/claim.ts'
import { type Debt, type DebtKind, owe, sendAgain, settled } from '../../src/domain/debt.ts'
import { newId } from '../../src/random.ts'
import type { OwedDebt, ScopedStore } from '../../src/store/index.ts'
import { aClaim, aPlacement, aScoreDebt, NOW } from '../support/builders.ts'
import { testDatabase } from '../support/mongo.ts'

const db = testDatabase()
const KINDS: DebtKind[] = ['score', 'mail']
let institutionId: string
let store: ScopedStore

beforeEach(() => {
  institutionId = newId()
  store = db.store.within(institutionId)
})

function seconds(n: number): Date {
  return new Date(NOW.getTime() + n * 1_000)
}

async function approvedClaim(over: Partial<Claim> = {}): Promise<Claim> {
  const debts = { score: aScoreDebt() }
  const claim = aClaim({ institutionId, state: 'approved', debts, ...over })
  await store.claims.add(claim)
  return claim
}

function lease(at = NOW, kinds = KINDS): Promise<OwedDebt | null> {
  return store.debts.lease(at, newId(), new Date(at.getTime() + 60_000), kinds)
}

async function leased(at = NOW): Promise<OwedDebt> {
  const owed = await lease(at)
  if (!owed) throw new Error('nothing was due')
  return owed
}

const stored = { kind: 'done', text: 'lms.stored' } as const
const unknown = { kind: 'later', text: 'lms.silent', afterMs: null } as const
const refused = { kind: 'stuck', text: 'lms.refused' } as const

async function scoreOf(id: string): Promise<Debt> {
  const { score } = (await store.claims.get(id)).debts
  if (!score) throw new Error('no score owed')
  return score
}

describe('leasing', () => {
  it('gives each debt to one of many workers', async () => {
    const ids: string[] = []
    for (let i = 0; i < 10; i += 1) ids.push((await approvedClaim()).id)
    const owed = await Promise.all(Array.from({ length: 30 }, () => lease()))
    const got = owed.flatMap((o) => o?.id ?? [])
    expect(got.toSorted()).toEqual(ids.toSorted())
  })

  it('gives a debt away again when its lease has run out', async () => {
    const { id } = await approvedClaim()
    const first = await leased()
    expect(await lease(seconds(59))).toBeNull()
    const second = await leased(seconds(60))
    expect(second.id).toBe(id)
    expect(second.leaseId).not.toBe(first.leaseId)
  })

  it('takes the longest due first, over claims and placements alike', async () => {
    const asked = owe({}, { key: 'ask', kind: 'mail', value: { requestId: 'r' }, at: seconds(-50) })
    const placement = aPlacement({ institutionId, state: 'submitted', debts: asked })
    await store.placements.add(placement)
    const score = await approvedClaim({ debts: { score: aScoreDebt({ dueAt: seconds(-90) }) } })
    const told = { key: 'decided', kind: 'mail', value: {}, at: seconds(-10) } as const
    const mail = await approvedClaim({ debts: owe({}, told) })
    const order = [await leased(), await leased(), await leased()]
    expect(order.map(({ of, id, debt }) => [of, id, debt.key])).toEqual([
      ['claim', score.id, 'score'],
      ['placement', placement.id, 'ask'],
      ['claim', mail.id, 'decided'],
    ])
    expect(order[1]?.debt.value).toEqual({ requestId: 'r' })
  })

  it('serves two debts of one document one by one, at the same time', async () => {
    const told = { key: 'decided', kind: 'mail', value: {}, at: NOW } as const
    await approvedClaim({ debts: owe({ score: aScoreDebt() }, told) })
    const both = [await leased(), await leased()]
    expect(both.map((o) => o.debt.key).toSorted()).toEqual(['decided', 'score'])
    expect(await lease()).toBeNull()
  })

  it('serves only the kinds asked for', async () => {
    await approvedClaim()
    expect(await lease(NOW, ['mail'])).toBeNull()
    expect((await lease(NOW, ['score']))?.debt.kind).toBe('score')
  })

  it('waits for what is not due yet, and never serves what is paid or stuck', async () => {
    await approvedClaim({ debts: { score: aScoreDebt({ dueAt: seconds(5) }) } })
    await approvedClaim({ debts: { score: aScoreDebt({ dueAt: null, state: 'done' }) } })
    await approvedClaim({ debts: { score: aScoreDebt({ dueAt: null, state: 'stuck' }) } })
    expect(await lease()).toBeNull()
    expect(await lease(seconds(5))).not.toBeNull()
    expect(await lease(seconds(5))).toBeNull()
  })

  it('leaves other institutions alone', async () => {
    await approvedClaim()
    const other = db.store.within(newId())
    expect(await other.debts.lease(NOW, 'w', seconds(60), KINDS)).toBeNull()
    expect(await other.debts.counts()).toEqual({ due: 0, stuck: 0 })
  })
})

describe('settling', () => {
  it('notes a delivery, what the LMS shows, and makes the claim final without touching its version', async () => {
    const claim = await approvedClaim()
    const owed = await leased()
    const seen = { at: NOW, given: 50, maximum: 100 }
    const after = settled(owed.debt, stored, seconds(1), 0)
    expect(await store.debts.settle(owed, after, { seen, deliver: true })).toBe(true)
    const kept = await store.claims.get(claim.id)
    expect(kept).toMatchObject({ state: 'final', version: claim.version, seen })
    expect(kept.debts.score).toEqual(after)
    expect(kept.history.map((h) => h.what)).toEqual(['claim.deliver'])
    expect(await lease(seconds(9_999_999))).toBeNull()
  })

  it('is refused to a worker whose lease was given away', async () => {
    const { id } = await approvedClaim()
    const slow = await leased()
    const quick = await leased(seconds(60))
    const after = settled(slow.debt, stored, seconds(61), 0)
    expect(await store.debts.markSent(slow, seconds(61))).toBe(false)
    expect(await store.debts.settle(slow, after, { deliver: true })).toBe(false)
    expect((await store.claims.get(id)).state).toBe('approved')
    expect((await scoreOf(id)).lease?.id).toBe(quick.leaseId)
  })

  it('a newer value during a delivery is not lost: it is due at once when the old delivery ends', async () => {
    const claim = await approvedClaim()
    const owed = await leased()
    expect(await store.debts.markSent(owed, seconds(1))).toBe(true)
    const value = { given: 80, maximum: 100 }
    const newer = owe(claim.debts, { key: 'score', kind: 'score', value, at: seconds(2) })
    await store.claims.save({ ...claim, debts: newer })
    expect(await lease(seconds(3))).toBeNull()
    expect(await store.debts.markSent(owed, seconds(3))).toBe(false)

    const after = settled(owed.debt, stored, seconds(4), 0)
    expect(await store.debts.settle(owed, after, { deliver: true })).toBe(false)
    expect((await store.claims.get(claim.id)).state).toBe('approved')

    const next = await leased(seconds(4))
    // Marked as sent by the first attempt: the next one reads back before it sends.
    expect(next.debt).toMatchObject({ value, rev: 2, state: 'due', sentAt: seconds(1) })
  })

  it('keeps the mark of sending while the outcome is unknown, and drops it when paid', async () => {
    const { id } = await approvedClaim()
    const owed = await leased()
    await store.debts.markSent(owed, seconds(1))
    await store.debts.settle(owed, settled(owed.debt, unknown, seconds(2), 0))
    expect(await scoreOf(id)).toMatchObject({ sentAt: seconds(1), lease: null, tries: 1 })
    const again = await leased(seconds(600))
    await store.debts.settle(again, settled(again.debt, stored, seconds(601), 0))
    expect(await scoreOf(id)).toMatchObject({ sentAt: null, state: 'done', dueAt: null })
  })

  it('a crash after the mark leaves it for the next worker to see', async () => {
    await approvedClaim()
    const owed = await leased()
    await store.debts.markSent(owed, seconds(1))
    expect((await leased(seconds(61))).debt.sentAt).toEqual(seconds(1))
  })

  it('counts what waits and what needs a person', async () => {
    await approvedClaim()
    await approvedClaim()
    const owed = await leased()
    await store.debts.settle(owed, settled(owed.debt, refused, seconds(1), 0))
    expect(await store.debts.counts()).toEqual({ due: 1, stuck: 1 })
    const claim = await store.claims.get(owed.id)
    await store.claims.save({ ...claim, debts: sendAgain(claim.debts, 'score', seconds(2)) })
    expect(await store.debts.counts()).toEqual({ due: 2, stuck: 0 })
  })
})

describe('a person’s save beside a worker', () => {
  it('does not take a running lease or the mark of sending away', async () => {
    const claim = await approvedClaim()
    const owed = await leased()
    await store.debts.markSent(owed, seconds(1))
    await store.claims.save({ ...claim, reflection: 'changed' })
    expect(await scoreOf(claim.id)).toMatchObject({
      lease: { id: owed.leaseId },
      sentAt: seconds(1),
    })
    expect(await lease(seconds(2))).toBeNull()
    expect(await store.debts.settle(owed, settled(owed.debt, stored, seconds(3), 0))).toBe(true)
  })

  it('does not undo a delivery that ended meanwhile', async () => {
    const claim = await approvedClaim()
    const owed = await leased()
    const after = settled(owed.debt, stored, seconds(1), 0)
    const seen = { at: NOW, given: 50, maximum: 100 }
    await store.debts.settle(owed, after, { seen, deliver: true })
    const told = { key: 'decided', kind: 'mail', value: {}, at: seconds(2) } as const
    const note = { at: NOW, personId: 'p', name: null, what: 'claim.noted', why: null, facts: {} }
    const history = [...claim.history, note]
    const saved = await store.claims.save({ ...claim, history, debts: owe(claim.debts, told) })
    expect(saved).toMatchObject({ state: 'final', seen, version: 1 })
    expect(saved.debts.score).toEqual(after)
    expect(saved.debts.decided?.state).toBe('due')
    expect(saved.history.map((h) => h.what)).toEqual(['claim.noted', 'claim.deliver'])
    const twice = await store.claims.save(saved)
    expect(twice.history).toEqual(saved.history)
  })

  it('of a placement keeps the mails that a worker settled meanwhile', async () => {
    const debts = owe({}, { key: 'ask', kind: 'mail', value: { requestId: 'r' }, at: NOW })
    const placement = aPlacement({ institutionId, state: 'submitted', debts })
    await store.placements.add(placement)
    const owed = await leased()
    const after = settled(owed.debt, stored, seconds(1), 0)
    await store.debts.settle(owed, after)
    const receipt = { key: 'receipt', kind: 'mail', value: {}, at: seconds(2) } as const
    const saved = await store.placements.save({
      ...placement,
      state: 'confirmed',
      debts: owe(placement.debts, receipt),
    })
    expect(saved.debts.ask).toEqual(after)
    expect((await leased(seconds(2))).debt.key).toBe('receipt')
    await expect(store.placements.save(placement)).rejects.toMatchObject({ status: 409 })
  })

  it('and many workers beside many saves pay every debt once and lose no save', async () => {
    const claims = await Promise.all(Array.from({ length: 8 }, () => approvedClaim()))
    const paid: string[] = []
    const work = async (): Promise<void> => {
      for (let owed = await lease(); owed; owed = await lease()) {
        await store.debts.markSent(owed, NOW)
        const after = settled(owed.debt, stored, NOW, 0)
        if (await store.debts.settle(owed, after, { deliver: true })) paid.push(owed.id)
      }
    }
    const save = async (claim: Claim): Promise<void> => {
      let current = claim
      for (let i = 0; i < 5; i += 1) {
        current = await store.claims.save({ ...current, reflection: `save ${i}` })
      }
    }
    await Promise.all([work(), work(), work(), ...claims.map(save)])
    await work()
    expect(paid.toSorted()).toEqual(claims.map((c) => c.id).toSorted())
    for (const { id } of claims) {
      const claim = await store.claims.get(id)
      expect(claim).toMatchObject({ state: 'final', version: 5, reflection: 'save 4' })
      expect(claim.history).toHaveLength(1)
      expect(claim.debts.score).toMatchObject({ state: 'done', lease: null })
    }
  })
})
