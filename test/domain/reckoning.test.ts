// A claim reckoned with all that the rule says of its placements and its request; and a stored decision, again.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RuleParameters } from '../../src/domain/credit/parameters.ts'
import { DEFAULT_RULE } from '../../src/domain/credit/presets.ts'
import { recompute } from '../../src/domain/credit/recompute.ts'
import type { Pay } from '../../src/domain/pay.ts'
import { hoursThatCount, reckon } from '../../src/domain/reckoning.ts'
import { firstRequest, leastRequest } from '../../src/domain/request.ts'
import { aClaim, aPlacement, aRule, aStatement } from './builders.ts'

const confirmed = (confirmedHours: number | null, own = {}) =>
  aPlacement({ id: `p${confirmedHours}`, confirmedHours, statement: aStatement(own) })
const rules = (own: Partial<RuleParameters>, placements = [confirmed(30)], claim = aClaim()) =>
  reckon({ ...DEFAULT_RULE, ...own }, claim, placements).toApprove.map(({ rule }) => rule)

const UNPAID: Pay = { kind: 'unpaid', reason: 'A club' }

describe('a claim is stopped', () => {
  it.each<[string, Partial<RuleParameters>, object]>([
    ['eligibility.notMet.minWeeks', { minWeeks: 2 }, {}],
    ['eligibility.unknown.minWeeks', { minWeeks: 2 }, { endsOn: null }],
    ['eligibility.notMet.paidAllowed', { paidAllowed: false }, {}],
    ['eligibility.notMet.unpaidAllowed', { unpaidAllowed: false }, { pay: UNPAID }],
    ['eligibility.unknown.unpaidAllowed', { unpaidAllowed: false }, { pay: null }],
    ['eligibility.notMet.unpaidHoursCap', { unpaidHoursCap: 20 }, { pay: UNPAID }],
  ])('by %s', (rule, own, statement) => {
    expect(rules(own, [confirmed(30, statement)])).toEqual([rule])
    expect(rules({}, [confirmed(30, statement)])).toEqual([])
  })
  it('with the name of the work, so that the student knows which', () => {
    const { unmet } = reckon({ ...DEFAULT_RULE, minWeeks: 2 }, aClaim(), [confirmed(30)])
    expect(unmet).toEqual([
      {
        rule: 'eligibility.notMet.minWeeks',
        facts: { days: 5, needs: 2, title: 'Survey of river birds' },
      },
    ])
  })
  it('by too many placements, once', () => {
    const five = [1, 2, 3, 4, 5].map((n) =>
      aPlacement({ id: `p${n}`, confirmedHours: 9, statement: aStatement({ employer: `E${n}` }) }),
    )
    expect(rules({}, five)).toEqual(['credit.maxPlacements'])
  })
  it.each([
    [0.1, ['increment']],
    [4, ['maxCredit']],
    [0.25, ['minCredit', 'increment']],
  ])('by a request of %d credits where 0.5 to 3 in halves may be asked for', (asked, names) => {
    const own = { mode: 'credits' as const, minCredit: 0.5, maxCredit: 3, increment: 0.5 }
    const found = rules(own, [confirmed(30)], aClaim({ requestedCredits: asked }))
    const expected = names.map((name) => `eligibility.notMet.${name}`)
    expect(found.filter((rule) => rule.startsWith('eligibility'))).toEqual(
      asked === 0.1 ? ['eligibility.notMet.minCredit', ...expected] : expected,
    )
  })
  it('by nothing of a request where there are points only', () => {
    expect(rules({}, [confirmed(30)], aClaim({ requestedCredits: 99 }))).toEqual([])
  })
})

describe('what a new claim asks for', () => {
  const range = (minCredit: number, maxCredit: number, increment: number) =>
    firstRequest({ mode: 'credits', minCredit, maxCredit, increment })
  it('is one credit, or the least that the rule gives', () => {
    expect([range(0, 3, 0.25), range(5, 20, 5), range(0.5, 0.5, 0.5), range(0, 3, 0.75)]).toEqual([
      ...[1, 5, 0.5, 0.75],
    ])
    expect(leastRequest({ ...DEFAULT_RULE, minCredit: 0 })).toBe(0.25)
  })
})

describe('a stored decision', () => {
  it('gives the stored result when it is reckoned again', () => {
    const hours = fc.array(fc.option(fc.integer({ min: 0, max: 9000 }).map((n) => n / 100)), {
      maxLength: 6,
    })
    const modes = fc.constantFrom('points' as const, 'credits' as const)
    fc.assert(
      fc.property(hours, modes, fc.constantFrom(0.25, 1, 2.5), (list, mode, requestedCredits) => {
        const placements = list.map((h, i) => ({ ...confirmed(h), id: `p${i}` }))
        const claim = aClaim({ requestedCredits })
        const { unmet: _, ...stored } = reckon({ ...DEFAULT_RULE, mode }, claim, placements)
        const kept: typeof stored = JSON.parse(JSON.stringify(stored))
        expect(recompute(kept)).toEqual({
          same: true,
          stored: kept.result,
          computed: stored.result,
        })
      }),
    )
  })
  it('is found out when somebody has changed it', () => {
    const { unmet: _, ...stored } = reckon(aRule().parameters, aClaim(), [confirmed(30)])
    const score = { ...stored.result.score, given: 99 }
    expect(recompute({ ...stored, result: { ...stored.result, score } }).same).toBe(false)
  })
})

describe('hours that count', () => {
  it('are work and academic ones, to the hundredth', () => {
    const credit = reckon(DEFAULT_RULE, aClaim(), [confirmed(18)])
    expect(hoursThatCount(credit)).toBe(33)
  })
})
