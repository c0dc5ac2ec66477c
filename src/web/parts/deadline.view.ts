// A date and why: the same words wherever one is shown.

import type { Deadline } from '../../domain/windows.ts'
import { dated, day, instant, t } from '../../text.ts'

/** A deadline in words; `what` is a text key under `dates.` whose blank is the date. */
export function deadlineView(deadline: Deadline | null, what: string, timezone: string) {
  if (!deadline) return { text: t(`dates.none.${what}`), why: t('deadline.none'), set: false }
  const { at, on, reason } = deadline
  // A date of the LMS has a time of its own; all others end with their day.
  const isMoment = reason === 'lms' || reason === 'lmsAlone'
  const when = isMoment ? instant(at, timezone) : day(on)
  const why = deadlineReason(deadline)
  const zone = t(isMoment ? 'dates.zoneMoment' : 'dates.zone', { timezone })
  return { text: t(`dates.${what}`, { when }), why: `${why} ${zone}`, set: true }
}

/** Why a date holds, without the zone; a reason that somebody wrote may end its own sentence. */
export function deadlineReason({ reason, facts }: Deadline): string {
  const said = t(`deadline.${reason}`, dated(facts)).replace(/[.\s]+$/, '')
  return t('dates.because', { reason: said })
}
