// Makes rules and inputs for the arithmetic of credit: ordinary ones for examples, any at all for properties.

import fc from 'fast-check'
import type {
  ComputeInput,
  ComputePlacement,
  ComputeRule,
} from '../../../src/domain/credit/computation.ts'

/** The rule of interfaces.md, with points in proportion. */
export function aRule(own: Partial<ComputeRule> = {}): ComputeRule {
  return {
    hoursPerCredit: 45,
    workShareMax: '2/3',
    increment: 0.25,
    minCredit: 0,
    maxCredit: 3,
    maxPlacements: 4,
    minHoursPerPlacement: 5,
    maxPlacementsPerEmployer: 2,
    scoring: { scheme: 'proportional', maximum: 100 },
    ...own,
  }
}

/** A placement of so many confirmed hours, of an employer of its own. */
export function aPlacement(
  confirmedHours: number | null,
  own: Partial<ComputePlacement> = {},
): ComputePlacement {
  return { id: 'a', employer: 'E', confirmedHours, capHours: 40, usedElsewhereHours: 0, ...own }
}

/** One credit asked for, with 15 academic hours and placements of so many hours. */
export function anInput(
  hours: (number | null | ComputePlacement)[],
  own: Partial<ComputeInput> = {},
): ComputeInput {
  const placements = hours.map((h, i) =>
    typeof h === 'number' || h === null
      ? aPlacement(h, { id: `p${i}`, employer: `Employer ${i}` })
      : { ...h, id: `p${i}` },
  )
  return { requestedCredits: 1, academicHours: 15, placements, ...own }
}

/** Hundredths, from and to these numbers. */
export const hundredths = (from: number, to: number) =>
  fc.integer({ min: Math.round(from * 100), max: Math.round(to * 100) }).map((n) => n / 100)

const anyShare = fc.oneof(
  fc.constantFrom<number | string>('2/3', '85/120', '1/3', 0, 1, 0.5, 0.7),
  fc
    .tuple(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 1, max: 50 }))
    .map(([a, b]) => `${Math.min(a, b)}/${b}`),
)

export const anyComputeRule: fc.Arbitrary<ComputeRule> = fc.record({
  hoursPerCredit: hundredths(0.5, 150),
  workShareMax: anyShare,
  increment: fc.constantFrom(0.01, 0.1, 0.25, 0.3, 0.5, 1),
  minCredit: fc.constantFrom(0, 0, 0.25, 1),
  maxCredit: hundredths(1, 6),
  maxPlacements: fc.integer({ min: 4, max: 12 }),
  minHoursPerPlacement: fc.constantFrom(0, 0, 5, 7.25),
  maxPlacementsPerEmployer: fc.integer({ min: 3, max: 12 }),
  scoring: fc.record({
    scheme: fc.constantFrom('complete' as const, 'proportional' as const),
    maximum: hundredths(0.01, 1000),
  }),
})

const anyComputePlacement = fc
  .record({
    employer: fc.constantFrom('A', 'B', 'C', 'D'),
    confirmedHours: fc.option(hundredths(0, 90), { freq: 6 }),
    capHours: hundredths(0, 80),
    used: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .map(({ used, ...placement }) => {
    const most = Math.min(placement.confirmedHours ?? 0, placement.capHours)
    return {
      ...placement,
      usedElsewhereHours: used < 0.6 ? 0 : Math.floor(used * most * 100) / 100,
    }
  })

export const anyComputeInput: fc.Arbitrary<ComputeInput> = fc.record({
  requestedCredits: hundredths(0.01, 6),
  academicHours: fc.oneof(hundredths(0, 200), fc.constant(0)),
  placements: fc
    .array(anyComputePlacement, { maxLength: 8 })
    .map((list) => list.map((placement, i) => ({ id: `p${i}`, ...placement }))),
})
