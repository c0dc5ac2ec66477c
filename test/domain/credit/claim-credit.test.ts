// A claim's credit by a whole rule: the modes, academic hours, and what stops an approval.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type ClaimFacts,
  creditOfClaim,
  fullHoursOf,
} from '../../../src/domain/credit/claim-credit.ts'
import type { RuleParameters } from '../../../src/domain/credit/parameters.ts'
import { DEFAULT_RULE, PRESETS } from '../../../src/domain/credit/presets.ts'
import { hundredths as whole } from '../../../src/domain/hundredths.ts'
import { pointsParameters } from '../../support/rules.ts'
import { hundredths } from './builders.ts'

const credits = (own: Partial<RuleParameters> = {}): RuleParameters => ({
  ...DEFAULT_RULE,
  mode: 'credits',
  ...own,
})

function aClaim(hours: (number | null)[], own: Partial<ClaimFacts> = {}): ClaimFacts {
  const placements = hours.map((confirmedHours, i) => ({
    id: `p${i}`,
    employer: `Employer ${i}`,
    confirmedHours,
    capHours: null,
  }))
  return { requestedCredits: 1, academicHoursApproved: null, placements, ...own }
}

describe('a claim for the course’s credits', () => {
  it('earns them, and the points that go with them', () => {
    const credit = creditOfClaim(credits(), aClaim([18, 14]))
    expect(credit).toMatchObject({ mode: 'credits', credits: 1, toApprove: [] })
    expect(credit.result).toMatchObject({ usableWorkHours: 30, score: { given: 100 } })
  })
  it('brings academic hours for each credit that is asked for', () => {
    const { input } = creditOfClaim(credits(), aClaim([18], { requestedCredits: 2.5 }))
    expect(input.academicHours).toBe(37.5)
  })
  it('counts only what the instructor approved, where the rule asks for that, up to the rule’s hours', () => {
    const rule = credits({ academicBasis: 'approved' })
    const academic = (academicHoursApproved: number | null) =>
      creditOfClaim(rule, aClaim([30], { academicHoursApproved })).input.academicHours
    expect([academic(null), academic(12), academic(99)]).toEqual([0, 12, 15])
  })
  it('takes the cap of a posting, never a higher one than the rule’s', () => {
    const [low, high] = [20, 80].map((capHours) =>
      creditOfClaim(credits(), {
        ...aClaim([]),
        placements: [{ id: 'a', employer: 'E', confirmedHours: 60, capHours }],
      }),
    )
    expect([low?.result.countedWorkHours, high?.result.countedWorkHours]).toEqual([20, 40])
  })
  it('counts work alone where hours are work hours', () => {
    const credit = creditOfClaim(credits({ hoursBasis: 'work' }), aClaim([40, 5]))
    expect(credit).toMatchObject({ credits: 1, input: { academicHours: 0 } })
  })
  it('holds one placement where stacking is not allowed', () => {
    const { toApprove } = creditOfClaim(credits({ stackAllowed: false }), aClaim([18, 14]))
    expect(toApprove).toEqual([{ rule: 'credit.maxPlacements', facts: { given: 2, most: 1 } }])
  })
})

describe('a claim for points inside a course', () => {
  it('has no credits of its own: hours and points only', () => {
    const credit = creditOfClaim(DEFAULT_RULE, aClaim([18], { requestedCredits: 3 }))
    expect(credit).toMatchObject({ mode: 'points', credits: null, toApprove: [] })
    expect(credit.result.score).toEqual({ given: 73.33, maximum: 100 })
  })
  it('takes the hours of a credit for all the points, unless the assignment says how many', () => {
    expect(fullHoursOf(DEFAULT_RULE)).toBe(45)
    const rule = { ...DEFAULT_RULE, fullHours: 20, academicHours: 5, workShareMax: '3/4' }
    expect(creditOfClaim(rule, aClaim([15])).result.score.given).toBe(100)
  })
  it('earns the exact share of its hours, to the hundredth, half up; all of them or none under complete', () => {
    const terms = fc
      .record({
        fullHours: hundredths(0.01, 2000),
        scheme: fc.constantFrom('complete' as const, 'proportional' as const),
        share: fc.double({ min: 0, max: 0.99, noNaN: true }),
        points: hundredths(0.01, 10_000),
      })
      .map(({ share, ...own }) => ({
        ...own,
        academicHours: Math.floor(own.fullHours * share * 100) / 100,
      }))
    const hours = fc.array(fc.option(hundredths(0, 400)), { maxLength: 12 })
    fc.assert(
      fc.property(terms, hours, (rule, list) => {
        fc.pre(list.some((h) => (h ?? 0) > 0))
        const claim = aClaim(list)
        const { result, toApprove } = creditOfClaim(pointsParameters(rule), claim)
        const work = list.reduce<number>((sum, h) => sum + whole(h ?? 0), 0)
        const all = work + whole(rule.academicHours)
        const [full, points] = [whole(rule.fullHours), whole(rule.points)]
        const counted = Math.min(all, full)
        const share = Number(
          (2n * BigInt(points) * BigInt(counted) + BigInt(full)) / BigInt(2 * full),
        )
        const complete = counted < full ? 0 : points
        expect(whole(result.score.given)).toBe(rule.scheme === 'complete' ? complete : share)
        expect(whole(result.unusedHours)).toBe(all - counted)
        expect(whole(result.usableWorkHours + result.academicHours)).toBe(counted)
        const isShort = rule.scheme === 'complete' && counted < full
        expect(toApprove).toEqual(
          isShort
            ? [
                {
                  rule: 'credit.belowFull',
                  facts: { full: rule.fullHours, missing: (full - counted) / 100 },
                },
              ]
            : [],
        )
      }),
    )
  })
})

describe('a notation', () => {
  it('gives neither credits nor refuses what reached its hours', () => {
    const rule: RuleParameters = { ...DEFAULT_RULE, mode: 'notation', scheme: 'complete' }
    expect(creditOfClaim(rule, aClaim([40]))).toMatchObject({ credits: null, toApprove: [] })
  })
})

describe('an approval is stopped', () => {
  const rules = (rule: RuleParameters, claim: ClaimFacts) => creditOfClaim(rule, claim).toApprove
  it('while nothing is confirmed, whatever the academic hours', () => {
    for (const hours of [[], [null], [0], [4.99]]) {
      expect(rules(credits(), aClaim(hours))).toEqual([
        { rule: 'credit.nothingConfirmed', facts: {} },
      ])
    }
  })
  it('below what was asked for, under complete, and says how many hours are missing', () => {
    expect(rules(credits({ scheme: 'complete' }), aClaim([18]))).toEqual([
      { rule: 'credit.belowRequested', facts: { requested: 1, reached: 0.5, missing: 12 } },
    ])
  })
  it('below all the hours, in points mode', () => {
    expect(rules({ ...DEFAULT_RULE, scheme: 'complete' }, aClaim([18]))).toEqual([
      { rule: 'credit.belowFull', facts: { full: 45, missing: 12 } },
    ])
  })
  it('when a claim for credits would give none, also in proportion', () => {
    expect(rules(credits({ minCredit: 1 }), aClaim([18]))).toEqual([
      { rule: 'credit.belowRequested', facts: { requested: 1, reached: 0, missing: 12 } },
    ])
  })
  it('by too many placements', () => {
    expect(rules(credits(), aClaim([9, 9, 9, 9, 9])).map((r) => r.rule)).toEqual([
      'credit.maxPlacements',
    ])
  })
  it('never leaves 0 points with credit', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.values(PRESETS)),
        fc.constantFrom('complete' as const, 'proportional' as const),
        fc.constantFrom('credits' as const, 'points' as const),
        fc.array(fc.option(hundredths(0, 60)), { maxLength: 5 }),
        fc.constantFrom(0.25, 0.5, 1, 2, 3),
        (preset, scheme, mode, hours, requestedCredits) => {
          const claim = aClaim(hours, { requestedCredits })
          const credit = creditOfClaim({ ...preset, scheme, mode }, claim)
          fc.pre(credit.toApprove.length === 0)
          expect(credit.result.score.given).toBeGreaterThan(0)
          if (mode === 'credits') expect(credit.credits).toBeGreaterThan(0)
        },
      ),
    )
  })
})
