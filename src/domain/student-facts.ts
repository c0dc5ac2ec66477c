// What is known about a student from imports, newest first, and from claims approved here since.

import { exact, floorTo, NOUGHT, plus, times, toNumber } from './credit/fraction.ts'
import type { StudentFacts } from './eligibility-check.ts'
import type { ImportedFacts } from './facts-file.ts'
import type { TermShares } from './term-shares.ts'

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

/** What is added to by claims that are approved here. */
type CountedFact = 'internshipCredits' | 'internshipCreditsMajor' | 'internshipClaims'

/** What each fact is, from the newest import that says it. */
export interface KnownFacts {
  facts: ImportedFacts
  /** The imports that were used, newest first. */
  imports: number[]
  /** Of which day each fact tells; absent where none tells it. */
  asOf: Partial<Record<keyof ImportedFacts, string>>
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
  let asOf: KnownFacts['asOf'] = {}
  for (const record of oldestFirst) {
    const said = Object.entries(record.facts).filter(([, value]) => value !== null)
    facts = { ...facts, ...Object.fromEntries(said) }
    asOf = { ...asOf, ...Object.fromEntries(said.map(([name]) => [name, record.asOf])) }
  }
  return { facts, imports: oldestFirst.map((r) => r.importNumber).reverse(), asOf }
}

/** A claim of the same student that was approved here; `on` is the day of the approval. */
export interface ApprovedBefore {
  on: string
  credits: number
  /** Empty where the calendar has no term for it. */
  terms: TermShares
}

/** What is known here: approvals, claims of this term that run, and the terms of the claim that is looked at. */
export interface KnownHere {
  approved: ApprovedBefore[]
  /** Null without a term. */
  claimsThisTerm: number | null
  /** Its own term and its parts; null without a term. */
  terms: { own: string; shares: TermShares; names: ReadonlyMap<string, string> } | null
}

/**
 * The facts that the rules ask for; what is counted by the term is not known without one. What was approved here after
 * the day that the import speaks of is added to the imported; what was approved before that is in it already.
 */
export function studentFacts({ facts, asOf }: KnownFacts, here: KnownHere): StudentFacts {
  const { approved, claimsThisTerm } = here
  const since = (fact: CountedFact) => approved.filter(({ on }) => on > (asOf[fact] ?? ''))
  const creditsWith = (fact: CountedFact) => {
    const imported = facts[fact]
    return imported === null ? null : sum([imported, ...since(fact).map((c) => c.credits)])
  }
  const claims = facts.internshipClaims
  return {
    gpa: facts.gpa,
    goodStanding: facts.goodStanding,
    creditsEarned: facts.creditsEarned,
    level: facts.level,
    majors: facts.majors,
    prerequisites: facts.prerequisites,
    trainings: facts.trainings,
    creditsThisTerm: here.terms && creditsIn(here.terms.own, approved),
    otherTerms: otherTerms(here),
    creditsTowardDegree: creditsWith('internshipCredits'),
    creditsTowardMajor: creditsWith('internshipCreditsMajor'),
    majorCredits: facts.majorCredits,
    claimsBefore: claims === null ? null : claims + since('internshipClaims').length,
    claimsThisTerm,
  }
}

function otherTerms({ approved, terms }: KnownHere): StudentFacts['otherTerms'] {
  const others = [...(terms?.shares ?? [])].filter(([code]) => code !== terms?.own)
  return others.map(([code, share]) => ({
    name: terms?.names.get(code) ?? code,
    share,
    credits: creditsIn(code, approved),
  }))
}

function creditsIn(term: string, approved: ApprovedBefore[]): number {
  const parts = approved.map(({ credits, terms }) =>
    times(exact(credits), terms.get(term) ?? NOUGHT),
  )
  // Thirds have no last decimal: never rounded up, or a whole credit would be more than one.
  return toNumber(floorTo(parts.reduce(plus, NOUGHT), exact(0.000001)))
}

// Credits have at most a few decimals; binary sums of them would not.
function sum(credits: number[]): number {
  return Number(credits.reduce((total, one) => total + one, 0).toFixed(6))
}
