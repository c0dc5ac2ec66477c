// All dates of one claim in one place: its term, its deadlines, its cut-off and its window, each with its reason.

import { type Allowance, extensionOf } from './allowance.ts'
import { dayIn } from './calendar.ts'
import type { Claim } from './claim.ts'
import type { Assignment } from './course.ts'
import type { CourseTerm } from './course-term.ts'
import type { RuleParameters } from './credit/parameters.ts'
import type { AcademicCalendar } from './terms.ts'
import {
  type ClaimWindow,
  claimWindow,
  cutOff,
  type Deadline,
  submitBy,
  termDeadlines,
} from './windows.ts'

export interface Timing {
  calendar: AcademicCalendar
  /** Null where the calendar has no term for the course. */
  term: CourseTerm | null
  /** Those of the term; null without a day on which grades are due. */
  deadlines: ReturnType<typeof termDeadlines>
  /** The student's own; null is "no date set". */
  cutOff: Deadline | null
  /** What would hold without an instructor's extension. */
  usual: Deadline | null
  /** Until when this claim can be submitted: the cut-off, or later after a give back. */
  submitBy: Deadline | null
  window: ClaimWindow
}

export interface TimingFacts {
  calendar: AcademicCalendar
  term: CourseTerm | null
  rule: RuleParameters
  assignment: Pick<Assignment, 'claimBy'>
  allowance: Pick<Allowance, 'lmsDueAt' | 'times'> | null
  /** When the student was first seen in the course; null when they have not been. */
  enrolledAt: Date | null
  claim: Pick<Claim, 'firstSubmittedAt' | 'decisions'> | null
}

/** Derives every date of a claim. */
export function timingOf(facts: TimingFacts): Timing {
  const { calendar, term, rule, assignment, allowance, enrolledAt, claim } = facts
  const { timezone } = calendar
  const given = {
    calendar,
    term: term?.term ?? null,
    offsets: rule,
    lmsDueAt: allowance?.lmsDueAt ?? null,
    setOn: assignment.claimBy,
  }
  const own = cutOff({ ...given, extension: extensionOf(allowance) })
  const lastDecision = claim?.decisions.at(-1)
  return {
    calendar,
    term,
    deadlines: term && termDeadlines(calendar, term.term, rule),
    cutOff: own,
    usual: cutOff({ ...given, extension: null }),
    submitBy: submitBy(own, calendar, {
      firstSubmittedAt: claim?.firstSubmittedAt ?? null,
      givenBackAt: lastDecision?.step === 'giveBack' ? lastDecision.at : null,
    }),
    window: claimWindow({
      mode: rule.mode,
      term: given.term,
      opensDaysBeforeTerm: rule.opensDaysBeforeTerm,
      enrolledOn: enrolledAt && dayIn(enrolledAt, timezone),
      // Plans are approved beforehand in a later step of the work.
      preApprovedOn: null,
      closes: own,
    }),
  }
}

/** How a submitted claim stands to its dates: in time, by an instructor's extension, or late. */
export function punctuality(
  { cutOff: own, usual }: Pick<Timing, 'cutOff' | 'usual'>,
  firstSubmittedAt: Date | null,
): 'inTime' | 'extended' | 'late' {
  if (!firstSubmittedAt) return 'inTime'
  if (own && firstSubmittedAt > own.at) return 'late'
  return usual && firstSubmittedAt > usual.at ? 'extended' : 'inTime'
}
