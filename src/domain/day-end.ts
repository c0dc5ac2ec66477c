// When a plain day begins and ends in a zone, also where clocks are put forward or back at midnight.

import { dayIn } from './calendar.ts'

const MINUTE = 60_000

/** The last moment of a day in a zone (IANA name): its 23:59 and 59 seconds. */
export function endOfDay(day: string, timezone: string): Date {
  const next = new Date(Date.parse(`${day}T00:00:00Z`) + 1440 * MINUTE).toISOString().slice(0, 10)
  return new Date(startOfDay(next, timezone).getTime() - 1)
}

/** The first moment of a day in a zone; of a day that a zone left out, the first moment after it. */
export function startOfDay(day: string, timezone: string): Date {
  const midnight = Date.parse(`${day}T00:00:00Z`)
  // No zone is further from UTC than these; zones change by whole minutes.
  let [before, after] = [-16 * 60, 16 * 60]
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2)
    if (dayIn(new Date(midnight + middle * MINUTE), timezone) < day) before = middle
    else after = middle
  }
  return new Date(midnight + after * MINUTE)
}
