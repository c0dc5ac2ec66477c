// Who counts as one employer, and which placements look like the same work told twice.

import { describe, expect, it } from 'vitest'
import { withEmployers } from '../../src/domain/claim-employers.ts'
import { alikeIn, employersOf, normalName, similarPairs } from '../../src/domain/employers.ts'
import type { Statement } from '../../src/domain/placement.ts'
import { reckon } from '../../src/domain/reckoning.ts'
import {
  aClaim,
  accepted,
  aPlacement,
  aRule,
  aStatement,
  aSubmittedClaim,
  later,
  reasonsOf,
} from './builders.ts'

const BY = { personId: 'teacher-1', name: 'Tess Teacher', at: later(5) }

function at(id: string, employer: string, mail: string, own: Partial<Statement> = {}) {
  const statement = aStatement({ title: `Work ${id}`, employer, supervisorMail: mail, ...own })
  return aPlacement({ id, statement, request: null, state: 'confirmed', confirmedHours: 18 })
}

describe('an employer’s name', () => {
  it.each([
    ['Delta Foods', 'delta foods'],
    ['DELTA  FOODS, Inc.', 'delta foods'],
    ['Delta Foods Ltd', 'delta foods'],
    ['Bäckerei Löwe GmbH & Co. KG', 'backerei lowe'],
    ['L’Atelier', 'latelier'],
    ['Co', 'co'],
    ['三菱', '三菱'],
  ])('%s is compared as %s', (name, normal) => {
    expect(normalName(name)).toBe(normal)
  })
})

describe('the same employer', () => {
  it('is the same mail domain and normalised name', () => {
    const names = employersOf(
      [at('a', 'Delta Foods', 'x@delta.example'), at('b', 'delta foods, inc.', 'y@Delta.Example')],
      {},
    )
    expect([...names.values()]).toEqual(['Delta Foods', 'Delta Foods'])
  })
  it('is not another domain under the same name: a number tells them apart', () => {
    const names = employersOf(
      [at('a', 'Delta', 'x@delta.example'), at('b', 'Delta', 'x@other.example')],
      {},
    )
    expect([...names.values()]).toEqual(['Delta', 'Delta (2)'])
  })
  it('is told by its name alone where the mail is a free one', () => {
    const names = employersOf(
      [at('a', 'Weir Watch', 'a@gmail.com'), at('b', 'Weir Watch', 'b@gmx.de')],
      {},
    )
    expect(new Set(names.values()).size).toBe(1)
    const others = [at('a', 'Weir Watch', 'a@gmail.com'), at('b', 'Tide Watch', 'b@gmail.com')]
    expect(new Set(employersOf(others, {}).values()).size).toBe(2)
  })
  it('is what an instructor joined, or parted', () => {
    const two = [at('a', 'Delta', 'x@delta.example'), at('b', 'Delta Foods', 'x@foods.example')]
    const joined = employersOf(two, { a: 'Delta', b: 'delta' })
    expect([...joined.values()]).toEqual(['Delta', 'Delta'])
    const same = [at('a', 'Delta', 'x@delta.example'), at('b', 'Delta', 'y@delta.example')]
    const parted = employersOf(same, { a: 'Delta North', b: 'Delta South' })
    expect([...parted.values()]).toEqual(['Delta North', 'Delta South'])
  })
  it('is what the rule’s limit counts', () => {
    const rule = aRule({ parameters: { maxPlacementsPerEmployer: 1 } }).parameters
    const two = [at('a', 'Delta', 'x@delta.example'), at('b', 'DELTA', 'y@delta.example')]
    const refusals = (employers: Record<string, string>) =>
      reckon(rule, { ...aClaim(), employers }, two).toApprove
    expect(refusals({})).toEqual([
      {
        rule: 'credit.maxPlacementsPerEmployer',
        facts: { employer: 'Delta', given: 2, most: 1 },
      },
    ])
    expect(refusals({ b: 'Delta South' })).toEqual([])
  })
})

describe('an instructor who names employers', () => {
  const placements = [
    at('a', 'Delta', 'x@delta.example'),
    at('b', 'Delta Foods', 'x@foods.example'),
  ]
  const claim = aSubmittedClaim({ chosen: ['a', 'b'], counts: ['a', 'b'] })

  it('has it kept in the claim, with a line of what was said', () => {
    const after = accepted(withEmployers(claim, placements, { a: 'Delta', b: ' Delta ' }, BY))
    expect(after.employers).toEqual({ a: 'Delta', b: 'Delta' })
    expect(after.history.at(-1)).toEqual({
      ...{ at: BY.at, personId: 'teacher-1', name: 'Tess Teacher', what: 'claim.employers' },
      ...{ why: null, facts: { what: '“Work b”: Delta' } },
    })
  })
  it('changes nothing when nothing differs, or a field is empty', () => {
    expect(accepted(withEmployers(claim, placements, { a: 'Delta', b: '' }, BY))).toBe(claim)
  })
  it('cannot name what is not in the claim', () => {
    expect(accepted(withEmployers(claim, placements, { c: 'Else' }, BY))).toBe(claim)
  })
  it('cannot do so once it is decided, nor on an own claim', () => {
    const of = (own: object, by = BY) =>
      reasonsOf(withEmployers({ ...claim, ...own }, placements, { b: 'Delta' }, by))
    expect(of({ state: 'approved' })).toEqual(['claim.notNow'])
    expect(of({}, { ...BY, personId: 'student-1' })).toEqual(['review.ownClaim'])
  })
})

describe('similar placements', () => {
  const hours = (amount: number) => ({
    hours: { by: 'day' as const, entries: [{ on: '2026-03-02', hours: amount }] },
  })
  const pairs = (a: Partial<Statement>, b: Partial<Statement>, name = 'Delta') => {
    const two = [at('a', 'Delta', 'x@delta.example', a), at('b', name, 'y@delta.example', b)]
    return similarPairs(two, employersOf(two, {})).length
  }
  it('are of the same employer, in overlapping days, with about as many hours', () => {
    expect(pairs({}, {})).toBe(1)
    expect(pairs(hours(10), hours(8))).toBe(1)
  })
  it('are not those of another employer, of other days, or of many more hours', () => {
    expect(pairs({}, {}, 'Else')).toBe(0)
    expect(pairs({}, { startsOn: '2026-03-07', endsOn: '2026-03-09' })).toBe(0)
    expect(pairs(hours(10), hours(7))).toBe(0)
    expect(pairs({ startsOn: null }, {})).toBe(0)
  })
  it('are looked for elsewhere too, where the very same one is no other work', () => {
    const [own, other] = [at('a', 'Delta', 'x@delta.example'), at('b', 'Delta', 'y@delta.example')]
    expect(alikeIn([own], [other], {})).toEqual([own])
    expect(alikeIn([own], [own], {})).toEqual([])
    expect(alikeIn([own, other], [own, other], {})).toEqual([])
  })
})
