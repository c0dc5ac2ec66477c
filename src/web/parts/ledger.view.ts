// Credit arithmetic as the ledger shows it, everywhere the same: in hours and credits, or in hours and points alone.

import type { ClaimCredit } from '../../domain/credit/claim-credit.ts'
import type { Step, StepName } from '../../domain/credit/computation.ts'
import { number, t } from '../../text.ts'

/** A claim's credit as it is shown: what a decision keeps beside it is not needed. */
export type Shown = Pick<ClaimCredit, 'mode' | 'rule' | 'input' | 'result'>

/** The lines of a ledger, result last; a placement is called by its title. */
export function ledgerOf(credit: Shown, placements: { id: string; title: string }[]) {
  const titles = new Map(placements.map(({ id, title }) => [id, title]))
  const steps = credit.result.steps.filter((step) => isShown(credit, step))
  return steps.map((step) => ({
    text: textOf(credit, step, titles),
    amount: amountOf(credit, step),
    more: moreOf(credit, step),
    kind: step.kind,
  }))
}

const LIMITS: StepName[] = ['maxPlacements', 'maxPlacementsPerEmployer']

// Where there are points only, credits are a way to reckon them that nobody needs to see.
function isShown({ mode }: Shown, { step, unit }: Step): boolean {
  return mode === 'credits' || unit !== 'credits' || LIMITS.includes(step)
}

// Said otherwise where there are points only.
const IN_POINTS: StepName[] = ['workShare', 'academicShare', 'hours', 'complete', 'proportional']

function textOf(credit: Shown, step: Step, titles: Map<string, string>): string {
  const { placement, share } = step.inputs
  const facts = {
    ...step.inputs,
    ...(placement === undefined ? {} : { placement: titles.get(String(placement)) ?? '' }),
    ...(share === undefined ? {} : { share: shareWords(share) }),
  }
  if (credit.mode === 'credits' || !IN_POINTS.includes(step.step)) {
    return t(`ledger.${step.step}`, facts)
  }
  const { usableWorkHours, academicHours } = credit.result
  const counted = usableWorkHours + academicHours
  return t(`ledger.inPoints.${step.step}`, { ...facts, counted, full: credit.rule.hoursPerCredit })
}

/** A share of work in words: "2/3", or "50%" where it was written as a number. */
export function shareWords(share: number | string): string {
  return typeof share === 'number' ? `${number(share * 100)}%` : share
}

function amountOf({ mode }: Shown, { step, result, unit, kind }: Step): string {
  if (result === null) return t('ledger.amount.notYet')
  if (mode !== 'credits' && LIMITS.includes(step)) return t('ledger.amount.noPoints')
  if (kind === 'result') return number(result)
  const amount = t(`ledger.amount.${unit}`, { amount: result })
  return kind === 'cap' ? t('ledger.amount.less', { amount }) : amount
}

function moreOf({ result }: Shown, { kind, unit }: Step): string | null {
  const isScore = kind === 'result' && unit === 'points'
  return isScore ? t('ledger.ofPoints', { maximum: result.score.maximum }) : null
}
