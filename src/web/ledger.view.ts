// Credit arithmetic as the ledger shows it, everywhere the same.

import type { Credit, CreditStep } from '../domain/credit.ts'
import { number, t } from '../text.ts'

/** The lines of a ledger, result last. */
export function ledgerOf(credit: Credit) {
  return credit.steps.map((step) => ({
    text: t(`credit.${step.step}`, step.facts),
    amount: amountOf(step),
    more: step.kind === 'result' ? t('credit.result', { maximum: credit.score.maximum }) : null,
    kind: step.kind,
  }))
}

function amountOf(step: CreditStep): string {
  if (step.amount === null) return t('credit.notYet')
  if (step.kind === 'result') return number(step.amount)
  if (step.kind === 'cap') return t('credit.less', { hours: step.amount })
  return t('unit.h', { hours: step.amount })
}
