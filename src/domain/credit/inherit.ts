// From institution to course: each level may tighten what it inherits, and loosen only what the one above allows.

import { allow, type Decision, type Refusal } from '../decision.ts'
import { compare, exact, type Fraction, floorTo, shareOf } from './fraction.ts'
import {
  PARAMETER_NAMES,
  PARAMETERS,
  type ParameterName,
  type RuleParameters,
  type Tighter,
} from './parameters.ts'

/** What a level goes by, and what those below may loosen. */
export interface Inherited {
  parameters: RuleParameters
  mayLoosen: readonly ParameterName[]
}

/** What one level says for itself; it can pass on less freedom than it has, never more. */
export interface Override {
  parameters: Partial<RuleParameters>
  mayLoosen?: readonly ParameterName[]
}

/** The rule of the level below, or every parameter that it loosened, with both values. */
export function inherited(parent: Inherited, override: Override): Decision<Inherited> {
  const refusals = PARAMETER_NAMES.flatMap((name) => refusalOf(name, parent, override) ?? [])
  if (refusals.length > 0) return { ok: false, refusals }
  return allow({
    parameters: { ...parent.parameters, ...withoutGaps(override.parameters) },
    mayLoosen: (override.mayLoosen ?? parent.mayLoosen).filter((p) => parent.mayLoosen.includes(p)),
  })
}

/** The same through any number of levels: institution, college, department, course. */
export function inheritedThrough(top: Inherited, levels: Override[]): Decision<Inherited> {
  return levels.reduce<Decision<Inherited>>(
    (above, level) => (above.ok ? inherited(above.value, level) : above),
    allow(top),
  )
}

function refusalOf(name: ParameterName, parent: Inherited, override: Override): Refusal | null {
  const [from, to] = [parent.parameters[name], override.parameters[name]]
  const { tighter } = PARAMETERS[name]
  if (to === undefined || parent.mayLoosen.includes(name) || isAsTight(tighter, from, to))
    return null
  return {
    rule: 'creditRule.loosened',
    facts: { parameter: name, from: shown(from), to: shown(to) },
  }
}

type Value = RuleParameters[ParameterName]

function shown(value: Value): string {
  if (value === null) return '–'
  return Array.isArray(value) ? value.join(', ') : String(value)
}

function withoutGaps(parameters: Partial<RuleParameters>): Partial<RuleParameters> {
  return Object.fromEntries(Object.entries(parameters).filter(([, value]) => value !== undefined))
}

// True when the second value is no looser than the first.
function isAsTight(tighter: Tighter, from: Value, to: Value): boolean {
  if (tighter === 'free') return true
  if (tighter === 'true' || tighter === 'false') return to === from || String(to) === tighter
  if (tighter === 'moreOf' || tighter === 'fewerOf') return listIsAsTight(tighter, from, to)
  if (tighter === 'more' || tighter === 'less' || tighter === 'multiple') {
    return numberIsAsTight(tighter, from, to)
  }
  if (tighter === 'same') return to === from
  return tighter.indexOf(String(to)) >= tighter.indexOf(String(from))
}

function listIsAsTight(tighter: 'moreOf' | 'fewerOf', from: Value, to: Value): boolean {
  // Null is everything.
  if (from === null) return true
  if (!Array.isArray(from) || !Array.isArray(to)) return false
  const [within, all] = tighter === 'moreOf' ? [from, to] : [to, from]
  return within.every((item) => all.includes(item))
}

function numberIsAsTight(tighter: 'more' | 'less' | 'multiple', from: Value, to: Value): boolean {
  if (from === null) return true
  const [before, after] = [fractionOf(from), fractionOf(to)]
  if (!before || !after) return false
  // Floored to a multiple of a step, a number is never more than floored to the step itself.
  if (tighter === 'multiple') return compare(floorTo(after, before), after) === 0
  const change = compare(after, before)
  return tighter === 'more' ? change >= 0 : change <= 0
}

function fractionOf(value: Value): Fraction | null {
  if (typeof value === 'number') return exact(value)
  return typeof value === 'string' ? shareOf(value) : null
}
