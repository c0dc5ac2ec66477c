// What holds for every rule and every claim: credit is monotone, bounded, explained to the last hour, and repeatable.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type {
  ComputeInput,
  ComputePlacement,
  ComputeResult,
  ComputeRule,
  Step,
} from '../../../src/domain/credit/computation.ts'
import { compute } from '../../../src/domain/credit/compute.ts'
import {
  compare,
  dividedBy,
  exact,
  minus,
  ONE,
  plus,
  shareOf,
  times,
} from '../../../src/domain/credit/fraction.ts'
import { computation, recompute } from '../../../src/domain/credit/recompute.ts'
import { anyComputeInput, anyComputeRule, aRule, hundredths } from './builders.ts'

const close = 9

function all(check: (rule: ComputeRule, input: ComputeInput, result: ComputeResult) => void): void {
  fc.assert(
    fc.property(anyComputeRule, anyComputeInput, (rule, input) =>
      check(rule, input, compute(rule, input)),
    ),
    { numRuns: 200 },
  )
}

describe('credit and points', () => {
  it('never fall when the confirmed hours of a placement rise', () => {
    fc.assert(
      fc.property(
        anyComputeRule,
        anyComputeInput,
        fc.nat(),
        hundredths(0, 60),
        (rule, input, n, more) => {
          const placements = input.placements.map((p, i) =>
            i === n % input.placements.length
              ? { ...p, confirmedHours: Math.round(((p.confirmedHours ?? 0) + more) * 100) / 100 }
              : p,
          )
          const [before, after] = [compute(rule, input), compute(rule, { ...input, placements })]
          expect(after.credits).toBeGreaterThanOrEqual(before.credits)
          expect(after.score.given).toBeGreaterThanOrEqual(before.score.given)
        },
      ),
      { numRuns: 200 },
    )
  })
  it('never fall when academic hours rise', () => {
    fc.assert(
      fc.property(anyComputeRule, anyComputeInput, hundredths(0, 60), (rule, input, more) => {
        const academicHours = Math.round((input.academicHours + more) * 100) / 100
        const [before, after] = [compute(rule, input), compute(rule, { ...input, academicHours })]
        expect(after.credits).toBeGreaterThanOrEqual(before.credits)
        expect(after.score.given).toBeGreaterThanOrEqual(before.score.given)
      }),
    )
  })
  it('never exceed what is asked for, the most in a claim, and the hours there are', () => {
    all((rule, input, { credits, usableWorkHours, score }) => {
      expect(credits).toBeLessThanOrEqual(Math.min(input.requestedCredits, rule.maxCredit))
      const hours = usableWorkHours + input.academicHours
      expect(credits * rule.hoursPerCredit).toBeLessThanOrEqual(hours + 1e-9)
      expect(score.given).toBeGreaterThanOrEqual(0)
      expect(score.given).toBeLessThanOrEqual(rule.scoring.maximum)
    })
  })
  it('are whole steps of the rule, and none below the least', () => {
    all((rule, _input, { credits }) => {
      const steps = dividedBy(exact(credits), exact(rule.increment))
      expect(steps.top % steps.bottom).toBe(0n)
      if (credits > 0) expect(credits).toBeGreaterThanOrEqual(rule.minCredit)
    })
  })
  it('are none where a limit on placements is passed', () => {
    fc.assert(
      fc.property(anyComputeRule, (rule) => {
        const one = { ...rule, maxPlacements: 1, maxPlacementsPerEmployer: 1 }
        const result = compute(one, twoPlacements)
        expect(result).toMatchObject({ credits: 0, score: { given: 0 } })
        expect(result.refusals.map((r) => r.rule)).toEqual([
          'credit.maxPlacements',
          'credit.maxPlacementsPerEmployer',
        ])
      }),
    )
  })
})

const placement = { employer: 'A', confirmedHours: 40, capHours: 40, usedElsewhereHours: 0 }
const twoPlacements: ComputeInput = {
  requestedCredits: 1,
  academicHours: 500,
  placements: [
    { id: 'a', ...placement },
    { id: 'b', ...placement },
  ],
}

describe('work hours', () => {
  it('never exceed their share of what is asked for, nor what is confirmed and counted', () => {
    all((rule, input, { countedWorkHours, usableWorkHours }) => {
      const share = shareOf(rule.workShareMax) ?? ONE
      const limit = times(times(share, exact(rule.hoursPerCredit)), exact(input.requestedCredits))
      expect(usableWorkHours).toBeLessThanOrEqual(Number(limit.top) / Number(limit.bottom) + 1e-9)
      expect(usableWorkHours).toBeLessThanOrEqual(countedWorkHours)
      const confirmed = input.placements.reduce((sum, p) => sum + (p.confirmedHours ?? 0), 0)
      expect(countedWorkHours).toBeLessThanOrEqual(confirmed + 1e-9)
    })
  })
  it('never stand in for academic ones, however much credit is asked for', () => {
    fc.assert(
      fc.property(anyComputeRule, anyComputeInput, hundredths(0, 50), (rule, input, more) => {
        const requestedCredits = Math.round((input.requestedCredits + more) * 100) / 100
        const { usableWorkHours } = compute(rule, { ...input, requestedCredits })
        const share = shareOf(rule.workShareMax) ?? ONE
        fc.pre(compare(share, ONE) < 0)
        // work : academic is at most share : (1 - share)
        const academic = times(exact(input.academicHours), share)
        const work = times(exact(usableWorkHours), minus(ONE, share))
        const slack = exact(1e-9)
        expect(compare(work, plus(academic, slack))).toBeLessThanOrEqual(0)
      }),
      { numRuns: 200 },
    )
  })
  it('are used or unused, to the last hundredth', () => {
    all((_rule, _input, result) => {
      const { countedWorkHours, usableWorkHours, unusedHours } = result
      expect(usableWorkHours + unusedHours).toBeCloseTo(countedWorkHours, close)
      expect(unusedHours).toBeGreaterThanOrEqual(0)
    })
  })
})

describe('the order of placements', () => {
  it('changes nothing but the order of lines', () => {
    const shuffled = anyComputeInput.chain((input) =>
      fc.tuple(
        fc.constant(input),
        fc.shuffledSubarray(input.placements, { minLength: input.placements.length }),
      ),
    )
    fc.assert(
      fc.property(anyComputeRule, shuffled, (rule, [input, placements]) => {
        const [one, other] = [compute(rule, input), compute(rule, { ...input, placements })]
        const sorted = (steps: Step[]) => steps.map((step) => JSON.stringify(step)).sort()
        expect(sorted(other.steps)).toEqual(sorted(one.steps))
        expect({ ...other, steps: [] }).toEqual({ ...one, steps: [] })
      }),
    )
  })
})

describe('the steps', () => {
  const sum = (steps: Step[]) =>
    steps.reduce((total, s) => total + (s.kind === 'cap' ? -1 : 1) * (s.result ?? 0), 0)
  const upTo = (steps: Step[], name: Step['step']) => steps.findIndex((s) => s.step === name)
  const at = (steps: Step[], name: Step['step']) => steps[upTo(steps, name)]?.result ?? Number.NaN

  it('add up like a bill: lines less caps are the sum below them, and the last one is the result', () => {
    all((rule, input, result) => {
      const { steps } = result
      const counted = upTo(steps, 'counted')
      expect(sum(steps.slice(0, counted))).toBeCloseTo(at(steps, 'counted'), close)
      const usable = upTo(steps, 'usable')
      expect(sum(steps.slice(counted, usable))).toBeCloseTo(at(steps, 'usable'), close)
      const hours = at(steps, 'usable') + at(steps, 'academic')
      expect(hours).toBeCloseTo(at(steps, 'hours'), close)
      expect(hours / rule.hoursPerCredit).toBeCloseTo(at(steps, 'reached'), close)
      const credits = upTo(steps, 'credits')
      expect(sum(steps.slice(upTo(steps, 'reached'), credits))).toBeCloseTo(result.credits, close)
      expect(at(steps, 'counted')).toBe(result.countedWorkHours)
      expect(at(steps, 'usable')).toBe(result.usableWorkHours)
      expect(at(steps, 'academic')).toBe(input.academicHours)
      expect(at(steps, 'credits')).toBe(result.credits)
      expect(steps.at(-1)?.result).toBe(result.score.given)
    })
  })
  it('name each placement once, and whatever took hours from it', () => {
    const left = (rule: ComputeRule, p: ComputePlacement) => {
      const confirmed = p.confirmedHours ?? 0
      if (p.confirmedHours === null || confirmed < rule.minHoursPerPlacement) return 0
      return Math.min(confirmed, p.capHours) - p.usedElsewhereHours
    }
    all((rule, input, { steps }) => {
      for (const p of input.placements) {
        const own = steps.filter((s) => s.inputs.placement === p.id)
        expect(own.filter((s) => s.kind === 'line')).toHaveLength(1)
        expect(sum(own)).toBeCloseTo(left(rule, p), close)
        expect(own[0]?.step).toBe(p.confirmedHours === null ? 'waiting' : 'placement')
      }
    })
  })
  it('show a cap only where it took something, with its limit', () => {
    all((_rule, _input, { steps, refusals }) => {
      const caps = steps.filter((s) => s.kind === 'cap')
      for (const cap of caps) {
        expect(cap.parameter).not.toBeNull()
        const mayBeNothing = cap.step === 'minCredit' || refusals.length > 0
        if (!mayBeNothing && cap.step !== 'tooShort') expect(cap.result).toBeGreaterThan(0)
      }
    })
  })
})

describe('a stored decision', () => {
  it('gives the stored result when it is reckoned again, also after a database had it', () => {
    all((rule, input) => {
      const stored = JSON.parse(JSON.stringify(computation(rule, input)))
      expect(recompute(stored).same).toBe(true)
    })
  })
  it('differs when anybody changed a number of it', () => {
    all((rule, input, result) => {
      const touched = [
        { ...result, credits: result.credits + 0.01 },
        { ...result, unusedHours: -1 },
        { ...result, score: { ...result.score, given: result.score.given + 1 } },
        { ...result, steps: result.steps.slice(0, -1) },
        { ...result, refusals: [...result.refusals, { rule: 'credit.other', facts: {} }] },
      ]
      for (const stored of touched) {
        const again = recompute({ rule, input, result: stored })
        expect(again).toEqual({ same: false, stored, computed: result })
      }
    })
  })
  it('does not mind in which order a database gives the names back', () => {
    const { rule, input, result } = computation(aRule(), twoPlacements)
    const turned = Object.fromEntries(Object.entries(result).reverse())
    expect(recompute({ rule, input, result: { ...result, ...turned } }).same).toBe(true)
  })
})
