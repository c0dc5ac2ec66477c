// Whether a claim may be made, submitted and approved: who the student is, when the work was, and when it is handed in.

import { dayIn, daysBetween } from './calendar.ts'
import type { RuleParameters } from './credit/parameters.ts'
import type { Refusal } from './decision.ts'
import { eligibilityRefusals } from './eligibility.ts'
import type { Check } from './eligibility-check.ts'
import type { Placement } from './placement.ts'
import type { Timing } from './timing.ts'
import { maySubmit, withinWindow } from './windows.ts'

/** What is looked at together when a claim is shown, submitted or decided. */
export interface Admission {
  timing: Timing
  /** Of the rules about the student: met, not met, not known, or vouched for. */
  checks: Check[]
}

/** What stands in the way whatever the hours are: the student, and work that ended before the claim's window. */
export function admissionRefusals(
  { timing, checks }: Admission,
  rule: RuleParameters,
  placements: Placement[],
): Refusal[] {
  return [...eligibilityRefusals(checks), ...placements.flatMap((p) => tooEarly(timing, rule, p))]
}

function tooEarly({ window }: Timing, rule: RuleParameters, { statement }: Placement): Refusal[] {
  const { endsOn, title } = statement
  if (endsOn === null) return []
  const inside = withinWindow(window, endsOn, rule.retroactiveDays)
  if (inside.ok) return []
  return inside.refusals.map((refusal) => ({ ...refusal, facts: { ...refusal.facts, title } }))
}

/** What stands in the way of submitting now, beside all that: the last moment, and reasons that were not given. */
export function submissionRefusals(
  { timing }: Admission,
  placements: Placement[],
  now: Date,
): Refusal[] {
  const may = maySubmit(timing.submitBy, now)
  const late = placements.filter((p) => isRecordedLate(p, timing.calendar.timezone))
  const silent = late.filter(({ lateReason }) => lateReason === null)
  return [
    ...(may.ok ? [] : may.refusals),
    ...silent.map(({ id, statement }) => ({
      rule: 'claim.lateReasonNeeded',
      facts: { id, title: statement.title },
    })),
  ]
}

/** Each refusal once, wherever it was found. */
export function distinct(refusals: Refusal[]): Refusal[] {
  const found = new Map(refusals.map((refusal) => [JSON.stringify(refusal), refusal]))
  return [...found.values()]
}

/** Four weeks: recording finished work is the normal case, and a month of it is not late. */
const LATE_DAYS = 28

/** True for work that was recorded long after it had ended; its reason is asked once (outcomes.md). */
export function isRecordedLate(
  { statement, createdAt }: Pick<Placement, 'statement' | 'createdAt'>,
  timezone: string,
): boolean {
  return statement.endsOn !== null && daysLate(statement.endsOn, createdAt, timezone) > LATE_DAYS
}

function daysLate(endsOn: string, createdAt: Date, timezone: string): number {
  return daysBetween(endsOn, dayIn(createdAt, timezone))
}
