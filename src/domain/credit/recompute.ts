// Reckons a stored decision again: the same rule and input have to give the stored result.

import type { Computation, ComputeInput, ComputeResult, ComputeRule } from './computation.ts'
import { compute } from './compute.ts'

/** The arithmetic with all that it rests on, to be stored with a decision. */
export function computation(rule: ComputeRule, input: ComputeInput): Computation {
  return { rule, input, result: compute(rule, input) }
}

/** What was stored and what comes out now, and whether they are the same to the last step. */
export function recompute(stored: Computation): {
  same: boolean
  stored: ComputeResult
  computed: ComputeResult
} {
  const computed = compute(stored.rule, stored.input)
  return { same: alike(stored.result, computed), stored: stored.result, computed }
}

// By value, whatever the order of names: a database may give them back in another.
function alike(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, i) => alike(item, b[i]))
  }
  if (!isObject(a) || !isObject(b)) return Object.is(a, b)
  const names = Object.keys(a)
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => name in b && alike(a[name], b[name]))
  )
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
