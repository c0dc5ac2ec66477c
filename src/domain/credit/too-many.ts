// Too many placements, or too many of one employer: a refusal with its numbers, never a silent choice.

import type { ComputePlacement, ComputeRule } from './computation.ts'

export interface Excess {
  parameter: 'maxPlacements' | 'maxPlacementsPerEmployer'
  facts: { given: number; most: number; employer?: string }
}

/** Every limit on the number of placements that is passed; all given ones count, also those that are too short. */
export function tooMany(rule: ComputeRule, placements: ComputePlacement[]): Excess[] {
  const most = rule.maxPlacementsPerEmployer
  const employers: Excess[] = [...numbersByEmployer(placements)]
    .filter(([, given]) => given > most)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([employer, given]) => ({
      parameter: 'maxPlacementsPerEmployer',
      facts: { employer, given, most },
    }))
  const given = placements.length
  if (given <= rule.maxPlacements) return employers
  return [{ parameter: 'maxPlacements', facts: { given, most: rule.maxPlacements } }, ...employers]
}

function numbersByEmployer(placements: ComputePlacement[]): Map<string, number> {
  const numbers = new Map<string, number>()
  for (const { employer } of placements) numbers.set(employer, (numbers.get(employer) ?? 0) + 1)
  return numbers
}
