// A student's deadlines: in the page, and as a calendar file to take along.

import type { Request, Response } from 'express'
import type { Timing } from '../../domain/timing.ts'
import type { Deadline } from '../../domain/windows.ts'
import { type StudentPage, studentPage } from '../../services/claims/standings.ts'
import { t } from '../../text.ts'
import { deadlineView } from '../parts/deadline.view.ts'
import { paths } from '../paths.ts'
import { windowText } from '../staff/dates.view.ts'
import { ctxOf, localsOf, part } from '../web.ts'
import { type CalendarEvent, calendarFile } from './calendar-file.ts'

/** What of the student's page shows dates; the claim's own cut-off stands on top. */
export function studentDates({ admission, place, assignment }: StudentPage) {
  if (!admission) return { claimBy: null, window: null, deadlines: [], deadlinesFile: null }
  const { timing } = admission
  const { timezone } = timing.calendar
  const shown = datesOf(timing)
  return {
    claimBy: deadlineView(timing.submitBy, 'claim', timezone),
    window: windowText(timing),
    deadlines: shown.map(([what, deadline]) => deadlineView(deadline, what, timezone)),
    deadlinesFile: shown.length > 0 ? paths.deadlinesFile(place.course.id, assignment.id) : null,
  }
}

type Named = [what: 'deliver' | 'confirm' | 'claim' | 'grades', deadline: Deadline]

// In the order in which they come; how long the instructor has is not the student's to mind.
function datesOf({ deadlines, submitBy }: Timing): Named[] {
  const dates: Named[] = []
  if (deadlines) dates.push(['deliver', deadlines.deliver], ['confirm', deadlines.confirm])
  if (submitBy) dates.push(['claim', submitBy])
  if (deadlines) dates.push(['grades', deadlines.grades])
  return dates.sort(([, a], [, b]) => a.at.getTime() - b.at.getTime())
}

/** GET …/deadlines.ics: the same dates for the student's own calendar. */
export async function deadlinesFile(req: Request, res: Response): Promise<void> {
  const ctx = ctxOf(res)
  const page = await studentPage(ctx, part(req, 'course'), part(req, 'assignment'))
  const host = new URL(localsOf(res).web.config.baseUrl).hostname
  const events = page.admission ? eventsOf(page, page.admission.timing, host) : []
  res.set('Cache-Control', 'no-store').attachment('deadlines.ics')
  res.type('text/calendar; charset=utf-8').send(calendarFile(events, ctx.now()))
}

function eventsOf({ assignment, place }: StudentPage, timing: Timing, host: string) {
  const { timezone } = timing.calendar
  const facts = { assignment: assignment.title, course: place.course.label }
  return datesOf(timing).map(([what, deadline]): CalendarEvent => {
    const isMoment = deadline.reason === 'lms' || deadline.reason === 'lmsAlone'
    return {
      uid: `${what}-${assignment.id}@${host}`,
      title: t(`dates.event.${what}`, facts),
      text: deadlineView(deadline, what, timezone).why,
      when: isMoment ? { at: deadline.at } : { on: deadline.on },
    }
  })
}
