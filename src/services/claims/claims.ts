// A student's claim on an assignment: choose placements, see what they earn, submit, take back.

import { admissionRefusals, distinct, submissionRefusals } from '../../domain/admission.ts'
import { type Claim, released, submitted } from '../../domain/claim.ts'
import type { Refusal } from '../../domain/decision.ts'
import type { Placement } from '../../domain/placement.ts'
import { Conflict, Invalid, NotFound, Refused } from '../../errors.ts'
import { accept } from '../accept.ts'
import type { PersonContext } from '../context.ts'
import { recordingIn } from '../rights.ts'
import { keepRuleInForce } from '../rules/rules-in-force.ts'
import { holdersOf } from './holds.ts'
import { type StudentPage, studentPage, whereOf } from './standings.ts'

export interface ClaimDraft {
  courseId: string
  assignmentId: string
  chosen: string[]
  reflection: string
  /** The version that was shown; a later one is not written over unread. */
  version?: number | null
  /** Null: as it was, or as the rule begins. */
  requestedCredits?: number | null
  /** Why a placement was recorded long after it had ended, by its id. */
  lateReasons?: Record<string, string>
}

/**
 * Keeps the student's choice and text; nothing is sent.
 * @throws {Conflict} already submitted or decided. {NotFound} a placement of somebody else
 */
export async function saveClaim(ctx: PersonContext, draft: ClaimDraft): Promise<Claim> {
  await recordingIn(ctx, draft.courseId)
  const page = await studentPage(ctx, draft.courseId, draft.assignmentId)
  if (!page.rule) throw new Conflict('assignment.noRule')
  // A claim names its rule's version, also as a draft: one that is only derived has a number that the next one takes.
  if (!page.claim?.ruleVersion) await keepRuleInForce(ctx, draft.assignmentId)
  const own = new Set(page.placements.map((p) => p.id))
  if (draft.chosen.some((id) => !own.has(id))) throw new NotFound()
  await keepLateReasons(ctx, page, draft.lateReasons ?? {})
  const claim = await draftOf(ctx, page)
  refuseStale(page.claim, draft)
  const chosen = [...new Set(draft.chosen)]
  // A claim that was given back still holds its placements; what is dropped from it is free.
  const counts = claim.counts.filter((id) => chosen.includes(id))
  const { reflection, requestedCredits = null } = draft
  if (requestedCredits !== null && !(requestedCredits > 0)) {
    throw new Invalid({ requestedCredits: 'form.outOfRange' })
  }
  return ctx.store.claims.save({
    ...claim,
    ...{ chosen, counts, reflection },
    requestedCredits: requestedCredits ?? page.asked.requestedCredits,
    draftRule: page.rule.version,
  })
}

// A second tab, or the same form sent twice: only what differs from what is stored would be lost.
function refuseStale(claim: Claim | null, { version, chosen, reflection }: ClaimDraft): void {
  if (!claim || version === undefined || version === null || version === claim.version) return
  const same = claim.reflection === reflection && String(claim.chosen) === String(chosen)
  if (!same) throw new Conflict('claim.changedElsewhere')
}

// Asked once: what is there already stays.
async function keepLateReasons(
  { store }: PersonContext,
  { placements }: StudentPage,
  reasons: Record<string, string>,
): Promise<void> {
  for (const { id, lateReason } of placements) {
    const why = reasons[id]?.trim()
    if (why && lateReason === null) await store.placements.addLateReason(id, why)
  }
}

// The student's draft: a new one, the one there is, or a dropped one begun again.
async function draftOf(ctx: PersonContext, page: StudentPage): Promise<Claim> {
  const { claim } = page
  if (!claim) return startClaim(ctx, page)
  if (claim.state === 'draft') return claim
  if (claim.state !== 'dropped' && claim.state !== 'withdrawn')
    throw new Conflict('claim.notEditable')
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
    heldUntil: null,
    reflection: '',
    requestedCredits: page.asked.requestedCredits,
    academicHoursApproved: null,
    employers: {},
    ruleVersion: null,
    draftRule: null,
    firstSubmittedAt: null,
    submittedAt: null,
    decisions: [],
    history: [],
    approvalNumber: null,
    debts: {},
    seen: null,
    leftAt: null,
    createdAt: ctx.now(),
  }
  await ctx.store.claims.add(claim)
  return claim
}

/**
 * Saves and submits. Placements that still wait for their employer are held too, and count when confirmed.
 * @throws {Refused} nothing chosen, no reflection, an unsent placement, the rule says no. {Conflict} held by another claim
 */
export async function submitClaim(ctx: PersonContext, draft: ClaimDraft): Promise<Claim> {
  const saved = await saveClaim(ctx, draft)
  const page = await studentPage(ctx, draft.courseId, draft.assignmentId)
  if (!page.rule) throw new Conflict('assignment.noRule')
  if (page.assignment.state !== 'open') throw new Conflict(`assignment.${page.assignment.state}`)
  refuseHeld(page, saved)
  checkChosen(page, saved, ctx.now())
  await holdersOf(ctx, saved.chosen)
  const by = { name: ctx.actor.person.name, at: ctx.now(), rule: page.rule }
  return ctx.store.claims.save(accept(submitted(saved, by)))
}

// Each counts once: the first submit wins, and this one says where it is used.
function refuseHeld({ placements, heldBy }: StudentPage, { chosen }: Claim): void {
  for (const { id, statement } of placements.filter((p) => chosen.includes(p.id))) {
    const holder = heldBy.get(id)
    if (!holder) continue
    const facts = { title: statement.title, ...whereOf(holder) }
    throw new Conflict('claim.heldIn', { facts })
  }
}

// What waits for its employer may be submitted; what was never sent, or what the rule says no to, may not.
function checkChosen(page: StudentPage, claim: Claim, now: Date): void {
  const chosen = page.placements.filter(({ id }) => claim.chosen.includes(id))
  const unsent = chosen.filter(({ state }) => state !== 'confirmed' && state !== 'submitted')
  if (unsent.length > 0) {
    const facts = { title: unsent[0]?.statement.title ?? '' }
    throw new Refused([{ rule: 'claim.unsentPlacement', facts }])
  }
  const refusals = refusalsOf(page, chosen, now)
  if (refusals.length > 0) throw new Refused(refusals)
}

function refusalsOf(
  { rule, credit, admission }: StudentPage,
  chosen: Placement[],
  now: Date,
): Refusal[] {
  const unmet = credit?.unmet ?? []
  if (!rule || !admission) return unmet
  return distinct([
    ...submissionRefusals(admission, chosen, now),
    ...admissionRefusals(admission, rule.parameters, chosen),
    ...unmet,
  ])
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
