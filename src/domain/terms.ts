// The academic calendar: terms, holidays and business days, as plain days; an institution's zone makes instants of them.

import { daysBetween, isDay } from './calendar.ts'

export interface Term {
  code: string
  name: string
  startsOn: string
  endsOn: string
  /** Last day to add a course. */
  addBy: string | null
  censusOn: string | null
  /** Day on which grades are due at the registrar's. */
  gradesDueOn: string | null
}

export interface Holiday {
  from: string
  /** The last day, the same for a single one. */
  to: string
  name: string
}

export interface AcademicCalendar {
  /** IANA name of the zone in which days begin and end. */
  timezone: string
  terms: Term[]
  holidays: Holiday[]
  /** Days of the week without business, 0 for Sunday; usually 0 and 6. */
  weekend: number[]
}

const DAY_MS = 86_400_000

/** The day so many days later; earlier when below zero. */
export function plusDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)
}

/** True when the institution works on a day. */
export function isBusinessDay(
  { holidays, weekend }: Pick<AcademicCalendar, 'holidays' | 'weekend'>,
  day: string,
): boolean {
  if (weekend.includes(new Date(`${day}T00:00:00Z`).getUTCDay())) return false
  return !holidays.some(({ from, to }) => from <= day && day <= to)
}

/** Longer than any break; beyond it plain days are counted. */
const LONGEST_BREAK = 400

/**
 * The day so many business days later, or earlier when below zero; the day itself is not counted.
 * Nought gives the day itself, or the business day before it.
 */
export function plusBusinessDays(
  calendar: Pick<AcademicCalendar, 'holidays' | 'weekend'>,
  day: string,
  days: number,
): string {
  const step = days > 0 ? 1 : -1
  let at = days === 0 ? plusDays(day, 1) : day
  let left = Math.max(1, Math.abs(days))
  for (let waited = 0; left > 0 && waited < LONGEST_BREAK; waited += 1) {
    at = plusDays(at, step)
    if (!isBusinessDay(calendar, at)) continue
    left -= 1
    waited = 0
  }
  return plusDays(at, step * left)
}

/** The term that a day lies in; of overlapping ones the one that began last. */
export function termOn(terms: Term[], day: string): Term | null {
  const around = terms.filter((term) => term.startsOn <= day && day <= term.endsOn)
  return around.sort((a, b) => (a.startsOn < b.startsOn ? 1 : -1))[0] ?? null
}

/** The first term that begins after a day. */
export function termAfter(terms: Term[], day: string): Term | null {
  const later = terms.filter((term) => term.startsOn > day)
  return later.sort((a, b) => (a.startsOn < b.startsOn ? -1 : 1))[0] ?? null
}

const MOST_DAYS = 400

/** Text keys of what is wrong with a term, by field. */
export function termProblems(term: Term, others: Term[]): Record<string, string> {
  const { startsOn, endsOn, addBy, censusOn, gradesDueOn } = term
  const noDays = Object.entries({ startsOn, endsOn, addBy, censusOn, gradesDueOn }).filter(
    ([, day]) => day !== null && !isDay(day),
  )
  const wrong = Object.fromEntries(noDays.map(([field]) => [field, 'form.notADay']))
  const code = codeProblem(term.code, others)
  if (code) wrong.code = code
  return Object.keys(wrong).length > 0 ? wrong : orderProblems(term)
}

function codeProblem(code: string, others: Term[]): string | null {
  if (code.trim() === '') return 'form.required'
  return others.some((other) => other.code === code) ? 'terms.codeTaken' : null
}

function orderProblems({ startsOn, endsOn, ...days }: Term): Record<string, string> {
  const { addBy, censusOn, gradesDueOn } = days
  const early = Object.entries({ addBy, censusOn, gradesDueOn }).filter(
    ([, day]) => day !== null && day < startsOn,
  )
  const wrong = Object.fromEntries(early.map(([field]) => [field, 'terms.beforeStart']))
  const length = daysBetween(startsOn, endsOn)
  if (length < 0) wrong.endsOn = 'terms.endsFirst'
  if (length > MOST_DAYS) wrong.endsOn = 'terms.tooLong'
  return wrong
}
