// An assignment made from the course's own page (course navigation): Stint asks the LMS for its column.

import { type Assignment, currentRule, newAssignment } from '../../domain/course.ts'
import type { Platform } from '../../domain/platform.ts'
import { Conflict, NotFound } from '../../errors.ts'
import { assignmentIn } from '../claims/claim-views.ts'
import type { PersonContext } from '../context.ts'
import { orElse } from '../races.ts'
import { type Place, teachingIn } from '../rights.ts'
import { type RuleChoice, ruleChoices } from '../rules/rule-choices.ts'
import { columnFor, mayMakeColumns } from './columns.ts'
import { takeRule } from './copies.ts'

export interface MakingPage {
  place: Place
  platform: Platform
  /** The LMS has granted that we make columns in this course. */
  may: boolean
  /** Rules of other assignments, to take over. */
  choices: RuleChoice[]
}

/**
 * What an instructor needs for making an assignment from the course's page.
 * @throws {Forbidden} not an instructor here
 */
export async function makingPage(ctx: PersonContext, courseId: string): Promise<MakingPage> {
  const place = await teachingIn(ctx, courseId)
  const [platform, choices] = await Promise.all([
    ctx.store.platforms.get(place.course.platformId),
    ruleChoices(ctx),
  ])
  return { place, platform, may: mayMakeColumns(place.course), choices }
}

export interface MakingWish {
  /** The same form sent twice makes one. */
  id: string
  title: string
  /** The assignment whose rule it takes over; null: it gets one of its own first, and its column then. */
  ruleOf: string | null
}

/**
 * Makes an assignment with another one's rule and its gradebook column; without a rule only begins it.
 * @throws {Forbidden} not an instructor here. {Conflict} the LMS has not granted it. {NotFound} a rule the actor does not
 * teach by. {Upstream} the LMS does not answer well; then sending the same again goes on
 */
export async function makeAssignment(
  ctx: PersonContext,
  courseId: string,
  wish: MakingWish,
): Promise<Assignment> {
  const { place, may, choices } = await makingPage(ctx, courseId)
  if (!may) throw new Conflict('column.mayNotMake')
  const model = choices.find(({ assignment }) => assignment.id === wish.ruleOf)
  if (wish.ruleOf !== null && !model) throw new NotFound()
  const begun = await begin(ctx, courseId, wish)
  const rule = model && currentRule(model.assignment)
  if (!rule) return begun
  const ready =
    begun.rules.length > 0
      ? begun
      : await orElse(
          () => takeRule(ctx, begun, rule),
          () => ctx.store.assignments.get(begun.id),
        )
  return withOneColumn(ctx, place, ready)
}

/**
 * The column of an assignment that was begun here, once it has a rule; sent twice, it is made once.
 * @throws {Forbidden} not an instructor here. {Conflict} the LMS has not granted it. {NotFound} none of this course's.
 * {Upstream} the LMS does not answer well
 */
export async function finishAssignment(
  ctx: PersonContext,
  courseId: string,
  assignmentId: string,
): Promise<Assignment> {
  const place = await teachingIn(ctx, courseId)
  return withOneColumn(ctx, place, await assignmentIn(ctx, courseId, assignmentId))
}

async function withOneColumn(ctx: PersonContext, place: Place, assignment: Assignment) {
  if (assignment.lineItemUrl !== null) return assignment
  try {
    return await columnFor(ctx, place, assignment)
  } catch (error) {
    // The same form, sent a moment before, is making it.
    if (error instanceof Conflict && error.key === 'column.busy') return assignment
    throw error
  }
}

async function begin(ctx: PersonContext, courseId: string, { id, title }: MakingWish) {
  const find = async () => (await ctx.store.assignments.getMany([id])).get(id) ?? null
  const of = { id, courseId, institutionId: ctx.institution.id, resourceLinkId: null }
  const fresh = newAssignment({ ...of, title, createdAt: ctx.now() })
  const add = () => ctx.store.assignments.add(fresh).then(() => fresh)
  const begun = (await find()) ?? (await orElse(add, find))
  if (begun.courseId !== courseId) throw new NotFound()
  return begun
}
