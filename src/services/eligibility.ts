// Who may claim: the rule's demands on the student, on what is stored at this moment.

import { type Allowance, attestationsOf } from '../domain/allowance.ts'
import { dayIn } from '../domain/calendar.ts'
import { approval, type Claim } from '../domain/claim.ts'
import type { RuleParameters } from '../domain/credit/parameters.ts'
import { eligibilityChecks } from '../domain/eligibility.ts'
import type { Check } from '../domain/eligibility-check.ts'
import { type ApprovedBefore, knownFacts, studentFacts } from '../domain/student-facts.ts'
import type { Term } from '../domain/terms.ts'
import type { Context } from './context.ts'

interface Asked {
  personId: string
  rule: RuleParameters
  requestedCredits: number
  allowance: Allowance | null
  /** The claim that is looked at, which does not count against itself. */
  claimId: string | null
  term: Term | null
}

/** Every demand of the rule on the student, met or not; nothing is read where the rule demands nothing. */
export async function checksFor(ctx: Context, asked: Asked): Promise<Check[]> {
  const { rule, requestedCredits, allowance } = asked
  if (!demandsAnything(rule)) return []
  const { sisPersonId } = await ctx.store.people.get(asked.personId)
  const [records, claims] = await Promise.all([
    sisPersonId === null ? [] : ctx.store.facts.ofPerson(sisPersonId),
    ctx.store.claims.ofPerson(asked.personId),
  ])
  const others = claims.filter(({ id }) => id !== asked.claimId)
  const facts = studentFacts(knownFacts(records), hereOf(others, asked.term, ctx))
  return eligibilityChecks(rule, facts, requestedCredits, attestationsOf(allowance))
}

// Every demand but those on the claim itself, which are checked with its credit.
function demandsAnything(rule: RuleParameters): boolean {
  const { minGpa, goodStanding, minCreditsEarned, levels, majors, prerequisites, trainings } = rule
  const { maxCreditsPerTerm, maxCreditsPerDegree, maxMajorShare, repeatLimit } = rule
  const limits = [minGpa, levels, majors, maxCreditsPerTerm, maxCreditsPerDegree]
  return (
    [...limits, maxMajorShare, repeatLimit].some((limit) => limit !== null) ||
    [prerequisites, trainings].some((names) => names.length > 0) ||
    goodStanding ||
    rule.oneClaimPerTerm ||
    minCreditsEarned > 0
  )
}

function hereOf(claims: Claim[], term: Term | null, { institution }: Context) {
  const dayOf = (at: Date) => dayIn(at, institution.timezone)
  const isThisTerm = ({ firstSubmittedAt }: Claim) =>
    firstSubmittedAt !== null && isIn(term, dayOf(firstSubmittedAt))
  const approved = claims.flatMap((claim): ApprovedBefore[] => {
    const decision = approval(claim)
    if (!decision) return []
    const { at, credit } = decision
    return [{ on: dayOf(at), credits: credit.credits ?? 0, isThisTerm: isThisTerm(claim) }]
  })
  const running = claims.filter((c) => isRunning(c) && isThisTerm(c))
  return { approved, claimsThisTerm: term === null ? null : running.length }
}

const RUNNING = new Set(['submitted', 'approved', 'final'])

function isRunning({ state, decisions }: Claim): boolean {
  return RUNNING.has(state) || (state === 'draft' && decisions.at(-1)?.step === 'giveBack')
}

function isIn(term: Term | null, day: string): boolean {
  if (term === null) return false
  const { startsOn, endsOn, gradesDueOn } = term
  return (
    startsOn <= day && day <= (gradesDueOn !== null && gradesDueOn > endsOn ? gradesDueOn : endsOn)
  )
}
