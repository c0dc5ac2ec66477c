// The dates of claims: the calendar and what students are allowed are read once, for one claim or for a whole queue.

import type { Allowance } from '../../domain/allowance.ts'
import { dayIn } from '../../domain/calendar.ts'
import type { Claim } from '../../domain/claim.ts'
import type { Assignment, Course } from '../../domain/course.ts'
import { type CourseTerm, courseTerm } from '../../domain/course-term.ts'
import type { RuleParameters } from '../../domain/credit/parameters.ts'
import type { AcademicCalendar } from '../../domain/terms.ts'
import { type Timing, timingOf } from '../../domain/timing.ts'
import type { Context } from '../context.ts'
import { calendarIn } from '../office/calendar.ts'

/** What the dates of one or many claims are derived from. */
export interface Dates {
  calendar: AcademicCalendar
  allowance(assignmentId: string, personId: string): Allowance | null
}

/** Reads the calendar and what students are allowed on these assignments. */
export async function datesOf(ctx: Context, assignmentIds: string[]): Promise<Dates> {
  const [calendar, allowances] = await Promise.all([
    calendarIn(ctx),
    ctx.store.allowances.ofAssignments([...new Set(assignmentIds)]),
  ])
  const keyOf = (assignmentId: string, personId: string) => `${assignmentId} ${personId}`
  const byKey = new Map(allowances.map((a) => [keyOf(a.assignmentId, a.personId), a]))
  return { calendar, allowance: (a, p) => byKey.get(keyOf(a, p)) ?? null }
}

/** The same for one student only: a class may be large. */
export async function datesFor(
  ctx: Context,
  assignmentIds: string[],
  personId: string,
): Promise<Dates> {
  const [calendar, allowances] = await Promise.all([
    calendarIn(ctx),
    ctx.store.allowances.ofPerson(personId, assignmentIds),
  ])
  const byId = new Map(allowances.map((one) => [one.assignmentId, one]))
  return { calendar, allowance: (assignmentId) => byId.get(assignmentId) ?? null }
}

/** The term of a course, as far as the calendar has one; the first assignment opened here tells its first day. */
export function termOf(
  { terms, timezone }: AcademicCalendar,
  course: Course,
  { createdAt }: Pick<Assignment, 'createdAt'>,
): CourseTerm | null {
  const { sisCourseId, sisSectionId, label, termHint } = course
  return courseTerm(terms, {
    chosenCode: course.termCode,
    ids: [sisSectionId, sisCourseId, label],
    hint: termHint ?? { name: null, startsOn: null },
    firstOn: dayIn(createdAt, timezone),
  })
}

/** Whose dates, by which rule. */
export interface Whose {
  course: Course
  assignment: Assignment
  rule: RuleParameters
  personId: string
  claim: Claim | null
  /** When the student was first seen in the course; needed where credit is given. */
  enrolledAt: Date | null
}

/** Every date of one claim, from what was read. */
export function timingFrom({ calendar, allowance }: Dates, whose: Whose): Timing {
  const { course, assignment, rule, personId, claim, enrolledAt } = whose
  return timingOf({
    calendar,
    term: termOf(calendar, course, assignment),
    rule,
    assignment,
    allowance: allowance(assignment.id, personId),
    enrolledAt,
    claim,
  })
}
