// What the gradebook shows for claims, looked at again: a grade that was there before, one that is gone, one that was changed.

import type { Claim } from '../../domain/claim.ts'
import { isAnothers } from '../../domain/claim-score.ts'
import type { Assignment, Course } from '../../domain/course.ts'
import type { SeenGrade, SeenScore } from '../../domain/lms.ts'
import type { Platform } from '../../domain/platform.ts'
import { Upstream } from '../../errors.ts'
import type { Context } from '../context.ts'
import { seenColumn } from './columns.ts'
import { lmsOf } from './course-lms.ts'
import { soon } from './patience.ts'

/**
 * The assignment with its column as the LMS tells it now. Whenever the column is read afresh, so is what it shows for
 * each claim; a page waits for all of it only a few seconds, and then shows what was seen before.
 */
export async function seenGradebook(
  ctx: Context,
  course: Course,
  assignment: Assignment,
): Promise<Assignment> {
  const column = seenColumn(ctx, course, assignment)
  const grades = column.then(async (seen) => {
    if (isReadSince(assignment, seen)) await lookAgain(ctx, await lmsOf(ctx, course), seen)
  })
  await soon(grades)
  return Promise.race([column, assignment])
}

function isReadSince({ column: before }: Assignment, { column: now }: Assignment): boolean {
  return now !== null && now.seenAt.getTime() !== before?.seenAt.getTime()
}

const NIGHT_MS = 3_600_000

/** Looks at all columns of a course, where claims wait or scores have arrived. */
export async function readGradebooks(
  ctx: Context,
  platform: Platform,
  course: Course,
): Promise<void> {
  for (const assignment of await ctx.store.assignments.ofCourse(course.id)) {
    const seen = await seenColumn(ctx, course, assignment, NIGHT_MS)
    await lookAgain(ctx, platform, seen)
  }
}

// Nothing is sent by it, whatever it shows: that takes a person (outcomes.md).
async function lookAgain(ctx: Context, platform: Platform, assignment: Assignment): Promise<void> {
  const { id, lineItemUrl, state } = assignment
  if (lineItemUrl === null || state !== 'open') return
  // Before the LMS is asked: what arrives meanwhile is not taken for lost.
  const claims = (await ctx.store.claims.ofAssignment(id)).filter(isWatched)
  if (claims.length === 0) return
  try {
    const scores = await ctx.lms.readScores(platform, lineItemUrl)
    for (const claim of claims) {
      const there = scores.get(claim.subject) ?? NOTHING
      await keepSeen(ctx, claim, { ...there, ...whyThere(platform, claim, there, claims) })
    }
  } catch (error) {
    if (!(error instanceof Upstream)) throw error
    ctx.log.warn({ err: error, assignmentId: id }, 'gradebook not read')
  }
}

// Only Canvas gives one grade to a group (canvas.md 3.5).
function whyThere({ kind }: Platform, claim: Claim, there: SeenScore, others: Claim[]) {
  const isGroups = kind === 'canvas' && isAnothers(claim, there, others)
  return isGroups ? { why: 'group' as const } : {}
}

const NOTHING: SeenScore = { given: null, maximum: null }

function isWatched({ state, debts: { score } }: Claim): boolean {
  return score ? score.state === 'done' : state === 'submitted'
}

async function keepSeen(ctx: Context, claim: Claim, there: Omit<SeenGrade, 'at'>): Promise<void> {
  const { seen, debts } = claim
  const before = seen ?? NOTHING
  const isSame = before.given === there.given && before.maximum === there.maximum
  // What was seen before a score had arrived says nothing about it.
  const isOld = seen && debts.score?.doneAt && seen.at < debts.score.doneAt
  if (isSame && !isOld) return
  await ctx.store.claims.noteSeen(claim, { at: ctx.now(), ...there })
}
