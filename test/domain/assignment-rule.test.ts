// The rule of an assignment: what an instructor may set, under a rule of the institution that has versions of its own.

import { describe, expect, it } from 'vitest'
import {
  type CreditTerms,
  isSameRule,
  overridesOf,
  type PointsTerms,
  type RuleSource,
  ruleInForce,
  ruleUnder,
  termsProblems,
} from '../../src/domain/assignment-rule.ts'
import { currentRule } from '../../src/domain/course.ts'
import type { RuleParameters } from '../../src/domain/credit/parameters.ts'
import { DEFAULT_RULE } from '../../src/domain/credit/presets.ts'
import { accepted, aRule, NOW, reasonsOf } from './builders.ts'

const POINTS: PointsTerms = {
  ...{ mode: 'points', fullHours: 45, scheme: 'proportional', academicHours: 15, points: 100 },
}
const CREDITS: CreditTerms = {
  ...{ mode: 'credits', scheme: 'complete', points: 100, minCredit: 1, maxCredit: 3 },
}

function aSource(own: Partial<RuleParameters> = {}, version = 1, mayLoosen = ['workShareMax']) {
  const source: RuleSource = {
    ruleId: 'rule-1',
    version: {
      version,
      effectiveFrom: '2026-01-01',
      parameters: { ...DEFAULT_RULE, ...own },
      mayLoosen: mayLoosen as RuleSource['version']['mayLoosen'],
      writtenBy: 'registrar-1',
      writtenAt: NOW,
    },
  }
  return source
}

function under(source: RuleSource, terms: PointsTerms | CreditTerms, version = 1) {
  const made = { version, madeBy: 'teacher-1', madeAt: NOW }
  return { ...accepted(ruleUnder(source, overridesOf(terms))), ...made }
}

describe('the terms of an instructor', () => {
  it('are fine when work is needed and points can be earned', () => {
    expect(termsProblems(POINTS)).toEqual({})
    expect(termsProblems({ ...POINTS, academicHours: 0 })).toEqual({})
    expect(termsProblems(CREDITS)).toEqual({})
  })
  it.each([45, 46, 1000])('cannot let %d academic hours stand in for all work of 45', (hours) => {
    expect(termsProblems({ ...POINTS, academicHours: hours })).toEqual({
      academicHours: 'rule.academicTooMany',
    })
  })
  it.each([0, -1, Number.NaN])('cannot ask for %d hours or give %d points', (number) => {
    const terms = { ...POINTS, fullHours: number, points: number, academicHours: 0 }
    expect(termsProblems(terms)).toEqual({
      fullHours: 'form.outOfRange',
      points: 'form.outOfRange',
    })
  })
  it('cannot give more credit at least than at most', () => {
    expect(termsProblems({ ...CREDITS, minCredit: 4 })).toEqual({
      minCredit: 'creditRule.minAboveMax',
    })
    expect(termsProblems({ ...CREDITS, maxCredit: 0, minCredit: -1 })).toEqual({
      maxCredit: 'form.outOfRange',
      minCredit: 'form.outOfRange',
    })
  })
})

describe('an assignment under a rule of the institution', () => {
  it('has all that the institution says, and its own hours and points', () => {
    const { parameters, source } = under(aSource(), { ...POINTS, fullHours: 30, academicHours: 10 })
    expect(source).toEqual({ ruleId: 'rule-1', version: 1 })
    expect(parameters).toEqual({
      ...DEFAULT_RULE,
      ...{ fullHours: 30, academicHours: 10, workShareMax: '2/3' },
    })
  })
  it('may have fewer academic hours only where the institution lets work be more of it', () => {
    const terms = overridesOf({ ...POINTS, fullHours: 20, academicHours: 0 })
    expect(ruleUnder(aSource(), terms).ok).toBe(true)
    expect(ruleUnder(aSource({}, 1, []), terms)).toEqual({
      ok: false,
      refusals: [
        {
          rule: 'creditRule.loosened',
          facts: { parameter: 'workShareMax', from: '2/3', to: '1/1' },
        },
      ],
    })
  })
  it('may give credits only where the institution does', () => {
    const own = overridesOf(CREDITS)
    expect(reasonsOf(ruleUnder(aSource(), own))).toEqual(['creditRule.loosened'])
    expect(ruleUnder(aSource({ mode: 'credits' }), own).ok).toBe(true)
  })
  it('cannot give more credit than the institution, and may give less', () => {
    const source = aSource({ mode: 'credits' })
    expect(reasonsOf(ruleUnder(source, overridesOf({ ...CREDITS, maxCredit: 4 })))).toEqual([
      'creditRule.loosened',
    ])
    expect(ruleUnder(source, overridesOf({ ...CREDITS, maxCredit: 1 })).ok).toBe(true)
  })
})

describe('the rule in force', () => {
  it('is the newest, or none', () => {
    const rules = [aRule(), aRule({ version: 2 })]
    expect(currentRule({ rules })?.version).toBe(2)
    expect(currentRule({ rules: [] })).toBeNull()
    expect(ruleInForce([], aSource())).toBeNull()
    expect(ruleInForce(rules, null)?.version).toBe(2)
  })
  it('takes the institution’s next version, with what the assignment said for itself', () => {
    const rules = [under(aSource(), POINTS)]
    const next = ruleInForce(rules, aSource({ maxPlacements: 3 }, 2))
    expect(next).toMatchObject({
      ...{ version: 2, source: { ruleId: 'rule-1', version: 2 }, madeBy: 'registrar-1' },
      parameters: { maxPlacements: 3, fullHours: 45 },
      overrides: { fullHours: 45 },
    })
    expect(rules).toHaveLength(1)
  })
  it('goes back to the institution’s where the assignment is looser than the next version lets it', () => {
    const rules = [under(aSource({ mode: 'credits' }), CREDITS)]
    const next = ruleInForce(rules, aSource({ mode: 'credits', maxCredit: 2 }, 2))
    expect(next?.parameters).toMatchObject({ maxCredit: 2, minCredit: 1, scheme: 'complete' })
    expect(next?.overrides).not.toHaveProperty('maxCredit')
  })
  it('stays while the institution has no newer version', () => {
    const rules = [under(aSource({}, 2), POINTS)]
    expect(ruleInForce(rules, aSource({}, 2))).toBe(rules[0])
    expect(ruleInForce(rules, aSource({}, 1))).toBe(rules[0])
  })
  it('stays where an assignment has no rule of the institution', () => {
    const rules = [aRule()]
    expect(ruleInForce(rules, aSource({}, 5))).toBe(rules[0])
  })
})

describe('two rules of an assignment', () => {
  it('are the same when they reckon alike and come from the same place', () => {
    expect(isSameRule(aRule(), aRule({ version: 7, madeBy: 'someone-else' }))).toBe(true)
    expect(isSameRule(under(aSource(), POINTS), under(aSource({}, 2), POINTS))).toBe(false)
  })
  it.each([
    { fullHours: 44 },
    { scheme: 'complete' as const },
    { academicHours: 14 },
    { points: 99 },
  ])('differ by %j', (change) => {
    expect(isSameRule(aRule(), aRule(change))).toBe(false)
  })
})
