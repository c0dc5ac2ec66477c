// Claims that came along with their section: it was moved or cross-listed into another course, whose instructor takes
// them over under the same id (outcomes.md).

import type { Claim } from '../../domain/claim.ts'
import { revived } from '../../domain/claim-leaving.ts'
import { type Assignment, type Course, currentRule } from '../../domain/course.ts'
import type { Person } from '../../domain/person.ts'
import type { Roster } from '../../domain/roster.ts'
import { Conflict } from '../../errors.ts'
import { carryAllowance } from '../claims/allowances.ts'
import { assignmentIn } from '../claims/claim-views.ts'
import { holdersOf } from '../claims/holds.ts'
import type { Context, PersonContext } from '../context.ts'
import { teachingIn } from '../rights.ts'
import { keepRuleInForce } from '../rules/rules-in-force.ts'

export interface ArrivedClaim {
  claim: Claim
  person: Person
  from: Course
}

/** A term and what is left over of it. */
const LONGEST_MS = 180 * 86_400_000

/**
 * What students of this course had to leave behind in another one, when both rosters tell of them in the same section.
 * What was decided stays where it was decided.
 */
export async function arrivedClaims(ctx: Context, course: Course): Promise<ArrivedClaim[]> {
  const here = sectionsIn(await ctx.store.rosters.ofCourse(course.id), true)
  if (![...here.values()].some((sections) => sections.length > 0)) return []
  const since = new Date(ctx.now().getTime() - LONGEST_MS)
  const subjects = [...here.keys()]
  const ended = await ctx.store.claims.leftSince(course.platformId, subjects, since)
  const left = ended.filter(({ courseId }) => courseId !== course.id)
  const before = await sectionsBefore(ctx, left)
  const moved = left.filter(({ courseId, subject }) => {
    const sections = before.get(courseId)?.get(subject) ?? []
    return sections.some((section) => here.get(subject)?.includes(section))
  })
  const people = await ctx.store.people.getMany(moved.map((claim) => claim.personId))
  const courses = await ctx.store.courses.getMany(moved.map((claim) => claim.courseId))
  return moved.flatMap((claim) => {
    const [person, from] = [people.get(claim.personId), courses.get(claim.courseId)]
    return person && from ? [{ claim, person, from }] : []
  })
}

type Sections = Map<string, string[]>

// Who left keeps their line, and with it the section they were in.
function sectionsIn(roster: Roster | null, onlyPresent: boolean): Sections {
  const entries = (roster?.entries ?? []).filter(({ leftAt }) => !onlyPresent || leftAt === null)
  return new Map(entries.map(({ subject, sections }) => [subject, sections]))
}

async function sectionsBefore(ctx: Context, claims: Claim[]): Promise<Map<string, Sections>> {
  const courseIds = [...new Set(claims.map(({ courseId }) => courseId))]
  const rosters = await Promise.all(courseIds.map((id) => ctx.store.rosters.ofCourse(id)))
  return new Map(courseIds.map((id, i) => [id, sectionsIn(rosters[i] ?? null, false)]))
}

/**
 * The instructor takes over what came along, into one assignment of the course; a student who has a claim on it
 * already keeps that one.
 * @throws {Forbidden} not an instructor here. {NotFound} none of this course's. {Conflict} the assignment is not open,
 * has no rule, or nothing can be taken over
 */
export async function takeOver(
  ctx: PersonContext,
  courseId: string,
  assignmentId: string,
): Promise<void> {
  const { course } = await teachingIn(ctx, courseId)
  const known = await assignmentIn(ctx, courseId, assignmentId)
  if (known.state !== 'open') throw new Conflict(`assignment.${known.state}`)
  if (!currentRule(known)) throw new Conflict('assignment.noRule')
  await keepRuleInForce(ctx, assignmentId)
  const assignment = await ctx.store.assignments.get(assignmentId)
  const arrived = await arrivedClaims(ctx, course)
  const taken = await Promise.all(arrived.map((one) => take(ctx, one, assignment)))
  if (!taken.includes(true)) throw new Conflict('takeover.none')
}

async function take(
  ctx: PersonContext,
  { claim, from }: ArrivedClaim,
  { id: assignmentId, courseId, title, rules }: Assignment,
): Promise<boolean> {
  if (await ctx.store.claims.find(claim.personId, assignmentId)) return false
  const holders = await holdersOf(ctx, claim.chosen)
  const back = revived(claim, { isFree: holders.length === 0, isClosed: false }, ctx.now())
  if (!back) return false
  const { id: personId, name } = ctx.actor.person
  const facts = { from: from.label, title }
  const line = { personId, name, at: ctx.now(), what: 'claim.takeOver', why: null, facts }
  const ruleVersion = back.state === 'draft' ? null : (currentRule({ rules })?.version ?? null)
  const moved = { ...back, ...{ courseId, assignmentId, ruleVersion } }
  await carryAllowance(ctx, claim, claim.assignmentId, assignmentId)
  return ctx.store.claims.save({ ...moved, history: [...claim.history, line] }).then(
    () => true,
    (error: unknown) => {
      // Its student is quicker in this very moment.
      if (error instanceof Conflict) return false
      throw error
    },
  )
}
