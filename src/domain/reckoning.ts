// A claim's credit as it stands now: its placements under its rule, with all that stands in the way.

import { type ClaimCredit, creditOfClaim } from './credit/claim-credit.ts'
import type { RuleParameters } from './credit/parameters.ts'
import type { Refusal } from './decision.ts'
import { eligibilityRefusals } from './eligibility.ts'
import { requestChecks } from './eligibility-caps.ts'
import { placementChecks } from './eligible-placement.ts'
import { employersOf } from './employers.ts'
import type { Placement } from './placement.ts'

/** What a claim says for itself, beside its placements. */
export interface Asked {
  /** In credits mode what the student asks for; of no meaning in points mode. */
  requestedCredits: number
  /** What the instructor approved, under a rule that asks for it; null: not said yet. */
  academicHoursApproved: number | null
  /** Which employer a placement counts under, where the instructor said so; by placement id. */
  employers: Readonly<Record<string, string>>
}

/** The same, with all the academic hours that can be approved while the instructor has not said how many. */
export function asHoped(asked: Asked): Asked {
  return { ...asked, academicHoursApproved: asked.academicHoursApproved ?? Infinity }
}

export interface Reckoned extends ClaimCredit {
  /** What the rule says no to whatever the hours are: too many, too short, not that kind of work. */
  unmet: Refusal[]
}

/** The credit of a claim with these placements, now. */
export function reckon(rule: RuleParameters, asked: Asked, placements: Placement[]): Reckoned {
  const credit = creditOfClaim(rule, factsOf(asked, placements))
  const unmet = [
    ...placements.flatMap((placement) => placementRefusals(rule, placement)),
    ...(rule.mode === 'credits'
      ? eligibilityRefusals(requestChecks(rule, asked.requestedCredits))
      : []),
    ...credit.result.refusals,
  ]
  const rest = credit.toApprove.filter(({ rule }) => !unmet.some((one) => one.rule === rule))
  return { ...credit, unmet, toApprove: [...unmet, ...rest] }
}

function factsOf(asked: Asked, placements: Placement[]) {
  const employers = employersOf(placements, asked.employers)
  return {
    requestedCredits: asked.requestedCredits,
    academicHoursApproved: asked.academicHoursApproved,
    placements: placements.map(({ id, confirmedHours }) => {
      return { id, employer: employers.get(id) ?? '', confirmedHours, capHours: null }
    }),
  }
}

/** Why the rule does not let a placement count, each with what would change that. */
export function placementRefusals(rule: RuleParameters, placement: Placement): Refusal[] {
  const { startsOn, endsOn, hours, pay, title } = placement.statement
  const { confirmedHours } = placement
  const paid = pay === null ? null : pay.kind !== 'unpaid'
  const facts = { startsOn, endsOn, hours, confirmedHours, paid }
  return eligibilityRefusals(placementChecks(rule, facts)).map((refusal) => ({
    ...refusal,
    facts: { ...refusal.facts, title },
  }))
}

/** Work and academic hours that count. */
export function hoursThatCount({ result }: Pick<ClaimCredit, 'result'>): number {
  return Math.round((result.usableWorkHours + result.academicHours) * 100) / 100
}
