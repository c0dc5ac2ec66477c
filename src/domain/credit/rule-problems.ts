// What makes a rule's parameters useless, by name; a rule with none can be reckoned with.

import { compare, exact, floorTo, shareOf } from './fraction.ts'
import type { ParameterName, RuleParameters } from './parameters.ts'

const ABOVE_ZERO: ParameterName[] = [
  'hoursPerCredit',
  'increment',
  'maxCredit',
  'capHours',
  'maxHoursPerWeek',
  'maxHoursPerDay',
  'maximum',
  'fullHours',
]
const NOT_BELOW_ZERO: ParameterName[] = [
  'academicHours',
  'minCredit',
  'minHoursPerPlacement',
  'minGpa',
  'minCreditsEarned',
  'maxCreditsPerTerm',
  'maxCreditsPerDegree',
  'unpaidHoursCap',
]
const COUNTS: ParameterName[] = ['maxPlacements', 'maxPlacementsPerEmployer', 'stackTerms']
const DAYS: ParameterName[] = [
  'minWeeks',
  'repeatLimit',
  'retroactiveDays',
  'opensDaysBeforeTerm',
  'registrationGraceDays',
  'deliverOffset',
  'confirmOffset',
  'claimOffset',
  'decideOffset',
]
const SHARES: ParameterName[] = ['workShareMax', 'maxMajorShare', 'employerWeightMax']

/** More than any rule needs; above it a number is a slip of the pen. */
const MOST = 1_000_000

/** Text keys of what is wrong, by parameter. */
export function ruleProblems(rule: RuleParameters): Partial<Record<ParameterName, string>> {
  const wrong: Partial<Record<ParameterName, string>> = {}
  const check = (names: ParameterName[], fits: (value: unknown) => boolean): void => {
    for (const name of names) {
      if (rule[name] !== null && !fits(rule[name])) wrong[name] = 'form.outOfRange'
    }
  }
  check(ABOVE_ZERO, (value) => isNumber(value) && value > 0)
  check(NOT_BELOW_ZERO, (value) => isNumber(value) && value >= 0)
  check(COUNTS, (value) => Number.isInteger(value) && Number(value) >= 1)
  check(DAYS, (value) => Number.isInteger(value) && Number(value) >= 0)
  check(SHARES, isShare)
  return Object.keys(wrong).length > 0 ? wrong : contradictions(rule)
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value <= MOST
}

function isShare(value: unknown): boolean {
  return (typeof value === 'number' || typeof value === 'string') && shareOf(value) !== null
}

// Numbers that are fine alone and useless together.
function contradictions(rule: RuleParameters): Partial<Record<ParameterName, string>> {
  const wrong: Partial<Record<ParameterName, string>> = {}
  if (rule.minCredit > rule.maxCredit) wrong.minCredit = 'creditRule.minAboveMax'
  const max = exact(rule.maxCredit)
  if (compare(floorTo(max, exact(rule.increment)), max) < 0) {
    wrong.increment = 'creditRule.notInSteps'
  }
  if (rule.minHoursPerPlacement > rule.capHours) {
    wrong.minHoursPerPlacement = 'creditRule.minAboveCap'
  }
  if (!rule.paidAllowed && !rule.unpaidAllowed) wrong.paidAllowed = 'creditRule.noPay'
  if (rule.decideOffset > rule.claimOffset) wrong.decideOffset = 'creditRule.decideBeforeClaim'
  return wrong
}
