// A rule's terms: what makes two the same, and which can be reckoned with.

import { describe, expect, it } from 'vitest'
import { currentRule } from '../../src/domain/course.ts'
import { sameTerms, termsProblems } from '../../src/domain/credit-rule.ts'
import { aRule } from './builders.ts'

describe('two rules', () => {
  it('are the same when they reckon alike, whoever made them', () => {
    expect(sameTerms(aRule(), aRule({ version: 7, madeBy: 'someone-else' }))).toBe(true)
  })
  it.each([
    { fullHours: 44 },
    { scheme: 'complete' as const },
    { academicHours: 14 },
    { points: 99 },
  ])('differ by %j', (change) => {
    expect(sameTerms(aRule(), aRule(change))).toBe(false)
  })
})

describe('the terms of a rule', () => {
  it('are fine when work is needed and points can be earned', () => {
    expect(termsProblems(aRule())).toEqual({})
  })
  it('may have no academic hours', () => {
    expect(termsProblems(aRule({ academicHours: 0 }))).toEqual({})
  })
  it.each([45, 46, 1000])('cannot let %d academic hours stand in for all work of 45', (hours) => {
    expect(termsProblems(aRule({ academicHours: hours }))).toEqual({
      academicHours: 'rule.academicTooMany',
    })
  })
  it.each([0, -1, Number.NaN])('cannot ask for %d hours or give %d points', (number) => {
    expect(termsProblems(aRule({ fullHours: number, points: number, academicHours: 0 }))).toEqual({
      fullHours: 'form.outOfRange',
      points: 'form.outOfRange',
    })
  })
})

describe('the current rule of an assignment', () => {
  it('is the newest, or none', () => {
    const rules = [aRule(), aRule({ version: 2 })]
    expect(currentRule({ rules })?.version).toBe(2)
    expect(currentRule({ rules: [] })).toBeNull()
  })
})
