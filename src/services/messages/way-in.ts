// The way back in, for mails: the LMS's own page of an assignment or course where it is known, else our page that explains.

import type { Assignment, Course } from '../../domain/course.ts'
import type { Placement } from '../../domain/placement.ts'
import type { PlatformKind } from '../../domain/platform.ts'
import type { Context } from '../context.ts'

export interface WayIn {
  href: string
  /** The LMS it leads to; null for our own explanation. */
  kind: PlatformKind | null
}

/** The way to an assignment. */
export async function wayTo(
  ctx: Context,
  course: Course | null,
  assignment: Assignment | null,
): Promise<WayIn> {
  const href = assignment?.pageUrl ?? course?.pageUrl
  if (!course || !href) return explanation(ctx)
  const [platform] = (await ctx.store.platforms.list()).filter(({ id }) => id === course.platformId)
  return platform ? { href, kind: platform.kind } : explanation(ctx)
}

function explanation({ baseUrl, institution }: Context): WayIn {
  return { href: `${baseUrl}/lti/${institution.slug}/open`, kind: null }
}

/** The way to a placement: by the claim it was chosen for last, else by the course its student was in last. */
export async function wayToPlacement(ctx: Context, placement: Placement): Promise<WayIn> {
  const { personId, id } = placement
  const claims = (await ctx.store.claims.ofPerson(personId)).filter((c) => c.chosen.includes(id))
  const claim = claims.toSorted((a, b) => b.createdAt.getTime() - a.createdAt.getTime())[0]
  const courseId = claim?.courseId ?? (await lastCourse(ctx, personId))
  const course = courseId ? await courseOrNull(ctx, courseId) : null
  return wayTo(ctx, course, claim ? await ctx.store.assignments.get(claim.assignmentId) : null)
}

async function lastCourse(ctx: Context, personId: string): Promise<string | null> {
  const memberships = await ctx.store.memberships.ofPerson(personId)
  const learning = memberships.filter((m) => m.launchRole === 'student' && m.leftAt === null)
  const newest = learning.toSorted((a, b) => b.seenAt.getTime() - a.seenAt.getTime())[0]
  return newest?.courseId ?? null
}

async function courseOrNull(ctx: Context, id: string): Promise<Course | null> {
  return (await ctx.store.courses.getMany([id])).get(id) ?? null
}
