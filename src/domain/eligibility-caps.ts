// How much credit from micro-internships a student may have: a term, a degree, a major, and in one claim.

import {
  compare,
  exact,
  floorTo,
  least,
  minus,
  plus,
  shareOf,
  times,
  toNumber,
} from './credit/fraction.ts'
import type { ParameterName, RuleParameters } from './credit/parameters.ts'
import { type Check, check, type StudentFacts } from './eligibility-check.ts'

/** Every cap that the rule sets, on what the student has and asks for. */
export function capChecks(rule: RuleParameters, facts: StudentFacts, requested: number): Check[] {
  const credit = rule.mode === 'credits'
  return [
    ...(credit ? caps(rule, facts, requested) : []),
    ...repeats(rule, facts),
    ...(credit ? requestChecks(rule, requested) : []),
  ]
}

function caps(rule: RuleParameters, facts: StudentFacts, requestedCredits: number): Check[] {
  const checks: Check[] = []
  const cap = (parameter: ParameterName, has: number | null, most: number): void => {
    checks.push(
      check(
        parameter,
        has,
        (used) => compare(plus(exact(used), exact(requestedCredits)), exact(most)) <= 0,
        (used) => ({
          has: used,
          most,
          requested: requestedCredits,
          left: leftOf(rule, used, most),
        }),
      ),
    )
  }
  if (rule.maxCreditsPerTerm !== null) {
    cap('maxCreditsPerTerm', facts.creditsThisTerm, rule.maxCreditsPerTerm)
  }
  if (rule.maxCreditsPerDegree !== null) {
    cap('maxCreditsPerDegree', facts.creditsTowardDegree, rule.maxCreditsPerDegree)
  }
  const share = rule.maxMajorShare === null ? null : shareOf(rule.maxMajorShare)
  if (share) {
    const ofMajor = facts.majorCredits
    const most = ofMajor === null ? 0 : toNumber(times(share, exact(ofMajor)))
    cap('maxMajorShare', ofMajor === null ? null : facts.creditsTowardMajor, most)
  }
  return checks
}

// What can still be asked for, in the rule's steps.
function leftOf(rule: RuleParameters, used: number, most: number): number {
  const left = minus(exact(most), exact(used))
  if (left.top <= 0n) return 0
  return toNumber(floorTo(least(left, exact(rule.maxCredit)), exact(rule.increment)))
}

function repeats(rule: RuleParameters, facts: StudentFacts): Check[] {
  const checks: Check[] = []
  const { repeatLimit } = rule
  if (repeatLimit !== null) {
    const within = (has: number) => has < repeatLimit
    checks.push(
      check('repeatLimit', facts.claimsBefore, within, (has) => ({ has, most: repeatLimit })),
    )
  }
  if (rule.oneClaimPerTerm) {
    checks.push(
      check(
        'oneClaimPerTerm',
        facts.claimsThisTerm,
        (has) => has === 0,
        (has) => ({ has }),
      ),
    )
  }
  return checks
}

/** Whether what the claim asks for is an amount that the rule gives. */
export function requestChecks(rule: RuleParameters, credits: number): Check[] {
  const { minCredit, maxCredit, increment } = rule
  const asked = exact(credits)
  const inSteps = compare(floorTo(asked, exact(increment)), asked) === 0
  return [
    check(
      'minCredit',
      credits,
      (c) => c > 0 && c >= minCredit,
      (has) => ({ has, needs: minCredit }),
    ),
    check(
      'maxCredit',
      credits,
      (c) => c <= maxCredit,
      (has) => ({ has, most: maxCredit }),
    ),
    check(
      'increment',
      credits,
      () => inSteps,
      (has) => ({ has, increment }),
    ),
  ]
}
