// A claim's credit by an institution's rule: what its mode makes of the arithmetic, and what stops an approval.

import type { Refusal } from '../decision.ts'
import type {
  Computation,
  ComputeInput,
  ComputePlacement,
  ComputeResult,
  ComputeRule,
} from './computation.ts'
import { compute } from './compute.ts'
import { exact, times, toNumber } from './fraction.ts'
import { moreHours } from './more-hours.ts'
import type { RuleParameters } from './parameters.ts'

export interface ClaimFacts {
  /** What the student asks for; of no meaning in points mode. */
  requestedCredits: number
  /** What the instructor approved, under a rule that asks for it; null: not said yet. */
  academicHoursApproved: number | null
  placements: {
    id: string
    employer: string
    confirmedHours: number | null
    /** The cap of its posting, if it has one. */
    capHours: number | null
  }[]
}

export interface ClaimCredit extends Computation {
  mode: RuleParameters['mode']
  /** Null where the mode gives none of its own. */
  credits: number | null
  /** Why this cannot be approved as it is; empty when it can. */
  toApprove: Refusal[]
}

/** The credit and the points of a claim, with all that they were reckoned from. */
export function creditOfClaim(parameters: RuleParameters, claim: ClaimFacts): ClaimCredit {
  const { mode } = parameters
  const rule = computeRuleOf(parameters)
  const input = inputOf(parameters, claim)
  const result = compute(rule, input)
  const credits = mode === 'credits' ? result.credits : null
  return { mode, credits, rule, input, result, toApprove: toApprove({ mode, rule, input, result }) }
}

// Points are a rule of its own, in which all the points are one credit.
function computeRuleOf(p: RuleParameters): ComputeRule {
  const own = {
    workShareMax: p.hoursBasis === 'work' ? 1 : p.workShareMax,
    maxPlacements: p.stackAllowed ? p.maxPlacements : 1,
    minHoursPerPlacement: p.minHoursPerPlacement,
    maxPlacementsPerEmployer: p.maxPlacementsPerEmployer,
    scoring: { scheme: p.scheme, maximum: p.maximum },
  }
  if (p.mode === 'credits') {
    const { hoursPerCredit, increment, minCredit, maxCredit } = p
    return { ...own, hoursPerCredit, increment, minCredit, maxCredit }
  }
  return { ...own, hoursPerCredit: fullHoursOf(p), increment: 1, minCredit: 0, maxCredit: 1 }
}

/** Hours for all the points. */
export function fullHoursOf(p: Pick<RuleParameters, 'fullHours' | 'hoursPerCredit'>): number {
  return p.fullHours ?? p.hoursPerCredit
}

function inputOf(p: RuleParameters, claim: ClaimFacts): ComputeInput {
  const requestedCredits = p.mode === 'credits' ? claim.requestedCredits : 1
  return {
    requestedCredits,
    academicHours: academicHoursOf(p, requestedCredits, claim.academicHoursApproved),
    placements: claim.placements.map(
      ({ id, employer, confirmedHours, capHours }): ComputePlacement => ({
        id,
        employer,
        confirmedHours,
        capHours: Math.min(capHours ?? p.capHours, p.capHours),
        // A placement counts whole, in one claim (design decision 4).
        usedElsewhereHours: 0,
      }),
    ),
  }
}

function academicHoursOf(p: RuleParameters, requested: number, approved: number | null): number {
  if (p.hoursBasis === 'work') return 0
  const allowed = toNumber(times(exact(p.academicHours), exact(requested)))
  return p.academicBasis === 'fixed' ? allowed : Math.min(approved ?? 0, allowed)
}

function toApprove(of: Computation & { mode: RuleParameters['mode'] }): Refusal[] {
  const { rule, input, result } = of
  if (result.refusals.length > 0) return result.refusals
  if (result.countedWorkHours === 0) return [{ rule: 'credit.nothingConfirmed', facts: {} }]
  const short = of.mode === 'credits' && result.credits === 0
  const incomplete = rule.scoring.scheme === 'complete' && result.credits < input.requestedCredits
  return short || incomplete ? [belowRequested(of, result)] : []
}

// Which hours would help stands in the refusal, so that nobody has to guess (outcomes.md: never 0 points with credit).
function belowRequested(
  { mode, rule, input }: Computation & { mode: RuleParameters['mode'] },
  result: ComputeResult,
): Refusal {
  const missing = moreHours(rule, input)
  const hours = (missing?.workHours ?? 0) + (missing?.academicHours ?? 0)
  if (mode !== 'credits') {
    return { rule: 'credit.belowFull', facts: { full: rule.hoursPerCredit, missing: hours } }
  }
  const facts = { requested: input.requestedCredits, reached: result.credits, missing: hours }
  return { rule: 'credit.belowRequested', facts }
}
