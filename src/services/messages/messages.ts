// Sends one owed mail: what it says is read when it is sent, and a link is minted only then.
// Nobody can ask a mailbox whether a mail arrived: after a crash or a silent server it is sent again, at least once rather
// than never. That does no harm, since all links of one request open the same page.

import { approval } from '../../domain/claim.ts'
import { currentRule } from '../../domain/course.ts'
import { type Outcome, settled } from '../../domain/debt.ts'
import { totalHours } from '../../domain/hours.ts'
import { type Person, shortName } from '../../domain/person.ts'
import type { Placement } from '../../domain/placement.ts'
import { Upstream } from '../../errors.ts'
import type { Message } from '../../mail/mailer.ts'
import { hashOf } from '../../random.ts'
import type { OwedDebt } from '../../store/index.ts'
import { assignmentIn, ruleOf } from '../claims/claim-views.ts'
import { datesFor, timingFrom } from '../claims/timings.ts'
import type { Context } from '../context.ts'
import { wayTo, wayToPlacement } from './way-in.ts'

/** What a test system's mail comes to. */
export const HELD_BACK = 'mail.heldBack'

/** Whose mail it is, and which. */
type Mailed = Pick<OwedDebt, 'of' | 'id' | 'debt'>
type Mint = (placement: Placement) => Promise<string>

/** Sends one leased mail and settles it; a mail that has lost its reason is settled unsent. */
export async function deliverMail(ctx: Context, owed: OwedDebt): Promise<void> {
  const outcome = await send(ctx, owed)
  const after = settled(owed.debt, outcome, ctx.now(), Math.random())
  await ctx.store.debts.settle(owed, after)
  ctx.log.info(
    { of: owed.of, id: owed.id, key: owed.debt.key, outcome: outcome.kind },
    'mail attempted',
  )
}

async function send(ctx: Context, owed: OwedDebt): Promise<Outcome> {
  try {
    if (await isRehearsed(ctx, owed)) return { kind: 'done', text: HELD_BACK }
    const message = await messageFor(ctx, owed, (placement) => mintLink(ctx, placement))
    if (!message) return { kind: 'done', text: 'mail.notNeeded' }
    const { sender, officeMail: replyTo } = ctx.institution
    const model = { ...message.model, office: replyTo }
    await ctx.mail.send({ ...message, model, sender, replyTo })
    return { kind: 'done', text: 'mail.sent' }
  } catch (error) {
    if (!(error instanceof Upstream)) throw error
    return error.retry
      ? { kind: 'later', text: error.key, afterMs: null }
      : { kind: 'stuck', text: error.key }
  }
}

// What somebody does in a test system reaches nobody outside of it.
async function isRehearsed(ctx: Context, owed: OwedDebt): Promise<boolean> {
  const { claims, placements, allowances, people } = ctx.store
  const owing = { claim: claims, placement: placements, allowance: allowances }
  const { personId } = await owing[owed.of].get(owed.id)
  return (await people.get(personId)).test
}

/** What a mail says now, and to whom; null when it has lost its reason. */
export async function messageFor(ctx: Context, owed: Mailed, mint: Mint): Promise<Message | null> {
  if (owed.of === 'claim') return decidedMessage(ctx, owed.id)
  if (owed.of === 'allowance') return moreTimeMessage(ctx, owed.id)
  const placement = await ctx.store.placements.get(owed.id)
  switch (owed.debt.key) {
    case 'ask':
      return askMessage(ctx, placement, owed, mint)
    case 'receipt':
      return receiptMessage(ctx, placement)
    default:
      return answeredMessage(ctx, placement)
  }
}

async function askMessage(
  ctx: Context,
  placement: Placement,
  owed: Mailed,
  mint: Mint,
): Promise<Message | null> {
  const { request } = placement
  const stale = placement.state !== 'submitted' || request?.id !== owed.debt.value.requestId
  if (stale || !request || request.expiresAt <= ctx.now()) return null
  return {
    to: request.mail,
    view: 'ask',
    model: {
      ...(await about(ctx, placement)),
      supervisor: request.name,
      link: `${ctx.baseUrl}/confirm/${await mint(placement)}`,
      expiresAt: request.expiresAt,
    },
  }
}

/** A link to the supervisor's page, stored hashed. */
export async function mintLink(ctx: Context, placement: Placement): Promise<string> {
  const { request } = placement
  const token = `${ctx.institution.id}.${ctx.newSecret()}`
  await ctx.directory.links.add({
    hash: hashOf(token),
    institutionId: ctx.institution.id,
    purpose: 'confirm',
    placementId: placement.id,
    requestId: request?.id ?? null,
    mail: request?.mail ?? null,
    office: null,
    name: request?.name ?? null,
    createdAt: ctx.now(),
    expiresAt: request?.expiresAt ?? ctx.now(),
    spentAt: null,
  })
  return token
}

async function receiptMessage(ctx: Context, placement: Placement): Promise<Message | null> {
  const { answer } = placement
  if (!answer) return null
  const model = { ...(await about(ctx, placement)), supervisor: answer.byName, answer }
  return { to: answer.byMail, view: 'receipt', model }
}

async function answeredMessage(ctx: Context, placement: Placement): Promise<Message | null> {
  const person = await ctx.store.people.get(placement.personId)
  const to = addressOf(person)
  if (!to || !placement.answer) return null
  const model = {
    ...(await about(ctx, placement)),
    answer: placement.answer,
    name: person.givenName,
    wayIn: await wayToPlacement(ctx, placement),
  }
  return { to, view: 'answered', model }
}

async function about(ctx: Context, placement: Placement) {
  const { statement } = placement
  return {
    institution: ctx.institution.name,
    timezone: ctx.institution.timezone,
    student: shortName(await ctx.store.people.get(placement.personId)),
    title: statement.title,
    employer: statement.employer,
    hours: totalHours(statement.hours),
    startsOn: statement.startsOn,
    endsOn: statement.endsOn,
    confirmedHours: placement.confirmedHours,
  }
}

async function decidedMessage(ctx: Context, claimId: string): Promise<Message | null> {
  const claim = await ctx.store.claims.get(claimId)
  const person = await ctx.store.people.get(claim.personId)
  const decision = claim.decisions.at(-1)
  const to = addressOf(person)
  if (!to || !decision) return null
  const assignment = await ctx.store.assignments.get(claim.assignmentId)
  const course = await ctx.store.courses.get(claim.courseId)
  const model = {
    institution: ctx.institution.name,
    timezone: ctx.institution.timezone,
    name: person.givenName,
    wayIn: await wayTo(ctx, course, assignment),
    assignment: assignment.title,
    course: course.label,
    decision,
    heldUntil: decision.holdsUntil ?? null,
    score: approval(claim)?.credit.result.score ?? null,
    credits: approval(claim)?.credit.credits ?? null,
  }
  return { to, view: 'decided', model }
}

async function moreTimeMessage(ctx: Context, allowanceId: string): Promise<Message | null> {
  const { personId, assignmentId, times } = await ctx.store.allowances.get(allowanceId)
  const given = times.at(-1)
  const person = await ctx.store.people.get(personId)
  const to = addressOf(person)
  if (!to || !given) return null
  const { courseId } = await ctx.store.assignments.get(assignmentId)
  const assignment = await assignmentIn(ctx, courseId, assignmentId)
  const course = await ctx.store.courses.get(courseId)
  const claim = await ctx.store.claims.find(personId, assignmentId)
  const rule = currentRule(assignment) && ruleOf(claim, assignment).parameters
  const whose = rule && { course, assignment, rule, personId, claim, enrolledAt: null }
  // As it holds: never after the last day on which a decision can still be graded.
  const own = whose && timingFrom(await datesFor(ctx, [assignmentId], personId), whose).submitBy
  const model = {
    institution: ctx.institution.name,
    name: person.givenName,
    assignment: assignment.title,
    course: course.label,
    ...{ who: given.byName, until: own?.on ?? given.until, why: given.why },
    wayIn: await wayTo(ctx, course, assignment),
  }
  return { to, view: 'more-time', model }
}

// Of a test system's people no address is kept: their mail is shown and not sent, under their name.
function addressOf({ mail, name, test }: Person): string | null {
  return test ? (name ?? '…') : mail
}
