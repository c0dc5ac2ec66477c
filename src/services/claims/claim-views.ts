// A claim with what it rests on: its assignment, its rule, its placements, and the credit they make now.

import type { AssignmentRule } from '../../domain/assignment-rule.ts'
import type { Claim, ClaimDecision } from '../../domain/claim.ts'
import { type Assignment, currentRule } from '../../domain/course.ts'
import { employersOf } from '../../domain/employers.ts'
import type { Placement } from '../../domain/placement.ts'
import { type Asked, type Reckoned, reckon } from '../../domain/reckoning.ts'
import { Conflict, NotFound } from '../../errors.ts'
import type { Context } from '../context.ts'
import { withRuleInForce } from '../rules/rules-in-force.ts'

export interface ClaimView {
  claim: Claim
  assignment: Assignment
  rule: AssignmentRule
  placements: Placement[]
  credit: Reckoned
}

/** What a decision keeps of the placements it was made on. */
export function decidedPlacements(
  placements: Placement[],
  employers: Claim['employers'],
): ClaimDecision['placements'] {
  const names = employersOf(placements, employers)
  return placements.map(({ id, statement, confirmedHours }) => ({
    id,
    title: statement.title,
    employer: names.get(id) ?? '',
    confirmedHours,
  }))
}

/** The rule a claim goes by: its own once submitted, else the assignment's newest; without a claim that one. */
export function ruleOf(claim: Claim | null, assignment: Assignment): AssignmentRule {
  const own = assignment.rules.find((rule) => rule.version === claim?.ruleVersion)
  const rule = own ?? currentRule(assignment)
  if (!rule) throw new Conflict('assignment.noRule')
  return rule
}

/** A claim with its placements and its credit, reckoned now; `asked` where an instructor tries something else. */
export async function viewOf(
  ctx: Context,
  claim: Claim,
  assignment: Assignment,
  asked: Partial<Asked> = {},
): Promise<ClaimView> {
  return viewFrom(claim, assignment, await ctx.store.placements.getMany(claim.chosen), asked)
}

/** The same, from placements at hand; those of other claims may be among them. */
export function viewFrom(
  claim: Claim,
  assignment: Assignment,
  some: Placement[],
  asked: Partial<Asked> = {},
): ClaimView {
  const byId = new Map(some.map((placement) => [placement.id, placement]))
  const placements = claim.chosen.flatMap((id) => byId.get(id) ?? [])
  const rule = ruleOf(claim, assignment)
  const credit = reckon(rule.parameters, { ...askedBy(claim), ...asked }, placements)
  return { claim, assignment, rule, placements, credit }
}

/** What a claim says for itself. */
export function askedBy({ requestedCredits, academicHoursApproved, employers }: Claim): Asked {
  return { requestedCredits, academicHoursApproved, employers }
}

/**
 * The assignment, when it belongs to the course, with the rule that holds today.
 * @throws {NotFound} not this course's
 */
export async function assignmentIn(
  ctx: Context,
  courseId: string,
  assignmentId: string,
): Promise<Assignment> {
  const assignment = await ctx.store.assignments.get(assignmentId)
  if (assignment.courseId !== courseId) throw new NotFound()
  return withRuleInForce(ctx, assignment)
}
