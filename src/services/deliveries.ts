// The scores of one assignment on their way to the LMS, and sending one again.

import type { Claim } from '../domain/claim.ts'
import { type Debts, sendAgain } from '../domain/debt.ts'
import { assignmentIn } from './claim-views.ts'
import { seenColumn } from './columns.ts'
import type { PersonContext } from './context.ts'
import { claimIn } from './reviews.ts'
import { staffIn, teachingIn } from './rights.ts'

/** The claims of one assignment that owe or have paid a score, with their people. */
export async function deliveries(ctx: PersonContext, courseId: string, assignmentId: string) {
  const place = await staffIn(ctx, courseId)
  const stored = await assignmentIn(ctx, courseId, assignmentId)
  const assignment = await seenColumn(ctx, place.course, stored)
  const claims = (await ctx.store.claims.ofAssignment(assignmentId)).filter((c) => c.debts.score)
  const people = await ctx.store.people.getMany(claims.map((c) => c.personId))
  const platform = await ctx.store.platforms.get(place.course.platformId)
  return { place, assignment, claims, people, platformKind: platform.kind }
}

/**
 * Tries a waiting or stuck score again at once. Where the gradebook showed another grade, this is the choice to replace it.
 * @throws {Forbidden} not an instructor here
 */
export async function resendScore(
  ctx: PersonContext,
  courseId: string,
  claimId: string,
): Promise<Claim> {
  await teachingIn(ctx, courseId)
  const { claim } = await claimIn(ctx, courseId, claimId)
  const debts = sendAgain(claim.debts, 'score', ctx.now())
  return ctx.store.claims.save({ ...claim, debts: replacing(debts, claim, ctx.now()) })
}

// Only the grade that the instructor has seen may be replaced, and their choice has a time of its own: LMSs refuse older ones.
function replacing(debts: Debts, claim: Claim, at: Date): Debts {
  const { score } = debts
  const there = claim.seen?.given ?? null
  if (score?.state !== 'due' || there === null) return debts
  return { ...debts, score: { ...score, value: { ...score.value, over: there, decidedAt: at } } }
}
