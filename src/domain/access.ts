// Who may do what in a course: rights come from course membership only (design decision 11).

import type { Platform } from './platform.ts'

/** `rehearsal` is the LMS's pretend student; `none` is a launch whose roles we do not know. */
export type CourseRole = 'instructor' | 'assistant' | 'student' | 'observer' | 'rehearsal' | 'none'

export type OfficeRole = 'registrar' | 'approver' | 'career' | 'admin'

export interface Membership {
  id: string
  institutionId: string
  courseId: string
  personId: string
  /** The LMS's id of this person, for scores and rosters. */
  subject: string
  launchRole: CourseRole
  /** From NRPS, read once at an instructor's launch; null until then. */
  rosterRole: CourseRole | null
  /** When the LMS said so last; for staff never more than an hour older. */
  seenAt: Date
  /** When the person was first seen in the course: by a launch, or on its roster. */
  firstSeenAt: Date
  /** Since when they are no longer on the course's roster; null while they are, or nobody knows. */
  leftAt: Date | null
}

const RANK: Record<CourseRole, number> = {
  none: 0,
  rehearsal: 1,
  observer: 2,
  student: 3,
  assistant: 4,
  instructor: 5,
}

/** True for a role that sees the work of others. */
export function isStaff(role: CourseRole | null): boolean {
  return role === 'instructor' || role === 'assistant'
}

const STAFF_MS = 86_400_000

/** True while a staff role may be gone by: the LMS has said it within a day (outcomes.md). */
export function isRecent({ seenAt }: Pick<Membership, 'seenAt'>, now: Date): boolean {
  return now.getTime() - seenAt.getTime() <= STAFF_MS
}

/** The lower of two roles. */
export function lowerRole(a: CourseRole, b: CourseRole): CourseRole {
  return RANK[a] <= RANK[b] ? a : b
}

type Lms = Pick<Platform, 'kind' | 'launchRoleEnough'>
type Roles = Pick<Membership, 'launchRole' | 'rosterRole'>

/**
 * The role a person has in a course. A roster that was read since may lower what a launch of staff said, never raise it:
 * who no longer teaches decides nothing from the next reading on (outcomes.md).
 * Moodle launches non-editing teachers as Instructor, and its roster calls them learners (moodle.md 6): there they look,
 * and until the roster was read nobody teaches, unless the administrator has said that the launch's role is enough.
 */
export function courseRole(
  membership: Roles & Partial<Pick<Membership, 'leftAt'>>,
  lms: Lms,
): CourseRole {
  const { launchRole, rosterRole, leftAt = null } = membership
  if (leftAt !== null) return 'none'
  if (!isStaff(launchRole)) return launchRole
  if (rosterRole === null) return isUnproven(membership, lms) ? 'assistant' : launchRole
  const isHelper = lms.kind === 'moodle' && launchRole === 'instructor' && rosterRole === 'student'
  return isHelper ? 'assistant' : lowerRole(launchRole, rosterRole)
}

/** True for whom the LMS opens Stint as instructor while nothing else says that they are one. */
export function isUnproven({ launchRole, rosterRole }: Roles, lms: Lms): boolean {
  const asksRoster = lms.kind === 'moodle' && !lms.launchRoleEnough
  return asksRoster && launchRole === 'instructor' && rosterRole === null
}
