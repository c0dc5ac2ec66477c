// Whether one placement may count by the rule: how long it took, how it was paid, and what somebody should look at.

import { daysBetween } from './calendar.ts'
import type { RuleParameters } from './credit/parameters.ts'
import type { Check } from './eligibility-check.ts'
import { check } from './eligibility-check.ts'
import type { HoursLog } from './hours.ts'

export interface PlacementFacts {
  startsOn: string | null
  endsOn: string | null
  hours: HoursLog
  confirmedHours: number | null
  /** Null while the student has not said. */
  paid: boolean | null
}

/** What the rule demands of a placement before it can count. */
export function placementChecks(rule: RuleParameters, placement: PlacementFacts): Check[] {
  const checks: Check[] = []
  if (rule.minWeeks > 0) {
    const fits = (days: number) => days >= rule.minWeeks * 7
    checks.push(
      check('minWeeks', lengthOf(placement), fits, (days) => ({ days, needs: rule.minWeeks })),
    )
  }
  if (!rule.paidAllowed)
    checks.push(
      check(
        'paidAllowed',
        placement.paid,
        (paid) => !paid,
        () => ({}),
      ),
    )
  if (!rule.unpaidAllowed) {
    checks.push(
      check(
        'unpaidAllowed',
        placement.paid,
        (paid) => paid,
        () => ({}),
      ),
    )
  }
  const { unpaidHoursCap } = rule
  if (unpaidHoursCap !== null && placement.paid === false) {
    const within = (has: number) => has <= unpaidHoursCap
    const facts = (has: number) => ({ has, most: unpaidHoursCap })
    checks.push(check('unpaidHoursCap', placement.confirmedHours ?? 0, within, facts))
  }
  return checks
}

// From the first day to the last, both counted.
function lengthOf({ startsOn, endsOn }: PlacementFacts): number | null {
  return startsOn === null || endsOn === null ? null : daysBetween(startsOn, endsOn) + 1
}

/** Days or weeks with more hours than the rule thinks usual: to be looked at, never refused. */
export function longDaysAndWeeks(
  rule: Pick<RuleParameters, 'maxHoursPerDay' | 'maxHoursPerWeek'>,
  { hours }: Pick<PlacementFacts, 'hours'>,
): { on: string; hours: number; most: number; span: 'day' | 'week' }[] {
  const long = (span: 'day' | 'week', entries: HoursLog['entries'], most: number | null) =>
    most === null ? [] : entries.filter((e) => e.hours > most).map((e) => ({ ...e, most, span }))
  const days = hours.by === 'day' ? long('day', hours.entries, rule.maxHoursPerDay) : []
  return [...days, ...long('week', weeksOf(hours), rule.maxHoursPerWeek)]
}

// Weeks begin on Monday; a log by week has its own.
function weeksOf({ by, entries }: HoursLog): HoursLog['entries'] {
  if (by === 'week') return entries
  const weeks = new Map<string, number>()
  for (const { on, hours } of entries) {
    const monday = mondayOf(on)
    weeks.set(monday, Math.round(((weeks.get(monday) ?? 0) + hours) * 100) / 100)
  }
  return [...weeks].map(([on, hours]) => ({ on, hours }))
}

function mondayOf(day: string): string {
  const at = new Date(`${day}T00:00:00Z`)
  at.setUTCDate(at.getUTCDate() - ((at.getUTCDay() + 6) % 7))
  return at.toISOString().slice(0, 10)
}
