// The hours a student says they worked, by day or by week.

import { daysBetween, isDay } from './calendar.ts'
import { hundredths } from './hundredths.ts'

export interface HoursEntry {
  /** The day, or the first day of the week. */
  on: string
  hours: number
}

export interface HoursLog {
  by: 'day' | 'week'
  entries: HoursEntry[]
}

const DAYS = { day: 1, week: 7 } as const
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
  if (!(hundredths(entry.hours) > 0)) return 'hours.notPositive'
  if (entry.hours > MOST[log.by]) return log.by === 'day' ? 'hours.longDay' : 'hours.longWeek'
  if (span.endsOn !== null && entry.on > span.endsOn) return 'hours.afterEnd'
  const length = DAYS[log.by]
  if (span.startsOn !== null && daysBetween(entry.on, span.startsOn) >= length) {
    return 'hours.beforeStart'
  }
  const overlaps = (other: HoursEntry) => Math.abs(daysBetween(entry.on, other.on)) < length
  return log.entries.filter(overlaps).length > 1 ? 'hours.twice' : null
}
