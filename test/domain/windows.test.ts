// Deadlines and windows: each date derived once, with the reason that people read.

import { describe, expect, it } from 'vitest'
import type { AcademicCalendar, Term } from '../../src/domain/terms.ts'
import {
  type ClaimWindow,
  claimWindow,
  cutOff,
  termDeadlines,
  withinWindow,
} from '../../src/domain/windows.ts'

const term: Term = {
  code: '2026F',
  name: 'Fall 2026',
  startsOn: '2026-08-24',
  endsOn: '2026-12-18',
  addBy: null,
  censusOn: null,
  gradesDueOn: '2026-12-22',
}
const calendar: AcademicCalendar = {
  timezone: 'America/New_York',
  terms: [term],
  holidays: [{ from: '2026-11-26', to: '2026-11-27', name: 'Thanksgiving' }],
  weekend: [0, 6],
}
const offsets = { deliverOffset: 18, confirmOffset: 11, claimOffset: 10, decideOffset: 5 }
const given = { calendar, term, offsets, lmsDueAt: null, setOn: null, extension: null }
const lms = (text: string) => new Date(text)

describe('a term’s deadlines', () => {
  it('are so many business days before grades are due, each with its reason', () => {
    const days = termDeadlines(calendar, term, offsets)
    expect(days && Object.values(days).map((d) => [d.reason, d.on])).toEqual([
      ['deliver', '2026-11-24'],
      ['confirm', '2026-12-07'],
      ['claim', '2026-12-08'],
      ['decide', '2026-12-15'],
      ['grades', '2026-12-22'],
    ])
    expect(days?.claim.facts).toEqual({
      days: 10,
      gradesDueOn: '2026-12-22',
      term: 'Fall 2026',
      timezone: 'America/New_York',
    })
  })
  it('end with their day, where the institution is', () => {
    expect(termDeadlines(calendar, term, offsets)?.claim.at).toEqual(
      lms('2026-12-09T04:59:59.999Z'),
    )
  })
  it('are none before the day is known on which grades are due', () => {
    expect(termDeadlines(calendar, { ...term, gradesDueOn: null }, offsets)).toBeNull()
  })
})

describe('a student’s cut-off', () => {
  it('is the term’s, where the course sets none', () => {
    expect(cutOff(given)).toMatchObject({ on: '2026-12-08', reason: 'claim' })
  })
  it('is the course’s own, to the minute, also before the term’s', () => {
    const lmsDueAt = lms('2026-12-05T03:00:00Z')
    expect(cutOff({ ...given, lmsDueAt })).toEqual({
      on: '2026-12-04',
      at: lmsDueAt,
      reason: 'lms',
      facts: { timezone: 'America/New_York' },
    })
  })
  it('may be after the term’s, while a decision can still be graded', () => {
    const lmsDueAt = lms('2026-12-14T17:00:00Z')
    expect(cutOff({ ...given, lmsDueAt })).toMatchObject({ on: '2026-12-14', reason: 'lms' })
  })
  it('is never after the last day on which a decision can be graded, and says what the course said', () => {
    expect(cutOff({ ...given, lmsDueAt: lms('2026-12-20T17:00:00Z') })).toMatchObject({
      on: '2026-12-15',
      reason: 'lastGradable',
      facts: { instead: '2026-12-20' },
    })
  })
  it('is the very last moment of that day, not the day before', () => {
    const last = lms('2026-12-16T04:59:59.999Z')
    expect(cutOff({ ...given, lmsDueAt: last })).toMatchObject({ reason: 'lms', at: last })
    const after = lms('2026-12-16T05:00:00.000Z')
    expect(cutOff({ ...given, lmsDueAt: after })).toMatchObject({
      reason: 'lastGradable',
      at: last,
    })
  })
  it('is later by an instructor’s extension, with who and why, within the same limit', () => {
    const extension = { until: '2026-12-11', byName: 'Dr Rivera', why: 'the supervisor was ill' }
    const lmsDueAt = lms('2026-12-05T03:00:00Z')
    expect(cutOff({ ...given, lmsDueAt, extension })).toMatchObject({
      on: '2026-12-11',
      at: lms('2026-12-12T04:59:59.999Z'),
      reason: 'extended',
      facts: { byName: 'Dr Rivera', why: 'the supervisor was ill' },
    })
    const long = { ...extension, until: '2027-01-15' }
    expect(cutOff({ ...given, extension: long })).toMatchObject({ reason: 'lastGradable' })
  })
  it('is the course’s alone without terms, and says so', () => {
    const lmsDueAt = lms('2026-12-20T17:00:00Z')
    for (const without of [null, { ...term, gradesDueOn: null }]) {
      expect(cutOff({ ...given, term: without, lmsDueAt })).toMatchObject({
        on: '2026-12-20',
        reason: 'lmsAlone',
      })
    }
  })
  it('is not set where neither sets it', () => {
    expect(cutOff({ ...given, term: null })).toBeNull()
  })
})

describe('a claim’s window', () => {
  type Given = Parameters<typeof claimWindow>[0]
  const base: Given = {
    mode: 'points',
    term,
    opensDaysBeforeTerm: 0,
    enrolledOn: '2026-09-01',
    preApprovedOn: null,
    closes: null,
  }
  it.each<[string, Partial<Given>, Partial<ClaimWindow>]>([
    ['opens with the term for points', {}, { opensOn: '2026-08-24', reason: 'term' }],
    ['opens days earlier by rule', { opensDaysBeforeTerm: 30 }, { opensOn: '2026-07-25' }],
    [
      'opens with the term for credit, whenever within it the student first came here',
      { mode: 'credits' },
      { opensOn: '2026-08-24', reason: 'term' },
    ],
    [
      'opens with enrolment for credit, before the term',
      { mode: 'credits', enrolledOn: '2026-08-20' },
      { opensOn: '2026-08-20', reason: 'enrolled' },
    ],
    [
      'opens with enrolment for credit, where no term is known',
      { mode: 'credits', term: null },
      { opensOn: '2026-09-01', reason: 'enrolled' },
    ],
    [
      'opens with pre-approval, when that came first',
      { mode: 'credits', preApprovedOn: '2026-08-18' },
      { opensOn: '2026-08-18', reason: 'preApproved' },
    ],
    [
      'opens with the term, when that came before pre-approval',
      { mode: 'credits', preApprovedOn: '2026-09-02' },
      { opensOn: '2026-08-24', reason: 'term' },
    ],
  ])('%s', (_what, own, expected) => {
    expect(claimWindow({ ...base, ...own })).toMatchObject(expected)
  })
  it('has no first day where none is known', () => {
    expect(claimWindow({ ...base, term: null })).toMatchObject({ opensOn: null, reason: 'none' })
    const credits = { ...base, mode: 'credits' as const, enrolledOn: null }
    expect(claimWindow(credits)).toMatchObject({ opensOn: null, reason: 'none' })
    expect(claimWindow({ ...credits, preApprovedOn: '2026-09-02' }).reason).toBe('preApproved')
  })
})

describe('work finished before the claim’s window', () => {
  const window = { opensOn: '2026-08-24' }
  it.each([
    ['2026-08-24', 0, 'inside'],
    ['2026-12-31', 0, 'inside'],
    ['2026-08-10', 14, 'retroactive'],
    ['2020-01-01', null, 'retroactive'],
  ] as const)('ended on %s, with %s days by rule: %s', (endedOn, days, value) => {
    expect(withinWindow(window, endedOn, days)).toEqual({ ok: true, value })
  })
  it.each([
    ['2026-08-23', 0, '2026-08-24'],
    ['2026-08-09', 14, '2026-08-10'],
  ])(
    'ended on %s, with %d days by rule: refused, and what would have counted',
    (endedOn, days, earliestOn) => {
      const facts = { endedOn, opensOn: '2026-08-24', earliestOn }
      expect(withinWindow(window, endedOn, days)).toEqual({
        ok: false,
        refusals: [{ rule: 'window.retroactive', facts }],
      })
    },
  )
  it('cannot be told without a first day', () => {
    expect(withinWindow({ opensOn: null }, '2020-01-01', 0).ok).toBe(true)
  })
})
