// Who holds a placement, and until when: every state of a claim, and a denial until its time to appeal is over.

import { beforeEach, describe, expect, it } from 'vitest'
import type { Claim, ClaimState } from '../../src/domain/claim.ts'
import { memberIsBack, memberLeft } from '../../src/services/arriving/leaving.ts'
import { submitClaim, takeBack } from '../../src/services/claims/claims.ts'
import { freeHeld } from '../../src/services/claims/holds.ts'
import { reopen } from '../../src/services/claims/placements.ts'
import { recomputeDecision } from '../../src/services/claims/recomputations.ts'
import { decide } from '../../src/services/claims/reviews.ts'
import { studentPage } from '../../src/services/claims/standings.ts'
import { changeSettings } from '../../src/services/office/settings.ts'
import { aClaim } from '../support/builders.ts'
import { testDatabase } from '../support/mongo.ts'
import { DAY } from './hands.ts'
import {
  anotherAssignment,
  approved,
  aScene,
  asked,
  confirmed,
  draftOf,
  looked,
  type Scene,
  scoreOnce,
  submittedWith,
} from './scene.ts'

const db = testDatabase()
let scene: Scene
let placement: string
beforeEach(async () => {
  scene = await aScene(db.store)
  placement = (await confirmed(scene)).id
})

const says = async (claim: Claim, step: 'deny' | 'giveBack', who = scene.instructor) =>
  decide(who, scene.course.id, claim.id, {
    ...{ step, note: 'Not this one.', ...(await looked(scene, claim.id, who)) },
  })
const denied = async () => says(await submittedWith(scene, [placement]), 'deny')
const elsewhere = async () =>
  submitClaim(scene.student, draftOf(scene, [placement], (await anotherAssignment(scene)).id))
const heldElsewhere = { status: 409, key: 'claim.heldIn' }

describe('a placement is held by', () => {
  const ways: [string, ClaimState, boolean, () => Promise<unknown>][] = [
    ['submitted', 'submitted', true, () => submittedWith(scene, [placement])],
    [
      'given back',
      'draft',
      true,
      async () => says(await submittedWith(scene, [placement]), 'giveBack'),
    ],
    [
      'approved',
      'approved',
      true,
      async () => approved(scene, (await submittedWith(scene, [placement])).id),
    ],
    [
      ...(['final', 'final', true] as const),
      async () => {
        await approved(scene, (await submittedWith(scene, [placement])).id)
        await scoreOnce(scene)
      },
    ],
    ['denied until the appeal window ends', 'denied', true, denied],
    [
      ...(['taken back', 'draft', false] as const),
      async () => {
        await submittedWith(scene, [placement])
        await takeBack(scene.student, scene.course.id, scene.assignment.id)
      },
    ],
  ]
  it.each(ways)('claims that are %s', async (_what, state, isHeld, make) => {
    await make()
    const claim = await scene.store.claims.find(scene.student.actor.person.id, scene.assignment.id)
    expect(claim?.state).toBe(state)
    if (isHeld) await expect(elsewhere()).rejects.toMatchObject(heldElsewhere)
    else expect((await elsewhere()).counts).toEqual([placement])
  })

  it.each(['draft', 'dropped', 'withdrawn'] as const)('no claim that is %s', async (state) => {
    const of = { institutionId: scene.institution.id, personId: scene.student.actor.person.id }
    await scene.store.claims.add(aClaim({ ...of, state, chosen: [placement], counts: [] }))
    expect((await submittedWith(scene, [placement])).counts).toEqual([placement])
  })
})

describe('a denied claim', () => {
  it('holds its placements for ten business days, says so, and then lets go by night', async () => {
    const claim = await denied()
    // Thanksgiving is no holiday here: nobody has entered one.
    expect(claim.heldUntil).toEqual(new Date('2026-11-26T22:59:59.999Z'))
    expect(claim.decisions.at(-1)?.holdsUntil).toEqual(claim.heldUntil)
    scene.clock.pass(14 * DAY)
    expect(await freeHeld(scene.ctx)).toBe(0)
    scene.clock.pass(DAY)
    expect(await freeHeld(scene.ctx)).toBe(1)
    expect(await freeHeld(scene.ctx)).toBe(0)
    const after = await scene.store.claims.get(claim.id)
    expect(after).toMatchObject({ state: 'denied', counts: [], heldUntil: null })
    expect(after.history.at(-1)?.what).toBe('claim.letGo')
    expect(after.decisions).toEqual(claim.decisions)
    expect((await recomputeDecision(scene.ctx, claim.id)).same).toBe(true)
  })

  it('lets go at once when its time is over and a placement is needed, though no night has passed', async () => {
    const claim = await denied()
    scene.clock.pass(15 * DAY)
    const other = await anotherAssignment(scene)
    const page = await studentPage(scene.student, scene.course.id, other.id)
    expect(page.heldBy.size).toBe(0)
    const next = await submitClaim(scene.student, draftOf(scene, [placement], other.id))
    expect(next.counts).toEqual([placement])
    expect((await scene.store.claims.get(claim.id)).counts).toEqual([])
  })

  it('lets go once, however many need it', async () => {
    const claim = await denied()
    scene.clock.pass(15 * DAY)
    await Promise.all([freeHeld(scene.ctx), freeHeld(scene.ctx), freeHeld(scene.ctx)])
    const { history } = await scene.store.claims.get(claim.id)
    expect(history.filter(({ what }) => what === 'claim.letGo')).toHaveLength(1)
  })

  it('keeps its placements as they are meanwhile, and says why', async () => {
    const waits = await asked(scene)
    await says(await submittedWith(scene, [placement, waits.id]), 'deny')
    await expect(reopen(scene.student, waits.id)).rejects.toMatchObject({
      ...{ status: 409, key: 'placement.held.denied' },
    })
    const other = await anotherAssignment(scene)
    const page = await studentPage(scene.student, scene.course.id, other.id)
    expect(page.heldBy.get(placement)?.claim.heldUntil).toBeInstanceOf(Date)
  })

  it('is no way for who left and came back to lose what is free again', async () => {
    await denied()
    const other = await anotherAssignment(scene)
    const { student, course, store } = scene
    const of = { institutionId: scene.institution.id, personId: student.actor.person.id }
    const waits = aClaim({ ...of, courseId: course.id, assignmentId: other.id, state: 'withdrawn' })
    await store.claims.add({ ...waits, chosen: [placement], counts: [], leftAt: scene.clock.now() })
    scene.clock.pass(15 * DAY)
    await memberIsBack(scene.ctx, { courseId: course.id, personId: of.personId })
    expect(await store.claims.get(waits.id)).toMatchObject({
      state: 'submitted',
      counts: [placement],
    })
  })

  it('stays denied, and holds, when its student leaves', async () => {
    const claim = await denied()
    const { store, course, student } = scene
    const member = await store.memberships.find(course.id, student.actor.person.id)
    if (member) await memberLeft(scene.ctx, member)
    expect(await store.claims.get(claim.id)).toMatchObject({ state: 'denied', counts: [placement] })
  })
})

describe('the time to appeal', () => {
  async function of(appealDays: number): Promise<void> {
    const { name, timezone, colour, sender, officeMail, testIssuers } = scene.institution
    const settings = { name, timezone, colour, sender, officeMail, testIssuers }
    const institution = await changeSettings(scene.ctx, { ...settings, appealDays })
    scene.instructor.institution = institution
  }

  it('is the institution’s to set: none frees at once', async () => {
    await of(0)
    expect(await denied()).toMatchObject({ counts: [], heldUntil: null })
    expect((await elsewhere()).counts).toEqual([placement])
  })

  it('that is changed later changes no claim that was denied before', async () => {
    const { heldUntil, id } = await denied()
    await of(1)
    expect((await scene.store.claims.get(id)).heldUntil).toEqual(heldUntil)
  })
})
