// Delivers one owed score: looks at what stands there, posts, reads back, notes. Never overwrites what is not ours unasked.

import type { Claim } from '../../domain/claim.ts'
import { landed, matches, type Points } from '../../domain/claim-score.ts'
import { type Debt, type Outcome, settled } from '../../domain/debt.ts'
import type { Score, SeenGrade, SeenScore } from '../../domain/lms.ts'
import type { Platform } from '../../domain/platform.ts'
import { Upstream } from '../../errors.ts'
import type { OwedDebt } from '../../store/index.ts'
import type { Context } from '../context.ts'
import { pasteValues } from '../office/institutions.ts'
import { lmsOf } from './course-lms.ts'

interface Delivery {
  platform: Platform
  lineItemUrl: string
  score: Score
  /** Every score this claim was ever approved with, and what the LMS's own rules made of one: what stands there from us. */
  ours: Points[]
  /** The other grade that an instructor chose to replace. */
  over: number | null
}

interface Result {
  outcome: Outcome
  seen: Omit<SeenGrade, 'at'> | null
  /** What was sent has certainly not been stored. */
  unsent?: boolean
}

/** Tries one leased score and settles it; never throws for what the LMS does. */
export async function deliverScore(ctx: Context, owed: OwedDebt): Promise<void> {
  const delivery = await deliveryOf(ctx, owed)
  const result = delivery
    ? await attempt(ctx, owed, delivery)
    : { outcome: { kind: 'stuck' as const, text: 'lms.noColumn' }, seen: null }
  const kept = await settle(ctx, owed, result)
  if (delivery && kept) await note(ctx, delivery.platform, result.outcome)
}

async function deliveryOf(ctx: Context, owed: OwedDebt): Promise<Delivery | null> {
  const claim = await ctx.store.claims.get(owed.id)
  const assignment = await ctx.store.assignments.get(claim.assignmentId)
  if (!assignment.lineItemUrl) return null
  const { over } = owed.debt.value
  return {
    platform: await lmsOf(ctx, await ctx.store.courses.get(claim.courseId)),
    lineItemUrl: assignment.lineItemUrl,
    score: scoreOf(ctx, owed.debt, claim),
    ours: ownScores(claim),
    over: typeof over === 'number' ? over : null,
  }
}

function ownScores({ decisions, seen }: Claim): Points[] {
  const approved = decisions.filter((d) => d.step === 'approve').map((d) => d.credit.result.score)
  if (seen?.why !== 'rule' || seen.given === null || seen.maximum === null) return approved
  return [...approved, { given: seen.given, maximum: seen.maximum }]
}

function scoreOf(ctx: Context, debt: Debt, { id, subject }: Claim): Score {
  const { given, maximum, decidedAt, submittedAt } = debt.value
  return {
    subject,
    given: Number(given),
    maximum: Number(maximum),
    decidedAt: instant(decidedAt),
    submittedAt: instant(submittedAt),
    claimUrl: `${pasteValues(ctx).launchUrl}?claim=${id}`,
  }
}

function instant(value: unknown): Date {
  return value instanceof Date ? value : new Date(String(value))
}

async function attempt(ctx: Context, owed: OwedDebt, delivery: Delivery): Promise<Result> {
  try {
    const there = await lookFirst(ctx, owed, delivery)
    if (matches(there, delivery.score)) return { outcome: found, seen: there }
    if (!mayReplace(there, delivery)) {
      return { outcome: { kind: 'stuck', text: 'lms.otherGrade' }, seen: there }
    }
    if (!(await ctx.store.debts.markSent(owed, ctx.now()))) return failed('later', 'lms.leaseLost')
    return await post(ctx, delivery, there)
  } catch (error) {
    if (!(error instanceof Upstream)) throw error
    return failed(error.retry ? 'later' : 'stuck', error.key)
  }
}

const found: Outcome = { kind: 'done', text: 'lms.foundThere' }

function failed(kind: 'later' | 'stuck', text: string, afterMs: number | null = null): Result {
  return { outcome: kind === 'later' ? { kind, text, afterMs } : { kind, text }, seen: null }
}

/**
 * What stands there before anything is sent. After an attempt that was begun and never settled, nobody knows whether it
 * arrived, so nothing is sent without this look (design decision 15). Before the first one it only protects the grades of
 * others, and an LMS that never lets us read is written to all the same: what it says to that counts.
 */
async function lookFirst(ctx: Context, owed: OwedDebt, delivery: Delivery) {
  try {
    return await readBack(ctx, delivery)
  } catch (error) {
    const blind = error instanceof Upstream && !error.retry
    if (blind && !owed.debt.sentAt) return null
    throw error
  }
}

// An empty place, an older score of ours, or the very grade that an instructor chose to replace.
function mayReplace(there: SeenScore | null, { ours, over }: Delivery): boolean {
  if (!there || there.given === null || there.given === over) return true
  return ours.some((points) => matches(there, points))
}

async function post(ctx: Context, delivery: Delivery, before: SeenScore | null): Promise<Result> {
  const answer = await ctx.lms.postScore(delivery.platform, delivery.lineItemUrl, delivery.score)
  switch (answer.kind) {
    case 'stored': {
      const there = await readBackOrNull(ctx, delivery)
      const met = { kind: delivery.platform.kind, before, over: delivery.over }
      const why = there && landed(there, delivery.score, met)
      return { outcome: { kind: 'done', text: 'lms.stored' }, seen: there && { ...there, ...why } }
    }
    case 'refused':
      return { ...failed('stuck', answer.reason), unsent: true }
    case 'later':
      return { ...failed('later', answer.reason, answer.retryAfterMs), unsent: true }
    case 'unknown':
      // The mark of `sentAt` stays, so the next attempt does not send before it has looked.
      return failed('later', answer.reason)
    case 'conflict':
      return conflict(await readBack(ctx, delivery), delivery.score, answer.reason)
    default:
      return answer satisfies never
  }
}

// Something as new or newer stands in the LMS: ours is delivered, anything else is for a person to see.
function conflict(there: SeenScore | null, score: Score, reason: string): Result {
  const outcome = matches(there, score) ? found : { kind: 'stuck' as const, text: reason }
  return { outcome, seen: there }
}

function readBack(ctx: Context, delivery: Delivery): Promise<SeenScore | null> {
  return ctx.lms.readScore(delivery.platform, delivery.lineItemUrl, delivery.score.subject)
}

async function readBackOrNull(ctx: Context, delivery: Delivery): Promise<SeenScore | null> {
  try {
    return await readBack(ctx, delivery)
  } catch (error) {
    ctx.log.warn({ err: error, platformId: delivery.platform.id }, 'score stored, not read back')
    return null
  }
}

/** Notes what became of it; false when the lease or the value was lost meanwhile. */
async function settle(ctx: Context, owed: OwedDebt, result: Result): Promise<boolean> {
  const { outcome, seen, unsent = false } = result
  const at = ctx.now()
  const after = settled(owed.debt, outcome, at, Math.random())
  const kept = await ctx.store.debts.settle(owed, after, {
    ...(seen ? { seen: { at, ...seen } } : {}),
    deliver: outcome.kind === 'done',
    unsent,
  })
  const facts = { claimId: owed.id, outcome: outcome.kind, answer: outcome.text, kept }
  ctx.log.info(facts, 'score attempted')
  return kept
}

const NOTE_MS = 10_000

// What the administrator sees of this LMS; a class's scores need one note, not one each.
async function note(ctx: Context, platform: Platform, outcome: Outcome): Promise<void> {
  const at = ctx.now()
  if (outcome.kind !== 'done') {
    await ctx.store.platforms.note(platform.id, { lastTrouble: { at, text: outcome.text } })
    return
  }
  const last = platform.lastScoreAt?.getTime() ?? 0
  if (at.getTime() - last < NOTE_MS) return
  await ctx.store.platforms.note(platform.id, { lastScoreAt: at })
}
