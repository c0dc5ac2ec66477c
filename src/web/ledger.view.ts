// Credit arithmetic as the ledger shows it, everywhere the same.

import type { Credit } from '../domain/credit.ts'
import { t } from '../text.ts'

/** The lines of a ledger, result last. */
export function ledgerOf(credit: Credit) {
  return credit.steps.map((step) => ({
    text: t(`credit.${step.step}`, step.facts),
    amount: step.amount,
    unit: t(`unit.${step.unit}`),
    note: null,
    kind: step.kind,
  }))
}
