// Claims: one document, saved by version; a placement counts in one of them.

import { describe, expect, it } from 'vitest'
import { decided, submitted } from '../../src/domain/claim.ts'
import type { HistoryLine } from '../../src/domain/history.ts'
import { newId } from '../../src/random.ts'
import { aClaim, aDecision, aRule, daysLater, INSTITUTION, NOW } from '../support/builders.ts'
import { testDatabase } from '../support/mongo.ts'

const db = testDatabase()
const claims = () => db.store.within(INSTITUTION).claims

const line: HistoryLine = {
  at: NOW,
  personId: null,
  name: 'Grace Ito',
  what: 'claim.answerArrived',
  why: null,
  facts: {},
}

async function added(over: Parameters<typeof aClaim>[0] = {}) {
  const claim = aClaim(over)
  await claims().add(claim)
  return claim
}

describe('a claim', () => {
  it('comes back exactly as it was stored, with nothing of the database in it', async () => {
    const claim = await added({ state: 'approved', reflection: '$version costs $5' })
    expect(await claims().get(claim.id)).toEqual(claim)
    const saved = await claims().save(claim)
    expect(saved).toEqual({ ...claim, version: 1 })
    expect(await claims().get(claim.id)).toEqual(saved)
  })

  it('is one per person and assignment', async () => {
    const claim = await added()
    const { personId, assignmentId } = claim
    await expect(added({ personId, assignmentId })).rejects.toMatchObject({
      status: 409,
      key: 'errors.conflict',
    })
    expect(await claims().find(personId, assignmentId)).toEqual(claim)
  })

  it('is not saved over what somebody else has saved since', async () => {
    const claim = await added()
    await claims().save({ ...claim, reflection: 'first' })
    const late = claims().save({ ...claim, reflection: 'second' })
    await expect(late).rejects.toMatchObject({ status: 409, key: 'errors.conflict' })
    expect((await claims().get(claim.id)).reflection).toBe('first')
  })

  it('keeps exactly one of many saves made at once', async () => {
    const claim = await added()
    const saves = Array.from({ length: 20 }, (_, i) =>
      claims().save({ ...claim, reflection: `writer ${i}` }),
    )
    const results = await Promise.allSettled(saves)
    expect(results.filter((r) => r.status === 'fulfilled')).toHaveLength(1)
    expect((await claims().get(claim.id)).version).toBe(1)
  })

  it('moves on when an answer arrives, so that a decision on the old view is refused', async () => {
    const claim = await added({ state: 'submitted' })
    await claims().bump(claim.id, line)
    await expect(claims().save({ ...claim, state: 'approved' })).rejects.toMatchObject({
      status: 409,
    })
    expect(await claims().get(claim.id)).toEqual({ ...claim, version: 1, history: [line] })
  })

  it('carries decision, history and the owed score in one write', async () => {
    const claim = await added({ state: 'submitted' })
    const after = decided(claim, aDecision(), true)
    if (!after.ok) throw new Error('refused')
    await claims().save(after.value)
    const stored = await claims().get(claim.id)
    expect(stored).toEqual({ ...after.value, version: 1 })
    expect(stored.debts.score).toMatchObject({ state: 'due', rev: 1 })
  })
})

describe('a placement counts once', () => {
  const by = { name: null, at: NOW, rule: aRule() }

  it('of many students’ claims that submit it at once, exactly one holds it', async () => {
    const placementId = newId()
    const drafts = await Promise.all(
      Array.from({ length: 12 }, () => added({ chosen: [newId(), placementId] })),
    )
    const results = await Promise.allSettled(
      drafts.map((draft) => {
        const after = submitted(draft, by)
        if (!after.ok) throw new Error('refused')
        return claims().save(after.value)
      }),
    )
    const lost = results.filter((r) => r.status === 'rejected')
    expect(lost).toHaveLength(11)
    for (const { reason } of lost) expect(reason).toMatchObject({ key: 'claim.heldElsewhere' })
    const holders = await claims().holding([placementId])
    expect(holders).toHaveLength(1)
    const draft = drafts.find((d) => d.id !== holders[0]?.id)
    expect((await claims().get(draft?.id ?? '')).state).toBe('draft')
  })

  it('and not twice in one claim', async () => {
    const claim = await added({ chosen: ['twice'] })
    const twice = claims().save({ ...claim, counts: ['twice', 'twice'] })
    await expect(twice).rejects.toMatchObject({ key: 'claim.heldElsewhere' })
    const again = claims().add(aClaim({ state: 'submitted', chosen: ['twice', 'twice'] }))
    await expect(again).rejects.toMatchObject({ key: 'claim.heldElsewhere' })
  })

  it('is free again when its claim lets it go', async () => {
    const placementId = newId()
    const first = await added({ state: 'submitted', chosen: [placementId] })
    const second = await added({ chosen: [placementId] })
    const counts = [placementId]
    await expect(claims().save({ ...second, counts })).rejects.toMatchObject({ status: 409 })
    await claims().save({ ...first, state: 'denied', counts: [] })
    await claims().save({ ...second, counts })
    expect((await claims().holding(counts)).map((c) => c.id)).toEqual([second.id])
  })

  it('and any number of drafts hold nothing', async () => {
    await added({ state: 'draft' })
    await added({ state: 'dropped' })
  })
})

describe('lists of claims', () => {
  it('show the queue of courses, longest waiting first', async () => {
    const courseId = newId()
    const late = await added({ courseId, state: 'submitted', submittedAt: daysLater(-1) })
    const early = await added({ courseId, state: 'submitted', submittedAt: daysLater(-9) })
    await added({ courseId, state: 'draft' })
    await added({ state: 'submitted' })
    const queue = await claims().ofCourses([courseId, newId()], ['submitted'])
    expect(queue.map((c) => c.id)).toEqual([early.id, late.id])
  })

  it('bring what some people had to leave behind, and not what the whole LMS did', async () => {
    const left = { platformId: newId(), state: 'withdrawn' as const, leftAt: NOW }
    const own = await added({ ...left, subject: 'here' })
    await added({ ...left, subject: 'elsewhere' })
    await added({ ...left, subject: 'here', platformId: newId() })
    await added({ ...left, subject: 'here', leftAt: daysLater(-9) })
    const found = await claims().leftSince(left.platformId, ['here', 'nobody'], daysLater(-1))
    expect(found.map((c) => c.id)).toEqual([own.id])
  })

  it('stream approved claims by id, from where a reader stopped', async () => {
    const institutionId = 'streaming'
    const store = db.store.within(institutionId)
    const ids = Array.from({ length: 250 }, (_, i) => `s${String(i).padStart(4, '0')}`)
    for (const [i, id] of ids.entries()) {
      await store.claims.add(aClaim({ id, institutionId, state: i % 2 ? 'approved' : 'final' }))
    }
    await store.claims.add(aClaim({ id: 's0000a', institutionId, state: 'submitted' }))
    expect(await idsOf(store.claims.approved(null))).toEqual(ids)
    expect(await idsOf(store.claims.approved('s0199'))).toEqual(ids.slice(200))
    expect(await idsOf(store.claims.approved('s0199'), 3)).toEqual(['s0200', 's0201', 's0202'])
  })
})

async function idsOf(claims: AsyncIterable<{ id: string }>, most = 1_000): Promise<string[]> {
  const ids: string[] = []
  for await (const { id } of claims) {
    ids.push(id)
    if (ids.length === most) break
  }
  return ids
}
