// Plain days ('2026-03-14'): no clock, no zone, until somebody names one.

const DAY = /^\d{4}-\d{2}-\d{2}$/

/** True for a day that exists. */
export function isDay(text: string): boolean {
  if (!DAY.test(text)) return false
  const at = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().slice(0, 10) === text
}

/** How many days the second of two days lies after the first. */
export function daysBetween(from: string, to: string): number {
  return (Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000
}

// Making one takes longer than using it a hundred times.
const formats = new Map<string, Intl.DateTimeFormat>()

/** The day it is at an instant, in a zone (IANA name). */
export function dayIn(at: Date, timezone: string): string {
  const known = formats.get(timezone)
  // Swedish writes dates as ISO does.
  const format =
    known ?? new Intl.DateTimeFormat('sv-SE', { timeZone: timezone, dateStyle: 'short' })
  if (!known) formats.set(timezone, format)
  return format.format(at)
}

/** What a clock shows at an instant, in a zone (IANA name): `17:05`. */
export function clockIn(at: Date, timezone: string): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: timezone, timeStyle: 'short' }).format(at)
}
