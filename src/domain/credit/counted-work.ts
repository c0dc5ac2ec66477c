// The first part of the arithmetic: which confirmed hours count, placement by placement.

import type { ComputePlacement, ComputeRule, Step } from './computation.ts'
import { compare, exact, type Fraction, least, minus, NOUGHT, plus, toNumber } from './fraction.ts'

/** Confirmed hours up to each placement's cap, less what is used elsewhere; too short a placement counts nothing. */
export function countWork(
  rule: ComputeRule,
  placements: ComputePlacement[],
): { hours: Fraction; steps: Step[] } {
  const steps: Step[] = []
  let hours = NOUGHT
  for (const placement of placements) {
    const counted = countPlacement(rule, placement)
    hours = plus(hours, counted.hours)
    steps.push(...counted.steps)
  }
  const placementsGiven = placements.length
  const sum = hoursStep('counted', null, { placements: placementsGiven }, hours, 'sum')
  return { hours, steps: [...steps, sum] }
}

function countPlacement(
  rule: ComputeRule,
  placement: ComputePlacement,
): { hours: Fraction; steps: Step[] } {
  const { id, employer, confirmedHours } = placement
  if (confirmedHours === null) return { hours: NOUGHT, steps: [waiting(id, employer)] }
  const confirmed = exact(confirmedHours)
  const line = hoursStep('placement', null, { placement: id, employer }, confirmed, 'line')
  if (compare(confirmed, exact(rule.minHoursPerPlacement)) < 0) {
    const inputs = { placement: id, confirmed: confirmedHours, least: rule.minHoursPerPlacement }
    const dropped = hoursStep('tooShort', 'minHoursPerPlacement', inputs, confirmed, 'cap')
    return { hours: NOUGHT, steps: [line, dropped] }
  }
  return withinCap(placement, confirmed, [line])
}

function withinCap(
  { id, capHours, usedElsewhereHours }: ComputePlacement,
  confirmed: Fraction,
  steps: Step[],
): { hours: Fraction; steps: Step[] } {
  const capped = least(confirmed, exact(capHours))
  if (compare(capped, confirmed) < 0) {
    const inputs = { placement: id, confirmed: toNumber(confirmed), limit: capHours }
    steps.push(hoursStep('cap', 'capHours', inputs, minus(confirmed, capped), 'cap'))
  }
  const used = exact(usedElsewhereHours)
  if (usedElsewhereHours > 0) {
    const inputs = { placement: id, before: toNumber(capped) }
    steps.push(hoursStep('usedElsewhere', 'usedElsewhereHours', inputs, used, 'cap'))
  }
  return { hours: minus(capped, used), steps }
}

function waiting(id: string, employer: string): Step {
  return {
    step: 'waiting',
    parameter: null,
    inputs: { placement: id, employer },
    result: null,
    unit: 'hours',
    kind: 'line',
  }
}

/** One line of the ledger in hours. */
export function hoursStep(
  step: Step['step'],
  parameter: Step['parameter'],
  inputs: Step['inputs'],
  result: Fraction,
  kind: Step['kind'],
): Step {
  return { step, parameter, inputs, result: toNumber(result), unit: 'hours', kind }
}
