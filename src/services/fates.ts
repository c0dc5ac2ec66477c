// What becomes of the claims of an assignment that the LMS has deleted: its instructor says so (outcomes.md).

import { type Claim, nextClaimState } from '../domain/claim.ts'
import { ended } from '../domain/claim-leaving.ts'
import type { Assignment } from '../domain/course.ts'
import { Conflict } from '../errors.ts'
import { assignmentIn } from './claim-views.ts'
import type { PersonContext } from './context.ts'
import { teachingIn } from './rights.ts'

export type Fate =
  /** Decisions go on, and no score is sent. */
  | { kind: 'finish' }
  /** Drafts are dropped and submitted claims withdrawn; their placements are free. */
  | { kind: 'close' }
  /** Open claims move to another assignment of the course. */
  | { kind: 'move'; to: string }

/**
 * The instructor's choice for a frozen assignment.
 * @throws {Forbidden} not an instructor here. {Conflict} not frozen, or a student has a claim on the other one already.
 * {NotFound} the other assignment is none of this course
 */
export async function settleFate(
  ctx: PersonContext,
  courseId: string,
  assignmentId: string,
  fate: Fate,
): Promise<Assignment> {
  await teachingIn(ctx, courseId)
  const assignment = await assignmentIn(ctx, courseId, assignmentId)
  if (assignment.state !== 'frozen') throw new Conflict('fate.notFrozen')
  if (fate.kind === 'finish') {
    return thaw(ctx, assignment, { state: 'open', lineItemUrl: null, column: null })
  }
  if (fate.kind === 'move') await moveClaims(ctx, courseId, assignment, fate.to)
  else await closeClaims(ctx, assignment)
  return thaw(ctx, assignment, { state: 'closed' })
}

/** Where the claims of a frozen assignment could move: those of its course that are open and have a rule. */
export async function otherAssignments(
  ctx: PersonContext,
  { id, courseId }: Assignment,
): Promise<Assignment[]> {
  const all = await ctx.store.assignments.ofCourse(courseId)
  return all.filter((one) => one.id !== id && one.state === 'open' && one.rules.length > 0)
}

async function thaw(ctx: PersonContext, { id }: Assignment, facts: Partial<Assignment>) {
  const settled = await ctx.store.assignments.change(id, facts, { state: 'frozen' })
  if (!settled) throw new Conflict('fate.notFrozen')
  return settled
}

async function closeClaims(ctx: PersonContext, { id }: Assignment): Promise<void> {
  for (const claim of await ctx.store.claims.ofAssignment(id)) {
    const next = ended(claim, 'close', ctx.now())
    if (next) await ctx.store.claims.save(next)
  }
}

// Only what is still open moves; what was decided stays where it was decided.
async function moveClaims(
  ctx: PersonContext,
  courseId: string,
  from: Assignment,
  toId: string,
): Promise<void> {
  const to = await assignmentIn(ctx, courseId, toId)
  const others = await otherAssignments(ctx, from)
  if (!others.some(({ id }) => id === to.id)) throw new Conflict('fate.notThere')
  const open = (await ctx.store.claims.ofAssignment(from.id)).filter(isOpen)
  const taken = await Promise.all(open.map((c) => ctx.store.claims.find(c.personId, to.id)))
  if (taken.some((claim) => claim !== null)) throw new Conflict('fate.twice')
  const by = { personId: ctx.actor.person.id, name: ctx.actor.person.name, at: ctx.now() }
  for (const claim of open) {
    const line = { ...by, what: 'claim.move', why: null, facts: { title: to.title } }
    // The other assignment's rules have their own versions.
    const history = [...claim.history, line]
    await ctx.store.claims.save({ ...claim, assignmentId: to.id, ruleVersion: null, history })
  }
}

function isOpen({ state }: Claim): boolean {
  return state === 'draft' || nextClaimState(state, 'approve').ok
}
