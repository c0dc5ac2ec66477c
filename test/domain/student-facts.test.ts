// What is known of a student: several imports, and what was approved here since.

import { describe, expect, it } from 'vitest'
import { ONE } from '../../src/domain/credit/fraction.ts'
import type { ImportedFacts } from '../../src/domain/facts-file.ts'
import { knownFacts, type StudentRecord, studentFacts } from '../../src/domain/student-facts.ts'

const nothing: ImportedFacts = {
  ...{ gpa: null, goodStanding: null, creditsEarned: null, level: null, majors: null },
  ...{ prerequisites: null, trainings: null, internshipCredits: null },
  ...{ internshipCreditsMajor: null, majorCredits: null, internshipClaims: null },
}

function record(importNumber: number, asOf: string, facts: Partial<ImportedFacts>): StudentRecord {
  return {
    ...{ id: `r${importNumber}`, institutionId: 'i', importId: `m${importNumber}`, importNumber },
    ...{ sisPersonId: 'N1', asOf, facts: { ...nothing, ...facts } },
  }
}

const FALL = 'F26'
const terms = { own: FALL, shares: new Map([[FALL, ONE]]), names: new Map() }
const none = { approved: [], claimsThisTerm: 0, terms }
const inFall = { terms: new Map([[FALL, ONE]]) }

describe('several imports', () => {
  const first = record(1, '2026-08-01', { gpa: 3.1, level: 'junior', internshipCredits: 3 })
  const second = record(2, '2026-10-01', { gpa: 3.4, trainings: ['safety'] })
  it.each([[[first, second]], [[second, first]]])(
    'the newest that says something wins, fact by fact',
    (records) => {
      const known = knownFacts(records)
      expect(known).toMatchObject({
        facts: { gpa: 3.4, level: 'junior', trainings: ['safety'], goodStanding: null },
        imports: [2, 1],
        asOf: { gpa: '2026-10-01', level: '2026-08-01', internshipCredits: '2026-08-01' },
      })
    },
  )
  it('none know nothing, and nothing is guessed', () => {
    const { claimsThisTerm, creditsThisTerm, otherTerms, ...rest } = studentFacts(
      knownFacts([]),
      none,
    )
    expect([claimsThisTerm, creditsThisTerm, otherTerms]).toEqual([0, 0, []])
    expect(Object.values(rest).every((fact) => fact === null)).toBe(true)
  })
})

describe('credit approved here', () => {
  const known = knownFacts([record(1, '2026-10-01', { internshipCredits: 3, internshipClaims: 1 })])
  it('after the import is added to it; before it, it is in it already', () => {
    const approved = [
      { on: '2026-10-01', credits: 1, ...inFall },
      { on: '2026-10-02', credits: 0.1, ...inFall },
      { on: '2026-11-02', credits: 0.2, terms: new Map([['S26', ONE]]) },
    ]
    expect(studentFacts(known, { approved, claimsThisTerm: 2, terms })).toMatchObject({
      creditsTowardDegree: 3.3,
      claimsBefore: 3,
      creditsThisTerm: 1.1,
      claimsThisTerm: 2,
    })
  })
  it('is not the degree’s as long as nobody has told what was there before', () => {
    const approved = [{ on: '2026-10-02', credits: 1, ...inFall }]
    const facts = studentFacts(knownFacts([]), { approved, claimsThisTerm: 1, terms })
    expect(facts).toMatchObject({
      creditsTowardDegree: null,
      claimsBefore: null,
      creditsThisTerm: 1,
    })
  })
  it('is not counted by the term where there is none', () => {
    const facts = studentFacts(known, { approved: [], claimsThisTerm: null, terms: null })
    expect(facts).toMatchObject({ creditsThisTerm: null, claimsThisTerm: null })
  })
})
