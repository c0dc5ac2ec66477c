// Placements of denied claims, free once the time to appeal is over: by night, and whenever somebody needs one.

import type { Claim } from '../../domain/claim.ts'
import { isHoldOver, letGo } from '../../domain/claim-holding.ts'
import { Conflict } from '../../errors.ts'
import type { Context } from '../context.ts'

/** Frees what denied claims of the institution have held for long enough; how many claims have let go. */
export async function freeHeld(ctx: Context): Promise<number> {
  const over = await ctx.store.claims.heldUntil(ctx.now())
  for (const claim of over) await free(ctx, claim)
  return over.length
}

/** The claims that hold some of these placements, after those whose time is over have let go. */
export async function holdersOf(ctx: Context, placementIds: string[]): Promise<Claim[]> {
  const now = ctx.now()
  const holders = await ctx.store.claims.holding(placementIds)
  for (const claim of holders) if (isHoldOver(claim, now)) await free(ctx, claim)
  return holders.filter((claim) => !isHoldOver(claim, now))
}

async function free(ctx: Context, claim: Claim): Promise<void> {
  try {
    await ctx.store.claims.save(letGo(claim, ctx.now()))
  } catch (error) {
    // Somebody else has just done it.
    if (!(error instanceof Conflict)) throw error
  }
}
