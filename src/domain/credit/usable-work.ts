// The second part of the arithmetic: work may be only a share of the credit, so that it never stands in for learning.

import type { ComputeInput, ComputeRule, Step } from './computation.ts'
import { hoursStep } from './counted-work.ts'
import {
  compare,
  dividedBy,
  exact,
  type Fraction,
  least,
  minus,
  ONE,
  plus,
  shareOf,
  times,
  toNumber,
} from './fraction.ts'

// The most work that can count: by what is asked for, and by the academic hours (null: no limit).
interface WorkLimits {
  ofRequest: Fraction
  ofAcademic: Fraction | null
}

function workLimits(rule: ComputeRule, requested: Fraction, academic: Fraction): WorkLimits {
  const share = shareOf(rule.workShareMax)
  if (!share) throw new RangeError(`no share: ${rule.workShareMax}`)
  const others = minus(ONE, share)
  return {
    ofRequest: times(times(share, exact(rule.hoursPerCredit)), requested),
    ofAcademic: others.top > 0n ? dividedBy(times(academic, share), others) : null,
  }
}

/**
 * The counted work that can be used, and with the academic hours the hours of the claim.
 * @throws {RangeError} a share that is none
 */
export function useWork(
  rule: ComputeRule,
  input: ComputeInput,
  counted: Fraction,
): { hours: Fraction; steps: Step[] } {
  const academic = exact(input.academicHours)
  const limits = workLimits(rule, exact(input.requestedCredits), academic)
  const share = rule.workShareMax
  const steps: Step[] = []
  const cap = (
    step: 'workShare' | 'academicShare',
    before: Fraction,
    limit: Fraction,
    facts: Step['inputs'],
  ): Fraction => {
    const after = least(before, limit)
    if (compare(after, before) < 0) {
      const inputs = { before: toNumber(before), limit: toNumber(limit), share, ...facts }
      steps.push(hoursStep(step, 'workShareMax', inputs, minus(before, after), 'cap'))
    }
    return after
  }
  const asked = cap('workShare', counted, limits.ofRequest, {
    hoursPerCredit: rule.hoursPerCredit,
    requested: input.requestedCredits,
  })
  const { academicHours } = input
  const hours = cap('academicShare', asked, limits.ofAcademic ?? asked, { academicHours })
  steps.push(
    hoursStep('usable', null, { counted: toNumber(counted) }, hours, 'sum'),
    hoursStep('academic', null, {}, academic, 'line'),
    hoursStep(
      'hours',
      null,
      { usable: toNumber(hours), academicHours },
      plus(hours, academic),
      'sum',
    ),
  )
  return { hours, steps }
}
