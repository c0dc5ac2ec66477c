// Which assignment of ours a launch opens: one we know, one that waited for its first launch, a copy, or a new one.

import {
  type Assignment,
  type Course,
  columnFacts,
  newAssignment,
  pointedTo,
} from '../../domain/course.ts'
import type { Launch, LaunchAssignment } from '../../domain/launch.ts'
import { Conflict, NotFound } from '../../errors.ts'
import type { Context } from '../context.ts'
import { orElse } from '../races.ts'

/** Keeps what a launch says of its assignment, writing only what changed; null from the course's navigation. */
export async function knowAssignment(
  ctx: Context,
  launch: Launch,
  course: Course,
): Promise<Assignment | null> {
  const said = launch.assignment
  if (!said) return null
  const known =
    (await ctx.store.assignments.byLink(course.id, said.resourceLinkId)) ??
    (await firstLaunchOf(ctx, said, course))
  if (known) return refreshed(ctx, known, said)
  const original = await originalOf(ctx, launch, said, course)
  const assignment = newAssignment({
    id: ctx.newId(),
    institutionId: ctx.institution.id,
    courseId: course.id,
    resourceLinkId: said.resourceLinkId,
    title: said.title ?? course.title,
    pageUrl: said.pageUrl,
    lineItemUrl: said.lineItemUrl,
    copyOf: original?.id ?? null,
    createdAt: ctx.now(),
  })
  return orElse(
    () => ctx.store.assignments.add(assignment).then(() => assignment),
    () => ctx.store.assignments.byLink(course.id, said.resourceLinkId),
  )
}

async function refreshed(
  ctx: Context,
  known: Assignment,
  said: LaunchAssignment,
): Promise<Assignment> {
  const pointed = said.lineItemUrl ? pointedTo(known, said.lineItemUrl, ctx.now()) : known
  const { id, state, lineItemUrl } = known
  const { assignments } = ctx.store
  if (pointed !== known) await assignments.change(id, columnFacts(pointed), { state, lineItemUrl })
  const news = newsOf(known, said)
  if (news) await assignments.change(id, news)
  return pointed === known && !news ? known : assignments.get(id)
}

function newsOf(known: Assignment, said: LaunchAssignment): Partial<Assignment> | null {
  const title = said.title ?? known.title
  const pageUrl = said.pageUrl ?? known.pageUrl ?? null
  return title === known.title && pageUrl === (known.pageUrl ?? null) ? null : { title, pageUrl }
}

// Made in the "add" dialogue or from the course's page, and launched from this very course for the first time.
async function firstLaunchOf(
  ctx: Context,
  said: LaunchAssignment,
  course: Course,
): Promise<Assignment | null> {
  const named = await namedBy(ctx, said)
  if (named?.courseId !== course.id) return null
  try {
    return await ctx.store.assignments.bind(named.id, said.resourceLinkId)
  } catch (error) {
    // Two first launches at once: the other one has bound it, or made it new.
    if (error instanceof Conflict) return null
    throw error
  }
}

// A custom value is text that teachers can change: what it names is looked up, here and in this institution only.
async function namedBy(ctx: Context, { named }: LaunchAssignment): Promise<Assignment | null> {
  if (named === null) return null
  return ctx.store.assignments.get(named).catch(nobody)
}

function nobody(error: unknown): null {
  if (error instanceof NotFound) return null
  throw error
}

/**
 * The assignment that a new one is a copy of: named by its custom value, by the history of its link, or by its title
 * in a course that this course was copied from. Only the rule will be offered; claims and people stay where they are.
 */
async function originalOf(
  ctx: Context,
  launch: Launch,
  said: LaunchAssignment,
  course: Course,
): Promise<Assignment | null> {
  const named = await namedBy(ctx, said)
  if (named) return rootOf(ctx, named)
  const contexts = launch.course?.history ?? []
  if (contexts.length === 0) return null
  const before = await ctx.store.courses.byContexts(launch.platformId, contexts)
  const earlier = before.filter(({ id }) => id !== course.id)
  const byLink = await linkedIn(ctx, earlier, said)
  const found = byLink ?? (await titledIn(ctx, earlier, said, contexts))
  return found && rootOf(ctx, found)
}

// A copy that was never confirmed stands for what it was copied from.
async function rootOf(ctx: Context, assignment: Assignment): Promise<Assignment> {
  const { copyOf, rules } = assignment
  if (rules.length > 0 || copyOf === null) return assignment
  return (await ctx.store.assignments.get(copyOf).catch(nobody)) ?? assignment
}

async function linkedIn(
  ctx: Context,
  courses: Course[],
  said: LaunchAssignment,
): Promise<Assignment | null> {
  if (said.history.length === 0 || courses.length === 0) return null
  const ids = courses.map(({ id }) => id)
  const found = await ctx.store.assignments.byLinks(ids, said.history)
  return newest(found)
}

async function titledIn(
  ctx: Context,
  courses: Course[],
  said: LaunchAssignment,
  contexts: string[],
): Promise<Assignment | null> {
  if (said.title === null) return null
  // The parent comes first in the history.
  const nearest = [...courses].sort(
    (a, b) => contexts.indexOf(a.contextId) - contexts.indexOf(b.contextId),
  )
  for (const { id } of nearest) {
    const same = (await ctx.store.assignments.ofCourse(id)).filter((a) => a.title === said.title)
    if (same.length > 0) return newest(same)
  }
  return null
}

function newest(assignments: Assignment[]): Assignment | null {
  const sorted = assignments.toSorted((a, b) => b.createdAt.getTime() - a.createdAt.getTime())
  return sorted.find(({ rules }) => rules.length > 0) ?? sorted[0] ?? null
}
