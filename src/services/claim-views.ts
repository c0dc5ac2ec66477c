// A claim with what it rests on: its assignment, its rule, its placements, and the credit they make now.

import type { Claim } from '../domain/claim.ts'
import { type Assignment, currentRule } from '../domain/course.ts'
import { type Credit, creditFor } from '../domain/credit.ts'
import type { CreditRule } from '../domain/credit-rule.ts'
import type { Placement } from '../domain/placement.ts'
import { Conflict, NotFound } from '../errors.ts'
import type { Context } from './context.ts'

export interface ClaimView {
  claim: Claim
  assignment: Assignment
  rule: CreditRule
  placements: Placement[]
  credit: Credit
}

/** What placements mean to the arithmetic. */
export function creditPlacements(placements: Placement[]) {
  return placements.map(({ id, statement, confirmedHours }) => ({
    id,
    title: statement.title,
    employer: statement.employer,
    confirmedHours,
  }))
}

/** The rule a claim goes by: its own once submitted, else the assignment's newest. */
export function ruleOf(claim: Claim, assignment: Assignment): CreditRule {
  const own = assignment.rules.find((rule) => rule.version === claim.ruleVersion)
  const rule = own ?? currentRule(assignment)
  if (!rule) throw new Conflict('assignment.noRule')
  return rule
}

/** A claim with its placements and its credit, reckoned now. */
export async function viewOf(
  ctx: Context,
  claim: Claim,
  assignment: Assignment,
): Promise<ClaimView> {
  return viewFrom(claim, assignment, await ctx.store.placements.getMany(claim.chosen))
}

/** The same, from placements at hand; those of other claims may be among them. */
export function viewFrom(claim: Claim, assignment: Assignment, some: Placement[]): ClaimView {
  const byId = new Map(some.map((placement) => [placement.id, placement]))
  const placements = claim.chosen.flatMap((id) => byId.get(id) ?? [])
  const rule = ruleOf(claim, assignment)
  const credit = creditFor({ rule, placements: creditPlacements(placements) })
  return { claim, assignment, rule, placements, credit }
}

/**
 * The assignment, when it belongs to the course.
 * @throws {NotFound} not this course's
 */
export async function assignmentIn(
  ctx: Context,
  courseId: string,
  assignmentId: string,
): Promise<Assignment> {
  const assignment = await ctx.store.assignments.get(assignmentId)
  if (assignment.courseId !== courseId) throw new NotFound()
  return assignment
}
