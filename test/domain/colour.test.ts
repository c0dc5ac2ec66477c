// An institution's colour: dark enough for white paper, and readable in every shade that is made of it.

import { expect, test } from 'vitest'
import { accentsOf, contrastOnPaper, isColour } from '../../src/domain/colour.ts'

test('contrast is reckoned as WCAG does', () => {
  expect(contrastOnPaper('#000000')).toBeCloseTo(21, 5)
  expect(contrastOnPaper('#ffffff')).toBeCloseTo(1, 5)
  expect(contrastOnPaper('#767676')).toBeCloseTo(4.54, 2)
})

test.each(['#8a1538', '#003366', '#767676', '#000000', '#b02318', '#17693a'])(
  '%s can be read on white, on dark, and on its tints',
  (colour) => {
    const { light, dark } = accentsOf(colour)
    expect(contrastOnPaper(light.accent)).toBeGreaterThanOrEqual(4.5)
    for (const shade of [...Object.values(light), ...Object.values(dark)]) {
      expect(isColour(shade)).toBe(true)
    }
    // On dark the accent is light, so that it stands out there and dark text stands out on it.
    expect(contrastOnPaper(dark.accent)).toBeLessThan(contrastOnPaper(dark.on))
  },
)

test.each(['red', '#fff', '#12345g', '#1234567', ''])('%j is no colour', (text) => {
  expect(isColour(text)).toBe(false)
})
