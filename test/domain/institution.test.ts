// The slug of an institution stands in addresses.

import { describe, expect, it } from 'vitest'
import { SLUG } from '../../src/domain/institution.ts'

describe('a slug', () => {
  it.each(['ab', 'north-river', 'u2', 'a'.repeat(40)])('%s can stand in an address', (slug) => {
    expect(SLUG.test(slug)).toBe(true)
  })
  it.each(['a', 'a'.repeat(41), 'North', 'a b', 'a/b', 'a_b', 'é2', 'ab\n', ''])(
    '%j cannot',
    (slug) => {
      expect(SLUG.test(slug)).toBe(false)
    },
  )
})
