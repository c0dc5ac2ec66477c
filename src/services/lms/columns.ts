// Gradebook columns of assignments: what the LMS says of them now, and never two for one assignment.

import {
  type Assignment,
  COLUMN_TAG,
  type Course,
  columnFacts,
  currentRule,
  withColumn,
  withoutColumn,
} from '../../domain/course.ts'
import type { Column } from '../../domain/lms.ts'
import type { Platform } from '../../domain/platform.ts'
import { Conflict, Upstream } from '../../errors.ts'
import { assignmentIn } from '../claims/claim-views.ts'
import type { Context, PersonContext } from '../context.ts'
import { pasteValues } from '../office/institutions.ts'
import { type Place, teachingIn } from '../rights.ts'
import { lmsOf } from './course-lms.ts'

const FRESH_MS = 5 * 60_000
const LEASE_MS = 60_000

/**
 * The assignment with its column as the LMS tells it now, and a note of what has changed. An LMS that does not answer
 * changes nothing: then the column stands as it was seen last.
 */
export async function seenColumn(
  ctx: Context,
  course: Course,
  assignment: Assignment,
  freshMs = FRESH_MS,
): Promise<Assignment> {
  const { lineItemUrl, column } = assignment
  if (lineItemUrl === null || assignment.state === 'closed') return assignment
  if (column && ctx.now().getTime() - column.seenAt.getTime() < freshMs) return assignment
  const next = await lookAt(ctx, course, assignment, lineItemUrl)
  if (next === assignment) return assignment
  // Asking the LMS takes time: what others did to the assignment meanwhile stands.
  const was = { state: assignment.state, lineItemUrl }
  const kept = await ctx.store.assignments.change(assignment.id, columnFacts(next), was)
  const now = kept ?? (await ctx.store.assignments.get(assignment.id))
  // The rule that holds today may not be kept with it yet.
  return { ...now, rules: assignment.rules }
}

async function lookAt(ctx: Context, course: Course, assignment: Assignment, lineItemUrl: string) {
  try {
    const platform = await lmsOf(ctx, course)
    const { label, scoreMaximum } = await ctx.lms.readLineItem(platform, lineItemUrl)
    return withColumn(assignment, { label, points: scoreMaximum }, ctx.now())
  } catch (error) {
    if (!(error instanceof Upstream)) throw error
    if (error.key === 'lms.notThere') return withoutColumn(assignment, ctx.now())
    ctx.log.warn({ err: error, assignmentId: assignment.id }, 'column not read')
    return assignment
  }
}

export interface ColumnStanding {
  platform: Platform
  /** What the LMS says the column is worth; null when it could not be read. */
  lmsPoints: number | null
  /** There is no column, and the LMS lets us make one. */
  canMakeColumn: boolean
}

/** How it stands with an assignment's column, for the page of its rule. */
export async function columnStands(
  ctx: Context,
  { course }: Pick<Place, 'course'>,
  { lineItemUrl, state, column }: Assignment,
): Promise<ColumnStanding> {
  const platform = await ctx.store.platforms.get(course.platformId)
  const isThere = lineItemUrl !== null && state !== 'frozen'
  const lmsPoints = isThere ? (column?.points ?? null) : null
  return { platform, lmsPoints, canMakeColumn: !isThere && mayMakeColumns(course) }
}

/** True when the LMS lets us make columns in this course; its launches say so (moodle.md 5.1). */
export function mayMakeColumns(course: Pick<Course, 'lineItemsUrl' | 'scopes'>): boolean {
  return course.lineItemsUrl !== null && course.scopes.some((scope) => /\/lineitem$/.test(scope))
}

/**
 * An instructor wants a column for an assignment that has none, or whose own is gone.
 * @throws {Forbidden} not an instructor here. {Conflict} there is one, somebody is making it, or the LMS lets us make none.
 * {Upstream} the LMS does not answer well
 */
export async function wantColumn(
  ctx: PersonContext,
  courseId: string,
  assignmentId: string,
): Promise<Assignment> {
  const place = await teachingIn(ctx, courseId)
  const assignment = await assignmentIn(ctx, courseId, assignmentId)
  if (assignment.lineItemUrl !== null && assignment.state !== 'frozen') {
    throw new Conflict('column.isThere')
  }
  return columnFor(ctx, place, assignment)
}

/**
 * The column of an assignment: the one there is, else ours found again, else a new one. Only who holds the
 * assignment's lease looks and makes, so two makers at once come to one column, also when one of them is cut off.
 */
export async function columnFor(
  ctx: PersonContext,
  place: Pick<Place, 'course'>,
  assignment: Assignment,
): Promise<Assignment> {
  const { course } = place
  if (!mayMakeColumns(course)) throw new Conflict('column.mayNotMake')
  const lease = `column ${assignment.id}`
  const holder = ctx.newId()
  if (!(await ctx.directory.leases.take(lease, holder, LEASE_MS))) throw new Conflict('column.busy')
  try {
    const now = await ctx.store.assignments.get(assignment.id)
    if (now.lineItemUrl !== null && now.lineItemUrl !== assignment.lineItemUrl) return now
    const platform = await lmsOf(ctx, course)
    const column =
      (await found(ctx, platform, course, now)) ?? (await made(ctx, platform, course, now))
    return await keep(ctx, now, column)
  } finally {
    await ctx.directory.leases.free(lease, holder)
  }
}

async function keep(ctx: Context, assignment: Assignment, column: Column): Promise<Assignment> {
  const pointed = { ...assignment, lineItemUrl: column.url, column: null }
  const facts = columnFacts(withColumn(pointed, column, ctx.now()))
  const { id, lineItemUrl } = assignment
  const kept = await ctx.store.assignments.change(id, facts, { lineItemUrl })
  // A launch has pointed to another one meanwhile: that one holds.
  return kept ?? ctx.store.assignments.get(id)
}

// A copy's column carries the mark of what it was copied from (moodle.md 9); copied within its course, that one is taken.
async function found(
  ctx: Context,
  platform: Platform,
  course: Course,
  { id, copyOf }: Assignment,
): Promise<Column | null> {
  const others = (await ctx.store.assignments.ofCourse(course.id)).filter((one) => one.id !== id)
  const taken = new Set(others.map(({ lineItemUrl }) => lineItemUrl))
  for (const resourceId of [id, copyOf]) {
    if (resourceId === null) continue
    const marks = { resourceId, tag: COLUMN_TAG }
    const columns = await ctx.lms.findColumns(platform, course.lineItemsUrl ?? '', marks)
    const column = columns.find(({ url }) => !taken.has(url))
    if (column) return column
  }
  return null
}

function made(ctx: Context, platform: Platform, course: Course, assignment: Assignment) {
  return ctx.lms.makeColumn(platform, course.lineItemsUrl ?? '', {
    label: assignment.title,
    points: currentRule(assignment)?.parameters.maximum ?? 100,
    resourceId: assignment.id,
    tag: COLUMN_TAG,
    launchUrl: launchUrlOf(ctx, assignment),
  })
}

/** Our launch address that names an assignment. */
export function launchUrlOf(ctx: Context, { id }: Pick<Assignment, 'id'>): string {
  return `${pasteValues(ctx).launchUrl}?assignment=${id}`
}
