// A course's roster (NRPS): who is in the course, as what, who joined and who left.

import { type CourseRole, isStaff, type Membership } from '../../domain/access.ts'
import type { Course } from '../../domain/course.ts'
import type { RosterMember } from '../../domain/launch.ts'
import type { Platform } from '../../domain/platform.ts'
import { rosterWith } from '../../domain/roster.ts'
import { Conflict, Upstream } from '../../errors.ts'
import { isOnRosters, memberIsBack, memberLeft } from '../arriving/leaving.ts'
import type { Context, PersonContext } from '../context.ts'
import { staffIn } from '../rights.ts'
import { lmsOf } from './course-lms.ts'
import { soon } from './patience.ts'

const FRESH_MS = 3_600_000
const LEASE_MS = 10 * 60_000

/** True while the roster read last is young enough to go by (outcomes.md: 24 h at the latest). */
export function isRosterFresh(course: Course, now: Date): boolean {
  return course.rosterReadAt !== null && now.getTime() - course.rosterReadAt.getTime() < FRESH_MS
}

/**
 * Reads the roster and keeps it, with the roles of everybody who has launched; null when the LMS does not tell.
 * Who has launched and is not on it has no role there any more.
 */
export async function readRoster(
  ctx: Context,
  platform: Platform,
  course: Course,
): Promise<Map<string, CourseRole> | null> {
  try {
    return await keepRoster(ctx, platform, course)
  } catch (error) {
    ctx.log.warn({ err: error, courseId: course.id }, 'roster not read')
    return null
  }
}

const AGAIN_MS = 60_000

/**
 * What the roster says, for a launch that waits for it: one try of a few seconds; null when the LMS has not told by
 * then. A slower answer is kept when it comes, and one that did not come is not asked for again within a minute.
 */
export async function rosterSoon(
  ctx: Context,
  platform: Platform,
  course: Course,
): Promise<Map<string, CourseRole> | null> {
  if (hasJustFailed(course, ctx.now())) return null
  return soon(readRoster(ctx, platform, course))
}

function hasJustFailed({ rosterTriedAt, rosterReadAt }: Course, now: Date): boolean {
  if (!rosterTriedAt || (rosterReadAt && rosterReadAt >= rosterTriedAt)) return false
  return now.getTime() - rosterTriedAt.getTime() < AGAIN_MS
}

/**
 * Staff have the roster read now.
 * @throws {Forbidden} no staff here. {Conflict} the LMS tells no roster, or it is being read. {Upstream} it does not answer well
 */
export async function readRosterNow(ctx: PersonContext, courseId: string): Promise<void> {
  const { course } = await staffIn(ctx, courseId)
  if (!course.rosterUrl) throw new Conflict('roster.none')
  const lease = `roster ${courseId}`
  const holder = ctx.newId()
  if (!(await ctx.directory.leases.take(lease, holder, LEASE_MS))) throw new Conflict('roster.busy')
  try {
    await keepRoster(ctx, await lmsOf(ctx, course), course)
  } finally {
    await ctx.directory.leases.free(lease, holder)
  }
}

async function keepRoster(
  ctx: Context,
  platform: Platform,
  course: Course,
): Promise<Map<string, CourseRole> | null> {
  if (!course.rosterUrl) return null
  const readAt = ctx.now()
  await ctx.store.courses.noteRoster(course.id, { rosterTriedAt: readAt })
  // Canvas tells sections only with a link's id, and the course's own id means all of it (canvas.md 4).
  const rlid = platform.kind === 'canvas' ? course.contextId : null
  const members = await ctx.lms.members(platform, course.rosterUrl, rlid)
  const roles = new Map(members.filter((m) => m.active).map((m) => [m.subject, m.role]))
  // A course without anybody is more likely a fault, and would take everybody's rights away.
  if (roles.size === 0) throw new Upstream('lms.badAnswer', true)
  await keepEntries(ctx, course, members, readAt)
  for (const membership of await ctx.store.memberships.ofCourse(course.id)) {
    await keepRole(ctx, membership, roles)
  }
  await ctx.store.courses.noteRoster(course.id, { rosterReadAt: readAt })
  return roles
}

async function keepEntries(ctx: Context, course: Course, members: RosterMember[], readAt: Date) {
  const before = await ctx.store.rosters.ofCourse(course.id)
  const { id: institutionId } = ctx.institution
  const facts = { id: before?.id ?? ctx.newId(), institutionId, courseId: course.id, readAt }
  await ctx.store.rosters.save(rosterWith(before, members, facts))
}

async function keepRole(
  ctx: Context,
  membership: Membership,
  roles: Map<string, CourseRole>,
): Promise<void> {
  const rosterRole = roles.get(membership.subject) ?? null
  if (rosterRole === null) {
    if (isOnRosters(membership) && membership.leftAt === null) await memberLeft(ctx, membership)
    return
  }
  const isBack = membership.leftAt !== null
  const isSaid = isStaff(membership.launchRole)
  if (!isBack && !isSaid && rosterRole === membership.rosterRole) return
  if (isBack) await memberIsBack(ctx, membership)
  const seenAt = isSaid ? ctx.now() : membership.seenAt
  await ctx.store.memberships.save({ ...membership, rosterRole, leftAt: null, seenAt })
}
