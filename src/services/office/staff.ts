// Who can decide in a course, and why: from the launch, and on Moodle from the roster too (design decision 11).

import type { CourseRole, Membership } from '../../domain/access.ts'
import { courseRole, isStaff } from '../../domain/access.ts'
import type { Course } from '../../domain/course.ts'
import type { Person } from '../../domain/person.ts'
import type { Platform } from '../../domain/platform.ts'
import type { Roster } from '../../domain/roster.ts'
import type { PersonContext } from '../context.ts'
import { type Place, staffIn } from '../rights.ts'

/** Why somebody may decide, or may not: a word under `people.why`. */
type Why = 'launch' | 'assists' | 'both' | 'lowered' | 'gone' | 'enough' | 'unread' | 'noRoster'

export interface StaffMember {
  person: Person
  role: CourseRole
  why: Why
  seenAt: Date
}

/**
 * Everybody who came into this course as staff, those who can decide first.
 * @throws {NotFound} not a member. {Forbidden} a member who is no staff
 */
export async function courseStaff(
  ctx: PersonContext,
  courseId: string,
): Promise<{ place: Place; platform: Platform; roster: Roster | null; staff: StaffMember[] }> {
  const place = await staffIn(ctx, courseId)
  const platform = await ctx.store.platforms.get(place.course.platformId)
  const members = (await ctx.store.memberships.ofCourse(courseId)).filter(
    ({ launchRole }) => launchRole === 'instructor' || launchRole === 'assistant',
  )
  const people = await ctx.store.people.getMany(members.map((m) => m.personId))
  const staff = members.flatMap((member) => {
    const person = people.get(member.personId)
    if (!person) return []
    const role = courseRole(member, platform)
    const why = isStaff(role) ? whyOf(member, platform, place.course) : 'gone'
    return [{ person, role, why, seenAt: member.seenAt }]
  })
  const decides = ({ role }: StaffMember) => Number(role === 'instructor')
  const roster = await ctx.store.rosters.ofCourse(courseId)
  return { place, platform, roster, staff: staff.sort((a, b) => decides(b) - decides(a)) }
}

function isLowered({ rosterRole }: Membership): boolean {
  return rosterRole !== null && rosterRole !== 'instructor'
}

function whyOf(member: Membership, platform: Platform, course: Course): Why {
  const { launchRole, rosterRole } = member
  if (launchRole === 'assistant') return 'assists'
  if (platform.kind !== 'moodle') return isLowered(member) ? 'lowered' : 'launch'
  if (rosterRole !== null) return rosterRole === 'instructor' ? 'both' : 'lowered'
  if (platform.launchRoleEnough) return 'enough'
  return course.rosterUrl ? 'unread' : 'noRoster'
}
