// What a launch says about its course, kept when it is new; and when its assignment is due for this person.

import { plausibleDue } from '../../domain/allowance.ts'
import { dayIn } from '../../domain/calendar.ts'
import type { Assignment, Course } from '../../domain/course.ts'
import type { Launch } from '../../domain/launch.ts'
import type { Person } from '../../domain/person.ts'
import type { Context } from '../context.ts'
import { orElse } from '../races.ts'

const FACTS = [
  'deploymentId',
  'label',
  'title',
  'sisCourseId',
  'sisSectionId',
  'lineItemsUrl',
  'rosterUrl',
  'pageUrl',
  'scopes',
  'launchedOn',
] as const

const UNKNOWN = {
  sisCourseId: null,
  sisSectionId: null,
  lineItemsUrl: null,
  rosterUrl: null,
  pageUrl: null,
  rosterReadAt: null,
  termCode: null,
  termHint: null,
  scopes: [],
  rosterTriedAt: null,
}

/** The course of a launch, kept with what the launch newly says. */
export async function knowCourse(
  ctx: Context,
  launch: Launch,
  said: NonNullable<Launch['course']>,
  known: Course | null,
): Promise<Course> {
  const before = known ?? { ...UNKNOWN, id: ctx.newId(), institutionId: ctx.institution.id }
  const course: Course = {
    ...before,
    platformId: launch.platformId,
    deploymentId: launch.deploymentId,
    contextId: said.contextId,
    label: said.label,
    title: said.title,
    sisCourseId: said.sisCourseId ?? before.sisCourseId,
    sisSectionId: said.sisSectionId ?? before.sisSectionId,
    ...addressesOf(launch, said, before),
    termHint: hintOf(launch, said) ?? before.termHint,
    // A launch that says nothing of the gradebook does not take it away.
    scopes: launch.lineItemsUrl ? [...launch.scopes].sort() : before.scopes,
    launchedOn: dayIn(ctx.now(), ctx.institution.timezone),
  }
  if (known) {
    if (hasChanged(known, course)) await ctx.store.courses.save(course)
    return course
  }
  return orElse(
    () => ctx.store.courses.add(course).then(() => course),
    () => ctx.store.courses.byContext(launch.platformId, said.contextId),
  )
}

// What a launch does not tell, an earlier one has.
function addressesOf(
  launch: Launch,
  said: NonNullable<Launch['course']>,
  before: Pick<Course, 'lineItemsUrl' | 'rosterUrl' | 'pageUrl'>,
) {
  return {
    lineItemsUrl: launch.lineItemsUrl ?? before.lineItemsUrl,
    rosterUrl: launch.rosterUrl ?? before.rosterUrl,
    pageUrl: said.pageUrl ?? before.pageUrl,
  }
}

// A custom value speaks for the whole course only where an instructor brings it.
function hintOf({ role }: Launch, { term }: NonNullable<Launch['course']>): Course['termHint'] {
  return role === 'instructor' ? term : null
}

function hasChanged(known: Course, course: Course): boolean {
  const [before, after] = [known.termHint, course.termHint]
  const sameHint = before?.name === after?.name && before?.startsOn === after?.startsOn
  return !sameHint || FACTS.some((fact) => String(known[fact]) !== String(course[fact]))
}

/**
 * Keeps when the assignment is due for this person. It comes from a custom value, so it moves this person's date on
 * this assignment, within what the calendar allows, and nothing else.
 */
export async function knowDue(
  ctx: Context,
  { assignment: said, role }: Launch,
  person: Person,
  assignment: Assignment,
): Promise<void> {
  if (role !== 'student' && role !== 'instructor') return
  const dueAt = plausibleDue(said?.dueAt ?? null, ctx.now())
  const known = await ctx.store.allowances.find(assignment.id, person.id)
  if ((known?.lmsDueAt?.getTime() ?? null) === (dueAt?.getTime() ?? null)) return
  const whom = { id: ctx.newId(), assignmentId: assignment.id, personId: person.id }
  await ctx.store.allowances.setDue(whom, dueAt)
}
