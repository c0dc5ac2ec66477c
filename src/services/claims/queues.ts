// The instructor's queue: claims that wait, each with what it rests on and its dates.

import type { Person } from '../../domain/person.ts'
import type { Placement } from '../../domain/placement.ts'
import type { Timing } from '../../domain/timing.ts'
import type { PersonContext } from '../context.ts'
import { type Place, staffCourses, staffIn } from '../rights.ts'
import { type ClaimView, viewFrom } from './claim-views.ts'
import { alikeElsewhere } from './similar.ts'
import { type Dates, datesOf, timingFrom } from './timings.ts'

export interface QueueRow extends ClaimView {
  person: Person
  place: Place
  timing: Timing
  /** What of it looks like work that counts in another claim of the student. */
  alike: Placement[]
}

/** Claims that wait in the courses the actor teaches or assists, oldest first. */
export async function queue(ctx: PersonContext): Promise<QueueRow[]> {
  return rowsIn(ctx, await staffCourses(ctx))
}

/** Claims that wait in one course. */
export async function courseQueue(ctx: PersonContext, courseId: string): Promise<QueueRow[]> {
  return rowsIn(ctx, [await staffIn(ctx, courseId)])
}

async function rowsIn(ctx: PersonContext, places: Place[]): Promise<QueueRow[]> {
  const byCourse = new Map(places.map((place) => [place.course.id, place]))
  const claims = await ctx.store.claims.ofCourses([...byCourse.keys()], ['submitted'])
  const people = await ctx.store.people.getMany(claims.map((c) => c.personId))
  const assignments = await ctx.store.assignments.getMany(claims.map((c) => c.assignmentId))
  const placements = await ctx.store.placements.getMany(claims.flatMap((c) => c.chosen))
  const dates = await datesOf(
    ctx,
    claims.map((c) => c.assignmentId),
  )
  const rows = claims.flatMap((claim) => {
    const place = byCourse.get(claim.courseId)
    const person = people.get(claim.personId)
    const assignment = assignments.get(claim.assignmentId)
    if (!place || !person || !assignment) return []
    const view = viewFrom(claim, assignment, placements)
    return [{ ...view, person, place, timing: timingIn(dates, view, place) }]
  })
  const alike = await alikeElsewhere(ctx, rows)
  return rows.map((row) => ({ ...row, alike: alike.get(row.claim.id) ?? [] }))
}

function timingIn(dates: Dates, { claim, assignment, rule }: ClaimView, { course }: Place): Timing {
  const { personId } = claim
  // Until when, not from when: the day of enrolment is not asked.
  const whose = { course, assignment, rule: rule.parameters, personId, claim, enrolledAt: null }
  return timingFrom(dates, whose)
}
