// Where a score stands: in the gradebook since, on its way, or why not; the same words for everyone.

import type { Claim } from '../domain/claim.ts'
import { matches } from '../services/scores.ts'
import { instant, number, t } from '../text.ts'

/** The delivery of a claim's score in words. */
export function deliveryOf(claim: Claim, timezone: string) {
  const debt = claim.debts.score
  if (!debt)
    return { tone: 'neutral', text: t('delivery.none'), given: null, seen: null, canResend: false }
  const given = { given: Number(debt.value.given), maximum: Number(debt.value.maximum) }
  const shown = {
    given: t('delivery.points', { given: number(given.given), maximum: number(given.maximum) }),
    seen: seenText(claim),
  }
  if (debt.state === 'done') {
    const same =
      claim.seen === null ||
      matches(claim.seen, {
        ...given,
        subject: '',
        decidedAt: new Date(0),
        submittedAt: new Date(0),
      })
    const since = debt.doneAt ? instant(debt.doneAt, timezone) : ''
    const text = same ? t('delivery.done', { since }) : t('delivery.overridden', { since })
    return { tone: same ? 'good' : 'trouble', text, ...shown, canResend: false }
  }
  const last = debt.answers.at(-1)
  const why = last ? t(last.text) : ''
  if (debt.state === 'stuck')
    return { tone: 'trouble', text: t('delivery.stuck', { why }), ...shown, canResend: true }
  const text = last ? t('delivery.again', { why }) : t('delivery.onItsWay')
  return { tone: 'waiting', text, ...shown, canResend: last !== undefined }
}

function seenText(claim: Claim): string | null {
  if (!claim.seen) return null
  if (claim.seen.given === null) return t('delivery.seenEmpty')
  return number(claim.seen.given)
}
