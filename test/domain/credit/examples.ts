// The form of a worked example: what it shows, what differs from the ordinary rule, what goes in and what comes out.

import { expect, it } from 'vitest'
import type {
  ComputeInput,
  ComputeResult,
  ComputeRule,
} from '../../../src/domain/credit/computation.ts'
import { compute } from '../../../src/domain/credit/compute.ts'
import { anInput, aPlacement, aRule } from './builders.ts'

export type Example = [string, Partial<ComputeRule>, ComputeInput, Partial<ComputeResult>]

/** Each example is a test of its own. */
export function check(examples: Example[]): void {
  it.each(examples)('%s', (_name, rule, input, expected) => {
    expect(compute(aRule(rule), input)).toMatchObject(expected)
  })
}

export const points = (given: number, maximum = 100) => ({ given, maximum })
export const complete = (maximum = 100) => ({ scheme: 'complete' as const, maximum })

/** Work hours alone make credit, and no placement is too short. */
export const workOnly = { workShareMax: 1, minHoursPerPlacement: 0 } as const

/** One placement without academic hours. */
export const alone = (hours: number, own: Partial<ComputeInput> = {}) =>
  anInput([long(hours)], { academicHours: 0, ...own })

/** A placement that no cap shortens. */
export const long = (hours: number) => aPlacement(hours, { capHours: 2000 })
