// How a claim falls into terms, by the days on which its hours were worked.

import { describe, expect, it } from 'vitest'
import { ONE, plus, toNumber } from '../../src/domain/credit/fraction.ts'
import type { HoursLog } from '../../src/domain/hours.ts'
import { knownFacts, studentFacts } from '../../src/domain/student-facts.ts'
import { termShares } from '../../src/domain/term-shares.ts'
import type { Term } from '../../src/domain/terms.ts'

const term = (code: string, startsOn: string, endsOn: string): Term => ({
  ...{ code, name: code, startsOn, endsOn, addBy: null, censusOn: null, gradesDueOn: null },
})
const TERMS = [term('F', '2026-08-24', '2026-12-18'), term('S', '2027-01-11', '2027-05-07')]
const log = (...entries: [string, number][]): HoursLog => ({
  by: 'day',
  entries: entries.map(([on, hours]) => ({ on, hours })),
})
const shares = (logs: HoursLog[], own = 'S') =>
  [...termShares(logs, own, TERMS)].map(([code, share]) => [code, toNumber(share)])

describe('a claim', () => {
  it('is its own term’s, as long as nothing was worked in another', () => {
    expect(shares([])).toEqual([['S', 1]])
    expect(shares([log(['2027-01-11', 4], ['2027-05-07', 6])])).toEqual([['S', 1]])
  })

  it('falls into two where its hours do, over all of its placements', () => {
    const two = [log(['2026-12-17', 3], ['2027-01-12', 5]), log(['2026-12-18', 2])]
    expect(shares(two)).toEqual([
      ['S', 0.5],
      ['F', 0.5],
    ])
  })

  it('keeps hours between two terms in its own', () => {
    expect(shares([log(['2026-12-28', 8], ['2026-12-18', 2])])).toEqual([
      ['S', 0.8],
      ['F', 0.2],
    ])
  })

  it('comes to one, to the last hundredth', () => {
    const thirds = termShares([log(['2026-12-18', 1], ['2027-01-11', 2])], 'S', TERMS)
    expect(toNumber([...thirds.values()].reduce(plus))).toBe(toNumber(ONE))
    const whole = { on: '2027-02-01', credits: 1, terms: thirds }
    const rest = { own: 'S', shares: new Map([['S', ONE]]), names: new Map() }
    const facts = studentFacts(knownFacts([]), {
      ...{ approved: [whole, whole, whole], claimsThisTerm: 3, terms: rest },
    })
    expect(facts.creditsThisTerm).toBe(2)
  })
})
