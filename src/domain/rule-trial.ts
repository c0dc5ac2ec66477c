// What a rule would do to claims: each reckoned under the rule it goes by and under another one, side by side.

import { type AssignmentRule, type RuleSource, ruleInForce } from './assignment-rule.ts'
import type { Claim, ClaimState } from './claim.ts'
import type { ClaimCredit, ClaimFacts } from './credit/claim-credit.ts'
import type { RuleParameters } from './credit/parameters.ts'
import { compareRules, isNoticed } from './credit/rule-versions.ts'
import type { Refusal } from './decision.ts'
import { hundredths } from './hundredths.ts'
import type { Placement } from './placement.ts'
import { type Asked, reckon } from './reckoning.ts'
import { firstRequest } from './request.ts'

export interface Compared {
  before: ClaimCredit
  after: ClaimCredit
  /** Whether anybody would notice: credits, points, or whether it can be approved. */
  differs: boolean
}

/** States in which a claim is open, and those in which somebody has decided for good. */
export const OPEN_STATES: ClaimState[] = ['draft', 'submitted']
export const DECIDED_STATES: ClaimState[] = ['approved', 'final', 'denied']

/** What would become of a claim under a rule: a draft takes it, a submitted one keeps its own, a decision stays. */
export function fateOf(claim: Pick<Claim, 'state' | 'ruleVersion'>): 'takes' | 'keeps' | 'stays' {
  if (DECIDED_STATES.includes(claim.state)) return 'stays'
  return claim.ruleVersion === null ? 'takes' : 'keeps'
}

/**
 * A claim under its rule and under another version of the institution's; null when it has neither. `stops` says what
 * about its student a rule says no to.
 */
export function triedOn(
  claim: Claim,
  rules: AssignmentRule[],
  source: RuleSource,
  placements: Placement[],
  stops: (rule: RuleParameters) => Refusal[],
): Compared | null {
  const own = ruleBehind(claim, rules)
  const other = own && ruleInForce([own], source)
  if (!own || !other) return null
  const { asked, counted } = asDecided(claim, placements)
  const under = (rule: RuleParameters) => {
    const credit = reckon(rule, asked, counted)
    return { ...credit, toApprove: [...stops(rule), ...credit.toApprove] }
  }
  const [before, after] = [under(own.parameters), under(other.parameters)]
  return { before, after, differs: isNoticed(before, after) }
}

// A draft was seen under the rule that held when it was saved last.
function ruleBehind(claim: Claim, rules: AssignmentRule[]): AssignmentRule | null {
  const version = claim.ruleVersion ?? claim.draftRule
  return rules.find((rule) => rule.version === version) ?? rules.at(-1) ?? null
}

// What was decided on stays as it was: hours and request as of then, whatever was answered since.
function asDecided(claim: Claim, placements: Placement[]): { asked: Asked; counted: Placement[] } {
  const { requestedCredits, academicHoursApproved, employers } = claim
  const asked = { requestedCredits, academicHoursApproved, employers }
  const decision = DECIDED_STATES.includes(claim.state) ? claim.decisions.at(-1) : undefined
  if (!decision) return { asked, counted: placements }
  const hours = new Map(decision.placements.map((p) => [p.id, p.confirmedHours]))
  const counted = placements.map((p) => ({ ...p, confirmedHours: hours.get(p.id) ?? null }))
  const { requestedCredits: approved } = decision.credit.input
  return {
    asked: {
      ...asked,
      ...(decision.credit.mode === 'credits' ? { requestedCredits: approved } : {}),
    },
    counted,
  }
}

/** Samples that show where a rule bites, by a name under `sample.`: confirmed hours of each placement, by employer. */
const SAMPLES: Record<string, [employer: string, hours: number][]> = {
  one: [['A', 18]],
  two: [
    ['A', 18],
    ['B', 14],
  ],
  short: [
    ['A', 4],
    ['B', 4],
    ['C', 24],
  ],
  sameEmployer: [
    ['A', 20],
    ['A', 20],
    ['A', 20],
  ],
  many: [
    ['A', 12],
    ['B', 12],
    ['C', 12],
    ['D', 12],
    ['E', 12],
  ],
  long: [['A', 60]],
}

/** The samples under two rules, asking for the same. */
export function triedOnSamples(
  before: RuleParameters,
  after: RuleParameters,
): ({ name: string } & Compared)[] {
  return Object.entries(SAMPLES).map(([name, placements]) => ({
    name,
    ...compareRules(before, after, sampleClaim(before, placements)),
  }))
}

// All academic hours are approved: a sample shows what work does.
function sampleClaim(rule: RuleParameters, placements: [string, number][]): ClaimFacts {
  const requestedCredits = firstRequest(rule)
  return {
    requestedCredits,
    academicHoursApproved: hundredths(rule.academicHours * requestedCredits) / 100,
    placements: placements.map(([employer, confirmedHours], i) => ({
      ...{ id: `sample-${i}`, employer, confirmedHours },
      capHours: null,
    })),
  }
}
