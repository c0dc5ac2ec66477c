// A rule's versions: one that is in use is never edited, it gets a next version, effective from a term.

import { allow, type Decision, refuse } from '../decision.ts'
import { type ClaimCredit, type ClaimFacts, creditOfClaim } from './claim-credit.ts'
import { PARAMETER_NAMES, type ParameterName, type RuleParameters } from './parameters.ts'
import { ruleProblems } from './rule-problems.ts'

export interface RuleVersion {
  /** 1, 2, 3 … within its rule. */
  version: number
  /** The first day of the term from which it holds. */
  effectiveFrom: string
  parameters: RuleParameters
  /** What the levels below may loosen. */
  mayLoosen: readonly ParameterName[]
  writtenBy: string
  writtenAt: Date
}

/** The newest version that holds on a day; null before the first. */
export function effectiveOn(versions: RuleVersion[], day: string): RuleVersion | null {
  return (
    versions.filter((v) => v.effectiveFrom <= day).sort((a, b) => b.version - a.version)[0] ?? null
  )
}

/** All versions with one more, or why it cannot be one. */
export function withNextVersion(
  versions: RuleVersion[],
  next: Omit<RuleVersion, 'version'>,
): Decision<RuleVersion[]> {
  const problems = Object.keys(ruleProblems(next.parameters))
  if (problems.length > 0)
    return refuse('creditRule.notUsable', { parameters: problems.join(', ') })
  const last = versions.at(-1)
  if (last && next.effectiveFrom < last.effectiveFrom) {
    return refuse('creditRule.beforeLast', { from: last.effectiveFrom })
  }
  if (last && isSame(last, next)) return refuse('creditRule.unchanged', { version: last.version })
  return allow([...versions, { ...next, version: (last?.version ?? 0) + 1 }])
}

// Another day alone changes nothing: the last version holds by then, and a new one cannot hold before it.
function isSame(a: Omit<RuleVersion, 'version'>, b: Omit<RuleVersion, 'version'>): boolean {
  return (
    String([...a.mayLoosen].sort()) === String([...b.mayLoosen].sort()) &&
    changes(a.parameters, b.parameters).length === 0
  )
}

export interface Change {
  parameter: ParameterName
  from: RuleParameters[ParameterName]
  to: RuleParameters[ParameterName]
}

/** What differs between two rules, in the editor's order. */
export function changes(from: RuleParameters, to: RuleParameters): Change[] {
  return PARAMETER_NAMES.filter(
    (name) => JSON.stringify(from[name]) !== JSON.stringify(to[name]),
  ).map((parameter) => ({ parameter, from: from[parameter], to: to[parameter] }))
}

/** A claim under two rules, and whether anybody would notice: credits, points, or whether it can be approved. */
export function compareRules(
  before: RuleParameters,
  after: RuleParameters,
  claim: ClaimFacts,
): { before: ClaimCredit; after: ClaimCredit; differs: boolean } {
  const [one, other] = [creditOfClaim(before, claim), creditOfClaim(after, claim)]
  return { before: one, after: other, differs: isNoticed(one, other) }
}

/** True when anybody would notice the difference between two reckonings of one claim. */
export function isNoticed(one: ClaimCredit, other: ClaimCredit): boolean {
  return noticed(one) !== noticed(other)
}

function noticed({ mode, credits, result, toApprove }: ClaimCredit): string {
  return JSON.stringify([mode, credits, result.score, toApprove.map((refusal) => refusal.rule)])
}
