// What one student is allowed on one assignment: the LMS's due date, more time, and what an instructor vouches for.

import { dayIn, isDay } from './calendar.ts'
import type { ParameterName } from './credit/parameters.ts'
import type { Debts } from './debt.ts'
import { allow, type Decision, refuse } from './decision.ts'
import type { Attestation } from './eligibility.ts'
import type { HistoryLine } from './history.ts'
import type { Extension } from './windows.ts'

/** More time, as it was given; the last one holds. */
export interface GivenTime {
  until: string
  at: Date
  by: string
  byName: string
  why: string
}

/** What an instructor vouches for, as it was said. */
export interface GivenWord {
  parameter: ParameterName
  at: Date
  by: string
  byName: string
  why: string
}

export interface Allowance {
  id: string
  institutionId: string
  assignmentId: string
  personId: string
  /** What the LMS said last at this student's own launch; null when it sets no date. */
  lmsDueAt: Date | null
  times: GivenTime[]
  words: GivenWord[]
  /** The mail that tells the student of more time. */
  debts: Debts
}

const YEAR_MS = 366 * 86_400_000

/** A due date that an LMS can mean: within two years. A custom value may only move a date, never open the ages. */
export function plausibleDue(at: Date | null, now: Date): Date | null {
  if (!at || Number.isNaN(at.getTime())) return null
  return Math.abs(at.getTime() - now.getTime()) <= 2 * YEAR_MS ? at : null
}

/** The extension that holds now. */
export function extensionOf(allowance: Pick<Allowance, 'times'> | null): Extension | null {
  const last = allowance?.times.at(-1)
  return last ? { until: last.until, byName: last.byName, why: last.why } : null
}

/** What an instructor vouches for, the newest word on each rule. */
export function attestationsOf(allowance: Pick<Allowance, 'words'> | null): Attestation[] {
  const newest = new Map((allowance?.words ?? []).map((word) => [word.parameter, word]))
  return [...newest.values()].map(({ parameter, byName, why }) => ({ parameter, byName, why }))
}

interface Giver {
  personId: string
  name: string
  at: Date
}

/** More time for a student, until a day that is still to come, with a reason; nobody gives it to themselves. */
export function givenTime(
  wish: { personId: string; until: string; why: string },
  by: Giver,
  timezone: string,
): Decision<GivenTime> {
  if (by.personId === wish.personId) return refuse('allowance.self')
  if (!isDay(wish.until)) return refuse('allowance.notADay')
  if (wish.until < dayIn(by.at, timezone)) return refuse('allowance.over')
  if (!wish.why.trim()) return refuse('allowance.whyNeeded')
  const { until, why } = wish
  return allow({ until, at: by.at, by: by.personId, byName: by.name, why: why.trim() })
}

/** An instructor's word that a rule is met or may be passed over, with a reason; never about oneself. */
export function givenWord(
  wish: { personId: string; parameter: ParameterName; why: string },
  by: Giver,
): Decision<GivenWord> {
  if (by.personId === wish.personId) return refuse('allowance.self')
  if (!wish.why.trim()) return refuse('allowance.whyNeeded')
  const { parameter, why } = wish
  return allow({ parameter, at: by.at, by: by.personId, byName: by.name, why: why.trim() })
}

/** What was given, as lines for the thread of the student's claim. */
export function allowanceLines(
  allowance: Pick<Allowance, 'times' | 'words'> | null,
): HistoryLine[] {
  if (!allowance) return []
  const line = (given: GivenTime | GivenWord, what: string, facts: HistoryLine['facts']) => ({
    at: given.at,
    personId: given.by,
    name: given.byName,
    what,
    why: given.why,
    facts,
  })
  return [
    ...allowance.times.map((given) => line(given, 'claim.moreTime', { until: given.until })),
    ...allowance.words.map((given) => line(given, 'claim.vouched', { rule: given.parameter })),
  ].sort((a, b) => a.at.getTime() - b.at.getTime())
}
