// What an assignment's gradebook column says now, in words.

import type { Assignment } from '../../domain/course.ts'
import { instant, number, t } from '../../text.ts'

interface Points {
  given: number
  maximum: number
}

/** What is unusual about the column now; null when nothing is. */
export function columnSays(
  assignment: Assignment,
  score: Points | null,
  kind: string,
): { kind: string; text: string } | null {
  const lms = t(`lms.name.${kind}`)
  if (assignment.state !== 'open') {
    return { kind: 'trouble', text: t(`column.says.${assignment.state}`, { lms }) }
  }
  const maximum = score?.maximum ?? assignment.rules.at(-1)?.parameters.maximum
  const now = assignment.column?.points
  if (now === undefined || maximum === undefined || now === maximum) return null
  const facts = { lms, points: number(now), was: number(maximum) }
  if (!score) return { kind: 'waiting', text: t('column.says.points', facts) }
  // The same share of what the column is worth now; the credit stays (outcomes.md).
  const scaled = maximum > 0 ? Math.round((score.given / maximum) * now * 100) / 100 : 0
  const shown = { ...facts, given: number(score.given), scaled: number(scaled) }
  return { kind: 'waiting', text: t('column.says.scaled', shown) }
}

/** What happened to the column in the LMS, newest first. */
export function columnNotes({ notes }: Assignment, lms: string, timezone: string): string[] {
  return notes.toReversed().map(({ at, what, facts }) => {
    return `${instant(at, timezone)} · ${t(`history.${what}`, { lms, ...facts })}`
  })
}
