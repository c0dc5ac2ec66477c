// The instructor's queue, one claim with its evidence, and the decision.

import { type Claim, type ClaimDecision, decided } from '../domain/claim.ts'
import type { Assignment } from '../domain/course.ts'
import { owe, sendAgain } from '../domain/debt.ts'
import type { Person } from '../domain/person.ts'
import { Conflict, NotFound } from '../errors.ts'
import { accept } from './accept.ts'
import { assignmentIn, type ClaimView, creditPlacements, viewFrom, viewOf } from './claim-views.ts'
import type { PersonContext } from './context.ts'
import { type Place, staffCourses, staffIn, teachingIn } from './rights.ts'

export interface QueueRow extends ClaimView {
  person: Person
  place: Place
}

/** Claims that wait in the courses the actor teaches or assists, oldest first. */
export async function queue(ctx: PersonContext): Promise<QueueRow[]> {
  return rowsIn(ctx, await staffCourses(ctx))
}

/** Claims that wait in one course. */
export async function courseQueue(ctx: PersonContext, courseId: string): Promise<QueueRow[]> {
  return rowsIn(ctx, [await staffIn(ctx, courseId)])
}

async function rowsIn(ctx: PersonContext, places: Place[]): Promise<QueueRow[]> {
  const byCourse = new Map(places.map((place) => [place.course.id, place]))
  const claims = await ctx.store.claims.ofCourses([...byCourse.keys()], ['submitted'])
  const people = await ctx.store.people.getMany(claims.map((c) => c.personId))
  const assignments = await ctx.store.assignments.getMany(claims.map((c) => c.assignmentId))
  const placements = await ctx.store.placements.getMany(claims.flatMap((c) => c.chosen))
  return claims.flatMap((claim) => {
    const place = byCourse.get(claim.courseId)
    const person = people.get(claim.personId)
    const assignment = assignments.get(claim.assignmentId)
    if (!place || !person || !assignment) return []
    return [{ ...viewFrom(claim, assignment, placements), person, place }]
  })
}

export interface ReviewPage extends ClaimView {
  person: Person
  place: Place
  platformKind: string
}

/**
 * One claim with everything it rests on.
 * @throws {NotFound} not this course's, or a draft that is nobody's business yet
 */
export async function reviewPage(
  ctx: PersonContext,
  courseId: string,
  claimId: string,
): Promise<ReviewPage> {
  const place = await staffIn(ctx, courseId)
  const { claim, assignment } = await claimIn(ctx, courseId, claimId)
  if (claim.firstSubmittedAt === null) throw new NotFound()
  const person = await ctx.store.people.get(claim.personId)
  const platform = await ctx.store.platforms.get(claim.platformId)
  return { ...(await viewOf(ctx, claim, assignment)), person, place, platformKind: platform.kind }
}

async function claimIn(ctx: PersonContext, courseId: string, claimId: string) {
  const claim = await ctx.store.claims.get(claimId)
  if (claim.courseId !== courseId) throw new NotFound()
  const assignment: Assignment = await assignmentIn(ctx, courseId, claim.assignmentId)
  return { claim, assignment }
}

export interface DecisionInput {
  step: ClaimDecision['step']
  note: string | null
  /** The claim's version and its counted hours on the screen that was decided on. */
  version: number
  seenHours: number
}

/**
 * The instructor approves, gives back or denies; decision, history and debts are one write.
 * @throws {Forbidden} not an instructor here. {Refused} the rule says no. {Conflict} it changed meanwhile
 */
export async function decide(
  ctx: PersonContext,
  courseId: string,
  claimId: string,
  input: DecisionInput,
): Promise<Claim> {
  await teachingIn(ctx, courseId)
  const { claim, assignment } = await claimIn(ctx, courseId, claimId)
  const view = await viewOf(ctx, claim, assignment)
  if (claim.version !== input.version) throw changed(input.seenHours, view.credit.countedHours)
  const decision: ClaimDecision = {
    step: input.step,
    at: ctx.now(),
    by: ctx.actor.person.id,
    byName: ctx.actor.person.name,
    note: input.note,
    rule: view.rule,
    placements: creditPlacements(view.placements),
    credit: view.credit,
  }
  const after = accept(decided(claim, decision, assignment.lineItemUrl !== null))
  const told = { key: 'decided', kind: 'mail' as const, value: {}, at: decision.at }
  return ctx.store.claims.save({ ...after, debts: owe(after.debts, told) })
}

// Deciding is refused once, with what changed (outcomes.md).
function changed(from: number, to: number): Conflict {
  if (from === to) return new Conflict('review.changed')
  return new Conflict('review.changedHours', { facts: { from, to } })
}

/** The claims of one assignment that owe or have paid a score, with their people. */
export async function deliveries(ctx: PersonContext, courseId: string, assignmentId: string) {
  const place = await staffIn(ctx, courseId)
  const assignment = await assignmentIn(ctx, courseId, assignmentId)
  const claims = (await ctx.store.claims.ofAssignment(assignmentId)).filter((c) => c.debts.score)
  const people = await ctx.store.people.getMany(claims.map((c) => c.personId))
  const platform = await ctx.store.platforms.get(place.course.platformId)
  return { place, assignment, claims, people, platformKind: platform.kind }
}

/**
 * Tries a waiting or stuck score again at once.
 * @throws {Forbidden} not an instructor here
 */
export async function resendScore(
  ctx: PersonContext,
  courseId: string,
  claimId: string,
): Promise<Claim> {
  await teachingIn(ctx, courseId)
  const { claim } = await claimIn(ctx, courseId, claimId)
  return ctx.store.claims.save({ ...claim, debts: sendAgain(claim.debts, 'score', ctx.now()) })
}
