// The worker: takes institutions in turn, leases what is due, delivers it, and drains on stop.

import { setTimeout } from 'node:timers/promises'
import { type DebtKind, isSpent, LEASE_MS, settled } from '../domain/debt.ts'
import type { Context } from '../services/context.ts'
import { deliverScore } from '../services/lms/scores.ts'
import { deliverMail } from '../services/messages/messages.ts'

export interface Worker {
  /** Looks at once instead of at the next turn. */
  wake(): void
  /** Finishes what runs, then ends; what takes longer than 5 s is left to its lease. */
  stop(): Promise<void>
}

interface Options {
  /** One context for each institution, read anew at every turn. */
  contexts: () => Promise<Context[]>
  leaseMs?: number
  pauseMs?: number
}

type Owed = NonNullable<Awaited<ReturnType<Context['store']['debts']['lease']>>>

const DRAIN_MS = 5_000
const KINDS: DebtKind[] = ['score', 'mail']
/** Lanes that run at once in this process. */
const MOST_LANES = 32
/** Deliveries of one lane, and how long it may take, before the others have their turn. */
const IN_A_ROW = 20
const SLICE_MS = 5_000

/**
 * Starts the loop; any number of workers may run on one database.
 * Each institution has one lane for scores and one for mail, so an LMS never sees us twice at once
 * and a slow one delays nobody else. Every turn comes to every institution.
 */
export function startWorker(options: Options): Worker {
  const lanes = new Map<string, Promise<void>>()
  const alarm = openAlarm(options.pauseMs ?? 1_000)
  let stopping = false
  const isStopping = () => stopping

  const startLane = (ctx: Context, kind: DebtKind): void => {
    const name = `${ctx.institution.id} ${kind}`
    if (lanes.has(name) || stopping) return
    const lane = serve(ctx, kind, options.leaseMs ?? LEASE_MS, isStopping)
      // The database is away: readiness says so, and the next turn tries again.
      .catch((error: unknown) => {
        ctx.log.warn({ err: error }, 'due work not read')
        return false
      })
      .then((more) => {
        lanes.delete(name)
        if (more) alarm.ring()
      })
    lanes.set(name, lane)
  }
  const freeLane = async (): Promise<void> => {
    while (lanes.size >= MOST_LANES) await Promise.race(lanes.values())
  }
  const loop = async (): Promise<void> => {
    for (let turn = 0; !stopping; turn += 1) {
      const contexts = await options.contexts().catch(() => [])
      for (const ctx of rotated(contexts, turn)) {
        await freeLane()
        for (const kind of KINDS) startLane(ctx, kind)
      }
      await alarm.wait()
    }
    await Promise.all(lanes.values())
  }
  const running = loop()
  return {
    wake: alarm.ring,
    stop: async () => {
      stopping = true
      alarm.ring()
      await Promise.race([running, setTimeout(DRAIN_MS, null, { ref: false })])
    },
  }
}

// Another institution begins at each turn, so that full lanes never keep the same ones waiting.
function rotated<T>(list: T[], by: number): T[] {
  const start = list.length > 0 ? by % list.length : 0
  return [...list.slice(start), ...list.slice(0, start)]
}

// Waits a while, or until somebody rings; a ring while nobody waits is not lost.
function openAlarm(ms: number) {
  let rung = false
  let wake: (() => void) | null = null
  return {
    ring(): void {
      rung = true
      wake?.()
    },
    async wait(): Promise<void> {
      if (!rung) {
        const rings = new AbortController()
        wake = () => rings.abort()
        await setTimeout(ms, null, { signal: rings.signal }).catch(() => null)
      }
      wake = null
      rung = false
    },
  }
}

/** Delivers what is due in one lane, one by one; true when more may be waiting. */
async function serve(
  ctx: Context,
  kind: DebtKind,
  leaseMs: number,
  isStopping: () => boolean,
): Promise<boolean> {
  const endAt = Date.now() + SLICE_MS
  for (let paid = 0; paid < IN_A_ROW && Date.now() < endAt; paid += 1) {
    if (isStopping() || !(await payOne(ctx, kind, leaseMs))) return false
  }
  return true
}

async function payOne(ctx: Context, kind: DebtKind, leaseMs: number): Promise<boolean> {
  const now = ctx.now()
  const until = new Date(now.getTime() + leaseMs)
  const owed = await ctx.store.debts.lease(now, ctx.newId(), until, [kind])
  if (!owed) return false
  try {
    if (isSpent(owed.debt)) await fault(ctx, owed)
    else await (kind === 'score' ? deliverScore(ctx, owed) : deliverMail(ctx, owed))
  } catch (error) {
    ctx.log.error({ err: error, of: owed.of, id: owed.id, key: owed.debt.key }, 'delivery failed')
    await fault(ctx, owed)
  }
  return true
}

// A fault of ours counts as a try, so that it cannot go round for ever.
async function fault(ctx: Context, owed: Owed): Promise<void> {
  const outcome = { kind: 'later' as const, text: 'delivery.fault', afterMs: null }
  await ctx.store.debts.settle(owed, settled(owed.debt, outcome, ctx.now(), Math.random()))
}
