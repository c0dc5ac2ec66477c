// How many more hours make the credit: "12 more confirmed hours make 1.0 credit", exactly.

import type { ComputeInput, ComputeRule } from './computation.ts'
import { countWork } from './counted-work.ts'
import {
  compare,
  exact,
  type Fraction,
  floorTo,
  minus,
  most,
  NOUGHT,
  ONE,
  plus,
  shareOf,
  times,
  toNumber,
  upToHundredths,
} from './fraction.ts'
import { tooMany } from './too-many.ts'

export interface MoreHours {
  credits: number
  /** Confirmed work hours that are missing, beyond what counts now; in hundredths, the least that do. */
  workHours: number
  /** Academic hours that are missing first; work cannot stand in for them. */
  academicHours: number
}

/**
 * The least hours that are missing for so many credits (by default, all that is asked for and possible); null when no
 * hours can make them: more than is asked for or possible, below the smallest credit, or too many placements.
 */
export function moreHours(
  rule: ComputeRule,
  input: ComputeInput,
  credits?: number,
): MoreHours | null {
  const target = credits === undefined ? mostPossible(rule, input) : exact(credits)
  const share = shareOf(rule.workShareMax)
  if (!share || !possible(rule, input, target)) return null
  const counted = countWork(rule, input.placements).hours
  const academic = exact(input.academicHours)
  const hours = times(target, exact(rule.hoursPerCredit))
  // No more than is asked for is reached, so work within its share of this is within its share of that.
  const leastAcademic = times(minus(ONE, share), hours)
  const learning = upToHundredths(most(minus(leastAcademic, academic), NOUGHT))
  const work = minus(minus(hours, plus(academic, learning)), counted)
  return {
    credits: toNumber(target),
    workHours: toNumber(upToHundredths(most(work, NOUGHT))),
    academicHours: toNumber(learning),
  }
}

function mostPossible(rule: ComputeRule, input: ComputeInput): Fraction {
  const { requestedCredits } = input
  return floorTo(exact(Math.min(requestedCredits, rule.maxCredit)), exact(rule.increment))
}

function possible(rule: ComputeRule, input: ComputeInput, target: Fraction): boolean {
  return (
    compare(target, NOUGHT) > 0 &&
    compare(target, mostPossible(rule, input)) <= 0 &&
    compare(target, exact(rule.minCredit)) >= 0 &&
    tooMany(rule, input.placements).length === 0
  )
}
