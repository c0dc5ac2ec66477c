// How much credit a student asks for in one claim, within what the rule gives.

import { compare, exact, floorTo } from './credit/fraction.ts'
import type { RuleParameters } from './credit/parameters.ts'

type Range = Pick<RuleParameters, 'mode' | 'minCredit' | 'maxCredit' | 'increment'>

/** The least that can be asked for. */
export function leastRequest({ minCredit, increment }: Range): number {
  return minCredit > 0 ? minCredit : increment
}

/** What a new claim asks for until the student says otherwise: one credit, or the least there is. */
export function firstRequest(rule: Range): number {
  if (rule.mode !== 'credits') return 1
  const one = exact(1)
  const inSteps = compare(floorTo(one, exact(rule.increment)), one) === 0
  const fits = inSteps && rule.minCredit <= 1 && rule.maxCredit >= 1
  return fits ? 1 : leastRequest(rule)
}
