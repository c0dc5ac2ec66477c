// A student's claim on an assignment: choose placements, see what they earn, submit, take back.

import { type Claim, released, submitted } from '../domain/claim.ts'
import { type Credit, creditFor } from '../domain/credit.ts'
import type { CreditRule } from '../domain/credit-rule.ts'
import { type Assignment, currentRule } from '../domain/course.ts'
import type { Placement } from '../domain/placement.ts'
import { Conflict, NotFound, Refused } from '../errors.ts'
import { accept } from './accept.ts'
import type { Context, PersonContext } from './context.ts'
import { learningIn, type Place } from './rights.ts'

export interface ClaimView {
  claim: Claim
  assignment: Assignment
  rule: CreditRule
  placements: Placement[]
  credit: Credit
}

/** What placements mean to the arithmetic. */
export function creditPlacements(placements: Placement[]) {
  return placements.map(({ id, statement, confirmedHours }) => ({
    id,
    title: statement.title,
    employer: statement.employer,
    confirmedHours,
  }))
}

/** The rule a claim goes by: its own once submitted, else the assignment's newest. */
export function ruleOf(claim: Claim, assignment: Assignment): CreditRule {
  const own = assignment.rules.find((rule) => rule.version === claim.ruleVersion)
  const rule = own ?? currentRule(assignment)
  if (!rule) throw new Conflict('assignment.noRule')
  return rule
}

/** A claim with its placements and its credit, reckoned now. */
export async function viewOf(
  ctx: Context,
  claim: Claim,
  assignment: Assignment,
): Promise<ClaimView> {
  const rule = ruleOf(claim, assignment)
  const placements = await ctx.store.placements.getMany(claim.chosen)
  const credit = creditFor({ rule, placements: creditPlacements(placements) })
  return { claim, assignment, rule, placements, credit }
}

export interface StudentPage {
  place: Place
  assignment: Assignment
  rule: CreditRule | null
  claim: Claim | null
  placements: Placement[]
  /** Which other claim holds a placement, by placement id. */
  heldBy: Map<string, Claim>
  credit: Credit | null
}

/**
 * All a student needs to see of one assignment.
 * @throws {NotFound} not this course's. {Forbidden} not its student
 */
export async function studentPage(
  ctx: PersonContext,
  courseId: string,
  assignmentId: string,
): Promise<StudentPage> {
  const place = await learningIn(ctx, courseId)
  const assignment = await assignmentIn(ctx, courseId, assignmentId)
  const me = ctx.actor.person.id
  const claim = await ctx.store.claims.find(me, assignmentId)
  const placements = (await ctx.store.placements.ofPerson(me)).filter(
    (p) => p.state !== 'withdrawn',
  )
  const rule = claim ? ruleOrNull(claim, assignment) : currentRule(assignment)
  const chosen = placements.filter((p) => claim?.chosen.includes(p.id))
  const credit = rule ? creditFor({ rule, placements: creditPlacements(chosen) }) : null
  const heldBy = await holders(ctx, placements, claim)
  return { place, assignment, rule, claim, placements, heldBy, credit }
}

function ruleOrNull(claim: Claim, assignment: Assignment): CreditRule | null {
  return currentRule(assignment) === null ? null : ruleOf(claim, assignment)
}

async function holders(
  ctx: PersonContext,
  placements: Placement[],
  own: Claim | null,
): Promise<Map<string, Claim>> {
  const claims = await ctx.store.claims.holding(placements.map((p) => p.id))
  const others = claims.filter((claim) => claim.id !== own?.id)
  return new Map(others.flatMap((claim) => claim.counts.map((id) => [id, claim] as const)))
}

/**
 * The assignment, when it belongs to the course.
 * @throws {NotFound} not this course's
 */
export async function assignmentIn(
  ctx: Context,
  courseId: string,
  assignmentId: string,
): Promise<Assignment> {
  const assignment = await ctx.store.assignments.get(assignmentId)
  if (assignment.courseId !== courseId) throw new NotFound()
  return assignment
}

export interface ClaimDraft {
  courseId: string
  assignmentId: string
  chosen: string[]
  reflection: string
}

/**
 * Keeps the student's choice and text; nothing is sent.
 * @throws {Conflict} already submitted or decided. {NotFound} a placement of somebody else
 */
export async function saveClaim(ctx: PersonContext, draft: ClaimDraft): Promise<Claim> {
  const page = await studentPage(ctx, draft.courseId, draft.assignmentId)
  if (!page.rule) throw new Conflict('assignment.noRule')
  const own = new Set(page.placements.map((p) => p.id))
  if (draft.chosen.some((id) => !own.has(id))) throw new NotFound()
  const claim = page.claim ?? (await startClaim(ctx, page))
  if (claim.state !== 'draft') throw new Conflict('claim.notEditable')
  const chosen = [...new Set(draft.chosen)]
  // A claim that was given back still holds its placements; what is dropped from it is free.
  const counts = claim.counts.filter((id) => chosen.includes(id))
  return ctx.store.claims.save({ ...claim, chosen, counts, reflection: draft.reflection })
}

async function startClaim(ctx: PersonContext, page: StudentPage): Promise<Claim> {
  const { person } = ctx.actor
  const membership = await ctx.store.memberships.find(page.place.course.id, person.id)
  if (!membership) throw new NotFound()
  const claim: Claim = {
    id: ctx.newId(),
    institutionId: ctx.institution.id,
    personId: person.id,
    courseId: page.place.course.id,
    assignmentId: page.assignment.id,
    platformId: page.place.course.platformId,
    subject: membership.subject,
    state: 'draft',
    version: 0,
    chosen: [],
    counts: [],
    reflection: '',
    ruleVersion: null,
    firstSubmittedAt: null,
    submittedAt: null,
    decisions: [],
    history: [],
    debts: {},
    seen: null,
    createdAt: ctx.now(),
  }
  await ctx.store.claims.add(claim)
  return claim
}

/**
 * Saves and submits. Placements that still wait for their employer are held too, and count when confirmed.
 * @throws {Refused} nothing chosen, no reflection, an unsent placement. {Conflict} held by another claim
 */
export async function submitClaim(ctx: PersonContext, draft: ClaimDraft): Promise<Claim> {
  const saved = await saveClaim(ctx, draft)
  const page = await studentPage(ctx, draft.courseId, draft.assignmentId)
  if (!page.rule) throw new Conflict('assignment.noRule')
  const unsent = page.placements.filter(
    (p) => saved.chosen.includes(p.id) && p.state !== 'confirmed' && p.state !== 'submitted',
  )
  if (unsent.length > 0) {
    const facts = { title: unsent[0]?.statement.title ?? '' }
    throw new Refused([{ rule: 'claim.unsentPlacement', facts }])
  }
  const by = { name: ctx.actor.person.name, at: ctx.now(), rule: page.rule }
  return ctx.store.claims.save(accept(submitted(saved, by)))
}

/**
 * The student takes a submitted claim back, any time before the decision.
 * @throws {Refused} already decided
 */
export async function takeBack(
  ctx: PersonContext,
  courseId: string,
  assignmentId: string,
): Promise<Claim> {
  await learningIn(ctx, courseId)
  const claim = await ctx.store.claims.find(ctx.actor.person.id, assignmentId)
  if (!claim || claim.courseId !== courseId) throw new NotFound()
  const by = { name: ctx.actor.person.name, at: ctx.now() }
  return ctx.store.claims.save(accept(released(claim, 'takeBack', by)))
}
