// The score of a claim beside what the LMS shows for it.

import type { Claim } from './claim.ts'
import type { Score, SeenScore } from './lms.ts'

export type Points = Pick<Score, 'given' | 'maximum'>

/** True when the LMS shows this score; its column may be scaled otherwise, so shares are compared. */
export function matches(seen: SeenScore | null, score: Points): boolean {
  if (!seen || seen.given === null) return false
  const maximum = seen.maximum ?? score.maximum
  if (maximum === 0 || score.maximum === 0) return seen.given === score.given
  return Math.abs(seen.given / maximum - score.given / score.maximum) < 0.0001
}

/**
 * What became of a score after it had arrived: `gone` when the LMS shows nothing any more, `changed` when it shows
 * another grade. Null while it stands there, is not there yet, or nobody has looked since.
 */
export function lossOf({ debts: { score }, seen }: Pick<Claim, 'debts' | 'seen'>) {
  if (score?.state !== 'done' || !seen || (score.doneAt && seen.at < score.doneAt)) return null
  if (seen.given === null) return 'gone'
  const { given, maximum } = score.value
  return matches(seen, { given: Number(given), maximum: Number(maximum) }) ? null : 'changed'
}

/** A grade that stood in the LMS before anything was decided here; null when none does. */
export function gradeBefore({ debts, seen }: Pick<Claim, 'debts' | 'seen'>): SeenScore | null {
  return debts.score || !seen || seen.given === null ? null : seen
}
