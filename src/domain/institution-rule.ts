// A rule of an institution: a name and its versions, each effective from a day; one that is in use is never edited.

import type { ParameterName } from './credit/parameters.ts'
import { DEFAULT_RULE } from './credit/presets.ts'
import { effectiveOn, type RuleVersion } from './credit/rule-versions.ts'

export interface InstitutionRule {
  id: string
  institutionId: string
  name: string
  /** Oldest first; only ever added to. */
  versions: RuleVersion[]
  createdAt: Date
}

/** Who has written what no person wrote. */
export const STINT = 'stint'

/** How the hours of one course's points are shared out is for its instructor, unless the office says otherwise. */
export const STARTING_FREEDOM: readonly ParameterName[] = ['workShareMax', 'academicHours']

/** What a new institution starts with: usable at once, and the base of its first own version. */
export function startingRule(of: {
  id: string
  institutionId: string
  name: string
  at: Date
  on: string
}): InstitutionRule {
  const { id, institutionId, name, at, on } = of
  const first: RuleVersion = {
    version: 1,
    effectiveFrom: on,
    parameters: DEFAULT_RULE,
    mayLoosen: STARTING_FREEDOM,
    writtenBy: STINT,
    writtenAt: at,
  }
  return { id, institutionId, name, versions: [first], createdAt: at }
}

/** A rule with the version that holds on a day; null before its first. */
export function inForce(
  rule: InstitutionRule,
  day: string,
): { ruleId: string; version: RuleVersion } | null {
  const version = effectiveOn(rule.versions, day)
  return version && { ruleId: rule.id, version }
}
