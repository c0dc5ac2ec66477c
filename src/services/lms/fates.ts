// What becomes of the claims of an assignment that the LMS has deleted: its instructor says so (outcomes.md).

import { type Claim, nextClaimState } from '../../domain/claim.ts'
import { ended } from '../../domain/claim-leaving.ts'
import { type Assignment, currentRule } from '../../domain/course.ts'
import { waive } from '../../domain/debt.ts'
import type { HistoryLine } from '../../domain/history.ts'
import { Conflict } from '../../errors.ts'
import { carryAllowance } from '../claims/allowances.ts'
import { assignmentIn } from '../claims/claim-views.ts'
import type { PersonContext } from '../context.ts'
import { teachingIn } from '../rights.ts'
import { keepRuleInForce } from '../rules/rules-in-force.ts'

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
    await waiveScores(ctx, assignment)
    return thaw(ctx, assignment, { state: 'open', lineItemUrl: null, column: null })
  }
  if (fate.kind === 'move') await moveClaims(ctx, courseId, assignment, fate.to)
  else await closeClaims(ctx, assignment)
  await waiveScores(ctx, assignment)
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

// What was decided before the column went can reach no gradebook any more.
async function waiveScores(ctx: PersonContext, { id }: Assignment): Promise<void> {
  for (const claim of await ctx.store.claims.ofAssignment(id)) {
    const debts = waive(claim.debts, 'score')
    if (debts) await ctx.store.claims.save({ ...lined(ctx, claim, 'notSent', {}), debts })
  }
}

function lined(ctx: PersonContext, claim: Claim, what: string, facts: HistoryLine['facts']): Claim {
  const { id: personId, name } = ctx.actor.person
  const line = { personId, name, at: ctx.now(), what: `claim.${what}`, why: null, facts }
  return { ...claim, history: [...claim.history, line] }
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
  await refuseTwice(ctx, open, to.id)
  // The other assignment's rules have their own versions: what is submitted goes by the one that holds there now.
  await keepRuleInForce(ctx, to.id)
  const now = currentRule(await ctx.store.assignments.get(to.id))?.version ?? null
  for (const claim of open) {
    const moved = lined(ctx, claim, 'move', { title: to.title })
    const ruleVersion = claim.state === 'draft' ? null : now
    await carryAllowance(ctx, claim, from.id, to.id)
    await ctx.store.claims.save({ ...moved, assignmentId: to.id, ruleVersion })
  }
}

// One claim per person and assignment; the instructor reads whose stand in the way.
async function refuseTwice(ctx: PersonContext, open: Claim[], toId: string): Promise<void> {
  const found = await Promise.all(open.map((c) => ctx.store.claims.find(c.personId, toId)))
  const taken = found.flatMap((claim) => claim?.personId ?? [])
  if (taken.length === 0) return
  const people = await ctx.store.people.getMany(taken)
  const who = [...people.values()].map(({ name }) => name ?? '…').join(', ')
  throw new Conflict('fate.twice', { facts: { who, count: taken.length } })
}

function isOpen({ state }: Claim): boolean {
  return state === 'draft' || nextClaimState(state, 'approve').ok
}
