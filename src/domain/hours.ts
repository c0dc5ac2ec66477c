// The hours a student says they worked, by day or by week.

import { isDay } from './calendar.ts'
import { hundredths } from './credit.ts'

export interface HoursEntry {
  /** The day, or the first day of the week. */
  on: string
  hours: number
}

export interface HoursLog {
  by: 'day' | 'week'
  entries: HoursEntry[]
}

const MOST = { day: 24, week: 168 } as const
export const MOST_ENTRIES = 366

/** All hours together, exact to the hundredth. */
export function totalHours(log: HoursLog): number {
  return log.entries.reduce((total, entry) => total + hundredths(entry.hours), 0) / 100
}

/** A text key for what is wrong with one entry, or null. */
export function entryProblem(
  entry: HoursEntry,
  log: HoursLog,
  span: { startsOn: string | null; endsOn: string | null },
): string | null {
  if (!isDay(entry.on)) return 'hours.noDay'
  if (!(entry.hours > 0)) return 'hours.notPositive'
  if (entry.hours > MOST[log.by]) return log.by === 'day' ? 'hours.longDay' : 'hours.longWeek'
  if (span.endsOn !== null && entry.on > span.endsOn) return 'hours.afterEnd'
  if (log.by === 'day' && span.startsOn !== null && entry.on < span.startsOn) {
    return 'hours.beforeStart'
  }
  const twice = log.entries.filter((other) => other.on === entry.on).length > 1
  return twice ? 'hours.twice' : null
}
