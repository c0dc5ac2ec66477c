// How far a student has come: confirmed hours of those that are needed, what waits, and what more would make.

import { moreHours } from '../../domain/credit/more-hours.ts'
import type { RuleParameters } from '../../domain/credit/parameters.ts'
import { totalHours } from '../../domain/hours.ts'
import type { Placement } from '../../domain/placement.ts'
import { reckon } from '../../domain/reckoning.ts'
import type { StudentPage } from '../../services/claims/standings.ts'
import { t } from '../../text.ts'

/** The bar with its numbers, over all that no other claim holds. */
export function progressOf({ placements, heldBy, asked }: StudentPage, rule: RuleParameters) {
  const free = placements.filter((p) => !heldBy.has(p.id))
  const { rule: terms, input, result } = reckon(rule, asked, free)
  const missing = moreHours({ ...terms, ...UNLIMITED }, input)
  const { countedWorkHours: confirmed } = result
  const hours = (missing?.credits ?? input.requestedCredits) * terms.hoursPerCredit
  const academic = input.academicHours + (missing?.academicHours ?? 0)
  const needed = Math.round(Math.max(hours - academic, 0) * 100) / 100
  const waits = free.filter((p) => p.state === 'submitted')
  const waiting = waits.reduce((sum, p) => sum + totalHours(p.statement.hours), 0)
  const done = share(confirmed, needed)
  return {
    done,
    waiting: Math.min(100 - done, share(waiting, needed)),
    text: textOf({ confirmed, needed, waiting }, waits),
    more: missing && moreText(rule, missing),
  }
}

// Which of them a claim takes is chosen later; here all count.
const UNLIMITED = { maxPlacements: Infinity, maxPlacementsPerEmployer: Infinity }

function textOf(facts: { confirmed: number; needed: number; waiting: number }, waits: Placement[]) {
  const who = waits.length === 1 ? waits[0]?.request?.name : null
  if (who) return t('progress.withOne', { ...facts, who })
  return t(facts.waiting > 0 ? 'progress.withSome' : 'progress.plain', facts)
}

function moreText(
  { mode, scheme, maximum: points }: RuleParameters,
  { credits, workHours: missing, academicHours }: NonNullable<ReturnType<typeof moreHours>>,
): string {
  const academic =
    academicHours > 0 ? ` ${t('progress.moreAcademic', { hours: academicHours })}` : ''
  if (mode === 'credits') {
    const key = missing > 0 ? 'progress.moreCredits' : 'progress.enoughCredits'
    return t(key, { missing, credits }) + academic
  }
  const text =
    missing > 0
      ? t(`progress.more.${scheme}`, { missing, points })
      : t('progress.enough', { points })
  return text + academic
}

function share(amount: number, needed: number): number {
  return needed > 0 ? Math.min(100, Math.round((100 * amount) / needed)) : 100
}
