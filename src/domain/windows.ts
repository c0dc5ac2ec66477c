// The days that matter to a claim, each derived once, from the calendar, the rule and the LMS, with its reason.

import { clockIn, dayIn } from './calendar.ts'
import { endOfDay } from './day-end.ts'
import { allow, type Decision, refuse } from './decision.ts'
import { type AcademicCalendar, plusBusinessDays, plusDays, type Term } from './terms.ts'

/** Business days before grades are due, from the rule. */
export interface Offsets {
  deliverOffset: number
  confirmOffset: number
  claimOffset: number
  decideOffset: number
}

/** One date and why: `reason` is a text key under `deadline.`, `facts` fill its blanks. */
export interface Deadline {
  on: string
  /** The moment after which it is too late. */
  at: Date
  reason: string
  facts: Record<string, string | number>
}

/** More time for one student, by an instructor, with a reason. */
export interface Extension {
  until: string
  byName: string
  why: string
}

/** A term's deadlines; without a day on which grades are due there are none to derive. */
export function termDeadlines(
  calendar: AcademicCalendar,
  term: Term,
  offsets: Offsets,
): Record<'deliver' | 'confirm' | 'claim' | 'decide' | 'grades', Deadline> | null {
  const { gradesDueOn } = term
  if (gradesDueOn === null) return null
  const before = (reason: string, days: number): Deadline =>
    deadline(calendar, plusBusinessDays(calendar, gradesDueOn, -days), reason, {
      days,
      gradesDueOn,
      term: term.name,
    })
  return {
    deliver: before('deliver', offsets.deliverOffset),
    confirm: before('confirm', offsets.confirmOffset),
    claim: before('claim', offsets.claimOffset),
    decide: before('decide', offsets.decideOffset),
    grades: deadline(calendar, gradesDueOn, 'grades', { term: term.name }),
  }
}

function deadline(
  { timezone }: Pick<AcademicCalendar, 'timezone'>,
  on: string,
  reason: string,
  facts: Deadline['facts'],
): Deadline {
  return { on, at: endOfDay(on, timezone), reason, facts: { ...facts, timezone } }
}

/** What a student's cut-off is derived from. */
export interface CutOffFacts {
  calendar: AcademicCalendar
  term: Term | null
  offsets: Offsets
  lmsDueAt: Date | null
  /** The day that the instructor set here for everybody; null when they set none. */
  setOn: string | null
  extension: Extension | null
}

/**
 * A student's own cut-off: their LMS due date (the LMS's extensions are in it), else the day that the instructor set
 * here, else the term's; or an instructor's extension, which never takes time away; never after the last day on which a
 * decision can still be graded. Null when no date is set anywhere.
 */
export function cutOff(given: CutOffFacts): Deadline | null {
  const { calendar, term } = given
  const days = term && termDeadlines(calendar, term, given.offsets)
  const own = extended(given, courseDate(given) ?? days?.claim ?? null)
  if (!days || !own || own.at <= days.decide.at) return own
  const last = days.decide
  return { ...last, reason: 'lastGradable', facts: { ...last.facts, instead: own.on } }
}

function extended({ calendar, extension }: CutOffFacts, usual: Deadline | null): Deadline | null {
  if (!extension) return usual
  const { until, byName, why } = extension
  const later = deadline(calendar, until, 'extended', { byName, why })
  return usual && later.at <= usual.at ? usual : later
}

function courseDate(given: CutOffFacts): Deadline | null {
  const { calendar, lmsDueAt, setOn } = given
  if (!lmsDueAt) return setOn === null ? null : deadline(calendar, setOn, 'setHere', {})
  const { timezone } = calendar
  const reason = given.term?.gradesDueOn ? 'lms' : 'lmsAlone'
  // The LMS's own moment, to the minute, not the end of its day.
  return { on: dayIn(lmsDueAt, timezone), at: lmsDueAt, reason, facts: { timezone } }
}

/** The days within which work counts for a claim; `opensOn` null: no date to judge by. */
export interface ClaimWindow {
  opensOn: string | null
  closes: Deadline | null
  /** A text key under `window.`: what it opens with. */
  reason: 'term' | 'enrolled' | 'preApproved' | 'none'
}

/**
 * A claim's window: in points mode from the term's start or so many days earlier, in the others from enrolment or
 * pre-approval, whichever came first. Who was first seen here within a term counts as enrolled from its start.
 */
export function claimWindow(given: {
  mode: 'credits' | 'points' | 'notation'
  term: Term | null
  opensDaysBeforeTerm: number
  enrolledOn: string | null
  preApprovedOn: string | null
  closes: Deadline | null
}): ClaimWindow {
  const { term, enrolledOn, preApprovedOn, closes } = given
  if (given.mode === 'points') {
    if (!term) return { opensOn: null, closes, reason: 'none' }
    return { opensOn: plusDays(term.startsOn, -given.opensDaysBeforeTerm), closes, reason: 'term' }
  }
  const isWithin = term !== null && enrolledOn !== null && term.startsOn < enrolledOn
  const opensOn = isWithin ? term.startsOn : enrolledOn
  if (preApprovedOn !== null && (opensOn === null || preApprovedOn < opensOn)) {
    return { opensOn: preApprovedOn, closes, reason: 'preApproved' }
  }
  if (isWithin) return { opensOn, closes, reason: 'term' }
  return { opensOn, closes, reason: opensOn === null ? 'none' : 'enrolled' }
}

/**
 * Whether work that ended on a day may count. Work that ended before the window opened is retroactive: refused, unless
 * the rule lets it (`retroactiveDays`: 0 none, null any). Work that reaches into the window is the normal case.
 */
export function withinWindow(
  window: Pick<ClaimWindow, 'opensOn'>,
  endedOn: string,
  retroactiveDays: number | null,
): Decision<'inside' | 'retroactive'> {
  const { opensOn } = window
  if (opensOn === null || endedOn >= opensOn) return allow('inside')
  if (retroactiveDays === null) return allow('retroactive')
  const earliestOn = plusDays(opensOn, -retroactiveDays)
  if (endedOn >= earliestOn) return allow('retroactive')
  return refuse('window.retroactive', { endedOn, opensOn, earliestOn })
}

/** Business days that a claim which was given back has at least (outcomes.md). */
const GIVEN_BACK_DAYS = 5

/**
 * The last moment at which a claim can be submitted: its cut-off; one that was in time and then given back has five
 * business days from there, if that is later. Null when no date is set.
 */
export function submitBy(
  closes: Deadline | null,
  calendar: AcademicCalendar,
  claim: { firstSubmittedAt: Date | null; givenBackAt: Date | null },
): Deadline | null {
  const { firstSubmittedAt, givenBackAt } = claim
  const isInTime = firstSubmittedAt !== null && closes !== null && firstSubmittedAt <= closes.at
  if (!isInTime || givenBackAt === null) return closes
  const from = dayIn(givenBackAt, calendar.timezone)
  const on = plusBusinessDays(calendar, from, GIVEN_BACK_DAYS)
  const again = deadline(calendar, on, 'givenBack', { days: GIVEN_BACK_DAYS, from })
  return again.at > closes.at ? again : closes
}

/** Whether a claim can be submitted now; after its last moment the answer names it, and who can give more time. */
export function maySubmit(by: Deadline | null, now: Date): Decision<void> {
  if (!by || now <= by.at) return allow(undefined)
  const timezone = String(by.facts.timezone)
  return refuse('window.closed', { on: by.on, time: clockIn(by.at, timezone), timezone })
}
