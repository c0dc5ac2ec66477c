// The arithmetic: confirmed hours and a rule make points, with every step shown.

import type { RuleTerms } from './credit-rule.ts'
import type { Refusal } from './decision.ts'

export interface CreditInput {
  rule: RuleTerms
  placements: { id: string; title: string; employer: string; confirmedHours: number | null }[]
}

/** One line of the ledger: `step` is a text key under `credit.`, amounts are hours or points. */
export interface CreditStep {
  step: string
  facts: Record<string, string | number>
  amount: number | null
  unit: 'hours' | 'points'
  kind: 'line' | 'cap' | 'sum' | 'result'
}

export interface Credit {
  workHours: number
  academicHours: number
  /** Work and academic hours together, at most what full points need. */
  countedHours: number
  unusedHours: number
  missingHours: number
  score: { given: number; maximum: number }
  steps: CreditStep[]
  refusals: Refusal[]
}

/**
 * Points for confirmed hours, by the rule. Hours and points have at most two decimals; sums are exact
 * (hundredths), and a proportion is reckoned before any rounding, then to two decimals, half up.
 * `complete` below full hours is a refusal, never 0 points (outcomes.md).
 */
export function creditFor(input: CreditInput): Credit {
  const { rule } = input
  const work = sum(input.placements.map((p) => hundredths(p.confirmedHours ?? 0)))
  const academic = work > 0 ? hundredths(rule.academicHours) : 0
  const full = hundredths(rule.fullHours)
  const total = work + academic
  const counted = Math.min(total, full)
  const given = pointsFor(rule, counted, full)
  const credit = {
    workHours: work / 100,
    academicHours: academic / 100,
    countedHours: counted / 100,
    unusedHours: (total - counted) / 100,
    missingHours: (full - counted) / 100,
    score: { given, maximum: rule.points },
  }
  return { ...credit, steps: stepsOf(input, credit), refusals: refusalsOf(rule, credit) }
}

/** A number of hours (or points) in whole hundredths, half up as on paper: 1.005 is 101. */
export function hundredths(hours: number): number {
  // 1.005 * 100 is a little less than 100.5 in binary; six decimals put that right.
  return Math.round(Number((hours * 100).toFixed(6)))
}

function sum(numbers: number[]): number {
  return numbers.reduce((a, b) => a + b, 0)
}

function pointsFor(rule: RuleTerms, counted: number, full: number): number {
  if (rule.scheme === 'complete') return counted >= full ? rule.points : 0
  // Whole numbers throughout, so that half up means half up.
  const scaled = hundredths(rule.points) * counted
  return Math.floor((2 * scaled + full) / (2 * full)) / 100
}

type Reckoned = Omit<Credit, 'steps' | 'refusals'>

function stepsOf(input: CreditInput, credit: Reckoned): CreditStep[] {
  const { rule, placements } = input
  const steps: CreditStep[] = placements.map((p) => ({
    step: p.confirmedHours === null ? 'waiting' : 'placement',
    facts: { title: p.title, employer: p.employer },
    amount: p.confirmedHours,
    unit: 'hours',
    kind: 'line',
  }))
  const hours = (step: string, amount: number, kind: CreditStep['kind'] = 'line'): void => {
    steps.push({ step, facts: { full: rule.fullHours }, amount, unit: 'hours', kind })
  }
  hours('work', credit.workHours, 'sum')
  if (rule.academicHours > 0) {
    hours(credit.academicHours > 0 ? 'academic' : 'academicWaits', credit.academicHours)
  }
  if (credit.unusedHours > 0) hours('cap', credit.unusedHours, 'cap')
  hours(credit.missingHours > 0 ? 'countedShort' : 'countedFull', credit.countedHours, 'sum')
  steps.push({
    step: rule.scheme,
    facts: { full: rule.fullHours, counted: credit.countedHours, points: rule.points },
    amount: credit.score.given,
    unit: 'points',
    kind: 'result',
  })
  return steps
}

function refusalsOf(rule: RuleTerms, credit: Reckoned): Refusal[] {
  if (credit.workHours === 0) return [{ rule: 'credit.nothingConfirmed', facts: {} }]
  if (rule.scheme === 'complete' && credit.missingHours > 0) {
    const facts = { full: rule.fullHours, missing: credit.missingHours }
    return [{ rule: 'credit.belowFull', facts }]
  }
  return []
}
