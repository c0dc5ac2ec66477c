// Who may claim: imported facts, what was approved here, an instructor's word; checked before, on submit and on decision.

import { beforeEach, describe, expect, it } from 'vitest'
import type { Claim } from '../../src/domain/claim.ts'
import type { RuleParameters } from '../../src/domain/credit/parameters.ts'
import type { Table } from '../../src/domain/table.ts'
import { vouch } from '../../src/services/claims/allowances.ts'
import { submitClaim, takeBack } from '../../src/services/claims/claims.ts'
import { recomputeDecision } from '../../src/services/claims/recomputations.ts'
import { decide, reviewPage } from '../../src/services/claims/reviews.ts'
import { studentPage } from '../../src/services/claims/standings.ts'
import type { PersonContext } from '../../src/services/context.ts'
import { importFacts, previewFacts } from '../../src/services/office/facts-imports.ts'
import { aTerm } from '../support/builders.ts'
import { testDatabase } from '../support/mongo.ts'
import { DAY } from './hands.ts'
import {
  anotherAssignment,
  approved,
  aScene,
  comesBack,
  confirmed,
  draftOf,
  joined,
  looked,
  type Scene,
  submittedWith,
} from './scene.ts'

const db = testDatabase()
let scene: Scene
let student: PersonContext

const CREDITS: Partial<RuleParameters> = {
  ...{ mode: 'credits', hoursPerCredit: 20, hoursBasis: 'work', academicHours: 0 },
  ...{ increment: 0.5, minCredit: 0.5, maxCredit: 3, retroactiveDays: null },
}

/** A course whose rule demands this, and a student whom the registrar knows as N1. */
async function demanding(parameters: Partial<RuleParameters>): Promise<void> {
  scene = await aScene(db.store, { rule: { parameters: { ...CREDITS, ...parameters } } })
  await scene.store.terms.add(aTerm({ institutionId: scene.institution.id }))
  student = await joined(scene, 'student', { name: 'Ada Morgan', sisPersonId: 'N1' })
}

/** The registrar imports one line about N1. */
async function imported(facts: Record<string, string>, asOf = '2026-11-01', id = 'N1') {
  const columns = ['sis_id', ...Object.keys(facts)]
  const table: Table = {
    columns,
    lines: [{ line: 2, cells: { sis_id: id, ...facts } }],
    problems: [],
  }
  const registrar = scene.instructor
  const { seen } = await previewFacts(registrar, table, asOf)
  return importFacts(registrar, table, { asOf, seen })
}

async function checks(assignmentId = scene.assignment.id) {
  const page = await studentPage(student, scene.course.id, assignmentId)
  return page.admission?.checks.map((check) => [check.parameter, check.outcome]) ?? []
}

async function submitted(assignmentId = scene.assignment.id) {
  const { id } = await confirmed(scene, {}, student)
  return submitClaim(student, draftOf(scene, [id], assignmentId))
}

const word = (parameter: 'minGpa' | 'maxCreditsPerTerm', by = scene.instructor) =>
  vouch(by, scene.course.id, scene.assignment.id, {
    ...{ personId: student.actor.person.id, parameter, why: 'I have seen the transcript.' },
  })

describe('before a claim is made', () => {
  it('the student sees every demand: met, not met, or not known yet', async () => {
    await demanding({ minGpa: 3, goodStanding: true, minCreditsEarned: 30 })
    await imported({ gpa: '2.9', credits_earned: '30' })
    expect(await checks()).toEqual(
      expect.arrayContaining([
        ['minGpa', 'notMet'],
        ['goodStanding', 'unknown'],
        ['minCreditsEarned', 'met'],
      ]),
    )
  })
  it('of a rule that demands nothing, nothing is asked', async () => {
    scene = await aScene(db.store)
    student = scene.student
    expect(await checks()).toEqual([])
  })
  it('nobody else’s facts are theirs, nor are those of another institution', async () => {
    await demanding({ minGpa: 3 })
    await imported({ gpa: '4' }, '2026-11-01', 'N2')
    const other = await aScene(db.store)
    const mine = scene
    scene = other
    await imported({ gpa: '4' })
    scene = mine
    expect(await checks()).toContainEqual(['minGpa', 'unknown'])
  })
})

describe('when it is submitted', () => {
  it('a refusal names the rule and the numbers', async () => {
    await demanding({ minGpa: 3 })
    await imported({ gpa: '2.9' })
    await expect(submitted()).rejects.toMatchObject({
      refusals: [{ rule: 'eligibility.notMet.minGpa', facts: { has: 2.9, needs: 3 } }],
    })
  })
  it('what nobody knows is refused and named, until it is imported', async () => {
    await demanding({ trainings: ['Lab safety'] })
    const { id } = await confirmed(scene, {}, student)
    const submitting = () => submitClaim(student, draftOf(scene, [id]))
    await expect(submitting()).rejects.toMatchObject({
      refusals: [{ rule: 'eligibility.unknown.trainings' }],
    })
    await imported({ trainings: 'First aid' })
    await expect(submitting()).rejects.toMatchObject({
      refusals: [{ rule: 'eligibility.notMet.trainings', facts: { missing: 'Lab safety' } }],
    })
    await imported({ trainings: 'First aid|Lab safety' })
    expect((await submitting()).state).toBe('submitted')
  })
  it('or until an instructor vouches for it, with a reason that stands in the claim', async () => {
    await demanding({ minGpa: 3 })
    await expect(submitted()).rejects.toMatchObject({
      refusals: [{ rule: 'eligibility.unknown.minGpa' }],
    })
    await word('minGpa')
    const claim = await submitted()
    const { admission } = await reviewPage(scene.instructor, scene.course.id, claim.id)
    expect(admission.checks[0]).toMatchObject({
      outcome: 'attested',
      facts: { byName: 'Lin Okafor', why: 'I have seen the transcript.' },
    })
  })
})

describe('an instructor’s word', () => {
  beforeEach(() => demanding({ minGpa: 3 }))
  it('is an instructor’s, about a student of the course, with a reason', async () => {
    const assistant = await joined(scene, 'assistant')
    await expect(word('minGpa', assistant)).rejects.toMatchObject({ status: 403 })
    await expect(word('minGpa', student)).rejects.toMatchObject({ status: 403 })
    const { course, assignment, instructor } = scene
    const stranger = await aScene(db.store)
    const about = (personId: string, why: string) =>
      vouch(instructor, course.id, assignment.id, { personId, parameter: 'minGpa', why })
    await expect(about(stranger.student.actor.person.id, 'Yes')).rejects.toMatchObject({
      status: 404,
    })
    await expect(about(student.actor.person.id, '')).rejects.toMatchObject({
      refusals: [{ rule: 'allowance.whyNeeded' }],
    })
  })
  it('somebody would vouch for themselves: refused', async () => {
    const { course, assignment, instructor } = scene
    const wish = { personId: instructor.actor.person.id, parameter: 'minGpa' as const, why: 'Me' }
    await expect(vouch(instructor, course.id, assignment.id, wish)).rejects.toMatchObject({
      refusals: [{ rule: 'allowance.self' }],
    })
  })
  it('is for one assignment only', async () => {
    await word('minGpa')
    const other = await anotherAssignment(scene)
    await db.store.within(scene.institution.id).assignments.addRule(other.id, {
      ...(scene.assignment.rules[0] ?? other.rules[0]),
      version: 2,
    } as never)
    expect(await checks(other.id)).toContainEqual(['minGpa', 'unknown'])
  })
})

describe('when it is decided', () => {
  it('what is stored then counts: an import since the submission can stop an approval', async () => {
    await demanding({ minGpa: 3 })
    await imported({ gpa: '3.1' })
    const claim = await submitted()
    await imported({ gpa: '2.8' })
    await expect(approved(scene, claim.id)).rejects.toMatchObject({
      refusals: [{ rule: 'eligibility.notMet.minGpa', facts: { has: 2.8, needs: 3 } }],
    })
    await word('minGpa')
    expect((await approved(scene, claim.id)).state).toBe('approved')
  })
  it('and old decisions are never changed by a later import', async () => {
    await demanding({ minGpa: 3 })
    await imported({ gpa: '3.1' })
    const { id } = await approved(scene, (await submitted()).id)
    const before = (await scene.store.claims.get(id)).decisions
    await imported({ gpa: '1' })
    expect((await scene.store.claims.get(id)).decisions).toEqual(before)
    expect(before[0]?.standing?.checks).toContainEqual({
      ...{ parameter: 'minGpa', outcome: 'met', key: 'eligibility.met.minGpa' },
      facts: { has: 3.1, needs: 3 },
    })
    expect((await recomputeDecision(scene.ctx, id)).same).toBe(true)
  })
})

/** People whose save into a state waits until so many are about to make one. */
function savingTogether(many: number, state: Claim['state'] = 'approved') {
  let all: () => void = () => {}
  const ready = new Promise<void>((done) => {
    all = done
  })
  let come = 0
  return (who: PersonContext): PersonContext => {
    const { claims } = who.store
    const save = async (claim: Claim) => {
      if (claim.state !== state) return claims.save(claim)
      come += 1
      if (come === many) all()
      await ready
      return claims.save(claim)
    }
    return { ...who, store: { ...who.store, claims: { ...claims, save } } }
  }
}

const springIn = ({ institution }: Scene) =>
  aTerm({
    ...{ institutionId: institution.id, code: 'S27', name: 'Spring 2027' },
    ...{ startsOn: '2027-01-11', endsOn: '2027-05-07', gradesDueOn: '2027-05-14' },
  })

describe('caps on credit', () => {
  async function second(): Promise<string> {
    const other = await anotherAssignment(scene)
    const [rule] = scene.assignment.rules
    if (!rule) throw new Error('no rule')
    await scene.store.assignments.addRule(other.id, { ...rule, version: 2 })
    return other.id
  }
  it('a term’s is counted over the claims that were approved here in it', async () => {
    await demanding({ maxCreditsPerTerm: 1.5 })
    await approved(scene, (await submitted()).id)
    await expect(submitted(await second())).rejects.toMatchObject({
      refusals: [
        {
          rule: 'eligibility.notMet.maxCreditsPerTerm',
          facts: { has: 1, most: 1.5, requested: 1, left: 0.5 },
        },
      ],
    })
  })
  it('a degree’s is the imported credit, and what was approved here after its day', async () => {
    await demanding({ maxCreditsPerDegree: 4 })
    await imported({ internship_credits: '3' }, '2026-11-11')
    await approved(scene, (await submitted()).id)
    const other = await second()
    await expect(submitted(other)).rejects.toMatchObject({
      refusals: [{ rule: 'eligibility.notMet.maxCreditsPerDegree', facts: { has: 4, left: 0 } }],
    })
    scene.clock.pass(DAY)
    await imported({ internship_credits: '3' }, '2026-11-13')
    expect((await submitted(other)).state).toBe('submitted')
  })
  it('one claim a term is one, this one not counted', async () => {
    await demanding({ oneClaimPerTerm: true })
    const first = await submitted()
    expect(
      (await reviewPage(scene.instructor, scene.course.id, first.id)).admission.checks,
    ).toMatchObject(
      expect.arrayContaining([
        expect.objectContaining({ parameter: 'oneClaimPerTerm', outcome: 'met' }),
      ]),
    )
    await expect(submitted(await second())).rejects.toMatchObject({
      refusals: [{ rule: 'eligibility.notMet.oneClaimPerTerm' }],
    })
  })
  it('of a term cannot be told without one, and is not guessed', async () => {
    await demanding({ maxCreditsPerTerm: 3 })
    const [term] = await scene.store.terms.list()
    if (term) await scene.store.terms.remove(term.id, term.version)
    expect(await checks()).toContainEqual(['maxCreditsPerTerm', 'unknown'])
  })
  it('of two claims that were both submitted, the second is decided with the first in mind', async () => {
    await demanding({ maxCreditsPerTerm: 1 })
    const first = await submitted()
    const other = await second()
    const { id } = await confirmed(scene, {}, student)
    const two = await submitClaim(student, draftOf(scene, [id], other))
    await approved(scene, first.id)
    await expect(approved(scene, two.id)).rejects.toMatchObject({
      refusals: [expect.objectContaining({ rule: 'eligibility.notMet.maxCreditsPerTerm' })],
    })
  })
  it('is kept also when claims of one student are approved at the same moment, by several instructors', async () => {
    await demanding({ maxCreditsPerTerm: 2 })
    const ids = [(await submitted()).id]
    for (let i = 0; i < 3; i += 1) {
      const other = await second()
      const { id } = await confirmed(scene, {}, student)
      ids.push((await submitClaim(student, draftOf(scene, [id], other))).id)
    }
    const together = savingTogether(ids.length)
    const deciding = await Promise.all(
      ids.map(async (id) => {
        const who = together(await joined(scene, 'instructor', { name: `Instructor ${id}` }))
        const seen = await looked(scene, id, who)
        return () => decide(who, scene.course.id, id, { step: 'approve', note: null, ...seen })
      }),
    )
    const ended = await Promise.allSettled(deciding.map((go) => go()))
    const refused = ended.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []))
    expect(refused).toHaveLength(2)
    for (const reason of refused) {
      expect(reason).toMatchObject({
        refusals: [{ rule: 'eligibility.notMet.maxCreditsPerTerm', facts: { has: 2, left: 0 } }],
      })
    }
    const claims = await scene.store.claims.ofPerson(student.actor.person.id)
    expect(claims.filter(({ state }) => state === 'approved')).toHaveLength(2)
    expect(claims.flatMap((claim) => claim.approvalNumber ?? []).sort()).toEqual([1, 2])
  })

  it('one claim a term holds for the claim’s own term, whenever it was handed in, and not for others', async () => {
    await demanding({ oneClaimPerTerm: true })
    await scene.store.terms.add(springIn(scene))
    await scene.store.courses.chooseTerm(scene.course.id, 'S27')
    await approved(scene, (await submitted()).id)
    const other = await second()
    expect(await checks(other)).toContainEqual(['oneClaimPerTerm', 'notMet'])
    await scene.store.courses.chooseTerm(scene.course.id, 'F26')
    expect(await checks(other)).toContainEqual(['oneClaimPerTerm', 'met'])
    expect((await submitted(other)).state).toBe('submitted')
  })

  it('of two claims handed in at the same moment where one a term is allowed, none is approved until one is taken back', async () => {
    await demanding({ oneClaimPerTerm: true })
    const other = await second()
    const [one, two] = [await confirmed(scene, {}, student), await confirmed(scene, {}, student)]
    const together = savingTogether(2, 'submitted')
    const hands = together(student)
    const claims = await Promise.all([
      submitClaim(hands, draftOf(scene, [one.id])),
      submitClaim(hands, draftOf(scene, [two.id], other)),
    ])
    const refused = { refusals: [{ rule: 'eligibility.notMet.oneClaimPerTerm' }] }
    for (const { id } of claims) await expect(approved(scene, id)).rejects.toMatchObject(refused)
    await takeBack(student, scene.course.id, other)
    expect((await approved(scene, claims[0].id)).state).toBe('approved')
  })

  it('a limit of repeats counts what was approved in every term, before the claim, when it is submitted and when it is decided', async () => {
    await demanding({ repeatLimit: 2 })
    await imported({ internship_claims: '0' }, '2026-08-01')
    const [next, last] = [await second(), await second()]
    await approved(scene, (await submitted()).id)
    await scene.store.terms.add(springIn(scene))
    await scene.store.courses.chooseTerm(scene.course.id, 'S27')
    const waits = [await submitted(next), await submitted(last)]
    await approved(scene, waits[0]?.id ?? '')
    const refused = {
      refusals: [{ rule: 'eligibility.notMet.repeatLimit', facts: { has: 2, most: 2 } }],
    }
    await expect(approved(scene, waits[1]?.id ?? '')).rejects.toMatchObject(refused)
    const fourth = await second()
    expect(await checks(fourth)).toContainEqual(['repeatLimit', 'notMet'])
    await expect(submitted(fourth)).rejects.toMatchObject(refused)
  })

  it('a placement spans two terms: counts in the claim’s term; limits per term by entry dates', async () => {
    await demanding({ maxCreditsPerTerm: 1, retroactiveDays: null })
    await scene.store.terms.add(springIn(scene))
    await approved(scene, (await submitted()).id)
    await scene.store.courses.chooseTerm(scene.course.id, 'S27')
    const other = await second()
    const hours = {
      by: 'day' as const,
      entries: ['2026-12-16', '2026-12-17', '2027-01-12', '2027-01-13'].map((on) => ({
        on,
        hours: 5,
      })),
    }
    const both = { startsOn: '2026-12-16', endsOn: '2027-01-13', hours }
    scene.clock.pass(75 * DAY)
    const spanning = (await confirmed(scene, both, student)).id
    await expect(submitClaim(student, draftOf(scene, [spanning], other))).rejects.toMatchObject({
      refusals: [
        {
          rule: 'eligibility.notMet.otherTerm',
          facts: { has: 1, most: 1, requested: 0.5, term: 'Fall 2026' },
        },
      ],
    })
    await comesBack(scene, scene.instructor)
    await vouch(scene.instructor, scene.course.id, other, {
      ...{ personId: student.actor.person.id, parameter: 'maxCreditsPerTerm' },
      why: 'The registrar agrees.',
    })
    const claim = await submitClaim(student, draftOf(scene, [spanning], other))
    expect((await approved(scene, claim.id)).decisions.at(-1)?.standing?.term).toBe('S27')
    const third = await second()
    const page = await studentPage(student, scene.course.id, third)
    expect(page.admission?.checks).toContainEqual(
      expect.objectContaining({
        parameter: 'maxCreditsPerTerm',
        facts: { has: 0.5, most: 1, requested: 1, left: 0.5 },
      }),
    )
  })
})

describe('an import', () => {
  beforeEach(() => demanding({ minGpa: 3 }))
  it('of two at the same moment one is kept; the other hears of it and counts for nothing', async () => {
    const both = await Promise.allSettled([imported({ gpa: '3.5' }), imported({ gpa: '1.5' })])
    const kept = both.filter((one) => one.status === 'fulfilled')
    const imports = await scene.store.facts.imports()
    expect(imports).toHaveLength(kept.length)
    expect(await scene.store.facts.ofPerson('N1')).toHaveLength(kept.length)
  })
  it('that is confirmed with another day than it was previewed with is refused', async () => {
    const table: Table = {
      columns: ['sis_id'],
      lines: [{ line: 2, cells: { sis_id: 'N1' } }],
      problems: [],
    }
    const { seen } = await previewFacts(scene.instructor, table, '2026-11-01')
    await expect(
      importFacts(scene.instructor, table, { asOf: '2026-11-02', seen }),
    ).rejects.toMatchObject({ key: 'import.changedMeanwhile' })
  })
  it('stands in the audit log with its numbers, and nobody’s facts', async () => {
    await imported({ gpa: '3.5' })
    const [entry] = await scene.store.audit.list(1)
    expect(entry).toMatchObject({
      what: 'audit.factsImported',
      facts: { number: 1, people: 1, leftOut: 0 },
    })
    expect(JSON.stringify(entry)).not.toContain('3.5')
  })
})

it('points mode asks about the student, not for caps on credit', async () => {
  scene = await aScene(db.store, { rule: { parameters: { minGpa: 3, maxCreditsPerTerm: 1 } } })
  student = await joined(scene, 'student', { sisPersonId: 'N1' })
  expect(await checks()).toEqual([['minGpa', 'unknown']])
  await imported({ gpa: '3.2' })
  const { id } = await confirmed(scene, {}, student)
  expect((await submittedWith(scene, [id], student)).state).toBe('submitted')
})
