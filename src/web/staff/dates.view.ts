// The dates of one assignment for those who teach it: the course's, and each student's own.

import { allowanceLines } from '../../domain/allowance.ts'
import { dayIn } from '../../domain/calendar.ts'
import {
  PARAMETER_NAMES,
  type ParameterName,
  type RuleParameters,
} from '../../domain/credit/parameters.ts'
import { punctuality, type Timing } from '../../domain/timing.ts'
import type { DatesPage, StudentDates } from '../../services/claims/allowances.ts'
import { day, instant, t } from '../../text.ts'
import { deadlineReason, deadlineView } from '../parts/deadline.view.ts'
import { shownFacts } from '../parts/standing.view.ts'
import { paths } from '../paths.ts'

// The deadlines of a term in the order in which they come, each with its reason.
function termDates({ deadlines }: Timing) {
  if (!deadlines) return []
  return (['deliver', 'confirm', 'claim', 'decide', 'grades'] as const).map((what) => ({
    name: t(`dates.name.${what}`),
    day: day(deadlines[what].on),
    why: deadlineReason(deadlines[what]),
  }))
}

/** What opens a claim's window, in words. */
export function windowText({ window }: Timing): string {
  const { opensOn, reason } = window
  if (opensOn === null) return t('dates.windowOpen')
  return t('dates.window', { day: day(opensOn), reason: t(`window.${reason}`) })
}

/** How a submitted claim stands to its dates, where that has to be said; null when it is in time. */
export function lateMark(timing: Timing, firstSubmittedAt: Date | null): string | null {
  const how = punctuality(timing, firstSubmittedAt)
  if (how === 'inTime') return null
  const until = how === 'late' ? timing.cutOff : timing.usual
  return t(`dates.mark.${how}`, { day: until ? day(until.on) : '' })
}

/** The model of views/assignments/dates, without what was typed. */
export function datesView(page: DatesPage, mayGive: boolean) {
  const { place, assignment, timing, term, terms } = page
  const [course, id] = [place.course.id, assignment.id]
  return {
    assignment: assignment.title,
    back: paths.course(course),
    mayGive,
    claimBy: timing && deadlineView(timing.cutOff, 'claim', timing.calendar.timezone),
    window: timing && windowText(timing),
    dates: timing ? termDates(timing) : [],
    term: term
      ? t('dates.term', { term: term.term.name, by: t(`courseTerm.${term.by}`) })
      : t('dates.noTerm'),
    terms: terms.map(({ code, name }) => ({
      code,
      name,
      chosen: term?.by === 'chosen' && term.term.code === code,
    })),
    students: page.students.map(studentRow),
    termAction: paths.courseTerm(course),
    timeAction: paths.moreTime(course, id),
    vouchAction: paths.vouch(course, id),
    rules: vouchable(page.rule).map((name) => ({ name, text: t(`parameter.${name}.name`) })),
  }
}

function studentRow({ person, timing, allowance, submittedAt }: StudentDates) {
  const timezone = timing?.calendar.timezone ?? 'UTC'
  return {
    id: person.id,
    name: person.name ?? t('person.unnamed'),
    claimBy: timing && deadlineView(timing.submitBy, 'claim', timezone),
    submitted: submittedAt
      ? t('dates.submitted', { day: day(dayIn(submittedAt, timezone)) })
      : t('dates.notSubmitted'),
    late: timing && lateMark(timing, submittedAt),
    given: allowanceLines(allowance).map((line) => ({
      text: t(`history.${line.what}`, shownFacts(line)),
      why: line.why,
      by: t('dates.given', { who: line.name ?? '', at: instant(line.at, timezone) }),
    })),
  }
}

const ABOUT_STUDENTS = new Set<ParameterName>([
  ...(['minGpa', 'goodStanding', 'minCreditsEarned', 'levels', 'majors'] as const),
  ...(['prerequisites', 'trainings', 'maxCreditsPerTerm', 'maxCreditsPerDegree'] as const),
  ...(['maxMajorShare', 'repeatLimit', 'oneClaimPerTerm'] as const),
])

// What the rule asks of students at all.
function vouchable(rule: RuleParameters | null): ParameterName[] {
  if (!rule) return []
  return PARAMETER_NAMES.filter((name) => ABOUT_STUDENTS.has(name) && asks(rule[name]))
}

function asks(value: RuleParameters[ParameterName]): boolean {
  if (value === null || value === false || value === 0) return false
  return !Array.isArray(value) || value.length > 0
}
