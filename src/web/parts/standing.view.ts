// What a rule asks of a student, each demand met or not; and what an instructor gave or vouched for, as lines.

import { admissionRefusals, distinct } from '../../domain/admission.ts'
import { type Allowance, allowanceLines } from '../../domain/allowance.ts'
import type { RuleParameters } from '../../domain/credit/parameters.ts'
import type { Refusal } from '../../domain/decision.ts'
import type { Check } from '../../domain/eligibility-check.ts'
import type { HistoryLine } from '../../domain/history.ts'
import type { Placement } from '../../domain/placement.ts'
import type { Admitted } from '../../services/claims/admissions.ts'
import { dated, t } from '../../text.ts'

const TONES: Record<Check['outcome'], string> = {
  met: 'good',
  attested: 'good',
  notMet: 'trouble',
  unknown: 'waiting',
}

// What the claim itself asks for is said beside its field.
const ABOUT_CLAIM = new Set(['minCredit', 'maxCredit', 'increment'])

/** The demands on the student in the rule's order; none where the rule asks nothing. */
export function checkRows(checks: Check[]) {
  return checks
    .filter(({ parameter }) => !ABOUT_CLAIM.has(parameter))
    .map(({ parameter, outcome, key, facts }) => ({
      parameter,
      name: t(`parameter.${parameter}.name`),
      tone: TONES[outcome],
      state: t(`eligibility.state.${outcome}`),
      text: t(key, dated(facts)),
      open: outcome === 'notMet' || outcome === 'unknown',
    }))
}

/** Everything that keeps a claim from being approved: its credit, its student, and when the work was. */
export function standsInTheWay(
  toApprove: Refusal[],
  admission: Admitted,
  rule: RuleParameters,
  placements: Placement[],
): Refusal[] {
  const counted = placements.filter(({ confirmedHours }) => confirmedHours !== null)
  return distinct([...toApprove, ...admissionRefusals(admission, rule, counted)])
}

/** A thread with what an instructor gave or vouched for in its place. */
export function withAllowance(history: HistoryLine[], allowance: Allowance | null): HistoryLine[] {
  const given = allowanceLines(allowance).map((line) => ({ ...line, facts: shownFacts(line) }))
  return [...history, ...given].sort((a, b) => a.at.getTime() - b.at.getTime())
}

/** The facts of such a line as people read them: days, and rules by their names. */
export function shownFacts({ facts }: Pick<HistoryLine, 'facts'>): HistoryLine['facts'] {
  const { until, rule } = facts
  return {
    ...(until === undefined ? {} : { until: String(dated({ until }).until) }),
    ...(rule === undefined ? {} : { rule: t(`parameter.${rule}.name`) }),
  }
}
