// What is still missing before a supervisor can be asked about a placement.

import { isDay } from './calendar.ts'
import { entryProblem, totalHours } from './hours.ts'
import type { Statement } from './placement.ts'

/** A new, empty statement. */
export function emptyStatement(): Statement {
  return {
    title: '',
    employer: '',
    delivered: '',
    link: '',
    startsOn: null,
    endsOn: null,
    hours: { by: 'day', entries: [] },
    pay: null,
    mode: null,
    place: '',
    supervisorName: '',
    supervisorMail: '',
  }
}

/**
 * Text keys of what is missing or wrong, by field, in the order of the page; empty means it can be sent.
 * Work that has not begun or not ended yet may be recorded, but not sent (`today` is in the institution's zone).
 */
export function missingIn(statement: Statement, today: string): Record<string, string> {
  return { ...missingWork(statement), ...missingWhen(statement, today), ...missingWho(statement) }
}

function missingWork(statement: Statement): Record<string, string> {
  const missing: Record<string, string> = {}
  if (!statement.title.trim()) missing.title = 'placement.missing.title'
  if (!statement.employer.trim()) missing.employer = 'placement.missing.employer'
  if (!statement.delivered.trim() && !statement.link)
    missing.delivered = 'placement.missing.delivered'
  return missing
}

function missingWhen(statement: Statement, today: string): Record<string, string> {
  const missing: Record<string, string> = {}
  const { startsOn, endsOn, hours } = statement
  if (!startsOn || !isDay(startsOn)) missing.startsOn = 'placement.missing.startsOn'
  if (!endsOn || !isDay(endsOn)) missing.endsOn = 'placement.missing.endsOn'
  else if (startsOn && endsOn < startsOn) missing.endsOn = 'placement.endBeforeStart'
  else if (endsOn > today) missing.endsOn = 'placement.notEnded'
  const span = { startsOn, endsOn }
  const problem = hours.entries.map((e) => entryProblem(e, hours, span)).find((p) => p !== null)
  if (problem) missing.hours = problem
  else if (totalHours(hours) <= 0) missing.hours = 'placement.missing.hours'
  return missing
}

function missingWho(statement: Statement): Record<string, string> {
  const missing: Record<string, string> = {}
  const { pay } = statement
  if (!pay || (pay.kind === 'unpaid' && !pay.reason.trim())) {
    missing.pay = 'placement.missing.pay'
  }
  if (!statement.mode) missing.mode = 'placement.missing.mode'
  if (statement.mode !== null && statement.mode !== 'remote' && !statement.place.trim()) {
    missing.place = 'placement.missing.place'
  }
  if (!statement.supervisorName.trim()) missing.supervisorName = 'placement.missing.supervisorName'
  if (!statement.supervisorMail) missing.supervisorMail = 'placement.missing.supervisorMail'
  return missing
}
