// "12 more confirmed hours make 1.0 credit": exactly so many, and no more than that.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compute } from '../../../src/domain/credit/compute.ts'
import { moreHours } from '../../../src/domain/credit/more-hours.ts'
import { anInput, anyComputeInput, anyComputeRule, aPlacement, aRule } from './builders.ts'

describe('the hours that are missing', () => {
  it('12 more confirmed hours make one credit of the example', () => {
    expect(moreHours(aRule(), anInput([18, null]))).toEqual({
      credits: 1,
      workHours: 12,
      academicHours: 0,
    })
  })
  it.each([
    ['none, when it is reached', anInput([18, 14]), undefined, 0, 0],
    ['for the next step', anInput([18]), 0.75, 0.75, 0],
    ['for a step that is reached already', anInput([18]), 0.5, 0, 0],
    [
      'academic ones first, where work cannot stand in for them',
      anInput([60], { academicHours: 10 }),
      undefined,
      0,
      5,
    ],
    ['both', anInput([10], { academicHours: 10 }), undefined, 20, 5],
    [
      'fewer of work where there is more study',
      anInput([10], { academicHours: 25 }),
      undefined,
      10,
      0,
    ],
    ['all, of a claim without placements', anInput([]), undefined, 30, 0],
  ] as const)('%s', (_name, input, credits, workHours, academicHours) => {
    expect(moreHours(aRule(), input, credits)).toMatchObject({ workHours, academicHours })
  })
  it('are a hundredth more where a share is no decimal', () => {
    const rule = aRule({ hoursPerCredit: 35, workShareMax: '1/3' })
    expect(moreHours(rule, anInput([], { academicHours: 0 }))).toEqual({
      credits: 1,
      workHours: 11.66,
      academicHours: 23.34,
    })
  })
  it.each([
    ['more than is asked for', aRule(), anInput([18]), 1.25],
    ['more than there is in one claim', aRule({ maxCredit: 0.5 }), anInput([18]), 1],
    ['less than the least', aRule({ minCredit: 0.5 }), anInput([18]), 0.25],
    ['nothing', aRule(), anInput([18]), 0],
    ['any, with too many placements', aRule({ maxPlacements: 1 }), anInput([18, 14]), 1],
  ] as const)('do not exist for %s', (_name, rule, input, credits) => {
    expect(moreHours(rule, input, credits)).toBeNull()
  })
  it('make the credit, and a hundredth less does not', () => {
    fc.assert(
      fc.property(anyComputeRule, anyComputeInput, (any, input) => {
        const rule = { ...any, maxPlacements: 20, maxPlacementsPerEmployer: 20 }
        const more = moreHours(rule, input)
        fc.pre(more !== null)
        const creditsWith = (less: number) => {
          const hours = Math.round((more.workHours - less) * 100) / 100
          const added = aPlacement(hours, { id: 'more', employer: 'More', capHours: hours })
          const academicHours = Math.round((input.academicHours + more.academicHours) * 100) / 100
          const placements = [...input.placements, added]
          return compute(
            { ...rule, minHoursPerPlacement: 0 },
            { ...input, academicHours, placements },
          ).credits
        }
        // What is too short stays out, whatever the rule of the added one.
        const short = input.placements.some(
          (p) => (p.confirmedHours ?? 99) < rule.minHoursPerPlacement,
        )
        fc.pre(!short)
        expect(creditsWith(0)).toBeGreaterThanOrEqual(more.credits)
        if (more.workHours > 0) expect(creditsWith(0.01)).toBeLessThan(more.credits)
      }),
      { numRuns: 500 },
    )
  })
})
