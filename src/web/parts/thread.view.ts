// History lines as the thread shows them: newest first, in words.

import type { HistoryLine } from '../../domain/history.ts'
import { hasText, instant, t } from '../../text.ts'

/** The entries of a thread. */
export function threadOf(history: HistoryLine[], timezone: string) {
  return history.toReversed().map((line) => {
    const key = `history.${line.what}`
    return {
      at: instant(line.at, timezone),
      who: line.name ?? t(line.personId ? 'person.unnamed' : 'thread.stint'),
      what: hasText(key) ? t(key, line.facts) : line.what,
      why: line.why,
    }
  })
}
