// Who may do what, looked up fresh on every request (design decision 11).

import { type CourseRole, courseRole, isRecent, isStaff, isUnproven } from '../domain/access.ts'
import type { Course } from '../domain/course.ts'
import { samePerson } from '../domain/person.ts'
import { Forbidden, NotFound, Refused } from '../errors.ts'
import type { Desk, Seat } from '../store/index.ts'
import type { PersonContext } from './context.ts'

export interface Place {
  course: Course
  role: CourseRole
  /** Why an instructor does not decide yet, as a text key under `review.`: their role is not proven (Moodle only). */
  unproven: 'rosterUnread' | 'noRoster' | null
}

/**
 * The course and the actor's role in it.
 * @throws {NotFound} no such course here, or the actor does not belong to it. {Forbidden} staff whom the LMS has not
 * named for a day, or who came in from another LMS
 */
export async function placeIn(ctx: PersonContext, courseId: string): Promise<Place> {
  const seat = await ctx.store.places.seat(courseId, ctx.actor.person.id)
  if (!seat) throw new NotFound()
  return placeOf(ctx, seat)
}

/**
 * What the actor is and has in a course.
 * @throws {NotFound} no such course here, or the actor does not belong to it
 */
export async function deskIn(ctx: PersonContext, courseId: string): Promise<Desk> {
  const { desk: begun, session, person } = ctx.actor
  const isBegun = begun !== undefined && session.courseId === courseId
  const desk = isBegun ? begun : await ctx.store.places.desk(courseId, person.id)
  if (!desk) throw new NotFound()
  return desk
}

/**
 * The actor's role where they sit.
 * @throws {Forbidden} as `placeIn`
 */
export async function placeOf(ctx: PersonContext, { course, membership }: Seat): Promise<Place> {
  const platform = await ctx.store.registrations.get(course.platformId)
  const why = course.rosterUrl ? 'rosterUnread' : 'noRoster'
  const unproven = isUnproven(membership, platform) ? why : null
  const role = courseRole(membership, platform)
  // One LMS joins people to those of another by their SIS id, and must not make staff there.
  const isHere = ctx.actor.session.platformId === course.platformId
  if (isStaff(role) && !(isHere && isRecent(membership, ctx.now()))) {
    throw new Forbidden('errors.openAgain')
  }
  return { course, role, unproven }
}

/**
 * The course, when the actor may decide there.
 * @throws {NotFound} not a member. {Forbidden} a member who does not teach
 */
export async function teachingIn(ctx: PersonContext, courseId: string): Promise<Place> {
  const place = await placeIn(ctx, courseId)
  if (place.role !== 'instructor') {
    throw new Forbidden(`review.${place.unproven ?? 'notInstructor'}`)
  }
  return place
}

/**
 * The course, when the actor may look at its queue: instructors, and assistants who look only.
 * @throws {NotFound} not a member. {Forbidden} a member of another kind
 */
export async function staffIn(ctx: PersonContext, courseId: string): Promise<Place> {
  const place = await placeIn(ctx, courseId)
  if (!isStaff(place.role)) throw new Forbidden()
  return place
}

/**
 * The course, when the actor may see its student's pages: its students, and who only plays one.
 * @throws {NotFound} not a member. {Forbidden} a member of another kind
 */
async function learningIn(ctx: PersonContext, courseId: string): Promise<Place> {
  return learner(await placeIn(ctx, courseId))
}

/** A place that is a student's, or of who only plays one. @throws {Forbidden} any other */
export function learner(place: Place): Place {
  if (place.role !== 'student' && place.role !== 'rehearsal') {
    throw new Forbidden('errors.studentsOnly')
  }
  return place
}

/**
 * The course, when what the actor does there as a student is kept.
 * @throws {NotFound} not a member. {Forbidden} a member of another kind. {Refused} who only plays a student
 */
export async function recordingIn(ctx: PersonContext, courseId: string): Promise<Place> {
  const place = await learningIn(ctx, courseId)
  if (place.role === 'rehearsal') throw onlyPlaying()
  return place
}

/**
 * Stops who would decide on, or vouch for, themselves: also through a second account.
 * @throws {Refused} by this rule
 */
export async function notForOneself(
  ctx: PersonContext,
  personIds: string[],
  rule: 'review.ownClaim' | 'allowance.self',
): Promise<void> {
  const people = await ctx.store.people.getMany(personIds)
  const isOwn = [...people.values()].some((person) => samePerson(person, ctx.actor.person))
  if (isOwn) throw new Refused([{ rule, facts: {} }])
}

/** What answers everything that a pretend student would record (design decision 11). */
export function onlyPlaying(): Refused {
  return new Refused([{ rule: 'rehearsal.nothingKept', facts: {} }])
}

/** The courses in which the actor is staff, with their role in each. */
export async function staffCourses(ctx: PersonContext): Promise<Place[]> {
  const memberships = await ctx.store.memberships.ofPerson(ctx.actor.person.id)
  const likely = memberships.filter((m) => isStaff(m.launchRole))
  const places = await Promise.all(likely.map((m) => placeOrNull(ctx, m.courseId)))
  return places.flatMap((place) => (place && isStaff(place.role) ? [place] : []))
}

// A course that has to be opened again, or of a registration that was removed, is no reason to close the others.
async function placeOrNull(ctx: PersonContext, courseId: string): Promise<Place | null> {
  try {
    return await placeIn(ctx, courseId)
  } catch (error) {
    if (error instanceof NotFound || error instanceof Forbidden) return null
    throw error
  }
}

/** What the actor is as a student somewhere in the institution: one, only playing one, or neither. */
export async function studentKind(ctx: PersonContext): Promise<'student' | 'rehearsal' | null> {
  const memberships = await ctx.store.memberships.ofPerson(ctx.actor.person.id)
  const here = memberships.filter(({ leftAt }) => leftAt === null)
  const has = (role: CourseRole) => here.some((m) => m.launchRole === role)
  if (has('student')) return 'student'
  return has('rehearsal') ? 'rehearsal' : null
}
