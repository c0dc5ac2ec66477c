// Work of a claim that looks like work which counts in another claim of the same student: pointed out, never blocked.

import type { Claim } from '../../domain/claim.ts'
import { alikeIn } from '../../domain/employers.ts'
import type { Placement } from '../../domain/placement.ts'
import type { Context } from '../context.ts'

type Looked = Pick<Claim, 'id' | 'personId' | 'employers'>

/** Which placements of each of these claims look so, by the claim's id. */
export async function alikeElsewhere(
  ctx: Context,
  claims: { claim: Looked; placements: Placement[] }[],
): Promise<Map<string, Placement[]>> {
  const personIds = [...new Set(claims.map(({ claim }) => claim.personId))]
  const holding = await ctx.store.claims.holdingOf(personIds)
  const byId = await ctx.store.placements.countable(holding.flatMap(({ counts }) => counts))
  return new Map(
    claims.map(({ claim, placements }) => {
      const others = holding.filter((one) => one.personId === claim.personId && one.id !== claim.id)
      const there = others.flatMap(({ counts }) => counts.flatMap((id) => byId.get(id) ?? []))
      return [claim.id, alikeIn(placements, there, claim.employers)]
    }),
  )
}
