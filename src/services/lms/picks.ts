// The LMS's "add" dialogue (deep linking): an instructor begins an assignment, gives it a rule, and hands it to the LMS.

import {
  type Assignment,
  COLUMN_TAG,
  type Course,
  currentRule,
  newAssignment,
} from '../../domain/course.ts'
import type { RuleParameters } from '../../domain/credit/parameters.ts'
import { CUSTOM } from '../../domain/custom-values.ts'
import type { Launch } from '../../domain/launch.ts'
import { isOpen, PICK_MS, type Pick } from '../../domain/pick.ts'
import type { Platform } from '../../domain/platform.ts'
import { Conflict, Forbidden, NotFound } from '../../errors.ts'
import type { Arrival } from '../arriving/arrivals.ts'
import type { Context, PersonContext } from '../context.ts'
import { type Place, placeIn, teachingIn } from '../rights.ts'
import { type RuleChoice, ruleChoices } from '../rules/rule-choices.ts'
import { launchUrlOf } from './columns.ts'
import { takeRule } from './copies.ts'
import { lmsOf } from './course-lms.ts'

/**
 * Opens a pick for a deep linking request. The launch's own role counts here, since the LMS opens this dialogue for
 * people who may edit the course, and its roster often cannot be read before the first assignment is in it.
 * @throws {Forbidden} who is launched as something else than an instructor
 */
export async function openPick(ctx: Context, launch: Launch, arrival: Arrival): Promise<Pick> {
  const { deepLink: request } = launch
  if (!request || launch.role !== 'instructor') throw new Forbidden('pick.instructorsOnly')
  const createdAt = ctx.now()
  const pick: Pick = {
    id: ctx.newId(),
    institutionId: ctx.institution.id,
    personId: arrival.person.id,
    courseId: arrival.course.id,
    platformId: arrival.platform.id,
    deploymentId: launch.deploymentId,
    request,
    assignmentId: null,
    createdAt,
    expiresAt: new Date(createdAt.getTime() + PICK_MS),
    answeredAt: null,
  }
  await ctx.store.picks.add(pick)
  return pick
}

// Somebody else's pick is not there (lti.md E).
async function ownPick(ctx: PersonContext, pickId: string): Promise<Pick> {
  const pick = await ctx.store.picks.get(pickId)
  if (pick.personId !== ctx.actor.person.id) throw new NotFound()
  return pick
}

export interface PickPage {
  pick: Pick
  course: Course
  platform: Platform
  open: boolean
  /** What was begun, perhaps without a rule yet. */
  draft: Assignment | null
  /** Rules of assignments in the actor's courses, to take over. */
  choices: RuleChoice[]
}

/** The dialogue's page. @throws {NotFound} somebody else's */
export async function pickPage(ctx: PersonContext, pickId: string): Promise<PickPage> {
  const pick = await ownPick(ctx, pickId)
  const [course, platform, choices] = await Promise.all([
    ctx.store.courses.get(pick.courseId),
    ctx.store.platforms.get(pick.platformId),
    ruleChoices(ctx),
  ])
  const draft = pick.assignmentId ? await ctx.store.assignments.get(pick.assignmentId) : null
  return { pick, course, platform, open: isOpen(pick, ctx.now()), draft, choices }
}

/**
 * Begins the assignment, with the rule of another one or without one yet.
 * @throws {NotFound} somebody else's pick, or a rule the actor does not teach by. {Conflict} answered or begun already
 */
export async function beginPick(
  ctx: PersonContext,
  pickId: string,
  wish: { title: string; ruleOf: string | null },
): Promise<Assignment> {
  const { pick, choices, open } = await pickPage(ctx, pickId)
  if (!open) throw new Conflict('pick.over')
  const model = choices.find(({ assignment }) => assignment.id === wish.ruleOf)
  if (wish.ruleOf !== null && !model) throw new NotFound()
  const assignment = newAssignment({
    id: ctx.newId(),
    institutionId: ctx.institution.id,
    courseId: pick.courseId,
    resourceLinkId: null,
    title: wish.title,
    createdAt: ctx.now(),
  })
  await ctx.store.assignments.add(assignment)
  if (!(await ctx.store.picks.begin(pick.id, assignment.id))) throw new Conflict('pick.begun')
  const rule = model && currentRule(model.assignment)
  return rule ? takeRule(ctx, assignment, rule) : assignment
}

/**
 * The place of somebody who may set an assignment's rule: its instructor; and who has begun it in their own dialogue,
 * while that is open. Nothing can be decided there yet.
 * @throws {NotFound} not a member. {Forbidden} neither
 */
export async function shapingIn(
  ctx: PersonContext,
  courseId: string,
  assignmentId: string,
): Promise<Place> {
  try {
    return await teachingIn(ctx, courseId)
  } catch (error) {
    const pick = error instanceof Forbidden ? await openPickOf(ctx, assignmentId) : null
    if (pick?.courseId !== courseId) throw error
    return placeIn(ctx, courseId)
  }
}

/** The actor's open dialogue in which an assignment was begun. */
export async function openPickOf(ctx: PersonContext, assignmentId: string): Promise<Pick | null> {
  const pick = await ctx.store.picks.ofAssignment(ctx.actor.person.id, assignmentId)
  return pick && isOpen(pick, ctx.now()) ? pick : null
}

/**
 * The signed answer, once: what was begun goes to the LMS.
 * @throws {NotFound} somebody else's. {Conflict} answered already, too old, nothing begun, or nothing taken there
 */
export async function answerPick(
  ctx: PersonContext,
  pickId: string,
): Promise<{ returnUrl: string; jwt: string }> {
  const { pick, draft, course, open } = await pickPage(ctx, pickId)
  const rule = draft && currentRule(draft)
  if (!open) throw new Conflict('pick.over')
  if (!draft || !rule) throw new Conflict('pick.noRule')
  if (!pick.request.takesLinks) throw new Conflict('pick.takesNone')
  const platform = await lmsOf(ctx, course)
  if (platform.state !== 'active') throw new Conflict('lti.paused')
  const answered = await ctx.store.picks.answer(pick.id, ctx.now())
  if (!answered) throw new Conflict('pick.over')
  const { request, deploymentId } = pick
  const items = [itemOf(ctx, draft, rule.parameters)]
  const jwt = await ctx.lms.signReply(platform, { request, deploymentId, items })
  return { returnUrl: request.returnUrl, jwt }
}

function itemOf(ctx: Context, draft: Assignment, { maximum }: RuleParameters) {
  return {
    title: draft.title,
    url: launchUrlOf(ctx, draft),
    iconUrl: `${ctx.baseUrl}/public/icon.svg`,
    custom: { [CUSTOM.assignment]: draft.id },
    points: maximum,
    resourceId: draft.id,
    tag: COLUMN_TAG,
  }
}
