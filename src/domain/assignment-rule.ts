// The rule of one assignment: an institution's rule with what the instructor set for this assignment alone.

import { inheritedThrough } from './credit/inherit.ts'
import type { RuleParameters } from './credit/parameters.ts'
import { shareLeft } from './credit/presets.ts'
import { changes, type RuleVersion } from './credit/rule-versions.ts'
import type { Decision } from './decision.ts'

export interface AssignmentRule {
  /** 1, 2, 3 … within the assignment. */
  version: number
  /** The institution's rule that it comes from, and which version of it; null: none. */
  source: { ruleId: string; version: number } | null
  /** What holds, from all levels together. */
  parameters: RuleParameters
  /** What this assignment says for itself. */
  overrides: Partial<RuleParameters>
  madeBy: string
  madeAt: Date
}

/** What an instructor sets where a claim earns points inside the course. */
export interface PointsTerms {
  mode: 'points'
  /** Hours, work and academic together, for all the points. */
  fullHours: number
  scheme: RuleParameters['scheme']
  academicHours: number
  points: number
}

/** What an instructor sets where a claim earns the course's credits. */
export interface CreditTerms {
  mode: 'credits'
  scheme: RuleParameters['scheme']
  points: number
  minCredit: number
  maxCredit: number
}

export type RuleTerms = PointsTerms | CreditTerms

/**
 * Text keys of what makes terms useless, by field; empty means they can be reckoned with.
 * Academic hours alone never earn all the points: some work is always needed.
 */
export function termsProblems(terms: RuleTerms): Record<string, string> {
  const wrong = terms.mode === 'credits' ? rangeProblems(terms) : hoursProblems(terms)
  return terms.points > 0 ? wrong : { points: 'form.outOfRange', ...wrong }
}

function rangeProblems({ minCredit, maxCredit }: CreditTerms): Record<string, string> {
  const wrong: Record<string, string> = {}
  if (!(minCredit >= 0)) wrong.minCredit = 'form.outOfRange'
  if (!(maxCredit > 0)) wrong.maxCredit = 'form.outOfRange'
  else if (minCredit > maxCredit) wrong.minCredit = 'creditRule.minAboveMax'
  return wrong
}

function hoursProblems({ fullHours, academicHours }: PointsTerms): Record<string, string> {
  const wrong: Record<string, string> = {}
  if (!(fullHours > 0)) wrong.fullHours = 'form.outOfRange'
  if (!(academicHours >= 0)) wrong.academicHours = 'form.outOfRange'
  else if (fullHours > 0 && academicHours >= fullHours) {
    wrong.academicHours = 'rule.academicTooMany'
  }
  return wrong
}

/** What an assignment with these terms says for itself. */
export function overridesOf(terms: RuleTerms): Partial<RuleParameters> {
  const { mode, scheme, points: maximum } = terms
  if (mode === 'credits') {
    const { minCredit, maxCredit } = terms
    return { mode, scheme, maximum, minCredit, maxCredit }
  }
  const { fullHours, academicHours } = terms
  // What is not academic may be work.
  const workShareMax = shareLeft(fullHours, academicHours)
  return { mode, scheme, maximum, fullHours, academicHours, workShareMax }
}

/** The version of an institution's rule that an assignment takes. */
export interface RuleSource {
  ruleId: string
  version: RuleVersion
}

/**
 * The rule of an assignment under an institution's, or every parameter that it loosens without leave.
 * Levels between the two (college, department) go into the same list.
 */
export function ruleUnder(
  { ruleId, version }: RuleSource,
  overrides: Partial<RuleParameters>,
): Decision<Omit<AssignmentRule, 'version' | 'madeBy' | 'madeAt'>> {
  const own = inheritedThrough(version, [{ parameters: overrides }])
  if (!own.ok) return own
  const source = { ruleId, version: version.version }
  return { ok: true, value: { source, parameters: own.value.parameters, overrides } }
}

/** True when two rules reckon alike and come from the same place. */
export function isSameRule(
  a: Pick<AssignmentRule, 'source' | 'parameters'>,
  b: Pick<AssignmentRule, 'source' | 'parameters'>,
): boolean {
  const sameSource =
    a.source?.ruleId === b.source?.ruleId && a.source?.version === b.source?.version
  return sameSource && changes(a.parameters, b.parameters).length === 0
}

/**
 * The rule by which new drafts go: the assignment's newest, under the version of the institution's rule that holds by
 * now. What the assignment loosened and may not loosen any more falls back to the institution's.
 */
export function ruleInForce(
  rules: AssignmentRule[],
  source: RuleSource | null,
): AssignmentRule | null {
  const current = rules.at(-1) ?? null
  if (!current?.source || !source || !isLater(source, current.source)) return current
  const overrides = allowedOf(source, current.overrides)
  const next = ruleUnder(source, overrides)
  if (!next.ok) return current
  const { writtenBy: madeBy, writtenAt: madeAt } = source.version
  return { ...next.value, version: current.version + 1, madeBy, madeAt }
}

function isLater(
  { ruleId, version }: RuleSource,
  than: NonNullable<AssignmentRule['source']>,
): boolean {
  return ruleId === than.ruleId && version.version > than.version
}

function allowedOf(
  source: RuleSource,
  overrides: Partial<RuleParameters>,
): Partial<RuleParameters> {
  const all = ruleUnder(source, overrides)
  if (all.ok) return overrides
  const loosened = new Set<unknown>(all.refusals.map(({ facts }) => facts.parameter))
  return Object.fromEntries(Object.entries(overrides).filter(([name]) => !loosened.has(name)))
}
