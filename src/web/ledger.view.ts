// Credit arithmetic as the ledger shows it, everywhere the same.

import type { Credit, CreditStep } from '../domain/credit.ts'
import { t } from '../text.ts'

/** The lines of a ledger, result last. */
export function ledgerOf(credit: Credit) {
  return credit.steps.map((step) => ({
    text: t(`credit.${step.step}`, step.facts),
    amount: amountOf(step, credit),
    kind: step.kind,
  }))
}

function amountOf(step: CreditStep, credit: Credit): string {
  if (step.amount === null) return t('credit.notYet')
  if (step.kind === 'result')
    return t('credit.result', { given: step.amount, maximum: credit.score.maximum })
  if (step.kind === 'cap') return t('credit.less', { hours: step.amount })
  return t('unit.h', { hours: step.amount })
}
