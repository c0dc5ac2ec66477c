// What work pays per hour, in whole hundredths of the currency's unit.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { payMinorPerHour, payMinorTotal } from '../../src/domain/pay.ts'

const fixed = (amountMinor: number) => ({ kind: 'fixed' as const, amountMinor, currency: 'USD' })
const hourly = (amountMinor: number) => ({ kind: 'hourly' as const, amountMinor, currency: 'USD' })
const unpaid = { kind: 'unpaid' as const, reason: 'A charity without staff' }

describe('pay per hour', () => {
  it('is the rate itself when paid by the hour', () => {
    expect(payMinorPerHour(hourly(1850), 0)).toBe(1850)
  })
  it('is the amount over the hours when fixed, rounded down', () => {
    expect(payMinorPerHour(fixed(50_000), 30)).toBe(1666)
  })
  it('is exact where division is: 0.07 over 0.07 hours is 1.00, not 0.99', () => {
    expect(payMinorPerHour(fixed(7), 0.07)).toBe(100)
    fc.assert(
      fc.property(fc.nat(10_000), fc.integer({ min: 1, max: 100_000 }), (rate, hours) => {
        expect(payMinorPerHour(fixed(rate * hours), hours / 100)).toBe(rate * 100)
      }),
    )
  })
  it('is unknown without hours, without pay, or before it was said', () => {
    expect(payMinorPerHour(fixed(100), 0)).toBeNull()
    expect(payMinorPerHour(unpaid, 10)).toBeNull()
    expect(payMinorPerHour(null, 10)).toBeNull()
  })
})

describe('pay in total', () => {
  it('is the amount when fixed, whatever the hours', () => {
    expect(payMinorTotal(fixed(50_000), 12)).toBe(50_000)
  })
  it('is rate times hours by the hour, exact, half up', () => {
    expect(payMinorTotal(hourly(1850), 18.5)).toBe(34_225)
    fc.assert(
      fc.property(fc.nat(100_000), fc.nat(100_000), (rate, hours) => {
        const exact = (2n * BigInt(rate) * BigInt(hours) + 100n) / 200n
        expect(payMinorTotal(hourly(rate), hours / 100)).toBe(Number(exact))
      }),
    )
  })
  it('is nothing to speak of when unpaid or unsaid', () => {
    expect(payMinorTotal(unpaid, 10)).toBeNull()
    expect(payMinorTotal(null, 10)).toBeNull()
  })
})
