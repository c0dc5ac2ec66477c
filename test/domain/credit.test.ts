// The arithmetic of credit: exact, monotone, explained, and never silently zero.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { creditFor, hundredths } from '../../src/domain/credit.ts'
import type { RuleTerms, Scheme } from '../../src/domain/credit-rule.ts'
import { aRule } from './builders.ts'

const cents = (most: number) => fc.integer({ min: 0, max: most * 100 }).map((n) => n / 100)
const terms = (scheme: Scheme) =>
  fc.record({
    fullHours: fc.integer({ min: 1, max: 200_000 }).map((n) => n / 100),
    scheme: fc.constant(scheme),
    academicHours: cents(500),
    points: fc.integer({ min: 1, max: 1_000_000 }).map((n) => n / 100),
  })
const anyTerms = fc.oneof(terms('complete'), terms('proportional'))
const anyHours = fc.array(fc.option(cents(400)), { maxLength: 12 })

function reckon(rule: RuleTerms, hours: (number | null)[]) {
  const placements = hours.map((confirmedHours, i) => ({
    id: `p${i}`,
    title: `Work ${i}`,
    employer: `Employer ${i}`,
    confirmedHours,
  }))
  return creditFor({ rule, placements })
}

describe('the worked example of domain.md 12', () => {
  it('counts 18 and 14 hours with 15 academic ones: 47, of which 45 count and 2 are left over', () => {
    const credit = reckon(aRule(), [18, 14])
    expect(credit).toMatchObject({
      workHours: 32,
      academicHours: 15,
      countedHours: 45,
      unusedHours: 2,
      missingHours: 0,
      score: { given: 100, maximum: 100 },
      refusals: [],
    })
  })
  it('shows every step, in order, the cap among them', () => {
    const { steps } = reckon(aRule(), [18, 14, null])
    expect(steps.map((s) => [s.step, s.amount, s.kind])).toEqual([
      ['placement', 18, 'line'],
      ['placement', 14, 'line'],
      ['waiting', null, 'line'],
      ['work', 32, 'sum'],
      ['academic', 15, 'line'],
      ['cap', 2, 'cap'],
      ['countedFull', 45, 'sum'],
      ['proportional', 100, 'result'],
    ])
  })
})

describe('a proportional rule', () => {
  it.each([
    [45, 15, 100, [18], 73.33],
    [45, 0, 100, [18], 40],
    [30, 0, 10, [10], 3.33],
    [30, 0, 10, [20], 6.67],
    [8, 0, 1, [1], 0.13],
    [200, 0, 1, [1], 0.01],
    [3, 0, 100, [1], 33.33],
    [40, 0, 100, [0.1, 0.2], 0.75],
  ])(
    '%d hours (%d academic) for %d points: %j earns %d',
    (full, academic, points, hours, given) => {
      const rule = aRule({ fullHours: full, academicHours: academic, points })
      expect(reckon(rule, hours).score.given).toBe(given)
    },
  )
  it('rounds a half up: an eighth of a point is 0.13, and 0.005 of a point is 0.01', () => {
    expect(reckon(aRule({ fullHours: 8, academicHours: 0, points: 1 }), [1]).score.given).toBe(0.13)
    expect(reckon(aRule({ fullHours: 200, academicHours: 0, points: 1 }), [1]).score.given).toBe(
      0.01,
    )
  })
  it('is the exact share, to the hundredth, half up', () => {
    fc.assert(
      fc.property(terms('proportional'), anyHours, (rule, hours) => {
        const credit = reckon(rule, hours)
        const full = BigInt(hundredths(rule.fullHours))
        const share = BigInt(hundredths(rule.points)) * BigInt(hundredths(credit.countedHours))
        expect(BigInt(hundredths(credit.score.given))).toBe((2n * share + full) / (2n * full))
      }),
    )
  })
})

describe('a complete rule', () => {
  const rule = aRule({ scheme: 'complete', academicHours: 0, fullHours: 40 })
  it('earns all points with full hours, to the hundredth', () => {
    expect(reckon(rule, [39.99, 0.01])).toMatchObject({ score: { given: 100 }, refusals: [] })
  })
  it('refuses below full hours and says how many are missing', () => {
    const { refusals } = reckon(rule, [39.99])
    expect(refusals).toEqual([{ rule: 'credit.belowFull', facts: { full: 40, missing: 0.01 } }])
  })
  it('never lets 0 points pass without a refusal', () => {
    fc.assert(
      fc.property(terms('complete'), anyHours, (terms, hours) => {
        const credit = reckon(terms, hours)
        expect(credit.score.given === 0).toBe(credit.refusals.length > 0)
      }),
    )
  })
})

describe('every rule', () => {
  it('refuses when nothing is confirmed, whatever the academic hours', () => {
    for (const hours of [[], [null], [null, null], [0]]) {
      const credit = reckon(aRule({ academicHours: 44 }), hours)
      expect(credit.refusals.map((r) => r.rule)).toEqual(['credit.nothingConfirmed'])
      expect(credit).toMatchObject({ academicHours: 0, countedHours: 0 })
    }
  })
  it('shows academic hours as waiting until some work is confirmed', () => {
    expect(reckon(aRule(), [null]).steps.map((s) => s.step)).toEqual([
      'waiting',
      'work',
      'academicWaits',
      'countedShort',
      'proportional',
    ])
  })
  it('never counts a placement that still waits', () => {
    fc.assert(
      fc.property(anyTerms, anyHours, (rule, hours) => {
        const confirmed = hours.filter((h) => h !== null)
        const [all, some] = [reckon(rule, hours), reckon(rule, confirmed)]
        expect({ ...all, steps: [] }).toEqual({ ...some, steps: [] })
      }),
    )
  })
  it('never takes points away when confirmed hours rise', () => {
    fc.assert(
      fc.property(anyTerms, anyHours, fc.nat(), cents(100), (rule, hours, at, more) => {
        const i = hours.length === 0 ? 0 : at % hours.length
        const raised = [...hours]
        raised[i] = (raised[i] ?? 0) + more
        const [before, after] = [reckon(rule, hours), reckon(rule, raised)]
        expect(after.score.given).toBeGreaterThanOrEqual(before.score.given)
      }),
    )
  })
  it('never gives more than the maximum, nor less than nothing', () => {
    fc.assert(
      fc.property(anyTerms, anyHours, (rule, hours) => {
        const { given, maximum } = reckon(rule, hours).score
        expect(maximum).toBe(rule.points)
        expect(given).toBeLessThanOrEqual(maximum)
        expect(given).toBeGreaterThanOrEqual(0)
      }),
    )
  })
  it('does not mind the order of placements', () => {
    const shuffled = anyHours.chain((hours) =>
      fc.tuple(
        fc.constant(hours),
        fc.shuffledSubarray(hours, { minLength: hours.length, maxLength: hours.length }),
      ),
    )
    fc.assert(
      fc.property(anyTerms, shuffled, (rule, [one, other]) => {
        expect({ ...reckon(rule, one), steps: [] }).toEqual({ ...reckon(rule, other), steps: [] })
      }),
    )
  })
  it('adds up to the hundredth: counted and missing make full, counted and unused make all', () => {
    fc.assert(
      fc.property(anyTerms, anyHours, (rule, hours) => {
        const c = reckon(rule, hours)
        const whole = (n: number) => {
          expect(n).toBe(hundredths(n) / 100)
          return hundredths(n)
        }
        expect(whole(c.countedHours) + whole(c.missingHours)).toBe(hundredths(rule.fullHours))
        expect(whole(c.countedHours) + whole(c.unusedHours)).toBe(
          whole(c.workHours) + whole(c.academicHours),
        )
        const work = hours.reduce<number>((sum, h) => sum + hundredths(h ?? 0), 0)
        expect(whole(c.workHours)).toBe(work)
      }),
    )
  })
})

describe('a number of hours in hundredths', () => {
  it('is exact for two decimals', () => {
    fc.assert(fc.property(fc.nat(10_000_000), (n) => hundredths(n / 100) === n))
  })
  it('rounds a third decimal half up, as people do on paper', () => {
    expect(hundredths(1.005)).toBe(101)
    fc.assert(
      fc.property(fc.nat(10_000_000), (n) => hundredths(n / 1000) === Math.floor((n + 5) / 10)),
    )
  })
})
