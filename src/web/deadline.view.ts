// A date and why: the same words wherever one is shown.

import type { Deadline } from '../domain/windows.ts'
import { dated, day, instant, t } from '../text.ts'

/** A deadline in words; `what` is a text key under `dates.` whose blank is the date. */
export function deadlineView(deadline: Deadline | null, what: string, timezone: string) {
  if (!deadline) return { text: t(`dates.none.${what}`), why: t('deadline.none'), set: false }
  const { at, on, reason, facts } = deadline
  // A date of the LMS has a time of its own; all others end with their day.
  const isMoment = reason === 'lms' || reason === 'lmsAlone'
  const when = isMoment ? instant(at, timezone) : day(on)
  const why = t('dates.because', { reason: t(`deadline.${reason}`, dated(facts)) })
  const zone = t(isMoment ? 'dates.zoneMoment' : 'dates.zone', { timezone })
  return { text: t(`dates.${what}`, { when }), why: `${why} ${zone}`, set: true }
}
