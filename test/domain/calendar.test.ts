// Plain days, and the day it is somewhere.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dayIn, daysBetween, isDay } from '../../src/domain/calendar.ts'

describe('a day', () => {
  it.each(['2026-03-14', '2024-02-29', '2000-02-29', '2026-12-31'])('%s exists', (day) => {
    expect(isDay(day)).toBe(true)
  })
  it.each([
    '2026-02-29',
    '1900-02-29',
    '2026-04-31',
    '2026-13-01',
    '2026-00-10',
    '2026-01-00',
    '2026-3-14',
    '14.03.2026',
    '2026-03-14T00:00',
    ' 2026-03-14',
    '２０２６-03-14',
    '',
  ])('"%s" does not', (text) => {
    expect(isDay(text)).toBe(false)
  })
})

describe('the day it is', () => {
  it.each([
    ['2026-03-14T23:30:00Z', 'UTC', '2026-03-14'],
    ['2026-03-14T23:30:00Z', 'Europe/Berlin', '2026-03-15'],
    ['2026-03-15T03:30:00Z', 'America/New_York', '2026-03-14'],
    ['2026-03-14T10:30:00Z', 'Pacific/Kiritimati', '2026-03-15'],
    ['2026-03-14T10:30:00Z', 'Pacific/Pago_Pago', '2026-03-13'],
    ['2026-03-14T18:29:59Z', 'Asia/Kolkata', '2026-03-14'],
    ['2026-03-14T18:30:00Z', 'Asia/Kolkata', '2026-03-15'],
  ])('at %s in %s is %s', (at, zone, day) => {
    expect(dayIn(new Date(at), zone)).toBe(day)
  })
  it('ends at 23:59 on the day the clocks go forward, and on the day they go back', () => {
    // Berlin: 2026-03-29 has 23 hours, 2026-10-25 has 25.
    expect(dayIn(new Date('2026-03-29T21:59:59Z'), 'Europe/Berlin')).toBe('2026-03-29')
    expect(dayIn(new Date('2026-03-29T22:00:00Z'), 'Europe/Berlin')).toBe('2026-03-30')
    expect(dayIn(new Date('2026-10-25T22:59:59Z'), 'Europe/Berlin')).toBe('2026-10-25')
    expect(dayIn(new Date('2026-10-25T23:00:00Z'), 'Europe/Berlin')).toBe('2026-10-26')
  })
  it('is always a day that exists', () => {
    const zones = fc.constantFrom(
      'UTC',
      'America/St_Johns',
      'Asia/Kathmandu',
      'Australia/Lord_Howe',
    )
    const instants = fc.date({
      min: new Date('1970-01-02T00:00:00Z'),
      max: new Date('2200-01-01T00:00:00Z'),
      noInvalidDate: true,
    })
    fc.assert(fc.property(instants, zones, (at, zone) => isDay(dayIn(at, zone))))
  })
})

describe('the days between two days', () => {
  it.each([
    ['2026-03-02', '2026-03-08', 6],
    ['2026-03-08', '2026-03-02', -6],
    ['2026-03-28', '2026-03-30', 2],
    ['2024-02-28', '2024-03-01', 2],
    ['2026-03-02', '2026-03-02', 0],
  ])('%s and %s are %d', (from, to, days) => {
    expect(daysBetween(from, to)).toBe(days)
  })
})
