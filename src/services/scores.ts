// Delivers one owed score: reads back when the last attempt left a doubt, posts, reads back, notes.

import { type Debt, type Outcome, settled } from '../domain/debt.ts'
import type { Score, SeenScore } from '../domain/lms.ts'
import type { Platform } from '../domain/platform.ts'
import { Upstream } from '../errors.ts'
import type { OwedDebt } from '../store/index.ts'
import type { Context } from './context.ts'

interface Delivery {
  platform: Platform
  lineItemUrl: string
  score: Score
}

interface Result {
  outcome: Outcome
  seen: SeenScore | null
}

/** Tries one leased score and settles it; never throws for what the LMS does. */
export async function deliverScore(ctx: Context, owed: OwedDebt): Promise<void> {
  const delivery = await deliveryOf(ctx, owed)
  const result = delivery
    ? await attempt(ctx, owed, delivery)
    : { outcome: { kind: 'stuck' as const, text: 'lms.noColumn' }, seen: null }
  await settle(ctx, owed, result)
  if (delivery) await note(ctx, delivery.platform, result.outcome)
}

async function deliveryOf(ctx: Context, owed: OwedDebt): Promise<Delivery | null> {
  const claim = await ctx.store.claims.get(owed.id)
  const assignment = await ctx.store.assignments.get(claim.assignmentId)
  if (!assignment.lineItemUrl) return null
  const platform = await ctx.store.platforms.get(claim.platformId)
  return {
    platform,
    lineItemUrl: assignment.lineItemUrl,
    score: scoreOf(owed.debt, claim.subject),
  }
}

function scoreOf(debt: Debt, subject: string): Score {
  const { given, maximum, decidedAt, submittedAt } = debt.value
  return {
    subject,
    given: Number(given),
    maximum: Number(maximum),
    decidedAt: new Date(String(decidedAt)),
    submittedAt: new Date(String(submittedAt)),
  }
}

async function attempt(ctx: Context, owed: OwedDebt, delivery: Delivery): Promise<Result> {
  try {
    // An earlier attempt was begun and never settled: nobody knows whether it arrived (design decision 15).
    if (owed.debt.sentAt) {
      const there = await readBack(ctx, delivery)
      if (matches(there, delivery.score))
        return { outcome: { kind: 'done', text: 'lms.foundThere' }, seen: there }
    }
    if (!(await ctx.store.debts.markSent(owed, ctx.now()))) {
      return { outcome: { kind: 'later', text: 'lms.leaseLost', afterMs: null }, seen: null }
    }
    return await post(ctx, delivery)
  } catch (error) {
    if (!(error instanceof Upstream)) throw error
    const { key: text, retry } = error
    return {
      outcome: retry ? { kind: 'later', text, afterMs: null } : { kind: 'stuck', text },
      seen: null,
    }
  }
}

async function post(ctx: Context, delivery: Delivery): Promise<Result> {
  const answer = await ctx.lms.postScore(delivery.platform, delivery.lineItemUrl, delivery.score)
  switch (answer.kind) {
    case 'stored':
      return {
        outcome: { kind: 'done', text: 'lms.stored' },
        seen: await readBackOrNull(ctx, delivery),
      }
    case 'refused':
      return { outcome: { kind: 'stuck', text: answer.reason }, seen: null }
    case 'later':
      return {
        outcome: { kind: 'later', text: answer.reason, afterMs: answer.retryAfterMs },
        seen: null,
      }
    case 'unknown':
      // The mark of `sentAt` stays, so the next attempt reads back first.
      return { outcome: { kind: 'later', text: answer.reason, afterMs: null }, seen: null }
    case 'conflict':
      return conflict(await readBack(ctx, delivery), delivery.score, answer.reason)
    default:
      return answer satisfies never
  }
}

// Something as new or newer stands in the LMS: ours is delivered, anything else is for a person to see.
function conflict(there: SeenScore | null, score: Score, reason: string): Result {
  if (matches(there, score))
    return { outcome: { kind: 'done', text: 'lms.foundThere' }, seen: there }
  return { outcome: { kind: 'stuck', text: reason }, seen: there }
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

/** True when the LMS shows this score; its column may be scaled otherwise, so shares are compared. */
export function matches(seen: SeenScore | null, score: Score): boolean {
  if (!seen || seen.given === null) return false
  const maximum = seen.maximum ?? score.maximum
  if (maximum === 0 || score.maximum === 0) return seen.given === score.given
  return Math.abs(seen.given / maximum - score.given / score.maximum) < 0.0001
}

async function settle(ctx: Context, owed: OwedDebt, result: Result): Promise<void> {
  const after = settled(owed.debt, result.outcome, ctx.now(), Math.random())
  const seen = result.seen && { at: ctx.now(), ...result.seen }
  const done = result.outcome.kind === 'done'
  const kept = await ctx.store.debts.settle(owed, after, {
    ...(seen ? { seen } : {}),
    deliver: done,
  })
  const facts = {
    claimId: owed.id,
    outcome: result.outcome.kind,
    answer: result.outcome.text,
    kept,
  }
  ctx.log.info(facts, 'score attempted')
}

async function note(ctx: Context, platform: Platform, outcome: Outcome): Promise<void> {
  const at = ctx.now()
  const facts =
    outcome.kind === 'done' ? { lastScoreAt: at } : { lastTrouble: { at, text: outcome.text } }
  await ctx.store.platforms.note(platform.id, facts)
}
