// The registrar's row: complete, exact, and only for what was approved.

import { describe, expect, it } from 'vitest'
import { decided } from '../../src/domain/claim.ts'
import { settled } from '../../src/domain/debt.ts'
import { NO_SETTINGS } from '../../src/domain/institution.ts'
import type { Placement } from '../../src/domain/placement.ts'
import { COLUMNS, type RowFacts, rowOf } from '../../src/domain/report.ts'
import {
  accepted,
  aDecision,
  anAnswer,
  aPlacement,
  aStatement,
  aSubmittedClaim,
  later,
  NOW,
} from './builders.ts'

function facts(own: Partial<RowFacts> = {}): RowFacts {
  const placements = own.placements ?? [confirmed()]
  return {
    institution: {
      id: 'institution-1',
      slug: 'north-river',
      name: 'North River University',
      timezone: 'America/Chicago',
      ...NO_SETTINGS,
      createdAt: NOW,
    },
    claim: approvedFor(placements),
    person: {
      id: 'student-1',
      institutionId: 'institution-1',
      accounts: [],
      name: 'Ada Lovelace',
      givenName: 'Ada',
      familyName: 'Lovelace',
      mail: null,
      sisPersonId: 'S1',
      offices: [],
      test: false,
      createdAt: NOW,
    },
    course: {
      id: 'course-1',
      institutionId: 'institution-1',
      platformId: 'platform-1',
      deploymentId: null,
      contextId: 'context-1',
      label: 'BIO 101',
      title: 'Field biology',
      sisCourseId: 'C1',
      sisSectionId: 'X1',
      lineItemsUrl: null,
      rosterUrl: null,
      rosterReadAt: null,
      pageUrl: null,
      termCode: null,
      termHint: null,
      scopes: [],
      rosterTriedAt: null,
      launchedOn: null,
    },
    assignment: {
      id: 'assignment-1',
      institutionId: 'institution-1',
      courseId: 'course-1',
      resourceLinkId: 'link-1',
      title: 'Micro-internships',
      pageUrl: null,
      lineItemUrl: 'https://lms.example/1',
      column: null,
      notes: [],
      state: 'open',
      copyOf: null,
      claimBy: null,
      rules: [],
      createdAt: NOW,
    },
    placements,
    ...own,
  }
}

function approvedFor(placements: Placement[]) {
  const counted = placements.map(({ id, statement, confirmedHours }) => ({
    id,
    title: statement.title,
    employer: statement.employer,
    confirmedHours,
  }))
  // A row without placements still rests on a decision that had one.
  const decision = aDecision(counted.length > 0 ? { placements: counted } : {})
  return accepted(decided(aSubmittedClaim(), decision, true))
}

function confirmed(own: Parameters<typeof aPlacement>[0] = {}) {
  return aPlacement({ state: 'confirmed', confirmedHours: 18, answer: anAnswer(), ...own })
}

describe('the row of an approved claim', () => {
  it('has every column once, in the order of the file, and says what is so', () => {
    const row = rowOf(facts())
    expect(row && Object.keys(row)).toEqual([...COLUMNS])
    expect(row).toMatchObject({
      row_id: 'claim-1',
      row_version: 1,
      institution_name: 'North River University',
      sis_person_id: 'S1',
      last_name: 'Lovelace',
      first_name: 'Ada',
      person_match_status: 'matched',
      sis_course_id: 'C1',
      sis_section_id: 'X1',
      section_source: 'launch',
      grade_status: 'final',
      lms_score_given: 73.33,
      lms_score_maximum: 100,
      lms_score_posted_at: null,
      lms_sync_state: 'waiting',
      lms_value_seen: null,
      hours_work_logged: 18,
      hours_work_confirmed: 18,
      hours_academic: 15,
      hours_counted: 33,
      hours_unused: 0,
      rule_version: 1,
      placement_id: 'placement-1',
      modality: 'remote',
      start_date: '2026-03-02',
      end_date: '2026-03-06',
      paid_flag: true,
      pay_type: 'hourly',
      pay_total: '333.00',
      currency: 'USD',
      effective_hourly_rate: '18.50',
      supervisor_name: 'Grace Hopper',
      supervisor_confirmed_at: later(10).toISOString(),
      confirmation_method: 'link',
      submitted_at: NOW.toISOString(),
      approved_by: 'Tess Teacher',
      approved_at: later(60).toISOString(),
    })
  })
  it.each(['draft', 'submitted', 'denied', 'dropped'] as const)('is none while %s', (state) => {
    const { claim } = facts()
    expect(rowOf(facts({ claim: { ...claim, state } }))).toBeNull()
  })
  it('stays when the score was delivered, and says since when and what the LMS shows', () => {
    const { claim } = facts()
    const score = claim.debts.score
    if (!score) throw new Error('no score owed')
    const paid = settled(score, { kind: 'done', text: 'lms.stored' }, later(70), 0)
    const row = rowOf(
      facts({
        claim: {
          ...claim,
          state: 'final',
          debts: { score: paid },
          seen: { at: later(70), given: 98, maximum: 100 },
        },
      }),
    )
    expect(row).toMatchObject({
      lms_sync_state: 'delivered',
      lms_score_posted_at: later(70).toISOString(),
      lms_value_seen: 98,
    })
    const stuck = settled(score, { kind: 'stuck', text: 'lms.refused' }, later(70), 0)
    expect(rowOf(facts({ claim: { ...claim, debts: { score: stuck } } }))).toMatchObject({
      lms_sync_state: 'failed',
      lms_score_posted_at: null,
    })
    expect(rowOf(facts({ claim: { ...claim, debts: {} } }))).toMatchObject({
      lms_sync_state: 'none',
    })
  })
  it('leaves empty what is not known', () => {
    const { person, course } = facts()
    expect(
      rowOf(
        facts({
          person: { ...person, sisPersonId: null, givenName: null, familyName: null },
          course: { ...course, sisCourseId: null, sisSectionId: null },
        }),
      ),
    ).toMatchObject({
      sis_person_id: null,
      first_name: null,
      last_name: null,
      person_match_status: 'unmatched',
      sis_section_id: null,
      section_source: null,
    })
  })
  it('keeps the hours that were decided on, whatever was answered since', () => {
    const { claim } = facts()
    const corrected = confirmed({ confirmedHours: 5 })
    expect(rowOf(facts({ claim, placements: [corrected] }))).toMatchObject({
      hours_work_confirmed: 18,
      pay_total: '333.00',
    })
  })
  it('adds hours exactly: 0.1 and 0.2 are 0.3', () => {
    const hours = (amount: number) =>
      aStatement({ hours: { by: 'day', entries: [{ on: '2026-03-02', hours: amount }] } })
    const placements = [confirmed({ statement: hours(0.1) }), confirmed({ statement: hours(0.2) })]
    expect(rowOf(facts({ placements }))?.hours_work_logged).toBe(0.3)
  })
})

describe('several placements in one row', () => {
  const second = confirmed({
    id: 'placement-2',
    confirmedHours: 14,
    statement: aStatement({
      title: 'Map; of "reeds"',
      employer: 'Fen & Co',
      startsOn: '2026-02-02',
      endsOn: '2026-02-20',
      pay: { kind: 'fixed', amountMinor: 50_000, currency: 'EUR' },
      mode: 'on-site',
    }),
    answer: anAnswer({ byName: 'Ken Thompson', at: later(20) }),
  })
  const unpaid = confirmed({
    id: 'placement-3',
    statement: aStatement({ pay: { kind: 'unpaid', reason: 'A charity' }, mode: null }),
    answer: null,
  })

  it('stand side by side, in one order, with an empty place for what is not there', () => {
    expect(rowOf(facts({ placements: [confirmed(), second, unpaid] }))).toMatchObject({
      placement_id: 'placement-1; placement-2; placement-3',
      modality: 'remote; on-site; ',
      pay_type: 'hourly; fixed; unpaid',
      pay_total: '333.00; 500.00; ',
      currency: 'USD; EUR; ',
      effective_hourly_rate: '18.50; 35.71; ',
      supervisor_name: 'Grace Hopper; Ken Thompson; ',
      start_date: '2026-02-02',
      end_date: '2026-03-06',
    })
  })
  it('can be told apart again: a semicolon in a title does not make two of one', () => {
    const row = rowOf(facts({ placements: [confirmed(), second] }))
    expect(row?.project_title).toBe('Survey of river birds; Map, of "reeds"')
    const alone = rowOf(facts({ placements: [second] }))
    expect(alone?.project_title).toBe('Map; of "reeds"')
  })
  it('are paid only when each is', () => {
    expect(rowOf(facts({ placements: [confirmed(), second] }))?.paid_flag).toBe(true)
    expect(rowOf(facts({ placements: [confirmed(), unpaid] }))?.paid_flag).toBe(false)
    const unsaid = confirmed({ statement: aStatement({ pay: null }) })
    expect(rowOf(facts({ placements: [unsaid] }))?.paid_flag).toBe(false)
    expect(rowOf(facts({ placements: [] }))).toMatchObject({
      paid_flag: null,
      placement_id: null,
      confirmation_method: null,
    })
  })
})

describe('what people typed', () => {
  it.each([
    '=HYPERLINK("x")',
    '@SUM(A1)',
    '+1',
    '-1',
    '"',
    'a,b',
    'a\nb',
    'a\r\nb',
    '\t=1',
    "';--",
  ])('stands in the row as typed: %j (guarding cells is the work of the file)', (text) => {
    const statement = aStatement({ title: text, employer: text })
    const row = rowOf(facts({ placements: [confirmed({ statement })] }))
    expect(row).toMatchObject({ project_title: text, employer_legal_name: text })
  })
})
