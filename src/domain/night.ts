// When a course's roster is read by itself: once a night in the institution's zone, each course at its own minute.

import { clockIn, dayIn } from './calendar.ts'

const HOUR_MS = 3_600_000
/** From one o'clock on, spread over three hours. */
const FROM_MINUTE = 60
const SPREAD_MINUTES = 180

/** True when a roster is due: in its own minute of the night, or when none was read for a day. */
export function isRosterDue(
  course: { id: string; rosterTriedAt: Date | null },
  now: Date,
  timezone: string,
): boolean {
  const age = now.getTime() - (course.rosterTriedAt?.getTime() ?? 0)
  if (age >= 24 * HOUR_MS) return true
  const isTonight =
    course.rosterTriedAt !== null && dayIn(course.rosterTriedAt, timezone) === dayIn(now, timezone)
  return !isTonight && age >= HOUR_MS && minuteIn(now, timezone) >= ownMinute(course.id)
}

// The same for a course every night, and spread over all courses.
function ownMinute(id: string): number {
  let sum = 0
  for (const sign of id) sum = (sum * 31 + (sign.codePointAt(0) ?? 0)) % 65_521
  return FROM_MINUTE + (sum % SPREAD_MINUTES)
}

function minuteIn(at: Date, timezone: string): number {
  const [hour, minute] = clockIn(at, timezone).split(':').map(Number)
  return Number(hour) * 60 + Number(minute)
}
