// An instructor gives students more time, or vouches for what a rule asks; always with a reason that the student reads.

import type { Membership } from '../../domain/access.ts'
import { type Allowance, givenTime, givenWord } from '../../domain/allowance.ts'
import type { Claim } from '../../domain/claim.ts'
import type { Assignment } from '../../domain/course.ts'
import { currentRule } from '../../domain/course.ts'
import type { CourseTerm } from '../../domain/course-term.ts'
import type { ParameterName, RuleParameters } from '../../domain/credit/parameters.ts'
import { type Debt, owe } from '../../domain/debt.ts'
import type { Person } from '../../domain/person.ts'
import { enrolledAt } from '../../domain/roster.ts'
import type { Timing } from '../../domain/timing.ts'
import { Invalid, NotFound } from '../../errors.ts'
import { accept } from '../accept.ts'
import type { Context, PersonContext } from '../context.ts'
import { notForOneself, type Place, staffIn, teachingIn } from '../rights.ts'
import { assignmentIn, ruleOf } from './claim-views.ts'
import { datesOf, termOf, timingFrom } from './timings.ts'

/** One student of the course, with their dates on the assignment. */
export interface StudentDates {
  person: Person
  timing: Timing | null
  allowance: Allowance | null
  submittedAt: Date | null
}

export interface DatesPage {
  place: Place
  assignment: Assignment
  /** The course's dates, as they are for somebody without any of their own. */
  timing: Timing | null
  /** Null while the instructor has chosen none. */
  rule: RuleParameters | null
  term: CourseTerm | null
  terms: { code: string; name: string }[]
  students: StudentDates[]
}

/**
 * All dates of one assignment, and those of each student.
 * @throws {NotFound} not this course's. {Forbidden} not its staff
 */
export async function datesPage(
  ctx: PersonContext,
  courseId: string,
  assignmentId: string,
): Promise<DatesPage> {
  const place = await staffIn(ctx, courseId)
  const assignment = await assignmentIn(ctx, courseId, assignmentId)
  const { course } = place
  const dates = await datesOf(ctx, [assignmentId])
  const rule = currentRule(assignment)?.parameters ?? null
  const members = (await ctx.store.memberships.ofCourse(courseId)).filter(isStudentHere)
  const roster = await ctx.store.rosters.ofCourse(courseId)
  const listed = new Map(roster?.entries.map((entry) => [entry.subject, entry]))
  const people = await ctx.store.people.getMany(members.map((m) => m.personId))
  const claims = await ctx.store.claims.ofAssignment(assignmentId)
  const claimOf = new Map(claims.map((claim) => [claim.personId, claim]))
  const timing = (personId: string, since: Date | null) => {
    const claim = claimOf.get(personId) ?? null
    const whose = { course, assignment, personId, claim, enrolledAt: since }
    return rule && timingFrom(dates, { ...whose, rule: ruleOf(claim, assignment).parameters })
  }
  const students = members.flatMap((member) => {
    const { personId, subject } = member
    const person = people.get(personId)
    if (!person) return []
    return [
      {
        person,
        timing: timing(personId, enrolledAt(member, listed.get(subject) ?? null)),
        allowance: dates.allowance(assignmentId, personId),
        submittedAt: claimOf.get(personId)?.firstSubmittedAt ?? null,
      },
    ]
  })
  return {
    place,
    assignment,
    timing: timing(ctx.actor.person.id, null),
    rule,
    term: termOf(dates.calendar, course, assignment),
    terms: dates.calendar.terms,
    students: students.sort((a, b) => nameOf(a.person).localeCompare(nameOf(b.person))),
  }
}

const isStudentHere = ({ launchRole, leftAt }: Membership): boolean =>
  launchRole === 'student' && leftAt === null

const nameOf = ({ familyName, name }: Person): string => familyName ?? name ?? ''

/**
 * Gives one or many students more time on an assignment; each is told by mail.
 * @throws {Forbidden} not an instructor here. {Invalid} nobody chosen. {NotFound} somebody of another course. {Refused} no day or no reason
 */
export async function giveTime(
  ctx: PersonContext,
  courseId: string,
  assignmentId: string,
  wish: { personIds: string[]; until: string; why: string },
): Promise<void> {
  await teachingIn(ctx, courseId)
  await assignmentIn(ctx, courseId, assignmentId)
  const personIds = [...new Set(wish.personIds)]
  if (personIds.length === 0) throw new Invalid({ students: 'allowance.nobody' })
  await checkStudents(ctx, courseId, personIds)
  await notForOneself(ctx, personIds, 'allowance.self')
  const { until, why } = wish
  const given = personIds.map((personId) => ({
    whom: { id: ctx.newId(), assignmentId, personId },
    time: accept(givenTime({ personId, until, why }, giver(ctx), ctx.institution.timezone)),
  }))
  const mail = timeMail(ctx.now())
  for (const { whom, time } of given) await ctx.store.allowances.addTime(whom, time, mail)
}

function timeMail(at: Date): Debt {
  const { moreTime } = owe({}, { key: 'moreTime', kind: 'mail', value: {}, at })
  if (!moreTime) throw new Error('nothing is owed')
  return moreTime
}

/**
 * Vouches for what a rule asks of a student.
 * @throws {Forbidden} not an instructor here. {NotFound} somebody of another course. {Refused} no reason, or oneself
 */
export async function vouch(
  ctx: PersonContext,
  courseId: string,
  assignmentId: string,
  wish: { personId: string; parameter: ParameterName; why: string },
): Promise<void> {
  await teachingIn(ctx, courseId)
  await assignmentIn(ctx, courseId, assignmentId)
  await checkStudents(ctx, courseId, [wish.personId])
  await notForOneself(ctx, [wish.personId], 'allowance.self')
  const word = accept(givenWord(wish, giver(ctx)))
  const whom = { id: ctx.newId(), assignmentId, personId: wish.personId }
  await ctx.store.allowances.addWord(whom, word)
}

/**
 * Says which term the course belongs to; null leaves it to the LMS and the first day.
 * @throws {Forbidden} not an instructor here. {Invalid} no such term
 */
export async function chooseTerm(
  ctx: PersonContext,
  courseId: string,
  code: string | null,
): Promise<void> {
  await teachingIn(ctx, courseId)
  const terms = await ctx.store.terms.list()
  if (code !== null && !terms.some((term) => term.code === code)) {
    throw new Invalid({ term: 'form.choose' })
  }
  await ctx.store.courses.chooseTerm(courseId, code)
}

/** What was given for a claim goes with it to another assignment; the LMS's date stays where it was said. */
export async function carryAllowance(
  ctx: Context,
  { personId }: Pick<Claim, 'personId'>,
  from: string,
  to: string,
): Promise<void> {
  const given = await ctx.store.allowances.find(from, personId)
  if (!given || given.times.length + given.words.length === 0) return
  await ctx.store.allowances.addGiven({ id: ctx.newId(), assignmentId: to, personId }, given)
}

function giver({ actor, now }: PersonContext) {
  return { personId: actor.person.id, name: actor.person.name ?? '', at: now() }
}

// Oneself is refused with its own words, so it passes here.
async function checkStudents(
  ctx: PersonContext,
  courseId: string,
  personIds: string[],
): Promise<void> {
  const members = await ctx.store.memberships.ofCourse(courseId)
  const here = new Set(members.filter(isStudentHere).map((m) => m.personId))
  const known = (id: string) => here.has(id) || id === ctx.actor.person.id
  if (!personIds.every(known)) throw new NotFound()
}
