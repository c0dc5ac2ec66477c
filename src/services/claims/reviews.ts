// One claim with its evidence, as staff see it, and the decision.

import { admissionRefusals } from '../../domain/admission.ts'
import { approval, type Claim, type ClaimDecision, decided } from '../../domain/claim.ts'
import { checked } from '../../domain/claim-check.ts'
import { holdsUntil } from '../../domain/claim-holding.ts'
import { mailbox } from '../../domain/confirmation.ts'
import type { Assignment } from '../../domain/course.ts'
import { owe } from '../../domain/debt.ts'
import type { Person } from '../../domain/person.ts'
import type { Placement } from '../../domain/placement.ts'
import { hoursThatCount } from '../../domain/reckoning.ts'
import { Conflict, NotFound, Refused } from '../../errors.ts'
import { accept } from '../accept.ts'
import type { PersonContext } from '../context.ts'
import { seenGradebook } from '../lms/gradebooks.ts'
import { sectionNow } from '../lms/sections.ts'
import { notForOneself, type Place, placeIn, staffIn, teachingIn } from '../rights.ts'
import { type Admitted, admissionOf, standingOf } from './admissions.ts'
import { assignmentIn, type ClaimView, decidedPlacements, viewOf } from './claim-views.ts'
import { alikeElsewhere } from './similar.ts'

export interface ReviewPage extends ClaimView {
  person: Person
  place: Place
  platformKind: string
  admission: Admitted
  /** What of it looks like work that counts in another claim of the student. */
  alike: Placement[]
  /** The section that a decision made now would keep, or has kept. */
  section: ClaimDecision['section']
  /** Of everything shown here; a decision on another one is refused. */
  version: string
}

/** What the instructor tries or sets beside yes and no. */
export interface Trial {
  /** Less than was asked for; null: as asked. */
  requestedCredits: number | null
  /** Approved academic hours, where the rule asks for them; null: as before. */
  academicHoursApproved: number | null
}

function askedIn(claim: Claim, tried: Partial<Trial>) {
  return {
    requestedCredits: tried.requestedCredits ?? claim.requestedCredits,
    academicHoursApproved: tried.academicHoursApproved ?? claim.academicHoursApproved,
  }
}

/**
 * One claim with everything it rests on.
 * @throws {NotFound} not this course's, or a draft that is nobody's business yet
 */
export async function reviewPage(
  ctx: PersonContext,
  courseId: string,
  claimId: string,
  tried: Partial<Trial> = {},
): Promise<ReviewPage> {
  const place = await staffIn(ctx, courseId)
  const { claim: stored, assignment } = await claimIn(ctx, courseId, claimId)
  if (stored.firstSubmittedAt === null) throw new NotFound()
  const person = await ctx.store.people.get(stored.personId)
  const platform = await ctx.store.platforms.get(stored.platformId)
  const seen = await seenGradebook(ctx, place.course, assignment)
  const claim = await ctx.store.claims.get(claimId)
  const view = await viewOf(ctx, claim, seen, askedIn(claim, tried))
  const admission = await admittedIn(ctx, view, place)
  const version = seenOf(view)
  const kept = approval(claim)?.section
  const section = kept === undefined ? await sectionNow(ctx, place.course, claim) : kept
  const alike = (await alikeElsewhere(ctx, [view])).get(claimId) ?? []
  return { ...view, alike, person, place, platformKind: platform.kind, admission, section, version }
}

function admittedIn(ctx: PersonContext, view: ClaimView, { course }: Place): Promise<Admitted> {
  const { claim, assignment, rule, credit } = view
  return admissionOf(ctx, {
    ...{ course, assignment, personId: claim.personId, claim },
    rule: rule.parameters,
    requestedCredits: credit.input.requestedCredits,
  })
}

// A claim's own version does not tell that an answer has arrived whose message to the claim was lost in a crash,
// nor that another rule holds.
function seenOf({ claim, rule, placements }: ClaimView): string {
  const versions = placements.map((placement) => placement.version)
  return [claim.version, rule.version, ...versions].join('.')
}

/** A claim of a course, with its assignment. @throws {NotFound} not this course's */
export async function claimIn(ctx: PersonContext, courseId: string, claimId: string) {
  const claim = await ctx.store.claims.get(claimId)
  if (claim.courseId !== courseId) throw new NotFound()
  const assignment: Assignment = await assignmentIn(ctx, courseId, claim.assignmentId)
  return { claim, assignment }
}

/**
 * The actor's own claim, when a student opens it by its address; null for staff, who review it.
 * @throws {NotFound} not of this course, or somebody else's
 */
export async function ownClaim(
  ctx: PersonContext,
  courseId: string,
  claimId: string,
): Promise<Claim | null> {
  const { role } = await placeIn(ctx, courseId)
  if (role === 'instructor' || role === 'assistant') return null
  const { claim } = await claimIn(ctx, courseId, claimId)
  if (role !== 'student' || claim.personId !== ctx.actor.person.id) throw new NotFound()
  return claim
}

export interface DecisionInput extends Partial<Trial> {
  step: ClaimDecision['step']
  note: string | null
  /** The version and the counted hours on the screen that was decided on. */
  version: string
  seenHours: number
}

/**
 * The instructor approves, gives back or denies; decision, history and debts are one write.
 * @throws {Forbidden} not an instructor here. {Refused} the rule says no. {Conflict} it changed meanwhile
 */
export async function decide(
  ctx: PersonContext,
  courseId: string,
  claimId: string,
  input: DecisionInput,
): Promise<Claim> {
  const place = await teachingIn(ctx, courseId)
  const { claim, assignment } = await claimIn(ctx, courseId, claimId)
  await notForOneself(ctx, [claim.personId], 'review.ownClaim')
  // Before the limits are looked at: whatever is approved for this student from here on takes this number first.
  const approvalNumber = await nextApproval(ctx, claim, input)
  const asked = askedIn(claim, input)
  const view = await viewOf(ctx, claim, assignment, asked)
  if (seenOf(view) !== input.version) throw changed(view, input.seenHours)
  if (assignment.state !== 'open') throw new Conflict(`assignment.${assignment.state}`)
  refuseOwnAnswer(ctx, view)
  const admission = await admittedIn(ctx, view, place)
  if (input.step === 'approve') checkAdmitted(admission, view)
  const section = await sectionNow(ctx, place.course, claim)
  const decision = { ...decisionOf(ctx, view, admission, { ...input, ...asked }), section }
  const after = accept(decided(claim, decision, assignment.lineItemUrl !== null))
  const told = { key: 'decided', kind: 'mail' as const, value: {}, at: decision.at }
  try {
    return await ctx.store.claims.save({
      ...after,
      approvalNumber,
      debts: owe(after.debts, told),
    })
  } catch (error) {
    if (!(error instanceof Conflict)) throw error
    // Another claim of this student was approved in this very moment: their limits are looked at again, with it.
    if (error.key === 'claim.approvedMeanwhile') return decide(ctx, courseId, claimId, input)
    const meanwhile = await ctx.store.claims.get(claimId)
    throw changed(await viewOf(ctx, meanwhile, assignment), input.seenHours)
  }
}

// A student's approvals are numbered, each number once: of two that were looked at against the same limits, one is saved.
async function nextApproval(
  ctx: PersonContext,
  { personId, approvalNumber }: Claim,
  { step }: DecisionInput,
): Promise<number | null> {
  if (step !== 'approve') return approvalNumber
  const claims = await ctx.store.claims.ofPerson(personId)
  return 1 + Math.max(0, ...claims.map((claim) => claim.approvalNumber ?? 0))
}

function decisionOf(
  ctx: PersonContext,
  { claim, rule, placements, credit }: ClaimView,
  admission: Admitted,
  { step, note, academicHoursApproved }: DecisionInput & Pick<Claim, 'academicHoursApproved'>,
): ClaimDecision {
  const { id: by, name: byName } = ctx.actor.person
  const { unmet: _, ...kept } = credit
  return {
    ...{ step, at: ctx.now(), by, byName, note, rule, academicHoursApproved },
    placements: decidedPlacements(placements, claim.employers),
    standing: standingOf(admission, claim.firstSubmittedAt),
    credit: kept,
    ...(step === 'deny' ? { holdsUntil: appealEnds(ctx, admission) } : {}),
  }
}

function appealEnds({ now, institution }: PersonContext, { timing }: Admitted): Date | null {
  return holdsUntil(now(), timing.calendar, institution.appealDays)
}

// What was not confirmed does not count, so it does not stand in the way either.
function checkAdmitted(admission: Admitted, { rule, placements }: ClaimView): void {
  const counted = placements.filter(({ confirmedHours }) => confirmedHours !== null)
  const refusals = admissionRefusals(admission, rule.parameters, counted)
  if (refusals.length > 0) throw new Refused(refusals)
}

/**
 * Somebody of the staff marks a claim as checked, with a note for staff; nothing is decided by it.
 * @throws {Forbidden} not staff here. {Refused} decided already, or their own claim. {Conflict} changed meanwhile
 */
export async function check(
  ctx: PersonContext,
  courseId: string,
  claimId: string,
  note: string,
): Promise<Claim> {
  await staffIn(ctx, courseId)
  const { claim } = await claimIn(ctx, courseId, claimId)
  await notForOneself(ctx, [claim.personId], 'review.ownClaim')
  const { id: personId, name } = ctx.actor.person
  return ctx.store.claims.save(accept(checked(claim, { personId, name, at: ctx.now(), note })))
}

// Nobody decides on hours that they confirmed themselves, as a supervisor (design decision 14).
function refuseOwnAnswer(ctx: PersonContext, { placements }: ClaimView): void {
  const { mail } = ctx.actor.person
  const own = placements.some((p) => mail && p.answer && mailbox(p.answer.byMail) === mailbox(mail))
  if (own) throw new Refused([{ rule: 'review.ownAnswer', facts: {} }])
}

const MEANWHILE = ['claim.approve', 'claim.giveBack', 'claim.deny', 'claim.takeBack']

// Deciding is refused once, with what changed (outcomes.md).
function changed({ claim, credit }: ClaimView, from: number): Conflict {
  const last = claim.history.findLast((line) => MEANWHILE.includes(line.what))
  if (claim.state !== 'submitted' && last?.name) {
    return new Conflict(last.what.replace('claim.', 'review.meanwhile.'), {
      facts: { who: last.name },
    })
  }
  const to = hoursThatCount(credit)
  if (from === to) return new Conflict('review.changed')
  return new Conflict('review.changedHours', { facts: { from, to } })
}
