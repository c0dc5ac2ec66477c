// Who may claim: the rule's demands on the student, on what is stored at this moment.

import { type Allowance, attestationsOf } from '../../domain/allowance.ts'
import { dayIn } from '../../domain/calendar.ts'
import { approval, type Claim } from '../../domain/claim.ts'
import type { RuleParameters } from '../../domain/credit/parameters.ts'
import type { Refusal } from '../../domain/decision.ts'
import { eligibilityChecks, eligibilityRefusals, studentChecks } from '../../domain/eligibility.ts'
import type { Check } from '../../domain/eligibility-check.ts'
import type { Person } from '../../domain/person.ts'
import {
  type ApprovedBefore,
  type KnownHere,
  knownFacts,
  type StudentRecord,
  studentFacts,
} from '../../domain/student-facts.ts'
import { termShares } from '../../domain/term-shares.ts'
import type { AcademicCalendar, Term } from '../../domain/terms.ts'
import type { Context } from '../context.ts'
import { datesOf, termOf } from './timings.ts'

interface Asked {
  personId: string
  rule: RuleParameters
  requestedCredits: number
  allowance: Allowance | null
  /** The claim that is looked at, which does not count against itself. */
  claim: Claim | null
  term: Term | null
  calendar: AcademicCalendar
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
  const others = claims.filter(({ id }) => id !== asked.claim?.id)
  const facts = studentFacts(knownFacts(records), await hereOf(ctx, asked, others))
  return eligibilityChecks(rule, facts, requestedCredits, attestationsOf(allowance))
}

/**
 * What a rule says no to about the students of many claims, whatever their claims are: by what was imported and what an
 * instructor vouches for. All of it is read at once.
 */
export async function refusalsAbout(
  ctx: Context,
  people: ReadonlyMap<string, Person>,
  claims: Claim[],
): Promise<(claim: Claim, rule: RuleParameters) => Refusal[]> {
  const idOf = ({ personId }: Claim) => people.get(personId)?.sisPersonId ?? ''
  const ids = new Set(claims.map(idOf).filter(Boolean))
  const [records, { allowance }] = await Promise.all([
    ctx.store.facts.ofPeople([...ids]),
    datesOf(
      ctx,
      claims.map(({ assignmentId }) => assignmentId),
    ),
  ])
  const known = new Map<string, StudentRecord[]>()
  for (const record of records) {
    known.set(record.sisPersonId, [...(known.get(record.sisPersonId) ?? []), record])
  }
  const facts = new Map(
    [...ids, ''].map((id) => [id, studentFacts(knownFacts(known.get(id) ?? []), NOTHING_HERE)]),
  )
  return (claim, rule) => {
    const own = facts.get(idOf(claim))
    const given = attestationsOf(allowance(claim.assignmentId, claim.personId))
    return own ? eligibilityRefusals(studentChecks(rule, own, given)) : []
  }
}

const NOTHING_HERE: KnownHere = { approved: [], claimsThisTerm: null, terms: null }

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

async function hereOf(ctx: Context, asked: Asked, others: Claim[]): Promise<KnownHere> {
  const { term, calendar, rule, claim } = asked
  const codes = await termsOfClaims(ctx, calendar, others)
  const chosen = [claim?.chosen ?? [], ...others.map(({ counts }) => counts)].flat()
  const worked = await ctx.store.placements.countable(rule.maxCreditsPerTerm === null ? [] : chosen)
  const shares = (ids: string[], own: string) =>
    termShares(
      ids.flatMap((id) => worked.get(id)?.statement.hours ?? []),
      own,
      calendar.terms,
    )
  const approved = others.flatMap((other): ApprovedBefore[] => {
    const decision = approval(other)
    if (!decision) return []
    const [own, on] = [codes.get(other.id), dayIn(decision.at, ctx.institution.timezone)]
    const terms = own === undefined ? new Map() : shares(other.counts, own)
    return [{ on, credits: decision.credit.credits ?? 0, terms }]
  })
  const running = others.filter((c) => isRunning(c) && codes.get(c.id) === term?.code)
  const names = new Map(calendar.terms.map(({ code, name }) => [code, name]))
  return {
    approved,
    claimsThisTerm: term && running.length,
    terms: term && { own: term.code, shares: shares(claim?.chosen ?? [], term.code), names },
  }
}

// The term that a decision was made in, else that of the claim's course.
async function termsOfClaims(
  ctx: Context,
  calendar: AcademicCalendar,
  claims: Claim[],
): Promise<Map<string, string>> {
  const courses = await ctx.store.courses.getMany(claims.map((c) => c.courseId))
  const assignments = await ctx.store.assignments.getMany(claims.map((c) => c.assignmentId))
  return new Map(
    claims.flatMap((claim) => {
      const kept = approval(claim)?.standing?.term
      const [course, assignment] = [
        courses.get(claim.courseId),
        assignments.get(claim.assignmentId),
      ]
      const found = course && assignment && termOf(calendar, course, assignment)
      const code = kept ?? found?.term.code
      return code === undefined ? [] : [[claim.id, code] as const]
    }),
  )
}

const RUNNING = new Set(['submitted', 'approved', 'final'])

function isRunning({ state, decisions }: Claim): boolean {
  return RUNNING.has(state) || (state === 'draft' && decisions.at(-1)?.step === 'giveBack')
}
