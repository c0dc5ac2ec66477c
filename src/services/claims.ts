// A student's claim on an assignment: choose placements, see what they earn, submit, take back.

import { type Claim, released, submitted } from '../domain/claim.ts'
import { Conflict, NotFound, Refused } from '../errors.ts'
import { accept } from './accept.ts'
import type { PersonContext } from './context.ts'
import { recordingIn } from './rights.ts'
import { type StudentPage, studentPage } from './standings.ts'

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
  await recordingIn(ctx, draft.courseId)
  const page = await studentPage(ctx, draft.courseId, draft.assignmentId)
  if (!page.rule) throw new Conflict('assignment.noRule')
  const own = new Set(page.placements.map((p) => p.id))
  if (draft.chosen.some((id) => !own.has(id))) throw new NotFound()
  const claim = await draftOf(ctx, page)
  const chosen = [...new Set(draft.chosen)]
  // A claim that was given back still holds its placements; what is dropped from it is free.
  const counts = claim.counts.filter((id) => chosen.includes(id))
  return ctx.store.claims.save({ ...claim, chosen, counts, reflection: draft.reflection })
}

// The student's draft: a new one, the one there is, or a dropped one begun again.
async function draftOf(ctx: PersonContext, page: StudentPage): Promise<Claim> {
  const { claim } = page
  if (!claim) return startClaim(ctx, page)
  if (claim.state === 'draft') return claim
  if (claim.state !== 'dropped') throw new Conflict('claim.notEditable')
  return accept(released(claim, 'reopen', { name: ctx.actor.person.name, at: ctx.now() }))
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
  return release(ctx, courseId, assignmentId, 'takeBack')
}

/**
 * The student drops a draft; its placements are free for other claims.
 * @throws {Refused} no draft any more
 */
export async function dropClaim(
  ctx: PersonContext,
  courseId: string,
  assignmentId: string,
): Promise<Claim> {
  return release(ctx, courseId, assignmentId, 'drop')
}

async function release(
  ctx: PersonContext,
  courseId: string,
  assignmentId: string,
  step: 'takeBack' | 'drop',
): Promise<Claim> {
  await recordingIn(ctx, courseId)
  const claim = await ctx.store.claims.find(ctx.actor.person.id, assignmentId)
  if (!claim || claim.courseId !== courseId) throw new NotFound()
  const by = { name: ctx.actor.person.name, at: ctx.now() }
  return ctx.store.claims.save(accept(released(claim, step, by)))
}
