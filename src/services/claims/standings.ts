// Where a student stands: one assignment with all that belongs to it, and claims in other courses.

import type { AssignmentRule } from '../../domain/assignment-rule.ts'
import type { Claim } from '../../domain/claim.ts'
import { isHoldOver } from '../../domain/claim-holding.ts'
import { type Assignment, type Course, currentRule } from '../../domain/course.ts'
import type { Placement } from '../../domain/placement.ts'
import { type Asked, type Reckoned, reckon } from '../../domain/reckoning.ts'
import { firstRequest } from '../../domain/request.ts'
import { NotFound } from '../../errors.ts'
import type { PersonContext } from '../context.ts'
import { deskIn, learner, type Place, placeOf } from '../rights.ts'
import { withRuleInForce } from '../rules/rules-in-force.ts'
import { type Admitted, admissionOf } from './admissions.ts'
import { askedBy, ruleOf } from './claim-views.ts'

export interface StudentPage {
  place: Place
  assignment: Assignment
  rule: AssignmentRule | null
  claim: Claim | null
  placements: Placement[]
  /** Which other claim holds a placement, and where that is, by placement id. */
  heldBy: Map<string, PlacedClaim>
  /** What the claim asks for, or a new one would. */
  asked: Asked
  credit: Reckoned | null
  /** Dates, and what the rule asks of the student; null without a rule. */
  admission: Admitted | null
}

/**
 * All a student needs to see of one assignment.
 * @throws {NotFound} not this course's. {Forbidden} not its student
 */
export async function studentPage(
  ctx: PersonContext,
  courseId: string,
  assignmentId: string,
): Promise<StudentPage> {
  const me = ctx.actor.person.id
  const desk = await deskIn(ctx, courseId)
  const place = learner(await placeOf(ctx, desk))
  const found = desk.assignments.find(({ id }) => id === assignmentId)
  if (!found) throw new NotFound()
  const assignment = await withRuleInForce(ctx, found)
  const claim = desk.claims.find((one) => one.assignmentId === assignmentId) ?? null
  const placements = desk.placements.filter((p) => p.state !== 'withdrawn')
  const rule = currentRule(assignment) && ruleOf(claim, assignment)
  const chosen = placements.filter((p) => claim?.chosen.includes(p.id))
  const asked = claim ? askedBy(claim) : newlyAsked(rule)
  const credit = rule ? reckon(rule.parameters, asked, chosen) : null
  const { requestedCredits } = asked
  const whose = { course: place.course, assignment, personId: me, claim, requestedCredits }
  const [heldBy, admission] = await Promise.all([
    holders(ctx, placements, claim),
    rule && admissionOf(ctx, { ...whose, rule: rule.parameters }),
  ])
  return { place, assignment, rule, claim, placements, heldBy, asked, credit, admission }
}

function newlyAsked(rule: AssignmentRule | null): Asked {
  const requestedCredits = rule ? firstRequest(rule.parameters) : 1
  return { requestedCredits, academicHoursApproved: null, employers: {} }
}

async function holders(
  ctx: PersonContext,
  placements: Placement[],
  own: Claim | null,
): Promise<Map<string, PlacedClaim>> {
  const claims = await ctx.store.claims.holding(placements.map((p) => p.id))
  const others = claims.filter((c) => c.id !== own?.id && !isHoldOver(c, ctx.now()))
  const placed = await placesOf(ctx, others)
  return new Map(placed.flatMap((one) => one.claim.counts.map((id) => [id, one] as const)))
}

/** A claim with where it was made. */
export interface PlacedClaim {
  claim: Claim
  assignment: Assignment
  course: Course
}

/** Where that is, for a sentence. */
export function whereOf({ assignment, course }: PlacedClaim) {
  return { assignment: assignment.title, course: course.label }
}

async function placesOf(ctx: PersonContext, claims: Claim[]): Promise<PlacedClaim[]> {
  if (claims.length === 0) return []
  const [assignments, courses] = await Promise.all([
    ctx.store.assignments.getMany(claims.map((c) => c.assignmentId)),
    ctx.store.courses.getMany(claims.map((c) => c.courseId)),
  ])
  return claims.flatMap((claim) => {
    const assignment = assignments.get(claim.assignmentId)
    const course = courses.get(claim.courseId)
    return assignment && course ? [{ claim, assignment, course }] : []
  })
}

/** Those of the actor's claims that are in other courses, to read only. */
export async function claimsElsewhere(
  ctx: PersonContext,
  claims: Claim[],
  courseId: string,
): Promise<PlacedClaim[]> {
  return placesOf(
    ctx,
    claims.filter((c) => c.courseId !== courseId && c.state !== 'dropped'),
  )
}
