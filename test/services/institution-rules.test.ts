// The office's rules: the one to start with, next versions, and what they change for claims that are there.

import { beforeEach, describe, expect, it } from 'vitest'
import { overridesOf } from '../../src/domain/assignment-rule.ts'
import { currentRule } from '../../src/domain/course.ts'
import type { RuleParameters } from '../../src/domain/credit/parameters.ts'
import { DEFAULT_RULE } from '../../src/domain/credit/presets.ts'
import { vouch } from '../../src/services/claims/allowances.ts'
import { saveClaim, submitClaim } from '../../src/services/claims/claims.ts'
import { decide, reviewPage } from '../../src/services/claims/reviews.ts'
import { studentPage } from '../../src/services/claims/standings.ts'
import type { PersonContext } from '../../src/services/context.ts'
import { takeOriginalRule } from '../../src/services/lms/copies.ts'
import { importFacts, previewFacts } from '../../src/services/office/facts-imports.ts'
import { chooseRule, rulePage } from '../../src/services/rules/assignments.ts'
import {
  addRule,
  listedRules,
  ruleDetails,
  writeVersion,
} from '../../src/services/rules/institution-rules.ts'
import { ruleChoices } from '../../src/services/rules/rule-choices.ts'
import { openClaimsUnder, previewVersion } from '../../src/services/rules/rule-previews.ts'
import { institutionRules, keepRuleInForce } from '../../src/services/rules/rules-in-force.ts'
import { anAssignment, aPerson } from '../support/builders.ts'
import { testDatabase } from '../support/mongo.ts'
import { DAY } from './hands.ts'
import {
  anotherAssignment,
  approved,
  aScene,
  confirmed,
  draftOf,
  joined,
  looked,
  personContext,
  type Scene,
  submittedWith,
} from './scene.ts'

const db = testDatabase()
const TODAY = '2026-11-12'
const TOMORROW = '2026-11-13'
const POINTS = {
  ...{ mode: 'points' as const, fullHours: 40, scheme: 'proportional' as const },
  ...{ academicHours: 0, points: 100 },
}
const CREDITS = {
  ...{ mode: 'credits' as const, scheme: 'proportional' as const, points: 100 },
  ...{ minCredit: 0, maxCredit: 3 },
}

let scene: Scene
let registrar: PersonContext
let ruleId: string
beforeEach(async () => {
  scene = await aScene(db.store)
  registrar = await anOfficer(scene)
  ruleId = (await institutionRules(scene.ctx))[0]?.id ?? ''
})

async function anOfficer({ ctx, institution, store }: Scene): Promise<PersonContext> {
  const person = aPerson({ institutionId: institution.id, offices: ['registrar'], accounts: [] })
  await store.people.add(person)
  return personContext(ctx, person)
}

const choose = (terms: Parameters<typeof chooseRule>[3]['terms'] = POINTS) =>
  chooseRule(scene.instructor, scene.course.id, scene.assignment.id, {
    ...{ ruleId, terms, claimBy: null },
  })

/** Writes the next version: the last one with something else. */
async function write(own: Partial<RuleParameters>, effectiveFrom = TODAY) {
  const { versions } = await scene.store.rules.get(ruleId)
  const last = versions.at(-1)
  const parameters = { ...(last?.parameters ?? DEFAULT_RULE), ...own }
  const mayLoosen = last?.mayLoosen ?? []
  return writeVersion(registrar, ruleId, {
    ...{ after: versions.length, parameters, mayLoosen, effectiveFrom },
  })
}

const page = (who = scene.student) => studentPage(who, scene.course.id, scene.assignment.id)

describe('a new institution', () => {
  it('starts with one rule that can be used at once', async () => {
    const [{ rule, version } = {}, ...others] = await listedRules(registrar)
    expect(others).toEqual([])
    expect(version).toMatchObject({ version: 1, writtenBy: 'stint', parameters: DEFAULT_RULE })
    expect(rule?.versions).toHaveLength(1)
    await choose()
    const { placement } = { placement: await confirmed(scene) }
    await submittedWith(scene, [placement.id])
    expect((await page()).credit?.result.score.given).toBe(50)
  })
  it('gets it once, however many look at the same time', async () => {
    const fresh = await aScene(db.store)
    const all = await Promise.all(Array.from({ length: 6 }, () => institutionRules(fresh.ctx)))
    expect(new Set(all.flat().map(({ id }) => id)).size).toBe(1)
  })
})

describe('the next version of a rule', () => {
  it('is added, numbered and kept with who wrote it; the one before stays as it was', async () => {
    const before = await ruleDetails(registrar, ruleId)
    await write({ hoursPerCredit: 40 })
    const after = await ruleDetails(registrar, ruleId)
    expect(after.rule.versions[0]).toEqual(before.rule.versions[0])
    expect(after.version).toMatchObject({ version: 2, writtenBy: registrar.actor.person.id })
    expect(after.writers.get(registrar.actor.person.id)).toBeDefined()
    expect(await scene.store.audit.list(1)).toMatchObject([
      { what: 'audit.ruleWritten', facts: { ruleId, version: 2 } },
    ])
  })
  it('holds from its day on, not before', async () => {
    await choose()
    await write({ maxPlacements: 3 }, TOMORROW)
    expect((await page()).rule?.parameters.maxPlacements).toBe(4)
    scene.clock.pass(DAY)
    expect((await page()).rule).toMatchObject({ version: 3, parameters: { maxPlacements: 3 } })
  })
  it('is written by one of many who had the same one open', async () => {
    const parameters = { ...DEFAULT_RULE, hoursPerCredit: 40 }
    const wish = { after: 1, parameters, mayLoosen: [], effectiveFrom: TODAY }
    const all = await Promise.allSettled([1, 2, 3].map(() => writeVersion(registrar, ruleId, wish)))
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    await expect(writeVersion(registrar, ruleId, wish)).rejects.toMatchObject({
      ...{ status: 409, key: 'rules.writtenMeanwhile' },
    })
  })
  it('cannot be the same again, nor hold before the last, nor be impossible', async () => {
    await expect(write({}, '2026-08-14')).rejects.toMatchObject({ key: 'creditRule.unchanged' })
    await write({ maxPlacements: 3 }, TOMORROW)
    await expect(write({ maxPlacements: 2 }, TODAY)).rejects.toMatchObject({
      key: 'creditRule.beforeLast',
    })
    await expect(write({ maxCredit: 0 }, TOMORROW)).rejects.toMatchObject({
      fields: { maxCredit: 'form.outOfRange' },
    })
    await expect(write({ maxPlacements: 2 }, '2026-02-30')).rejects.toMatchObject({
      fields: { effectiveFrom: 'form.notADay' },
    })
  })
})

describe('another rule', () => {
  it('can be chosen by an instructor, by name', async () => {
    const { id } = await addRule(registrar, {
      ...{ name: ' Field work ', effectiveFrom: TODAY, mayLoosen: [] },
      parameters: { ...DEFAULT_RULE, mode: 'credits' },
    })
    const wish = { ruleId: id, terms: CREDITS, claimBy: null }
    const chosen = await chooseRule(scene.instructor, scene.course.id, scene.assignment.id, wish)
    expect(currentRule(chosen)).toMatchObject({
      ...{ source: { ruleId: id, version: 1 }, overrides: overridesOf(CREDITS) },
      parameters: { mode: 'credits', hoursPerCredit: 45 },
    })
    expect((await scene.store.rules.get(id)).name).toBe('Field work')
  })
  it('needs a name of its own', async () => {
    const wish = { effectiveFrom: TODAY, mayLoosen: [], parameters: DEFAULT_RULE }
    await expect(addRule(registrar, { ...wish, name: ' ' })).rejects.toMatchObject({
      fields: { name: 'form.required' },
    })
    await expect(addRule(registrar, { ...wish, name: 'Micro-internships' })).rejects.toMatchObject({
      fields: { name: 'rules.nameTaken' },
    })
  })
})

describe('an instructor under a rule', () => {
  it('cannot loosen it, and reads what and who may allow it', async () => {
    await expect(choose(CREDITS)).rejects.toMatchObject({
      refusals: [
        {
          rule: 'creditRule.loosened',
          facts: { parameter: 'mode', from: 'points', to: 'credits' },
        },
      ],
    })
    await writeVersion(registrar, ruleId, {
      ...{ after: 1, parameters: DEFAULT_RULE, mayLoosen: [], effectiveFrom: TODAY },
    })
    await expect(choose()).rejects.toMatchObject({
      refusals: [{ facts: { parameter: 'workShareMax', from: '2/3', to: '1/1' } }],
    })
  })
  it('may choose again, and finds nothing changed when it is the same', async () => {
    await choose()
    const again = await choose()
    expect(again.rules).toHaveLength(2)
  })
})

describe('rule changed during the term', () => {
  it('submitted claims keep their version; drafts take the new one, with a notice', async () => {
    await choose()
    const mate = await joined(scene, 'student')
    await saveClaim(mate, draftOf(scene, [(await confirmed(scene, {}, mate)).id]))
    const submitted = await submittedWith(scene, [(await confirmed(scene)).id])
    await write({ capHours: 10 })
    const kept = await page()
    expect(kept).toMatchObject({ rule: { version: submitted.ruleVersion } })
    expect(kept.credit?.result.countedWorkHours).toBe(20)
    const draft = await page(mate)
    expect(draft.rule?.version).toBe(3)
    expect(draft.claim?.draftRule).toBe(2)
    expect(draft.credit?.result.countedWorkHours).toBe(10)
  })
  it('is pointed out in a draft also when it changed twice, and no claim had gone by the first change', async () => {
    await choose()
    const { id } = await confirmed(scene)
    await write({ capHours: 10 })
    const first = await saveClaim(scene.student, draftOf(scene, [id]))
    await write({ capHours: 8 })
    const { rule, assignment } = await page()
    expect(rule?.parameters.capHours).toBe(8)
    expect(rule?.version).not.toBe(first.draftRule)
    const before = assignment.rules.find(({ version }) => version === first.draftRule)
    expect(before?.parameters.capHours).toBe(10)
  })
  it('is what a copied assignment, or one that takes the same rule, is offered and gets', async () => {
    await choose()
    await write({ capHours: 10 })
    const of = { institutionId: scene.institution.id, courseId: scene.course.id, rules: [] }
    const copy = anAssignment({ ...of, copyOf: scene.assignment.id })
    await scene.store.assignments.add(copy)
    const offered = await rulePage(scene.instructor, scene.course.id, copy.id)
    expect(offered.original?.rule.parameters.capHours).toBe(10)
    const [choice] = await ruleChoices(scene.instructor)
    expect(choice?.parameters.capHours).toBe(10)
    const taken = await takeOriginalRule(scene.instructor, scene.course.id, copy.id)
    expect(taken.rules).toMatchObject([{ version: 1, source: { ruleId, version: 2 } }])
  })
  it('is kept with the assignment when the first claim goes by it, once for many at once', async () => {
    await choose()
    await write({ capHours: 10 })
    const mates = await Promise.all([1, 2, 3].map(() => joined(scene, 'student')))
    const drafts: ReturnType<typeof draftOf>[] = []
    for (const mate of mates) drafts.push(draftOf(scene, [(await confirmed(scene, {}, mate)).id]))
    const claims = await Promise.all(
      mates.map((mate, i) => submitClaim(mate, drafts[i] ?? draftOf(scene, []))),
    )
    expect(claims.map(({ ruleVersion }) => ruleVersion)).toEqual([3, 3, 3])
    expect((await scene.store.assignments.get(scene.assignment.id)).rules).toHaveLength(3)
  })
  it('is kept once, however many keep it at the same moment', async () => {
    await choose()
    await write({ capHours: 10 })
    const { id } = scene.assignment
    await Promise.all([1, 2, 3, 4, 5, 6].map(() => keepRuleInForce(scene.ctx, id)))
    const versions = (await scene.store.assignments.get(id)).rules.map(({ version }) => version)
    expect(versions).toEqual([1, 2, 3])
  })
  it('never changes a stored decision', async () => {
    await choose()
    const { id } = await submittedWith(scene, [(await confirmed(scene)).id])
    const { decisions } = await approved(scene, id)
    await write({ capHours: 10, hoursPerCredit: 30 })
    expect((await scene.store.claims.get(id)).decisions).toEqual(decisions)
    const { versions } = await scene.store.rules.get(ruleId)
    const preview = await previewVersion(scene.ctx, await scene.store.rules.get(ruleId), {
      ...(versions[0] ?? fail()),
      parameters: { ...DEFAULT_RULE, capHours: 5 },
    })
    expect(preview.claims).toMatchObject([
      { fate: 'stays', before: { result: { score: { given: 50 } } } },
    ])
    expect((await scene.store.claims.get(id)).decisions).toEqual(decisions)
  })
})

function fail(): never {
  throw new Error('no version')
}

describe('a preview', () => {
  async function previewOf(own: Partial<RuleParameters>) {
    const rule = await scene.store.rules.get(ruleId)
    const [first] = rule.versions
    if (!first) throw new Error('no version')
    const parameters = { ...first.parameters, ...own }
    return previewVersion(scene.ctx, rule, { ...first, parameters, effectiveFrom: TODAY })
  }

  it('shows what would change, on samples and on claims, and changes nothing', async () => {
    await choose()
    const { id } = await submittedWith(scene, [(await confirmed(scene)).id])
    const mate = await joined(scene, 'student', { name: 'Ben Tran' })
    await saveClaim(mate, draftOf(scene, [(await confirmed(scene, {}, mate)).id]))
    const before = await scene.store.rules.get(ruleId)
    const preview = await previewOf({ capHours: 10 })
    expect(preview).toMatchObject({ looked: 2, bounded: false, differing: { takes: 1, keeps: 1 } })
    expect(preview.claims.find(({ claim }) => claim.id === id)).toMatchObject({
      ...{ fate: 'keeps', person: { name: 'Ada Morgan' } },
      before: { result: { score: { given: 50 } } },
      after: { result: { score: { given: 25 } } },
    })
    expect(preview.claims.find(({ fate }) => fate === 'takes')?.person?.name).toBe('Ben Tran')
    expect(preview.samples.find(({ name }) => name === 'long')?.differs).toBe(true)
    expect(await scene.store.rules.get(ruleId)).toEqual(before)
    expect((await page()).rule?.parameters.capHours).toBe(40)
  })
  it('says so when a claim could be approved no more', async () => {
    await choose()
    await submittedWith(scene, [(await confirmed(scene)).id])
    const [tried] = (await previewOf({ minHoursPerPlacement: 30 })).claims
    expect(tried?.after.toApprove).toEqual([{ rule: 'credit.nothingConfirmed', facts: {} }])
    const [paid] = (await previewOf({ paidAllowed: false })).claims
    expect(paid?.after.toApprove[0]?.rule).toBe('eligibility.notMet.paidAllowed')
  })
  it('shows whom a demand on students would stop, by what was imported and vouched for', async () => {
    await choose()
    const [known, vouched, unknown] = await Promise.all(
      ['N1', 'N2', 'N3'].map((sisPersonId) =>
        joined(scene, 'student', { name: sisPersonId, sisPersonId }),
      ),
    )
    if (!known || !vouched || !unknown) throw new Error('nobody')
    for (const who of [known, vouched, unknown]) {
      await saveClaim(who, draftOf(scene, [(await confirmed(scene, {}, who)).id]))
    }
    const cells = ['N1', 'N2'].map((sis_id, i) => ({ line: i + 2, cells: { sis_id, gpa: '2.8' } }))
    const table = { columns: ['sis_id', 'gpa'], lines: cells, problems: [] }
    const { seen } = await previewFacts(registrar, table, '2026-11-01')
    await importFacts(registrar, table, { asOf: '2026-11-01', seen })
    await vouch(scene.instructor, scene.course.id, scene.assignment.id, {
      ...{ personId: vouched.actor.person.id, parameter: 'minGpa', why: 'A slip in the import.' },
    })
    const of = async (minGpa: number) => {
      const { claims } = await previewOf({ minGpa })
      return claims.map(({ person, after }) => [person?.name, after.toApprove[0]?.rule]).sort()
    }
    const nobodyKnows = ['N3', 'eligibility.unknown.minGpa']
    expect(await of(2.5)).toEqual([nobodyKnows])
    expect(await of(3)).toEqual([['N1', 'eligibility.notMet.minGpa'], nobodyKnows])
    await write({ minGpa: 3 }, TOMORROW)
    const open = await openClaimsUnder(scene.ctx, await scene.store.rules.get(ruleId))
    expect(open).toMatchObject({ looked: 3, differing: { takes: 2 } })
  })
  it('leaves out claims that go by no rule of the institution, or by another', async () => {
    const other = await anotherAssignment(scene)
    const { id } = await confirmed(scene)
    await submitClaim(scene.student, draftOf(scene, [id], other.id))
    expect(await previewOf({ capHours: 10 })).toMatchObject({ looked: 0, claims: [] })
  })
  it('looks at nothing that a test system made', async () => {
    await choose()
    await submittedWith(scene, [(await confirmed(scene)).id])
    await scene.store.people.save({ ...scene.student.actor.person, test: true })
    expect(await previewOf({ capHours: 10 })).toMatchObject({ looked: 0, claims: [] })
  })
  it('finds nothing where nothing would be noticed', async () => {
    await choose()
    await submittedWith(scene, [(await confirmed(scene)).id])
    expect(await previewOf({ maxPlacements: 3, capHours: 39 })).toMatchObject({
      ...{ looked: 1, claims: [] },
    })
  })
})

describe('the list of open claims that a new version would treat differently', () => {
  it('names them, with what becomes of each', async () => {
    await choose()
    const { id } = await submittedWith(scene, [(await confirmed(scene)).id])
    const mate = await joined(scene, 'student')
    await saveClaim(mate, draftOf(scene, [(await confirmed(scene, {}, mate)).id]))
    const rule = await write({ capHours: 10 }, TOMORROW)
    const open = await openClaimsUnder(scene.ctx, rule)
    expect(open).toMatchObject({ looked: 2, differing: { takes: 1, keeps: 1, stays: 0 } })
    await decide(scene.instructor, scene.course.id, id, {
      ...{ step: 'approve', note: null, ...(await looked(scene, id)) },
    })
    expect(await openClaimsUnder(scene.ctx, rule)).toMatchObject({ looked: 1 })
    expect((await reviewPage(scene.instructor, scene.course.id, id)).rule.version).toBe(2)
  })
})
