// The section a student is in: as the roster tells it, until a decision keeps it (outcomes.md).

import type { Claim, ClaimDecision } from '../../domain/claim.ts'
import type { Course } from '../../domain/course.ts'
import type { Context } from '../context.ts'

/** The section that a decision made now would keep; null when nothing tells. */
export async function sectionNow(
  ctx: Context,
  course: Course,
  { subject }: Pick<Claim, 'subject'>,
): Promise<ClaimDecision['section']> {
  const entry = await ctx.store.rosters.entryOf(course.id, subject)
  if (entry && entry.sections.length > 0) return { ids: entry.sections, from: 'roster' }
  const { sisSectionId } = course
  return sisSectionId === null ? null : { ids: [sisSectionId], from: 'launch' }
}
