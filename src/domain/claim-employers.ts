// An instructor says which placements of a claim are of one employer; the claim keeps it, with a line.

import type { Claim } from './claim.ts'
import { allow, type Decision, refuse } from './decision.ts'
import { employersOf } from './employers.ts'
import type { Placement } from './placement.ts'

const MOST_NAME = 200

/**
 * A submitted claim in which placements count under the employers named here, by placement id; the same name is the
 * same employer. Nobody arranges their own claim.
 */
export function withEmployers(
  claim: Claim,
  placements: Placement[],
  said: Readonly<Record<string, string>>,
  by: { personId: string; name: string | null; at: Date },
): Decision<Claim> {
  if (claim.state !== 'submitted') return refuse('claim.notNow', { state: claim.state })
  if (by.personId === claim.personId) return refuse('review.ownClaim')
  const before = employersOf(placements, claim.employers)
  const named = placements.flatMap(({ id }) => {
    const name = said[id]?.trim().slice(0, MOST_NAME)
    return name ? [[id, name] as const] : []
  })
  const changed = named.filter(([id, name]) => before.get(id) !== name)
  if (changed.length === 0) return allow(claim)
  const employers = { ...Object.fromEntries(before), ...Object.fromEntries(named) }
  const titles = new Map(placements.map(({ id, statement }) => [id, statement.title]))
  const what = changed.map(([id, name]) => `“${titles.get(id) ?? ''}”: ${name}`).join('; ')
  const { personId, name, at } = by
  const entry = { at, personId, name, what: 'claim.employers', why: null, facts: { what } }
  return allow({ ...claim, employers, history: [...claim.history, entry] })
}
