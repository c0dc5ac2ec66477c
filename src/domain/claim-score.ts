// The score of a claim beside what the LMS shows for it.

import type { Claim } from './claim.ts'
import type { Debt } from './debt.ts'
import type { Score, SeenGrade, SeenScore } from './lms.ts'
import type { PlatformKind } from './platform.ts'

export type Points = Pick<Score, 'given' | 'maximum'>

/** True when the LMS shows this score; its column may be scaled otherwise, so shares are compared. */
export function matches(seen: SeenScore | null, score: Points): boolean {
  if (!seen || seen.given === null) return false
  const maximum = seen.maximum ?? score.maximum
  if (maximum === 0 || score.maximum === 0) return seen.given === score.given
  return Math.abs(seen.given / maximum - score.given / score.maximum) < 0.0001
}

/**
 * What became of a score after it had arrived: `gone` when the LMS shows nothing any more, else why it shows another
 * grade, `changed` where we do not know. Null while it stands there, is not there yet, or nobody has looked since.
 */
export function lossOf({ debts: { score }, seen }: Pick<Claim, 'debts' | 'seen'>) {
  if (score?.state !== 'done' || !seen || (score.doneAt && seen.at < score.doneAt)) return null
  if (seen.given === null) return 'gone'
  return matches(seen, pointsIn(score)) ? null : (seen.why ?? 'changed')
}

/** True when sending a score again can put it where it was. */
export function canReturn(claim: Pick<Claim, 'debts' | 'seen'>): boolean {
  const loss = lossOf(claim)
  return loss === 'gone' || loss === 'changed' || loss === 'group'
}

/** What a score met in an LMS: the grade that stood there before, and the one that an instructor chose to replace. */
interface Met {
  kind: PlatformKind
  before: SeenScore | null
  over: number | null
}

/**
 * Why the LMS shows something else than a score that it has just taken; nothing when it shows that score, or we do not
 * know.
 */
export function landed(there: SeenScore, score: Points, met: Met): Pick<SeenGrade, 'why'> {
  if (there.given === null || matches(there, score)) return {}
  // Its own rules reckon on (canvas.md 3.5).
  if (there.given !== met.before?.given) return { why: 'rule' }
  // It has not moved: in Moodle a grade by hand stays, and nothing is said of it (moodle.md 5.6).
  if (met.kind === 'moodle') return { why: 'byHand' }
  // Canvas makes the same of two scores where it counts complete and incomplete only.
  return met.kind === 'canvas' && there.given !== met.over ? { why: 'rule' } : {}
}

/** True when the LMS shows for this claim what was sent for another one since: a whole group got it (canvas.md 3.5). */
export function isAnothers(claim: Claim, there: SeenScore, others: Claim[]): boolean {
  const own = claim.debts.score
  if (!own || matches(there, pointsIn(own))) return false
  return others.some(({ id, debts: { score } }) => {
    const isLater = Number(score?.doneAt) > Number(own.doneAt)
    return id !== claim.id && score?.state === 'done' && isLater && matches(there, pointsIn(score))
  })
}

function pointsIn({ value: { given, maximum } }: Debt): Points {
  return { given: Number(given), maximum: Number(maximum) }
}

/** A grade that stood in the LMS before anything was decided here; null when none does. */
export function gradeBefore({ debts, seen }: Pick<Claim, 'debts' | 'seen'>): SeenScore | null {
  return debts.score || !seen || seen.given === null ? null : seen
}
