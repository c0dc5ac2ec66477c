// How a claim falls into terms: into its own, but for the hours that were worked in another one (outcomes.md).

import { dividedBy, exact, type Fraction, minus, NOUGHT, ONE, plus } from './credit/fraction.ts'
import { type HoursLog, totalHours } from './hours.ts'
import { type Term, termOn } from './terms.ts'

/** Which part of a claim falls into which term, by the term's code; together they are one. */
export type TermShares = ReadonlyMap<string, Fraction>

/** The parts of a claim; hours between two terms, and a claim without hours, are its own term's. */
export function termShares(logs: HoursLog[], own: string, terms: Term[]): TermShares {
  const all = exact(logs.reduce((sum, log) => sum + Math.round(totalHours(log) * 100), 0) / 100)
  const away = new Map<string, Fraction>()
  for (const { on, hours } of logs.flatMap(({ entries }) => entries)) {
    const code = termOn(terms, on)?.code ?? own
    if (code !== own) away.set(code, plus(away.get(code) ?? NOUGHT, dividedBy(exact(hours), all)))
  }
  const rest = [...away.values()].reduce(minus, ONE)
  return new Map([[own, rest], ...away])
}
