// A stored decision, reckoned again from what was stored with it.

import type { ComputeResult } from '../../domain/credit/computation.ts'
import { recompute } from '../../domain/credit/recompute.ts'
import { Conflict } from '../../errors.ts'
import type { Context } from '../context.ts'

export interface Recomputed {
  same: boolean
  stored: ComputeResult
  computed: ComputeResult
  /** Of the assignment's rule, by which it was decided. */
  ruleVersion: number
}

/**
 * The last decision on a claim, stored and reckoned again.
 * @throws {NotFound} no such claim. {Conflict} nobody has decided on it yet
 */
export async function recomputeDecision(ctx: Context, claimId: string): Promise<Recomputed> {
  const claim = await ctx.store.claims.get(claimId)
  const decision = claim.decisions.at(-1)
  if (!decision) throw new Conflict('recompute.undecided')
  return { ...recompute(decision.credit), ruleVersion: decision.rule.version }
}
