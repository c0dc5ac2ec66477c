// Somebody leaves a course or comes back: their claims there follow (outcomes.md).

import { isStaff, type Membership } from '../../domain/access.ts'
import { dayIn } from '../../domain/calendar.ts'
import { approval, type Claim } from '../../domain/claim.ts'
import { ended, revived } from '../../domain/claim-leaving.ts'
import { Conflict } from '../../errors.ts'
import { holdersOf } from '../claims/holds.ts'
import { termOf } from '../claims/timings.ts'
import type { Context } from '../context.ts'
import { calendarIn } from '../office/calendar.ts'

/** True for those whom a roster tells of; an LMS's pretend student and observers are often not on it. */
export function isOnRosters({ launchRole }: Membership): boolean {
  return launchRole === 'student' || isStaff(launchRole)
}

/**
 * Keeps that somebody has left. Their claims first: what a crash leaves undone, the next reading does.
 * Who left keeps their history and has no rights.
 */
export async function memberLeft(ctx: Context, membership: Membership): Promise<void> {
  const at = ctx.now()
  for (const claim of await claimsHere(ctx, membership)) {
    const next = ended(claim, 'leave', at)
    if (next) await ctx.store.claims.save(next)
  }
  await ctx.store.memberships.save({ ...membership, rosterRole: 'none', leftAt: at })
}

/**
 * Within the term, what was dropped or withdrawn when they left is theirs again; submitted only while its placements are
 * free. After the term nothing begins again by itself; what was approved loses its flag whenever they are back.
 */
export async function memberIsBack(
  ctx: Context,
  membership: Pick<Membership, 'courseId' | 'personId'>,
): Promise<void> {
  const left = (await claimsHere(ctx, membership)).filter(({ leftAt }) => leftAt !== null)
  for (const { claim, assignment } of await thoseBack(ctx, membership.courseId, left)) {
    const holders = await holdersOf(ctx, claim.chosen)
    const isFree = holders.every(({ id }) => id === claim.id)
    const next = revived(claim, { isFree, isClosed: assignment.state === 'closed' }, ctx.now())
    if (!next) continue
    try {
      await ctx.store.claims.save(next)
    } catch (error) {
      // Taken by another claim in this very moment: it waits as a draft until the next reading.
      if (!(error instanceof Conflict)) throw error
    }
  }
}

// Those of a term that is not over yet, or of none; and what was approved, which begins nothing.
async function thoseBack(ctx: Context, courseId: string, claims: Claim[]) {
  if (claims.length === 0) return []
  const [course, assignments, calendar] = await Promise.all([
    ctx.store.courses.get(courseId),
    ctx.store.assignments.getMany(claims.map((claim) => claim.assignmentId)),
    calendarIn(ctx),
  ])
  const day = dayIn(ctx.now(), calendar.timezone)
  return claims.flatMap((claim) => {
    const assignment = assignments.get(claim.assignmentId)
    const term = assignment && termOf(calendar, course, assignment)
    const may = !term || day <= term.term.endsOn || approval(claim) !== null
    return assignment && may ? [{ claim, assignment }] : []
  })
}

async function claimsHere(
  ctx: Context,
  { courseId, personId }: Pick<Membership, 'courseId' | 'personId'>,
) {
  const claims = await ctx.store.claims.ofPerson(personId)
  return claims.filter((claim) => claim.courseId === courseId)
}
