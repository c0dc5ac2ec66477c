// Who belongs to a course, and as what: the launch says it, and on Moodle the roster knows better.

import { isStaff, type Membership } from '../../domain/access.ts'
import type { Course } from '../../domain/course.ts'
import type { Launch } from '../../domain/launch.ts'
import type { Person } from '../../domain/person.ts'
import type { Platform } from '../../domain/platform.ts'
import type { KnownArrival } from '../../store/index.ts'
import type { Context } from '../context.ts'
import { isRosterFresh, rosterSoon } from '../lms/rosters.ts'
import { memberIsBack } from './leaving.ts'

const NOTE_MS = 3_600_000

interface Arriving {
  person: Person
  course: Course
  /** What was known before. */
  looked: KnownArrival
}

/**
 * Keeps the role that a launch and, on Moodle, the roster give somebody in a course; written only when it changed, and
 * for staff once an hour: their rights end when the LMS has not named them for a day.
 */
export async function knowMembership(
  ctx: Context,
  launch: Launch,
  platform: Platform,
  { person, course, looked }: Arriving,
): Promise<void> {
  const isLooked = looked.person?.id === person.id && looked.course?.id === course.id
  const known = isLooked
    ? looked.membership
    : await ctx.store.memberships.find(course.id, person.id)
  const rosterRole = await rosterRoleOf(ctx, launch, platform, course, known)
  const membership: Membership = {
    id: known?.id ?? ctx.newId(),
    institutionId: ctx.institution.id,
    courseId: course.id,
    personId: person.id,
    subject: launch.subject,
    launchRole: isPlaying(launch, platform, known, rosterRole) ? 'rehearsal' : launch.role,
    rosterRole,
    seenAt: ctx.now(),
    firstSeenAt: known?.firstSeenAt ?? ctx.now(),
    // Whom the LMS lets in is in the course, whatever a roster of last night said.
    leftAt: null,
  }
  if (known?.leftAt) await memberIsBack(ctx, membership)
  if (!known || hasChanged(known, membership)) await ctx.store.memberships.save(membership)
}

function hasChanged(known: Membership, membership: Membership): boolean {
  const { launchRole, rosterRole, subject, seenAt } = membership
  const isSame = known.launchRole === launchRole && known.rosterRole === rosterRole
  if (!isSame || known.subject !== subject || known.leftAt) return true
  return isStaff(launchRole) && seenAt.getTime() - known.seenAt.getTime() >= NOTE_MS
}

// Moodle launches non-editing teachers as Instructor; the roster knows better (moodle.md 6).
// It is read at a person's first launch as Instructor, and again when it is no longer fresh.
async function rosterRoleOf(
  ctx: Context,
  launch: Launch,
  platform: Platform,
  course: Course,
  known: Membership | null,
): Promise<Membership['rosterRole']> {
  const rosterRole = known?.rosterRole ?? null
  const asks = launch.role === 'instructor' || mayPlay(launch, known)
  // Elsewhere the launch is the newer word: what a roster said before it, and otherwise, holds no longer.
  if (platform.kind !== 'moodle') return rosterRole === launch.role ? rosterRole : null
  if (!asks) return rosterRole
  if (rosterRole !== null && isRosterFresh(course, ctx.now())) return rosterRole
  const roles = await rosterSoon(ctx, platform, course)
  return roles ? (roles.get(launch.subject) ?? 'none') : rosterRole
}

// Who has taught here and now comes as a student.
function mayPlay(launch: Launch, known: Membership | null): boolean {
  if (launch.role !== 'student' || !known) return false
  const { launchRole, rosterRole } = known
  return launchRole === 'rehearsal' || isStaff(launchRole) || isStaff(rosterRole)
}

// A teacher in a switched role launches as a plain student; unless the roster says that they have become one, they play.
function isPlaying(
  launch: Launch,
  platform: Platform,
  known: Membership | null,
  rosterRole: Membership['rosterRole'],
): boolean {
  if (platform.kind === 'canvas' || !mayPlay(launch, known)) return false
  return rosterRole === null || isStaff(rosterRole)
}
