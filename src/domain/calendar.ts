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

/** The day it is at an instant, in a zone (IANA name). */
export function dayIn(at: Date, timezone: string): string {
  // Swedish writes dates as ISO does.
  return new Intl.DateTimeFormat('sv-SE', { timeZone: timezone, dateStyle: 'short' }).format(at)
}
