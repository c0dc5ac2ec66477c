// What is known about a student, and one rule checked on it: met or not, with the numbers and what would change that.

import type { Fraction } from './credit/fraction.ts'
import type { ParameterName } from './credit/parameters.ts'

/** What only the institution knows about a student, imported or attested; null is unknown. */
export interface StudentFacts {
  gpa: number | null
  goodStanding: boolean | null
  creditsEarned: number | null
  level: string | null
  majors: string[] | null
  /** Courses passed. */
  prerequisites: string[] | null
  /** Trainings done. */
  trainings: string[] | null
  /** Credit from micro-internships so far, this claim not in it. */
  creditsThisTerm: number | null
  /** Terms in which some hours of this claim were worked, beside its own: which part of it, and the credit there so far. */
  otherTerms: { name: string; share: Fraction; credits: number }[]
  creditsTowardDegree: number | null
  creditsTowardMajor: number | null
  /** Credits that the major asks for. */
  majorCredits: number | null
  claimsBefore: number | null
  claimsThisTerm: number | null
}

/** One rule on one student: `key` is a text key, its sentence names the numbers and what would change the answer. */
export interface Check {
  parameter: ParameterName
  outcome: 'met' | 'notMet' | 'unknown' | 'attested'
  key: string
  facts: Record<string, string | number>
}

/** A check on a fact: unknown when it is not there. */
export function check<T>(
  parameter: ParameterName,
  fact: T | null,
  meets: (fact: T) => boolean,
  facts: (fact: T) => Check['facts'],
): Check {
  if (fact === null)
    return { parameter, outcome: 'unknown', key: `eligibility.unknown.${parameter}`, facts: {} }
  const outcome = meets(fact) ? 'met' : 'notMet'
  return { parameter, outcome, key: `eligibility.${outcome}.${parameter}`, facts: facts(fact) }
}
