// From a rule's answer to a value, or to the error that carries its reasons.

import type { Decision } from '../domain/decision.ts'
import { Refused } from '../errors.ts'

/**
 * The value of a yes.
 * @throws {Refused} with the reasons of a no
 */
export function accept<T>(decision: Decision<T>): T {
  if (!decision.ok) throw new Refused(decision.refusals)
  return decision.value
}
