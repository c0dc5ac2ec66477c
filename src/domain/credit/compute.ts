// The arithmetic of credit: confirmed work, academic hours and a rule make credits and points, every step shown.

import type { ComputeInput, ComputeResult, ComputeRule, Step } from './computation.ts'
import { countWork } from './counted-work.ts'
import {
  compare,
  dividedBy,
  exact,
  type Fraction,
  floorTo,
  halfUp,
  least,
  minus,
  NOUGHT,
  plus,
  times,
  toNumber,
} from './fraction.ts'
import { type Excess, tooMany } from './too-many.ts'
import { useWork } from './usable-work.ts'

/**
 * Credits and score by the rule of interfaces.md, "credit compute": exact throughout, rounded only where the rule
 * says so. The same input always gives the same result.
 * @throws {RangeError} a rule with impossible numbers; rules and files are checked where they come in
 */
export function compute(rule: ComputeRule, input: ComputeInput): ComputeResult {
  const excesses = tooMany(rule, input.placements)
  const counted = countWork(rule, input.placements)
  const usable = useWork(rule, input, counted.hours)
  const credit = giveCredit(rule, input, usable.hours, excesses)
  const given = scoreOf(rule, input, credit)
  return {
    credits: toNumber(credit.credits),
    countedWorkHours: toNumber(counted.hours),
    usableWorkHours: toNumber(usable.hours),
    academicHours: input.academicHours,
    unusedHours: toNumber(minus(counted.hours, usable.hours)),
    score: { given, maximum: rule.scoring.maximum },
    steps: [
      ...counted.steps,
      ...usable.steps,
      ...credit.steps,
      scoreStep(rule, input, credit, given),
    ],
    refusals: excesses.map(({ parameter, facts }) => ({ rule: `credit.${parameter}`, facts })),
  }
}

interface Credit {
  steps: Step[]
  credits: Fraction
  /** What was reached, up to what was asked for and the most there is, before the floor; nothing when none is given. */
  reached: Fraction
}

function giveCredit(
  rule: ComputeRule,
  input: ComputeInput,
  usable: Fraction,
  excesses: Excess[],
): Credit {
  const hours = plus(usable, exact(input.academicHours))
  const raw = dividedBy(hours, exact(rule.hoursPerCredit))
  const steps = [reachedStep(rule, hours, raw)]
  const cap = capper(steps)
  const asked = cap('requested', 'requestedCredits', raw, exact(input.requestedCredits))
  const reached = cap('maxCredit', 'maxCredit', asked, exact(rule.maxCredit))
  const floored = floorTo(reached, exact(rule.increment))
  cap('increment', 'increment', reached, floored, { increment: rule.increment })
  const below = compare(floored, exact(rule.minCredit)) < 0
  if (below) steps.push(lost('minCredit', 'minCredit', floored, { least: rule.minCredit }))
  steps.push(...refused(excesses, below ? NOUGHT : floored))
  const none = below || excesses.length > 0
  const credits = none ? NOUGHT : floored
  steps.push({
    step: 'credits',
    parameter: null,
    inputs: { requested: input.requestedCredits },
    result: toNumber(credits),
    unit: 'credits',
    kind: 'result',
  })
  return { steps, credits, reached: none ? NOUGHT : reached }
}

function reachedStep(rule: ComputeRule, hours: Fraction, raw: Fraction): Step {
  return {
    step: 'reached',
    parameter: 'hoursPerCredit',
    inputs: { hours: toNumber(hours), hoursPerCredit: rule.hoursPerCredit },
    result: toNumber(raw),
    unit: 'credits',
    kind: 'sum',
  }
}

// Takes down to a limit and, where that took something, says so.
function capper(steps: Step[]) {
  return (
    step: Step['step'],
    parameter: Step['parameter'],
    before: Fraction,
    limit: Fraction,
    facts: Step['inputs'] = {},
  ): Fraction => {
    const after = least(before, limit)
    if (compare(after, before) < 0) {
      const inputs = { limit: toNumber(limit), ...facts }
      steps.push(
        lost(step, parameter, minus(before, after), { before: toNumber(before), ...inputs }),
      )
    }
    return after
  }
}

function lost(
  step: Step['step'],
  parameter: Step['parameter'],
  taken: Fraction,
  inputs: Step['inputs'],
): Step {
  return { step, parameter, inputs, result: toNumber(taken), unit: 'credits', kind: 'cap' }
}

// Each is a line; the first takes all there was.
function refused(excesses: Excess[], credits: Fraction): Step[] {
  return excesses.map(({ parameter, facts }, i) =>
    lost(parameter, parameter, i === 0 ? credits : NOUGHT, facts),
  )
}

// Points rest on what was reached before the floor, so that they grow with every hour.
function scoreOf(rule: ComputeRule, input: ComputeInput, credit: Credit): number {
  const { scheme, maximum } = rule.scoring
  const requested = exact(input.requestedCredits)
  if (scheme === 'complete') return compare(credit.credits, requested) < 0 ? 0 : maximum
  return toNumber(halfUp(dividedBy(times(exact(maximum), credit.reached), requested)))
}

function scoreStep(rule: ComputeRule, input: ComputeInput, credit: Credit, given: number): Step {
  const { scheme, maximum } = rule.scoring
  const reached = toNumber(scheme === 'complete' ? credit.credits : credit.reached)
  return {
    step: scheme,
    parameter: 'scoring',
    inputs: { reached, requested: input.requestedCredits, maximum },
    result: given,
    unit: 'points',
    kind: 'result',
  }
}
