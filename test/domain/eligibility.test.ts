// Who may claim: every rule with its numbers and what would change the answer, and what nobody knows yet.

import { describe, expect, it } from 'vitest'
import {
  PARAMETERS,
  type ParameterName,
  type RuleParameters,
} from '../../src/domain/credit/parameters.ts'
import { DEFAULT_RULE } from '../../src/domain/credit/presets.ts'
import {
  type Attestation,
  eligibilityChecks,
  eligibilityRefusals,
} from '../../src/domain/eligibility.ts'
import type { StudentFacts } from '../../src/domain/eligibility-check.ts'
import {
  longDaysAndWeeks,
  type PlacementFacts,
  placementChecks,
} from '../../src/domain/eligible-placement.ts'
import { hasText, t } from '../../src/text.ts'

const rule = (own: Partial<RuleParameters>): RuleParameters => ({
  ...DEFAULT_RULE,
  mode: 'credits',
  ...own,
})

const aStudent = (own: Partial<StudentFacts> = {}): StudentFacts => ({
  gpa: 3.1,
  goodStanding: true,
  creditsEarned: 40,
  level: 'junior',
  majors: ['BIO'],
  prerequisites: ['STAT 101'],
  trainings: ['safety'],
  creditsThisTerm: 0,
  otherTerms: [],
  creditsTowardDegree: 12,
  creditsTowardMajor: 3,
  majorCredits: 40,
  claimsBefore: 1,
  claimsThisTerm: 0,
  ...own,
})

function outcome(
  parameter: ParameterName,
  own: Partial<RuleParameters>,
  student: Partial<StudentFacts>,
  requested = 1,
) {
  const checks = eligibilityChecks(rule(own), aStudent(student), requested, [])
  return checks.find((check) => check.parameter === parameter)
}

type Row = [ParameterName, Partial<RuleParameters>, Partial<StudentFacts>, object]

describe('a rule that is met', () => {
  it.each<Row>([
    ['minGpa', { minGpa: 3.1 }, {}, { has: 3.1, needs: 3.1 }],
    ['goodStanding', { goodStanding: true }, {}, {}],
    ['minCreditsEarned', { minCreditsEarned: 40 }, {}, { missing: 0 }],
    ['levels', { levels: ['junior', 'senior'] }, {}, { has: 'junior' }],
    ['majors', { majors: ['BIO', 'CHE'] }, { majors: ['ART', 'CHE'] }, { needs: 'BIO, CHE' }],
    ['prerequisites', { prerequisites: ['STAT 101'] }, {}, { missing: '' }],
    ['trainings', { trainings: ['safety'] }, {}, { missing: '' }],
    ['maxCreditsPerTerm', { maxCreditsPerTerm: 1 }, {}, { has: 0, most: 1 }],
    ['maxCreditsPerDegree', { maxCreditsPerDegree: 13 }, {}, { has: 12, most: 13 }],
    ['maxMajorShare', { maxMajorShare: '1/10' }, {}, { has: 3, most: 4 }],
    ['repeatLimit', { repeatLimit: 2 }, {}, { has: 1 }],
    ['oneClaimPerTerm', { oneClaimPerTerm: true }, {}, { has: 0 }],
  ])('%s', (parameter, own, student, facts) => {
    expect(outcome(parameter, own, student)).toMatchObject({ outcome: 'met', facts })
  })
})

describe('a rule that is not met says the numbers', () => {
  it.each<Row>([
    ['minGpa', { minGpa: 3.2 }, {}, { has: 3.1, needs: 3.2 }],
    ['goodStanding', { goodStanding: true }, { goodStanding: false }, {}],
    ['minCreditsEarned', { minCreditsEarned: 60 }, { creditsEarned: 40.5 }, { missing: 19.5 }],
    ['levels', { levels: ['senior'] }, {}, { has: 'junior', needs: 'senior' }],
    ['majors', { majors: ['CHE'] }, {}, { has: 'BIO', needs: 'CHE' }],
    ['prerequisites', { prerequisites: ['STAT 101', 'BIO 200'] }, {}, { missing: 'BIO 200' }],
    ['trainings', { trainings: ['privacy'] }, {}, { missing: 'privacy' }],
    ['maxCreditsPerTerm', { maxCreditsPerTerm: 1 }, { creditsThisTerm: 0.25 }, { left: 0.75 }],
    ['maxMajorShare', { maxMajorShare: '1/3' }, { creditsTowardMajor: 13 }, { left: 0.25 }],
    ['repeatLimit', { repeatLimit: 1 }, {}, { has: 1, most: 1 }],
    ['oneClaimPerTerm', { oneClaimPerTerm: true }, { claimsThisTerm: 1 }, { has: 1 }],
  ])('%s', (parameter, own, student, facts) => {
    expect(outcome(parameter, own, student)).toMatchObject({ outcome: 'notMet', facts })
  })
})

describe('published caps', () => {
  const perDegree = (most: number) => ({ maxCreditsPerDegree: most })
  it.each<[string, ParameterName, Partial<RuleParameters>, Partial<StudentFacts>, number, boolean]>(
    [
      [
        'Oswego, 15 toward the degree',
        'maxCreditsPerDegree',
        perDegree(15),
        { creditsTowardDegree: 12 },
        3,
        true,
      ],
      [
        'Oswego, no more',
        'maxCreditsPerDegree',
        perDegree(15),
        { creditsTowardDegree: 12.25 },
        3,
        false,
      ],
      [
        'Oswego, one a semester',
        'oneClaimPerTerm',
        { oneClaimPerTerm: true },
        { claimsThisTerm: 1 },
        1,
        false,
      ],
      [
        'NIU, 15 of 120',
        'maxCreditsPerDegree',
        perDegree(15),
        { creditsTowardDegree: 15 },
        0.25,
        false,
      ],
      ['Concordia, 12', 'maxCreditsPerDegree', perDegree(12), { creditsTowardDegree: 11 }, 1, true],
      [
        'Concordia, a third of the major',
        'maxMajorShare',
        { maxMajorShare: '1/3' },
        { creditsTowardMajor: 10, majorCredits: 36 },
        2,
        true,
      ],
      [
        'Concordia, not more than a third',
        'maxMajorShare',
        { maxMajorShare: '1/3' },
        { creditsTowardMajor: 10.25, majorCredits: 36 },
        2,
        false,
      ],
      [
        'Northwestern, 4 of 45',
        'maxCreditsPerDegree',
        perDegree(4),
        { creditsTowardDegree: 3.75 },
        0.25,
        true,
      ],
      ['Oregon, repeated twice', 'repeatLimit', { repeatLimit: 2 }, { claimsBefore: 2 }, 1, false],
      [
        'Oregon, 12 credits',
        'maxCreditsPerDegree',
        perDegree(12),
        { creditsTowardDegree: 12 },
        1,
        false,
      ],
    ],
  )('%s', (_policy, parameter, own, student, requested, met) => {
    const check = outcome(parameter, own, student, requested)
    expect(check?.outcome).toBe(met ? 'met' : 'notMet')
  })
})

describe('what is asked for', () => {
  it.each([
    [0, 'minCredit'],
    [0.25, 'minCredit'],
    [3.5, 'maxCredit'],
    [1.1, 'increment'],
  ] as const)('%d is refused by %s', (requested, parameter) => {
    const checks = eligibilityChecks(rule({ minCredit: 0.5 }), aStudent(), requested, [])
    expect(eligibilityRefusals(checks).map((r) => r.rule)).toContain(
      `eligibility.notMet.${parameter}`,
    )
  })
  it('is no question inside a course, nor are caps on credit', () => {
    const points = rule({ mode: 'points', maxCreditsPerTerm: 1 })
    expect(eligibilityChecks(points, aStudent({ creditsThisTerm: 9 }), 99, [])).toEqual([])
  })
})

describe('what nobody knows yet', () => {
  const strict = rule({ minGpa: 2.5, goodStanding: true, maxMajorShare: '1/3' })
  const nobody = aStudent({ gpa: null, goodStanding: null, majorCredits: null })
  it('is refused and named, not guessed', () => {
    const refusals = eligibilityRefusals(eligibilityChecks(strict, nobody, 1, []))
    expect(refusals.map((r) => r.rule)).toEqual([
      'eligibility.unknown.minGpa',
      'eligibility.unknown.goodStanding',
      'eligibility.unknown.maxMajorShare',
    ])
  })
  it('an instructor can vouch for, with a reason that is shown', () => {
    const attestations: Attestation[] = [
      { parameter: 'minGpa', byName: 'Dr Rivera', why: 'saw the transcript' },
      { parameter: 'goodStanding', byName: 'Dr Rivera', why: 'asked the office' },
      { parameter: 'maxMajorShare', byName: 'Dr Rivera', why: 'first internship' },
    ]
    const checks = eligibilityChecks(strict, nobody, 1, attestations)
    expect(eligibilityRefusals(checks)).toEqual([])
    expect(checks[0]).toEqual({
      parameter: 'minGpa',
      outcome: 'attested',
      key: 'eligibility.attested',
      facts: { byName: 'Dr Rivera', why: 'saw the transcript' },
    })
  })
  it('but never for what the claim itself asks for, nor needlessly', () => {
    const vouch = (parameter: ParameterName) => ({ parameter, byName: 'Dr Rivera', why: 'so' })
    const [max] = eligibilityRefusals(
      eligibilityChecks(rule({}), aStudent(), 9, [vouch('maxCredit')]),
    )
    expect(max?.rule).toBe('eligibility.notMet.maxCredit')
    const known = eligibilityChecks(rule({ minGpa: 2 }), aStudent(), 1, [vouch('minGpa')])
    expect(known[0]?.outcome).toBe('met')
  })
})

describe('a placement', () => {
  const aPlacement = (own: Partial<PlacementFacts> = {}): PlacementFacts => ({
    startsOn: '2026-03-02',
    endsOn: '2026-04-26',
    hours: { by: 'day', entries: [] },
    confirmedHours: 18,
    paid: true,
    ...own,
  })
  const refused = (own: Partial<RuleParameters>, placement: Partial<PlacementFacts>) =>
    eligibilityRefusals(placementChecks(rule(own), aPlacement(placement))).map((r) => r.rule)
  it.each<[string, Partial<RuleParameters>, Partial<PlacementFacts>, string[]]>([
    ['of eight weeks, where Oregon and Carroll ask for eight', { minWeeks: 8 }, {}, []],
    ['a day shorter', { minWeeks: 8 }, { endsOn: '2026-04-25' }, ['eligibility.notMet.minWeeks']],
    ['without its last day', { minWeeks: 8 }, { endsOn: null }, ['eligibility.unknown.minWeeks']],
    ['of any length, without such a rule', {}, { endsOn: '2026-03-02' }, []],
    [
      'paid, where only unpaid work counts',
      { paidAllowed: false },
      {},
      ['eligibility.notMet.paidAllowed'],
    ],
    [
      'unpaid, where only paid work counts',
      { unpaidAllowed: false },
      { paid: false },
      ['eligibility.notMet.unpaidAllowed'],
    ],
    [
      'whose pay is not told',
      { unpaidAllowed: false },
      { paid: null },
      ['eligibility.unknown.unpaidAllowed'],
    ],
    ['unpaid, within the hours for that', { unpaidHoursCap: 18 }, { paid: false }, []],
    [
      'unpaid, beyond them',
      { unpaidHoursCap: 17.99 },
      { paid: false },
      ['eligibility.notMet.unpaidHoursCap'],
    ],
    ['paid, beyond them', { unpaidHoursCap: 10 }, {}, []],
  ])('%s', (_what, own, placement, rules) => {
    expect(refused(own, placement)).toEqual(rules)
  })
  it('shows days and weeks that are long, Monday to Sunday, and refuses none', () => {
    const entries = [
      { on: '2026-03-06', hours: 8.5 },
      { on: '2026-03-08', hours: 7 },
      { on: '2026-03-09', hours: 8 },
    ]
    const limits = { maxHoursPerDay: 8, maxHoursPerWeek: 15 }
    expect(longDaysAndWeeks(limits, { hours: { by: 'day', entries } })).toEqual([
      { on: '2026-03-06', hours: 8.5, most: 8, span: 'day' },
      { on: '2026-03-02', hours: 15.5, most: 15, span: 'week' },
    ])
    const byWeek = { hours: { by: 'week' as const, entries: [{ on: '2026-03-04', hours: 16 }] } }
    expect(longDaysAndWeeks(limits, byWeek)).toMatchObject([{ on: '2026-03-04', span: 'week' }])
    const none = { maxHoursPerDay: null, maxHoursPerWeek: null }
    expect(longDaysAndWeeks(none, byWeek)).toEqual([])
  })
})

describe('every answer has its sentence', () => {
  const names: ParameterName[] = [
    ...['minGpa', 'goodStanding', 'minCreditsEarned', 'levels', 'majors'],
    ...['prerequisites', 'trainings', 'maxCreditsPerTerm', 'maxCreditsPerDegree'],
    ...['maxMajorShare', 'repeatLimit', 'oneClaimPerTerm', 'minCredit', 'maxCredit'],
    ...['increment', 'minWeeks', 'paidAllowed', 'unpaidAllowed', 'unpaidHoursCap'],
  ].filter((name): name is ParameterName => name in PARAMETERS)
  it.each(names)('%s', (name) => {
    expect([hasText(`eligibility.met.${name}`), hasText(`eligibility.notMet.${name}`)]).toEqual([
      true,
      true,
    ])
  })
  it('and its facts fill the blanks', () => {
    const strict = rule({
      ...{ minGpa: 4, goodStanding: true, minCreditsEarned: 99, levels: ['x'], majors: ['x'] },
      ...{ prerequisites: ['x'], trainings: ['x'], maxCreditsPerTerm: 0.5, repeatLimit: 1 },
      ...{ maxCreditsPerDegree: 12, maxMajorShare: 0, oneClaimPerTerm: true, minCredit: 5 },
      ...{ maxCredit: 0.5, increment: 0.3 },
    })
    const unknown: StudentFacts = {
      ...{ gpa: null, goodStanding: null, creditsEarned: null, level: null, majors: null },
      ...{ prerequisites: null, trainings: null, creditsThisTerm: null, creditsTowardDegree: null },
      ...{
        otherTerms: [],
        creditsTowardMajor: null,
        majorCredits: null,
        claimsBefore: null,
        claimsThisTerm: null,
      },
    }
    const lenient = rule({ ...strict, minGpa: 1, levels: ['junior'], majors: ['BIO'] })
    const students = [aStudent({ goodStanding: false, claimsThisTerm: 1 }), aStudent(), unknown]
    const checks = [strict, lenient].flatMap((r) =>
      students.flatMap((student) => eligibilityChecks(r, student, 1, [])),
    )
    for (const { key, facts } of checks) {
      expect(t(key, facts)).not.toContain('{')
      // Student, instructor and registrar read the same sentence.
      expect(t(key, facts)).not.toMatch(/\byou(rs?)?\b/i)
    }
  })
})
