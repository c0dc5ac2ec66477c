// An instructor ties an LMS assignment to a credit rule; the newest rule holds for new drafts.

import { type Assignment, currentRule } from '../domain/course.ts'
import { type RuleTerms, sameTerms, termsProblems } from '../domain/credit-rule.ts'
import { Invalid } from '../errors.ts'
import { assignmentIn } from './claim-views.ts'
import type { PersonContext } from './context.ts'
import { lmsOf } from './course-lms.ts'
import { type Place, placeIn, teachingIn } from './rights.ts'

export interface CoursePage {
  place: Place
  assignments: Assignment[]
}

/** A course with its assignments, for anyone who belongs to it. */
export async function coursePage(ctx: PersonContext, courseId: string): Promise<CoursePage> {
  const place = await placeIn(ctx, courseId)
  return { place, assignments: await ctx.store.assignments.ofCourse(courseId) }
}

export interface RulePage {
  place: Place
  assignment: Assignment
  /** What the LMS says the column is worth; null when it could not be read. */
  lmsPoints: number | null
}

/** What an instructor needs for choosing a rule: the column's points come from the LMS. */
export async function rulePage(
  ctx: PersonContext,
  courseId: string,
  assignmentId: string,
): Promise<RulePage> {
  const place = await teachingIn(ctx, courseId)
  const assignment = await assignmentIn(ctx, courseId, assignmentId)
  return { place, assignment, lmsPoints: await lmsPoints(ctx, place, assignment) }
}

async function lmsPoints(ctx: PersonContext, place: Place, assignment: Assignment) {
  if (!assignment.lineItemUrl) return null
  const platform = await lmsOf(ctx, place.course)
  try {
    return (await ctx.lms.readLineItem(platform, assignment.lineItemUrl)).scoreMaximum
  } catch (error) {
    ctx.log.warn({ err: error, assignmentId: assignment.id }, 'line item not read')
    return null
  }
}

/**
 * Sets the rule as a new version; submitted claims keep theirs. The same terms again change nothing.
 * @throws {Forbidden} not an instructor here. {Invalid} terms that cannot be reckoned with. {Conflict} another rule was set meanwhile
 */
export async function chooseRule(
  ctx: PersonContext,
  courseId: string,
  assignmentId: string,
  terms: RuleTerms & { claimBy: string | null },
): Promise<Assignment> {
  await teachingIn(ctx, courseId)
  const assignment = await assignmentIn(ctx, courseId, assignmentId)
  const { claimBy, ...rule } = terms
  const wrong = termsProblems(rule)
  if (Object.keys(wrong).length > 0) throw new Invalid(wrong)
  if (claimBy !== assignment.claimBy) await ctx.store.assignments.save({ ...assignment, claimBy })
  const current = currentRule(assignment)
  if (current && sameTerms(current, rule)) return { ...assignment, claimBy }
  return ctx.store.assignments.addRule(assignmentId, {
    ...rule,
    version: assignment.rules.length + 1,
    madeBy: ctx.actor.person.id,
    madeAt: ctx.now(),
  })
}
