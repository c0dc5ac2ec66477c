// The worker: takes institutions in turn, leases what is due, delivers it, and drains on stop.

import type { DebtKind } from '../domain/debt.ts'
import { LEASE_MS } from '../domain/debt.ts'
import type { Context } from '../services/context.ts'
import { deliverMail } from '../services/messages.ts'
import { deliverScore } from '../services/scores.ts'

export interface Worker {
  /** Looks at once instead of at the next turn. */
  wake(): void
  /** Finishes what runs, then ends. */
  stop(): Promise<void>
}

interface Options {
  institutions: () => Promise<Context[]>
  leaseMs?: number
  pauseMs?: number
}

const AT_ONCE = 20

/** Starts the loop; any number of workers may run on one database. */
export function startWorker(options: Options): Worker {
  let stopping = false
  let wakeUp: () => void = () => {}
  const loop = async (): Promise<void> => {
    while (!stopping) {
      const paid = await turn(options, () => stopping)
      if (paid === 0 && !stopping) await pause(options.pauseMs ?? 1_000, (wake) => (wakeUp = wake))
    }
  }
  const running = loop()
  return {
    wake: () => wakeUp(),
    stop: async () => {
      stopping = true
      wakeUp()
      await running
    },
  }
}

function pause(ms: number, onWake: (wake: () => void) => void): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    onWake(() => {
      clearTimeout(timer)
      resolve()
    })
  })
}

async function turn(options: Options, isStopping: () => boolean): Promise<number> {
  let paid = 0
  try {
    for (const ctx of await options.institutions()) paid += await serve(ctx, options, isStopping)
  } catch {
    // The database is away; readiness says so, and the next turn tries again.
    return 0
  }
  return paid
}

// Scores one by one, so that an LMS never sees us twice at once; a few per institution, then the next.
async function serve(ctx: Context, options: Options, isStopping: () => boolean): Promise<number> {
  let paid = 0
  while (paid < AT_ONCE && !isStopping()) {
    if (!(await payOne(ctx, options, ['score', 'mail']))) break
    paid += 1
  }
  return paid
}

async function payOne(ctx: Context, options: Options, kinds: DebtKind[]): Promise<boolean> {
  const now = ctx.now()
  const until = new Date(now.getTime() + (options.leaseMs ?? LEASE_MS))
  const owed = await ctx.store.debts.lease(now, ctx.newId(), until, kinds)
  if (!owed) return false
  try {
    await (owed.debt.kind === 'score' ? deliverScore(ctx, owed) : deliverMail(ctx, owed))
  } catch (error) {
    // Left to its lease: when that ends, somebody tries again.
    ctx.log.error({ err: error, of: owed.of, id: owed.id, key: owed.debt.key }, 'delivery failed')
  }
  return true
}
