// Claims for the course's own credits: what is asked for, what is approved, and what is kept to reckon it again.

import { beforeEach, describe, expect, it } from 'vitest'
import type { Claim } from '../../src/domain/claim.ts'
import type { RuleParameters } from '../../src/domain/credit/parameters.ts'
import { PRESETS } from '../../src/domain/credit/presets.ts'
import { rowOf } from '../../src/domain/report.ts'
import type { Refused } from '../../src/errors.ts'
import { saveClaim, submitClaim } from '../../src/services/claims/claims.ts'
import { answer } from '../../src/services/claims/confirmations.ts'
import { nameEmployers } from '../../src/services/claims/employers.ts'
import { recomputeDecision } from '../../src/services/claims/recomputations.ts'
import { type DecisionInput, decide } from '../../src/services/claims/reviews.ts'
import { studentPage } from '../../src/services/claims/standings.ts'
import { testDatabase } from '../support/mongo.ts'
import {
  answering,
  approved,
  aScene,
  asked,
  confirmed,
  draftOf,
  employer,
  joined,
  looked,
  type Scene,
  submittedWith,
} from './scene.ts'

const db = testDatabase()
let scene: Scene
beforeEach(async () => {
  scene = await aScene(db.store, { rule: credits() })
})

/** 45 hours a credit, 15 of them academic; complete, so that less than asked for cannot pass. */
function credits(own: Partial<RuleParameters> = {}) {
  const parameters = {
    ...PRESETS.semester45,
    mode: 'credits' as const,
    scheme: 'complete' as const,
  }
  return { parameters: { ...parameters, ...own } }
}

const refused = (rule: string) => ({ refusals: [expect.objectContaining({ rule })] })
const page = (s = scene) => studentPage(s.student, s.course.id, s.assignment.id)
const hours = (amounts: number[]) => ({
  hours: {
    by: 'day' as const,
    entries: amounts.map((h, i) => ({ on: `2026-10-0${i + 5}`, hours: h })),
  },
})

async function claiming(amounts: number[], requestedCredits?: number): Promise<Claim> {
  const { id } = await confirmed(scene, hours(amounts))
  const draft = draftOf(scene, [id])
  return submitClaim(scene.student, { ...draft, requestedCredits: requestedCredits ?? null })
}

async function decided(id: string, own: Partial<DecisionInput> = {}): Promise<Claim> {
  const seen = await looked(scene, id)
  const input = { step: 'approve' as const, note: null, ...seen, ...own }
  return decide(scene.instructor, scene.course.id, id, input)
}

describe('a student', () => {
  it('asks for an amount; what is missing for it is told before anything is sent', async () => {
    const { id } = await confirmed(scene, hours([8, 8, 2]))
    await saveClaim(scene.student, { ...draftOf(scene, [id]), requestedCredits: 1 })
    const { credit, asked } = await page()
    expect(asked.requestedCredits).toBe(1)
    expect(credit).toMatchObject({
      ...{ mode: 'credits', credits: 0.5 },
      toApprove: [
        { rule: 'credit.belowRequested', facts: { requested: 1, reached: 0.5, missing: 12 } },
      ],
    })
  })
  it.each([
    [0.3, 'eligibility.notMet.increment'],
    [4, 'eligibility.notMet.maxCredit'],
  ])('cannot submit a request of %d credits', async (requested, rule) => {
    await expect(claiming([8, 8, 8, 6], requested)).rejects.toMatchObject(refused(rule))
  })
  it.each([0, -1, Number.NaN])('cannot ask for %d', async (requested) => {
    const draft = { ...draftOf(scene, []), requestedCredits: requested }
    await expect(saveClaim(scene.student, draft)).rejects.toMatchObject({
      fields: { requestedCredits: 'form.outOfRange' },
    })
  })
  it('keeps what was asked for when the form does not say', async () => {
    await saveClaim(scene.student, { ...draftOf(scene, []), requestedCredits: 2 })
    await saveClaim(scene.student, draftOf(scene, []))
    expect((await page()).claim?.requestedCredits).toBe(2)
  })
})

describe('an instructor', () => {
  it('approves: credits and points, with the whole arithmetic', async () => {
    const { id } = await claiming([8, 8, 8, 6])
    const claim = await decided(id)
    expect(claim.decisions.at(-1)?.credit).toMatchObject({
      ...{
        mode: 'credits',
        credits: 1,
        rule: { hoursPerCredit: 45 },
        input: { academicHours: 15 },
      },
      result: { credits: 1, usableWorkHours: 30, score: { given: 100, maximum: 100 } },
    })
    expect(claim.debts.score?.value).toMatchObject({ given: 100, maximum: 100 })
  })
  it('credit reached is less than requested under complete: not approvable, or a lower request with a reason', async () => {
    const { id } = await claiming([8, 8, 2])
    await expect(decided(id)).rejects.toMatchObject(refused('credit.belowRequested'))
    const lower = { requestedCredits: 0.5 }
    await expect(decided(id, lower)).rejects.toMatchObject(refused('review.lowerNeedsWhy'))
    const claim = await decided(id, { ...lower, note: 'Half of it is there.' })
    expect(claim.decisions.at(-1)?.credit).toMatchObject({ credits: 0.5, input: lower })
    expect(claim.debts.score?.value).toMatchObject({ given: 100 })
    expect(claim.requestedCredits).toBe(1)
  })
  it('cannot approve more than was asked for', async () => {
    const { id } = await claiming([8, 8, 8, 6], 0.5)
    await expect(decided(id, { requestedCredits: 1 })).rejects.toMatchObject(
      refused('review.moreThanAsked'),
    )
  })
  it('says how many academic hours count, where the rule asks for that', async () => {
    scene = await aScene(db.store, { rule: credits({ academicBasis: 'approved' }) })
    const { id } = await claiming([8, 8, 8, 6])
    await expect(decided(id)).rejects.toMatchObject(refused('credit.belowRequested'))
    const claim = await decided(id, { academicHoursApproved: 20 })
    expect(claim.academicHoursApproved).toBe(20)
    expect(claim.decisions.at(-1)).toMatchObject({
      ...{ academicHoursApproved: 20, credit: { credits: 1, input: { academicHours: 15 } } },
    })
  })
  it('never gets a claim with work that the rule says no to: each refusal names it, and the numbers', async () => {
    scene = await aScene(db.store, { rule: credits({ minWeeks: 1, paidAllowed: false }) })
    const { id } = await asked(scene)
    await expect(submittedWith(scene, [id])).rejects.toMatchObject({
      refusals: [
        {
          rule: 'eligibility.notMet.minWeeks',
          facts: { days: 5, needs: 1, title: 'Map of quiet places' },
        },
        { rule: 'eligibility.notMet.paidAllowed', facts: { title: 'Map of quiet places' } },
      ],
    })
  })
})

describe('what was confirmed since', () => {
  it('is looked at again when it is decided', async () => {
    scene = await aScene(db.store, { rule: credits({ unpaidHoursCap: 15 }) })
    const pay = { kind: 'unpaid' as const, reason: 'A club' }
    const { id } = await asked(scene, { ...hours([8, 8]), pay })
    const claim = await submittedWith(scene, [id])
    await answer(await employer(scene), answering())
    const [first] = await decided(claim.id).then(
      () => [],
      ({ refusals }: Refused) => refusals,
    )
    expect(first).toEqual({
      rule: 'eligibility.notMet.unpaidHoursCap',
      facts: { has: 16, most: 15, title: 'Map of quiet places' },
    })
  })
})

describe('too many placements, or too many of one employer', () => {
  beforeEach(async () => {
    scene = await aScene(db.store, {
      rule: credits({ maxPlacements: 3, maxPlacementsPerEmployer: 1 }),
    })
  })
  const work = (employer: string) => ({ ...hours([8, 7]), employer })

  it('is refused when it is submitted, with the numbers', async () => {
    const four = []
    for (const employer of ['A', 'B', 'C', 'D'])
      four.push((await confirmed(scene, work(employer))).id)
    await expect(submittedWith(scene, four)).rejects.toMatchObject({
      refusals: [{ rule: 'credit.maxPlacements', facts: { given: 4, most: 3 } }],
    })
  })
  it('“same employer” is same mail domain and normalised name; the instructor can join or part them', async () => {
    const one = await confirmed(scene, work('Delta Foods'))
    const other = await confirmed(scene, work('Delta Foods North'))
    const { id, history } = await submittedWith(scene, [one.id, other.id])
    const name = (employers: Record<string, string>, who = scene.instructor) =>
      nameEmployers(who, scene.course.id, id, employers)
    await name({ [other.id]: 'delta foods' })
    await expect(decided(id)).rejects.toMatchObject(refused('credit.maxPlacementsPerEmployer'))
    const parted = await name({ [other.id]: 'Delta Foods North' })
    expect(parted.history.slice(history.length).map(({ what }) => what)).toEqual([
      'claim.employers',
      'claim.employers',
    ])
    expect(
      (await decided(id)).decisions.at(-1)?.placements.map(({ employer }) => employer),
    ).toEqual(['Delta Foods', 'Delta Foods North'])
    const assistant = await joined(scene, 'assistant')
    await expect(name({}, assistant)).rejects.toMatchObject({ status: 403 })
  })
})

describe('a stored decision', () => {
  it('gives the stored result when it is reckoned again, after the way through the database', async () => {
    const { id } = await claiming([8, 8, 8, 6])
    await decided(id)
    const found = await recomputeDecision(scene.ctx, id)
    expect(found).toMatchObject({ same: true, ruleVersion: 1 })
    expect(found.computed).toEqual(found.stored)
  })
  it('does so also for points, and for what was given back', async () => {
    const other = await aScene(db.store)
    const { id } = await confirmed(other)
    const claim = await submittedWith(other, [id])
    await approved(other, claim.id)
    expect((await recomputeDecision(other.ctx, claim.id)).same).toBe(true)
  })
  it('is none while nobody has decided', async () => {
    const { id } = await claiming([8, 8, 8, 6])
    await expect(recomputeDecision(scene.ctx, id)).rejects.toMatchObject({
      key: 'recompute.undecided',
    })
  })
  it('is the registrar’s row: credits, unit, mode and the rule’s numbers', async () => {
    const { id } = await claiming([8, 8, 8, 6])
    const claim = await decided(id)
    const { institution, course, assignment, student, store } = scene
    const { person } = student.actor
    const placements = await store.placements.getMany(claim.counts)
    const row = rowOf({ institution, claim, person, course, assignment, placements })
    expect(row).toMatchObject({
      ...{ credit_unit: 'semester', credit_mode: 'credits', credits_requested: 1 },
      ...{ credits_awarded: 1, credit_min: 0, credit_max: 3, grading_scheme: 'none' },
      ...{ hours_work_confirmed: 30, hours_academic: 15, hours_counted: 45, hours_unused: 0 },
      ...{ rule_hours_per_credit: 45, rule_work_share_max: '2/3' },
    })
  })
})
