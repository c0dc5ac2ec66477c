// Who may claim: each rule of the institution, checked on the facts at hand, and what would change the answer.

import { exact, minus, toNumber } from './credit/fraction.ts'
import type { ParameterName, RuleParameters } from './credit/parameters.ts'
import type { Refusal } from './decision.ts'
import { capChecks } from './eligibility-caps.ts'
import { type Check, check, type StudentFacts } from './eligibility-check.ts'

/** An instructor says that a rule is met, or may be passed over, and why. */
export interface Attestation {
  parameter: ParameterName
  byName: string
  why: string
}

/** Every rule that applies, met or not, in the rule's order. */
export function eligibilityChecks(
  rule: RuleParameters,
  facts: StudentFacts,
  requestedCredits: number,
  attestations: Attestation[],
): Check[] {
  const caps = capChecks(rule, facts, requestedCredits)
  return [
    ...studentChecks(rule, facts, attestations),
    ...caps.map((check) => attested(check, attestations)),
  ]
}

/** Those that only the institution knows about a student: whatever their claims are. */
export function studentChecks(
  rule: RuleParameters,
  facts: StudentFacts,
  attestations: Attestation[],
): Check[] {
  const checks = [...standing(rule, facts), ...background(rule, facts)]
  return checks.map((check) => attested(check, attestations))
}

/** The rules that say no, or cannot say yes. */
export function eligibilityRefusals(checks: Check[]): Refusal[] {
  return checks
    .filter(({ outcome }) => outcome === 'notMet' || outcome === 'unknown')
    .map(({ key, facts }) => ({ rule: key, facts }))
}

// What the claim itself asks for is not a fact about the student that somebody could attest.
const ATTESTABLE_NOT: ParameterName[] = ['minCredit', 'maxCredit', 'increment']

function attested(check: Check, attestations: Attestation[]): Check {
  const { parameter, outcome } = check
  const by = attestations.find((a) => a.parameter === parameter)
  if (!by || outcome === 'met' || ATTESTABLE_NOT.includes(parameter)) return check
  const facts = { byName: by.byName, why: by.why }
  return { parameter, outcome: 'attested', key: 'eligibility.attested', facts }
}

function standing(rule: RuleParameters, facts: StudentFacts): Check[] {
  const checks: Check[] = []
  const { minGpa, minCreditsEarned } = rule
  if (minGpa !== null) {
    checks.push(
      check(
        'minGpa',
        facts.gpa,
        (gpa) => gpa >= minGpa,
        (has) => ({ has, needs: minGpa }),
      ),
    )
  }
  if (rule.goodStanding) {
    checks.push(
      check(
        'goodStanding',
        facts.goodStanding,
        (good) => good,
        () => ({}),
      ),
    )
  }
  if (minCreditsEarned > 0) {
    const missing = (has: number) => toNumber(minus(exact(minCreditsEarned), exact(has)))
    checks.push(
      check(
        'minCreditsEarned',
        facts.creditsEarned,
        (has) => has >= minCreditsEarned,
        (has) => ({ has, needs: minCreditsEarned, missing: Math.max(0, missing(has)) }),
      ),
    )
  }
  return checks
}

function background(rule: RuleParameters, facts: StudentFacts): Check[] {
  const checks: Check[] = []
  const { levels, majors } = rule
  if (levels !== null) {
    const needs = levels.join(', ')
    checks.push(
      check(
        'levels',
        facts.level,
        (l) => levels.includes(l),
        (has) => ({ has, needs }),
      ),
    )
  }
  if (majors !== null) {
    const needs = majors.join(', ')
    const one = (own: string[]) => own.some((major) => majors.includes(major))
    checks.push(check('majors', facts.majors, one, (has) => ({ has: has.join(', '), needs })))
  }
  for (const parameter of ['prerequisites', 'trainings'] as const) {
    const needed = rule[parameter]
    if (needed.length === 0) continue
    const missing = (done: string[]) => needed.filter((name) => !done.includes(name))
    checks.push(
      check(
        parameter,
        facts[parameter],
        (done) => missing(done).length === 0,
        (done) => ({ missing: missing(done).join(', '), needs: needed.join(', ') }),
      ),
    )
  }
  return checks
}
