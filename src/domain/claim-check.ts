// An assistant's look at a claim: a line in its history, and nothing that decides.

import type { Claim } from './claim.ts'
import { allow, type Decision, refuse } from './decision.ts'
import type { HistoryLine } from './history.ts'

/** What `checked` writes into the history; its note is for staff, so the student's thread leaves it out. */
export const CHECKED = 'claim.check'

/**
 * An assistant has looked at a submitted claim, and leaves a note for staff. It decides nothing.
 * Nobody checks their own claim.
 */
export function checked(
  claim: Claim,
  by: { personId: string; name: string | null; at: Date; note: string },
): Decision<Claim> {
  if (claim.state !== 'submitted') return refuse('claim.notNow', { state: claim.state })
  if (by.personId === claim.personId) return refuse('review.ownClaim')
  const { personId, name, at, note } = by
  const entry = { at, personId, name, what: CHECKED, why: note || null, facts: {} }
  return allow({ ...claim, history: [...claim.history, entry] })
}

/** The last check since the claim was submitted, if there is one. */
export function lastCheck(claim: Pick<Claim, 'history'>): HistoryLine | null {
  const submittedAt = claim.history.findLastIndex(({ what }) => what === 'claim.submit')
  return claim.history.findLast(({ what }, i) => what === CHECKED && i > submittedAt) ?? null
}
