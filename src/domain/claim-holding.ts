// How long a denied claim holds its placements: until the student's time to appeal is over (outcomes.md).

import { dayIn } from './calendar.ts'
import type { Claim } from './claim.ts'
import { endOfDay } from './day-end.ts'
import { type AcademicCalendar, plusBusinessDays } from './terms.ts'

/** The last moment of so many business days after a denial; null where there are none to appeal in. */
export function holdsUntil(at: Date, calendar: AcademicCalendar, appealDays: number): Date | null {
  if (appealDays <= 0) return null
  const { timezone } = calendar
  return endOfDay(plusBusinessDays(calendar, dayIn(at, timezone), appealDays), timezone)
}

/** True for a denied claim that holds placements only because nobody has freed them yet. */
export function isHoldOver({ heldUntil }: Pick<Claim, 'heldUntil'>, now: Date): boolean {
  return heldUntil !== null && heldUntil < now
}

/** The claim with its placements free, and a line that says so. */
export function letGo(claim: Claim, at: Date): Claim {
  const line = { at, personId: null, name: null, what: 'claim.letGo', why: null, facts: {} }
  return { ...claim, counts: [], heldUntil: null, history: [...claim.history, line] }
}
