// What an instructor should look at twice in a claim: who answered from where, long days, work that looks alike.

import type { Claim } from '../../domain/claim.ts'
import { gradeBefore } from '../../domain/claim-score.ts'
import type { RuleParameters } from '../../domain/credit/parameters.ts'
import { longDaysAndWeeks } from '../../domain/eligible-placement.ts'
import { employersOf, similarPairs } from '../../domain/employers.ts'
import type { Placement } from '../../domain/placement.ts'
import { day, number, t } from '../../text.ts'

interface Unusual {
  tone: string
  text: string
}

/** Facts about the answers (design decision 14). */
export function unusualAnswers(placements: Placement[]): Unusual[] {
  const facts = placements.flatMap((p) => p.answer?.unusual ?? [])
  const unknown = placements.some((p) => p.answer?.kind === 'unknown')
  const grave = (fact: string) => fact === 'sameBrowser' || fact === 'unknownStudent'
  return [...new Set([...facts, ...(unknown ? ['unknownStudent'] : [])])].map((fact) => ({
    tone: grave(fact) ? 'trouble' : 'fact',
    text: t(`unusual.${fact}`),
  }))
}

/** Days and weeks with more hours than the rule thinks usual: shown, never refused. */
export function longHours(placements: Placement[], rule: RuleParameters): Unusual[] {
  const long = placements.flatMap((p) => longDaysAndWeeks(rule, p.statement))
  return long.map(({ on, hours, most, span }) => {
    const text = t(`unusual.long.${span}`, { on: day(on), hours, most })
    return { tone: 'fact', text }
  })
}

/** Micro-internships of a claim that may be one and the same work, or the same as what counts in another claim. */
export function similarWork(
  claim: Pick<Claim, 'employers'>,
  placements: Placement[],
  alike: Placement[],
): Unusual[] {
  const pairs = similarPairs(placements, employersOf(placements, claim.employers))
  const fact = (text: string) => ({ tone: 'fact', text })
  return [
    ...pairs.map(([{ statement: one }, { statement: other }]) =>
      fact(t('unusual.similar', { one: one.title, other: other.title })),
    ),
    ...alike.map(({ statement }) =>
      fact(t('unusual.similarElsewhere', { title: statement.title })),
    ),
  ]
}

// Somebody has graded in the LMS before anything was decided here: shown, and nothing follows from it.
function gradeThere(claim: Pick<Claim, 'debts' | 'seen'>): Unusual[] {
  const there = gradeBefore(claim)
  if (!there) return []
  return [{ tone: 'fact', text: t('unusual.gradeBefore', { grade: number(there.given ?? 0) }) }]
}

/** All of it, each once. */
export function unusualIn(
  claim: Pick<Claim, 'employers' | 'debts' | 'seen'>,
  placements: Placement[],
  rule: RuleParameters,
  alike: Placement[],
): Unusual[] {
  const long = longHours(placements, rule)
  const some = long.length > 2 ? [{ tone: 'fact', text: t('unusual.longMany') }] : long
  return [
    ...gradeThere(claim),
    ...unusualAnswers(placements),
    ...similarWork(claim, placements, alike),
    ...some,
  ]
}
