// The scores of one assignment on their way to the LMS, and sending them again: never by itself, once they have arrived.

import type { Claim } from '../../domain/claim.ts'
import { canReturn } from '../../domain/claim-score.ts'
import { type Debts, sendAgain } from '../../domain/debt.ts'
import { Conflict } from '../../errors.ts'
import { assignmentIn } from '../claims/claim-views.ts'
import { claimIn } from '../claims/reviews.ts'
import type { Context, PersonContext } from '../context.ts'
import { staffIn, teachingIn } from '../rights.ts'
import { seenGradebook } from './gradebooks.ts'

/** The claims of one assignment that owe or have paid a score, with their people. */
export async function deliveries(ctx: PersonContext, courseId: string, assignmentId: string) {
  const place = await staffIn(ctx, courseId)
  const stored = await assignmentIn(ctx, courseId, assignmentId)
  const assignment = await seenGradebook(ctx, place.course, stored)
  const claims = (await ctx.store.claims.ofAssignment(assignmentId)).filter((c) => c.debts.score)
  const people = await ctx.store.people.getMany(claims.map((c) => c.personId))
  const platform = await ctx.store.platforms.get(place.course.platformId)
  return { place, assignment, claims, people, platformKind: platform.kind }
}

/**
 * Tries a waiting or stuck score again at once, and one that was lost or changed in the gradebook. Where it shows
 * another grade, this is the choice to replace it.
 * @throws {Forbidden} not an instructor here
 */
export async function resendScore(
  ctx: PersonContext,
  courseId: string,
  claimId: string,
): Promise<Claim> {
  await teachingIn(ctx, courseId)
  const { claim } = await claimIn(ctx, courseId, claimId)
  return sendOnceMore(ctx, claim)
}

/** Claims of a course whose scores the LMS shows no more: a reset takes them all. */
export function lostScores(ctx: Context, courseId: string): Promise<Claim[]> {
  return ctx.store.claims.withoutGrade(courseId)
}

/**
 * Sends every score again that the gradebook of a course has lost.
 * @throws {Forbidden} not an instructor here
 */
export async function resendLost(ctx: PersonContext, courseId: string): Promise<void> {
  await teachingIn(ctx, courseId)
  for (const claim of await lostScores(ctx, courseId)) {
    try {
      await sendOnceMore(ctx, claim)
    } catch (error) {
      // Somebody else has sent it in this very moment.
      if (!(error instanceof Conflict)) throw error
    }
  }
}

function sendOnceMore(ctx: PersonContext, claim: Claim): Promise<Claim> {
  const isLost = canReturn(claim)
  const debts = sendAgain(claim.debts, 'score', ctx.now(), isLost)
  const again = { ...claim, debts: replacing(debts, claim, ctx.now()) }
  return ctx.store.claims.save(isLost ? noted(ctx, again) : again)
}

function noted(ctx: PersonContext, claim: Claim): Claim {
  const { id: personId, name } = ctx.actor.person
  const line = { personId, name, at: ctx.now(), what: 'claim.sendAgain', why: null, facts: {} }
  return { ...claim, history: [...claim.history, line] }
}

// Only the grade that the instructor has seen may be replaced, and their choice has a time of its own: LMSs refuse older ones.
function replacing(debts: Debts, claim: Claim, at: Date): Debts {
  const { score } = debts
  const over = claim.seen?.given ?? null
  if (score?.state !== 'due' || (over === null && !canReturn(claim))) return debts
  return { ...debts, score: { ...score, value: { ...score.value, over, decidedAt: at } } }
}
