// How much credit from micro-internships a student may have: a term, a degree, a major, and in one claim.

import {
  compare,
  dividedBy,
  exact,
  type Fraction,
  floorTo,
  least,
  minus,
  ONE,
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
  const checks: Check[] = termCaps(rule, facts, exact(requestedCredits))
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

// A claim counts in its own term, but for the part of its hours that were worked in another one (outcomes.md).
function termCaps(rule: RuleParameters, facts: StudentFacts, asked: Fraction): Check[] {
  const { maxCreditsPerTerm: most } = rule
  if (most === null) return []
  const parts = facts.otherTerms.map(({ share }) => share)
  const own = { name: '', share: parts.reduce(minus, ONE), credits: facts.creditsThisTerm }
  return [own, ...facts.otherTerms].map(({ name, share, credits }) => {
    const part = times(asked, share)
    const fits = (has: number) => compare(plus(exact(has), part), exact(most)) <= 0
    const one = check('maxCreditsPerTerm', credits, fits, (has) => ({
      ...{ has, most, requested: shown(part) },
      ...(name ? { term: name } : { left: leftOf(rule, has, most, share) }),
    }))
    return name ? { ...one, key: `eligibility.${one.outcome}.otherTerm` } : one
  })
}

function shown(part: Fraction): number {
  return Number(toNumber(part).toFixed(2))
}

// What can still be asked for, in the rule's steps, where this part of it falls under the cap.
function leftOf(rule: RuleParameters, used: number, most: number, share = ONE): number {
  const left = minus(exact(most), exact(used))
  if (left.top <= 0n) return 0
  const whole = share.top > 0n ? dividedBy(left, share) : exact(rule.maxCredit)
  return toNumber(floorTo(least(whole, exact(rule.maxCredit)), exact(rule.increment)))
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
