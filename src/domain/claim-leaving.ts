// What becomes of a claim when its student leaves the course, when its assignment is closed, and when they come back.

import { type Claim, type ClaimStep, nextClaimState } from './claim.ts'

type Why = 'leave' | 'close'

const STEPS: ClaimStep[] = ['drop', 'withdraw']

/**
 * The claim without its student or its assignment: a draft is dropped, a submitted one withdrawn, and their placements
 * are free. What was decided stays, flagged for the registrar. Null when nothing changes.
 */
export function ended(claim: Claim, why: Why, at: Date): Claim | null {
  const step = STEPS.find((one) => nextClaimState(claim.state, one).ok)
  const next = step ? nextClaimState(claim.state, step) : null
  if (!next?.ok) return isFlagged(claim, why) ? { ...lined(claim, why, at), leftAt: at } : null
  return {
    ...lined(claim, why, at),
    state: next.value,
    counts: [],
    leftAt: why === 'leave' ? at : claim.leftAt,
  }
}

function isFlagged({ state, leftAt }: Claim, why: Why): boolean {
  return why === 'leave' && leftAt === null && (state === 'approved' || state === 'final')
}

/**
 * The claim of somebody who is back: submitted again when its placements are still free, else a draft; on an assignment
 * that was closed meanwhile it stays ended. Null when they had not left.
 */
export function revived(
  claim: Claim,
  { isFree, isClosed }: { isFree: boolean; isClosed: boolean },
  at: Date,
): Claim | null {
  if (claim.leftAt === null) return null
  const back = { ...lined(claim, 'comeBack', at), leftAt: null }
  if (isClosed) return back
  const step = claim.state === 'withdrawn' && isFree ? 'revive' : 'reopen'
  const next = nextClaimState(claim.state, step)
  if (!next.ok) return back
  return { ...back, state: next.value, counts: step === 'revive' ? [...new Set(claim.chosen)] : [] }
}

function lined(claim: Claim, what: string, at: Date): Claim {
  const line = { at, personId: null, name: null, what: `claim.${what}`, why: null, facts: {} }
  return { ...claim, history: [...claim.history, line] }
}
