// Where a score stands: in the gradebook since, on its way, or why not; the same words for everyone.

import type { Claim } from '../../domain/claim.ts'
import { canReturn, lossOf } from '../../domain/claim-score.ts'
import type { Debt } from '../../domain/debt.ts'
import { instant, number, t } from '../../text.ts'

export interface Delivery {
  tone: 'neutral' | 'good' | 'waiting' | 'trouble'
  text: string
  given: string | null
  /** What the LMS shows. */
  seen: string | null
  canResend: boolean
}

/** The delivery of a claim's score in words. */
export function deliveryOf(claim: Claim, timezone: string): Delivery {
  const debt = claim.debts.score
  if (!debt)
    return { tone: 'neutral', text: t('delivery.none'), given: null, seen: null, canResend: false }
  const points = { given: Number(debt.value.given), maximum: Number(debt.value.maximum) }
  const given = t('delivery.points', points)
  return { ...standing(claim, debt, timezone), given, seen: seenText(claim) }
}

function standing(
  claim: Claim,
  debt: Debt,
  timezone: string,
): Pick<Delivery, 'tone' | 'text' | 'canResend'> {
  if (debt.state === 'done') return arrived(claim, debt, timezone)
  if (debt.state === 'waived')
    return { tone: 'neutral', text: t('delivery.waived'), canResend: false }
  const last = debt.answers.at(-1)
  if (!last) return { tone: 'waiting', text: t('delivery.onItsWay'), canResend: false }
  const why = t(last.text)
  return debt.state === 'stuck'
    ? { tone: 'trouble', text: t('delivery.stuck', { why }), canResend: true }
    : { tone: 'waiting', text: t('delivery.again', { why }), canResend: true }
}

function arrived(
  claim: Claim,
  debt: Debt,
  timezone: string,
): Pick<Delivery, 'tone' | 'text' | 'canResend'> {
  const loss = lossOf(claim)
  const since = debt.doneAt ? instant(debt.doneAt, timezone) : ''
  return {
    // What the LMS makes of a score by its own rules is there, and nothing is to do.
    tone: loss === null || loss === 'rule' ? 'good' : 'trouble',
    text: t(`delivery.${loss ?? 'done'}`, { since }),
    // Kept as it is in the gradebook, or sent once more: the instructor chooses.
    canResend: canReturn(claim),
  }
}

/** The sentence above the table: how many are there, how many are on their way, how many need a person. */
export function deliverySummary(rows: { tone: string }[], lms: string): string {
  const count = (tone: string) => rows.filter((row) => row.tone === tone).length
  const [waiting, trouble] = [count('waiting'), count('trouble')]
  if (rows.length === 0) return t('scores.summaryNone')
  return [
    t('scores.summary', { there: count('good'), all: rows.length, lms }),
    waiting > 0 ? t('scores.summaryWaiting', { count: waiting }) : '',
    trouble > 0 ? t('scores.summaryTrouble', { count: trouble }) : '',
  ]
    .filter(Boolean)
    .join(' ')
}

function seenText(claim: Claim): string | null {
  if (!claim.seen) return null
  if (claim.seen.given === null) return t('delivery.seenEmpty')
  return number(claim.seen.given)
}
