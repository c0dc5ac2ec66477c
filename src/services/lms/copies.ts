// A copied assignment: its original's newest rule is offered to the instructor, and nothing else of it.

import type { AssignmentRule } from '../../domain/assignment-rule.ts'
import { type Assignment, type Course, currentRule } from '../../domain/course.ts'
import { Conflict } from '../../errors.ts'
import { assignmentIn } from '../claims/claim-views.ts'
import type { Context, PersonContext } from '../context.ts'
import { teachingIn } from '../rights.ts'
import { withRuleInForce } from '../rules/rules-in-force.ts'

export interface Original {
  title: string
  course: Course
  rule: AssignmentRule
}

/** What a copy without a rule was copied from, with the rule that holds there today; null for every other assignment. */
export async function originalOf(
  ctx: Context,
  { copyOf, rules }: Assignment,
): Promise<Original | null> {
  if (copyOf === null || rules.length > 0) return null
  const stored = (await ctx.store.assignments.getMany([copyOf])).get(copyOf)
  const original = stored && (await withRuleInForce(ctx, stored))
  const rule = original && currentRule(original)
  if (!original || !rule) return null
  const course = await ctx.store.courses.get(original.courseId)
  return { title: original.title, course, rule }
}

/**
 * The instructor confirms that a copied assignment goes by its original's newest rule.
 * @throws {Forbidden} not an instructor here. {Conflict} no copy, or it has a rule already
 */
export async function takeOriginalRule(
  ctx: PersonContext,
  courseId: string,
  assignmentId: string,
): Promise<Assignment> {
  await teachingIn(ctx, courseId)
  const assignment = await assignmentIn(ctx, courseId, assignmentId)
  const original = await originalOf(ctx, assignment)
  if (!original) throw new Conflict('rule.noOriginal')
  return takeRule(ctx, assignment, original.rule)
}

/** The first rule of an assignment, the same as another one's. @throws {Conflict} it has one by now */
export function takeRule(
  ctx: PersonContext,
  { id }: Assignment,
  rule: AssignmentRule,
): Promise<Assignment> {
  const made = { madeBy: ctx.actor.person.id, madeAt: ctx.now() }
  return ctx.store.assignments.addRule(id, { ...rule, ...made, version: 1 })
}
