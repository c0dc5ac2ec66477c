// Rules for tests: an assignment's, with no limit that a test does not name.

import {
  type AssignmentRule,
  overridesOf,
  type PointsTerms,
} from '../../src/domain/assignment-rule.ts'
import type { RuleParameters } from '../../src/domain/credit/parameters.ts'
import { DEFAULT_RULE } from '../../src/domain/credit/presets.ts'

/** Terms for points, and what else of a rule or its version a test wants to be otherwise. */
export type RuleWish = Partial<Omit<PointsTerms, 'mode'>> &
  Partial<Pick<AssignmentRule, 'version' | 'source' | 'madeBy' | 'madeAt'>> & {
    parameters?: Partial<RuleParameters>
  }

const UNLIMITED: Partial<RuleParameters> = {
  ...{ minHoursPerPlacement: 0, maxPlacements: 1000, maxPlacementsPerEmployer: 1000 },
  ...{ capHours: 100_000, maxHoursPerDay: null, maxHoursPerWeek: null },
}

/** Parameters by which hours earn points, and nothing else is limited. */
export function pointsParameters(terms: Omit<PointsTerms, 'mode'>): RuleParameters {
  return { ...DEFAULT_RULE, ...UNLIMITED, ...overridesOf({ mode: 'points', ...terms }) }
}

/** An assignment's rule from a wish and what holds where it is silent. */
export function ruleFrom(
  wish: RuleWish,
  usual: Required<Omit<RuleWish, 'source'>>,
): AssignmentRule {
  const { version, madeBy, madeAt, fullHours, scheme, academicHours, points } = {
    ...usual,
    ...wish,
  }
  const terms = { fullHours, scheme, academicHours, points }
  return {
    ...{ version, madeBy, madeAt },
    source: wish.source ?? null,
    parameters: { ...pointsParameters(terms), ...usual.parameters, ...wish.parameters },
    overrides: overridesOf({ mode: 'points', ...terms }),
  }
}
