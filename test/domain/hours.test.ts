// An hours log: exact totals, and what is wrong with an entry.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { entryProblem, type HoursEntry, type HoursLog, totalHours } from '../../src/domain/hours.ts'

const SPAN = { startsOn: '2026-03-04', endsOn: '2026-03-27' }
const day = (on: string, hours: number): HoursEntry => ({ on, hours })

function problem(by: HoursLog['by'], entry: HoursEntry, others: HoursEntry[] = [], span = SPAN) {
  return entryProblem(entry, { by, entries: [entry, ...others] }, span)
}

describe('the total', () => {
  it('of 0.1 and 0.2 hours is 0.3', () => {
    expect(
      totalHours({ by: 'day', entries: [day('2026-03-04', 0.1), day('2026-03-05', 0.2)] }),
    ).toBe(0.3)
  })
  it('is exact for any log', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 2400 }), { maxLength: 366 }), (amounts) => {
        const entries = amounts.map((n) => day('2026-03-04', n / 100))
        expect(totalHours({ by: 'day', entries })).toBe(amounts.reduce((a, b) => a + b, 0) / 100)
      }),
    )
  })
  it('of an empty log is 0', () => {
    expect(totalHours({ by: 'week', entries: [] })).toBe(0)
  })
})

describe('a day of work', () => {
  it.each([
    [day('2026-03-04', 24), null],
    [day('2026-03-27', 0.01), null],
    [day('2026-03-04', 24.01), 'hours.longDay'],
    [day('2026-03-04', Number.POSITIVE_INFINITY), 'hours.longDay'],
    [day('2026-03-04', 0), 'hours.notPositive'],
    [day('2026-03-04', -1), 'hours.notPositive'],
    [day('2026-03-04', Number.NaN), 'hours.notPositive'],
    [day('2026-03-04', 0.004), 'hours.notPositive'],
    [day('2026-03-03', 8), 'hours.beforeStart'],
    [day('2026-03-28', 8), 'hours.afterEnd'],
    [day('2026-02-30', 8), 'hours.noDay'],
    [day('', 8), 'hours.noDay'],
  ])('%j: %s', (entry, expected) => {
    expect(problem('day', entry)).toBe(expected)
  })
  it('cannot be entered twice', () => {
    expect(problem('day', day('2026-03-04', 4), [day('2026-03-04', 5)])).toBe('hours.twice')
    expect(problem('day', day('2026-03-04', 4), [day('2026-03-05', 5)])).toBeNull()
  })
  it('may be any day while start and end are not known', () => {
    const open = { startsOn: null, endsOn: null }
    expect(entryProblem(day('1999-01-01', 1), { by: 'day', entries: [] }, open)).toBeNull()
  })
})

describe('a week of work', () => {
  it('may begin before the first day of the work, when it reaches into it', () => {
    expect(problem('week', day('2026-03-02', 20))).toBeNull()
    expect(problem('week', day('2026-02-26', 20))).toBeNull()
  })
  it('cannot lie wholly before the work', () => {
    expect(problem('week', day('2026-02-25', 20))).toBe('hours.beforeStart')
    expect(problem('week', day('2025-03-02', 20))).toBe('hours.beforeStart')
  })
  it('cannot begin after the work', () => {
    expect(problem('week', day('2026-03-27', 20))).toBeNull()
    expect(problem('week', day('2026-03-28', 20))).toBe('hours.afterEnd')
  })
  it('has 168 hours', () => {
    expect(problem('week', day('2026-03-09', 168))).toBeNull()
    expect(problem('week', day('2026-03-09', 168.01))).toBe('hours.longWeek')
  })
  it('cannot overlap another week', () => {
    expect(problem('week', day('2026-03-09', 40), [day('2026-03-15', 40)])).toBe('hours.twice')
    expect(problem('week', day('2026-03-09', 40), [day('2026-03-03', 40)])).toBe('hours.twice')
    expect(problem('week', day('2026-03-09', 40), [day('2026-03-16', 40)])).toBeNull()
  })
})
