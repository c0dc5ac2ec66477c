// Hours in whole hundredths: exact, and rounded as on paper.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hundredths } from '../../src/domain/hundredths.ts'

describe('a number of hours in hundredths', () => {
  it('is exact for two decimals', () => {
    fc.assert(fc.property(fc.nat(10_000_000), (n) => hundredths(n / 100) === n))
  })
  it('rounds a third decimal half up, as people do on paper', () => {
    expect(hundredths(1.005)).toBe(101)
    fc.assert(
      fc.property(fc.nat(10_000_000), (n) => hundredths(n / 1000) === Math.floor((n + 5) / 10)),
    )
  })
})
