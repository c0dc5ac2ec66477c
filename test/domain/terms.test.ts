// Terms, holidays, business days, and when a day ends in a zone.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dayIn, daysBetween } from '../../src/domain/calendar.ts'
import { endOfDay, startOfDay } from '../../src/domain/day-end.ts'
import {
  isBusinessDay,
  plusBusinessDays,
  plusDays,
  type Term,
  termAfter,
  termOn,
  termProblems,
} from '../../src/domain/terms.ts'

const weekend = [0, 6]
const holidays = [
  { from: '2026-11-26', to: '2026-11-27', name: 'Thanksgiving' },
  { from: '2026-12-24', to: '2027-01-01', name: 'Winter break' },
]
const calendar = { weekend, holidays }

const aTerm = (own: Partial<Term> = {}): Term => ({
  code: '2026F',
  name: 'Fall 2026',
  startsOn: '2026-08-24',
  endsOn: '2026-12-18',
  addBy: '2026-09-04',
  censusOn: '2026-09-14',
  gradesDueOn: '2026-12-22',
  ...own,
})

describe('business days', () => {
  it.each([
    ['2026-11-25', true],
    ['2026-11-26', false],
    ['2026-11-27', false],
    ['2026-11-28', false],
    ['2026-11-30', true],
    ['2027-01-01', false],
    ['2027-01-04', true],
  ])('%s is one: %s', (day, is) => {
    expect(isBusinessDay(calendar, day)).toBe(is)
  })
  it.each([
    ['2026-12-22', -10, '2026-12-08', 'ten before grades are due'],
    ['2026-12-22', -18, '2026-11-24', 'eighteen before, over Thanksgiving'],
    ['2026-11-25', 1, '2026-11-30', 'the next, over Thanksgiving and a weekend'],
    ['2026-12-23', 1, '2027-01-04', 'the next, over the end of the year'],
    ['2027-01-04', -1, '2026-12-23', 'the last, over the end of the year'],
    ['2026-12-23', 5, '2027-01-08', 'a week of them'],
    ['2026-11-28', 1, '2026-11-30', 'from a Saturday'],
    ['2026-11-28', -1, '2026-11-25', 'back from a Saturday after a holiday'],
    ['2026-11-25', 0, '2026-11-25', 'none'],
    ['2026-11-28', 0, '2026-11-25', 'none, from a Saturday: the business day before'],
    ['2028-02-28', 1, '2028-02-29', 'a leap day'],
    ['2026-03-06', 1, '2026-03-09', 'over a change of clocks'],
  ])('%s and %d of them are %s (%s)', (day, days, expected) => {
    expect(plusBusinessDays(calendar, day, days)).toBe(expected)
  })
  it('may be other days elsewhere', () => {
    const friday = { weekend: [5, 6], holidays: [] }
    expect(plusBusinessDays(friday, '2026-11-26', 1)).toBe('2026-11-29')
  })
  it('end with plain days where there are none', () => {
    const none = { weekend: [0, 1, 2, 3, 4, 5, 6], holidays: [] }
    expect(plusBusinessDays(none, '2026-11-26', 3) > '2026-11-26').toBe(true)
  })
  it('count there and back again', () => {
    const days = fc.integer({ min: 0, max: 800 }).map((n) => plusDays('2026-01-01', n))
    fc.assert(
      fc.property(days, fc.integer({ min: 1, max: 60 }), (day, n) => {
        fc.pre(isBusinessDay(calendar, day))
        const there = plusBusinessDays(calendar, day, n)
        expect(isBusinessDay(calendar, there)).toBe(true)
        expect(plusBusinessDays(calendar, there, -n)).toBe(day)
        expect(daysBetween(day, there)).toBeGreaterThanOrEqual(n)
      }),
    )
  })
})

describe('a plain day', () => {
  it.each([
    ['2026-12-31', 1, '2027-01-01'],
    ['2027-01-01', -1, '2026-12-31'],
    ['2028-02-28', 1, '2028-02-29'],
    ['2026-03-08', 1, '2026-03-09'],
  ])('%s and %d are %s', (day, days, expected) => {
    expect(plusDays(day, days)).toBe(expected)
  })
  it.each([
    ['2026-12-04', 'America/New_York', '2026-12-05T04:59:59.999Z', 'in winter'],
    ['2026-07-04', 'America/New_York', '2026-07-05T03:59:59.999Z', 'in summer'],
    ['2026-03-08', 'America/New_York', '2026-03-09T03:59:59.999Z', 'of 23 hours'],
    ['2026-11-01', 'America/New_York', '2026-11-02T04:59:59.999Z', 'of 25 hours'],
    ['2026-10-25', 'Europe/London', '2026-10-25T23:59:59.999Z', 'of 25 hours'],
    ['2026-12-31', 'Pacific/Auckland', '2026-12-31T10:59:59.999Z', 'the last of the year'],
    ['2026-12-31', 'Pacific/Kiritimati', '2026-12-31T09:59:59.999Z', 'of the first zone'],
    ['2026-12-31', 'Pacific/Pago_Pago', '2027-01-01T10:59:59.999Z', 'of the last zone'],
    ['2026-06-01', 'Asia/Kathmandu', '2026-06-01T18:14:59.999Z', 'of a zone of odd minutes'],
    ['2026-04-23', 'Africa/Cairo', '2026-04-23T21:59:59.999Z', 'before one without midnight'],
  ])('%s ends in %s at %s (%s)', (day, timezone, at) => {
    expect(endOfDay(day, timezone).toISOString()).toBe(at)
  })
  it('that a zone left out is over at once', () => {
    // Samoa went from the 29th to the 31st.
    expect(endOfDay('2011-12-30', 'Pacific/Apia')).toEqual(endOfDay('2011-12-29', 'Pacific/Apia'))
  })
  it('is that day until its end, and then the next', () => {
    const zones = [
      'America/New_York',
      'Europe/Berlin',
      'Africa/Cairo',
      'America/Santiago',
      'Asia/Tokyo',
    ]
    const days = fc.integer({ min: 0, max: 1500 }).map((n) => plusDays('2025-01-01', n))
    fc.assert(
      fc.property(days, fc.constantFrom(...zones, 'Australia/Lord_Howe'), (day, zone) => {
        const end = endOfDay(day, zone)
        expect(dayIn(end, zone)).toBe(day)
        expect(dayIn(new Date(end.getTime() + 1), zone)).toBe(plusDays(day, 1))
        expect(startOfDay(plusDays(day, 1), zone).getTime()).toBe(end.getTime() + 1)
      }),
    )
  })
})

describe('a term', () => {
  const spring = aTerm({ code: '2027S', startsOn: '2027-01-18', endsOn: '2027-05-14' })
  const part = aTerm({ code: '2026F2', startsOn: '2026-10-19' })
  it.each([
    ['2026-08-23', null],
    ['2026-08-24', '2026F'],
    ['2026-10-19', '2026F2'],
    ['2026-12-18', '2026F2'],
    ['2026-12-19', null],
    ['2027-02-01', '2027S'],
  ])('%s lies in %s', (day, code) => {
    expect(termOn([spring, part, aTerm()], day)?.code ?? null).toBe(code)
  })
  it('follows the one before', () => {
    expect(termAfter([spring, aTerm(), part], '2026-08-24')?.code).toBe('2026F2')
    expect(termAfter([spring, aTerm(), part], '2027-01-18')).toBeNull()
  })
  it.each<[string, Partial<Term>, Record<string, string>]>([
    ['as it should be', {}, {}],
    ['without the days that are not known yet', { addBy: null, gradesDueOn: null }, {}],
    ['without a code', { code: ' ' }, { code: 'form.required' }],
    ['with another’s code', { code: '2027S' }, { code: 'terms.codeTaken' }],
    ['with a day that is none', { censusOn: '2026-02-30' }, { censusOn: 'form.notADay' }],
    ['that ends first', { endsOn: '2026-08-23' }, { endsOn: 'terms.endsFirst' }],
    ['that never ends', { endsOn: '2028-08-23' }, { endsOn: 'terms.tooLong' }],
    ['with days before it', { addBy: '2026-08-01' }, { addBy: 'terms.beforeStart' }],
    [
      'with several slips',
      { startsOn: 'soon', endsOn: '' },
      { startsOn: 'form.notADay', endsOn: 'form.notADay' },
    ],
  ])('%s', (_what, own, wrong) => {
    expect(termProblems(aTerm(own), [spring])).toEqual(wrong)
  })
})
