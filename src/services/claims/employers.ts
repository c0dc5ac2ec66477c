// The instructor joins or parts employers that count as the same within one claim.

import type { Claim } from '../../domain/claim.ts'
import { withEmployers } from '../../domain/claim-employers.ts'
import { accept } from '../accept.ts'
import type { PersonContext } from '../context.ts'
import { notForOneself, teachingIn } from '../rights.ts'
import { claimIn } from './reviews.ts'

/**
 * The instructor says which micro-internships of a claim are of one employer.
 * @throws {Forbidden} not an instructor here. {Refused} decided already, or their own claim. {Conflict} changed meanwhile
 */
export async function nameEmployers(
  ctx: PersonContext,
  courseId: string,
  claimId: string,
  employers: Record<string, string>,
): Promise<Claim> {
  await teachingIn(ctx, courseId)
  const { claim } = await claimIn(ctx, courseId, claimId)
  await notForOneself(ctx, [claim.personId], 'review.ownClaim')
  const placements = await ctx.store.placements.getMany(claim.chosen)
  const { id: personId, name } = ctx.actor.person
  const by = { personId, name, at: ctx.now() }
  const after = accept(withEmployers(claim, placements, employers, by))
  return after === claim ? claim : ctx.store.claims.save(after)
}
