// A course's roster (NRPS): what it says about the roles of those who have launched.

import type { CourseRole, Membership } from '../domain/access.ts'
import type { Course } from '../domain/course.ts'
import type { Platform } from '../domain/platform.ts'
import type { Context } from './context.ts'

const FRESH_MS = 3_600_000

/** True while the roster read last is young enough to go by (outcomes.md: 24 h at the latest). */
export function isRosterFresh(course: Course, now: Date): boolean {
  return course.rosterReadAt !== null && now.getTime() - course.rosterReadAt.getTime() < FRESH_MS
}

/**
 * Reads the roster and keeps the role of everybody who has launched; null when the LMS does not tell.
 * Who has launched and is not on it has no role there any more.
 */
export async function readRoster(
  ctx: Context,
  platform: Platform,
  course: Course,
): Promise<Map<string, CourseRole> | null> {
  if (!course.rosterUrl) return null
  try {
    const members = await ctx.lms.members(platform, course.rosterUrl)
    const roles = new Map(members.filter((m) => m.active).map((m) => [m.subject, m.role]))
    const known = await ctx.store.memberships.ofCourse(course.id)
    for (const membership of known) await keepRole(ctx, membership, roles)
    await ctx.store.courses.save({ ...course, rosterReadAt: ctx.now() })
    return roles
  } catch (error) {
    ctx.log.warn({ err: error, courseId: course.id }, 'roster not read')
    return null
  }
}

async function keepRole(
  ctx: Context,
  membership: Membership,
  roles: Map<string, CourseRole>,
): Promise<void> {
  const rosterRole = roles.get(membership.subject) ?? 'none'
  if (rosterRole !== membership.rosterRole) {
    await ctx.store.memberships.save({ ...membership, rosterRole })
  }
}
