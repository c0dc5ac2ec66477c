// Exact numbers: what people write in decimals and fractions is what is reckoned with.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  compare,
  dividedBy,
  exact,
  floorTo,
  halfUp,
  minus,
  NOUGHT,
  plus,
  shareOf,
  times,
  toNumber,
  upToHundredths,
} from '../../../src/domain/credit/fraction.ts'

const anyNumber = fc.double({ min: 0, max: 1e15, noNaN: true })

describe('a number', () => {
  it('is what its decimals say, and comes back as it was', () => {
    fc.assert(fc.property(anyNumber, (value) => toNumber(exact(value)) === value))
    fc.assert(
      fc.property(fc.nat(1e9), (n) => {
        const { top, bottom } = exact(n / 100)
        expect(top * 100n).toBe(BigInt(n) * bottom)
      }),
    )
  })
  it.each([
    [0.1, 0.2, 0.3],
    [1.005, 0, 1.005],
    [1e-7, 2e-7, 3e-7],
    [1e21, 1, 1e21],
    [4.35, 0.01, 4.36],
  ])('%d and %d are %d', (a, b, sum) => {
    expect(toNumber(plus(exact(a), exact(b)))).toBe(sum)
  })
  it.each([
    ['1/3', 1 / 3],
    ['2/3', 2 / 3],
    ['1/7', 1 / 7],
  ])('%s is the nearest number there is', (text, number) => {
    expect(toNumber(shareOf(text) ?? NOUGHT)).toBe(number)
  })
  it('is the nearest also after many steps', () => {
    const third = shareOf('1/3') ?? NOUGHT
    const long = [1, 2, 3, 4, 5, 6, 7, 8].reduce(
      (x) => times(x, shareOf('99999/100000') ?? x),
      third,
    )
    expect(toNumber(long)).toBeCloseTo((1 / 3) * 0.99999 ** 8, 15)
  })
  it('that is none is refused', () => {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => exact(value)).toThrow(SyntaxError)
    }
  })
})

describe('a share', () => {
  it.each([0, 1, 0.5, '0/1', '1/1', '2/3', '85/120'])('may be %s', (share) => {
    expect(shareOf(share)).not.toBeNull()
  })
  it.each([-0.1, 1.01, Number.NaN, Number.POSITIVE_INFINITY])('is never %d', (share) => {
    expect(shareOf(share)).toBeNull()
  })
  it.each(['3/2', '1/0', '0/0', '-1/2', '0.5', '2/3 ', '2 / 3', '', 'half', '1/2/3', '1e1/20'])(
    'is never "%s"',
    (share) => {
      expect(shareOf(share)).toBeNull()
    },
  )
})

describe('rounding', () => {
  it('floors to whole steps, never above and never a step too low', () => {
    fc.assert(
      fc.property(fc.nat(1e7), fc.integer({ min: 1, max: 1e4 }), (n, s) => {
        const [value, step] = [exact(n / 1000), exact(s / 100)]
        const floor = floorTo(value, step)
        expect(compare(floor, value)).toBeLessThanOrEqual(0)
        expect(compare(minus(value, floor), step)).toBeLessThan(0)
        const steps = dividedBy(floor, step)
        expect(steps.top % steps.bottom).toBe(0n)
      }),
    )
  })
  it.each([
    [0.005, 0.01],
    [0.0049, 0],
    [2.005, 2.01],
    [1.234, 1.23],
    [1.235, 1.24],
    [99.995, 100],
  ])('makes %d with two decimals %d, half up', (value, rounded) => {
    expect(toNumber(halfUp(exact(value)))).toBe(rounded)
  })
  it.each([
    [1.2301, 1.24],
    [1.23, 1.23],
    [0, 0],
  ])('makes %d with two decimals at least %d', (value, rounded) => {
    expect(toNumber(upToHundredths(exact(value)))).toBe(rounded)
  })
  it('refuses to divide by nothing', () => {
    expect(() => dividedBy(exact(1), NOUGHT)).toThrow(RangeError)
  })
})
