// What is known about a student from imports, newest first, and from claims approved here since.

import type { StudentFacts } from './eligibility-check.ts'
import type { ImportedFacts } from './facts-file.ts'

/** One person's line of one import, as it is kept; an import is never changed afterwards. */
export interface StudentRecord {
  id: string
  institutionId: string
  importId: string
  /** 1, 2, 3 … within the institution. */
  importNumber: number
  sisPersonId: string
  /** The day whose state of things the file tells. */
  asOf: string
  facts: ImportedFacts
}

/** One import of a file, never changed afterwards. */
export interface FactsImport {
  id: string
  institutionId: string
  number: number
  at: Date
  byName: string
  asOf: string
  people: number
  leftOut: number
}

/** What each fact is, from the newest import that says it; `asOf` is that of the credits. */
export interface KnownFacts {
  facts: ImportedFacts
  /** The imports that were used, newest first. */
  imports: number[]
  creditsAsOf: string | null
}

const NOTHING: ImportedFacts = {
  gpa: null,
  goodStanding: null,
  creditsEarned: null,
  level: null,
  majors: null,
  prerequisites: null,
  trainings: null,
  internshipCredits: null,
  internshipCreditsMajor: null,
  majorCredits: null,
  internshipClaims: null,
}

/** Joins a person's lines of several imports, whichever order they come in: the newest that says something wins, fact by fact. */
export function knownFacts(records: StudentRecord[]): KnownFacts {
  const oldestFirst = [...records].sort((a, b) => a.importNumber - b.importNumber)
  let facts = NOTHING
  let creditsAsOf: string | null = null
  for (const record of oldestFirst) {
    const said = Object.entries(record.facts).filter(([, value]) => value !== null)
    facts = { ...facts, ...Object.fromEntries(said) }
    if (record.facts.internshipCredits !== null) creditsAsOf = record.asOf
  }
  return { facts, imports: oldestFirst.map((r) => r.importNumber).reverse(), creditsAsOf }
}

/** A claim of the same student that was approved here; `on` is the day of the approval. */
export interface ApprovedBefore {
  on: string
  credits: number
  isThisTerm: boolean
}

/**
 * The facts that the rules ask for; what is counted by the term is not known without one. Credit approved here after the day that the import speaks of is added to the
 * imported; what was approved before that is in it already.
 */
export function studentFacts(
  known: KnownFacts,
  here: { approved: ApprovedBefore[]; claimsThisTerm: number | null },
): StudentFacts {
  const { facts, creditsAsOf } = known
  const since = here.approved.filter(({ on }) => creditsAsOf === null || on > creditsAsOf)
  const added = sum(since)
  const plus = (imported: number | null, more: number) =>
    imported === null ? null : rounded(imported + more)
  return {
    gpa: facts.gpa,
    goodStanding: facts.goodStanding,
    creditsEarned: facts.creditsEarned,
    level: facts.level,
    majors: facts.majors,
    prerequisites: facts.prerequisites,
    trainings: facts.trainings,
    creditsThisTerm:
      here.claimsThisTerm === null ? null : sum(here.approved.filter((c) => c.isThisTerm)),
    creditsTowardDegree: plus(facts.internshipCredits, added),
    creditsTowardMajor: plus(facts.internshipCreditsMajor, added),
    majorCredits: facts.majorCredits,
    claimsBefore: plus(facts.internshipClaims, since.length),
    claimsThisTerm: here.claimsThisTerm,
  }
}

function sum(claims: ApprovedBefore[]): number {
  return rounded(claims.reduce((total, { credits }) => total + credits, 0))
}

// Credits have at most a few decimals; binary sums of them would not.
function rounded(credits: number): number {
  return Number(credits.toFixed(6))
}
