// The registrar's report: its columns, and the row of one decided claim (domain.md 14, the columns that exist so far).

import { approval, type Claim, type ClaimDecision } from './claim.ts'
import type { Assignment, Course } from './course.ts'
import { totalHours } from './hours.ts'
import { hundredths } from './hundredths.ts'
import type { Institution } from './institution.ts'
import { payMinorPerHour, payMinorTotal } from './pay.ts'
import type { Person } from './person.ts'
import type { Placement } from './placement.ts'
import { hoursThatCount } from './reckoning.ts'

/** In the order of the CSV. Placement columns join the values of several placements with "; ". */
export const COLUMNS = [
  'row_id',
  'row_version',
  'institution_name',
  'sis_person_id',
  'last_name',
  'first_name',
  'person_match_status',
  'sis_course_id',
  'sis_section_id',
  'section_source',
  'course_title',
  'claim_id',
  'credit_unit',
  'credit_mode',
  'credits_requested',
  'credits_awarded',
  'credit_min',
  'credit_max',
  'grading_scheme',
  'grade_status',
  'lms_score_given',
  'lms_score_maximum',
  'lms_score_posted_at',
  'lms_sync_state',
  'lms_value_seen',
  'hours_work_logged',
  'hours_work_confirmed',
  'hours_academic',
  'hours_counted',
  'hours_unused',
  'rule_hours_per_credit',
  'rule_work_share_max',
  'rule_id',
  'rule_version',
  'placement_id',
  'project_title',
  'employer_legal_name',
  'modality',
  'start_date',
  'end_date',
  'paid_flag',
  'pay_type',
  'pay_total',
  'currency',
  'effective_hourly_rate',
  'supervisor_name',
  'supervisor_confirmed_at',
  'confirmation_method',
  'submitted_at',
  'approved_by',
  'approver_role',
  'approved_at',
  'left_course_at',
] as const

export type Column = (typeof COLUMNS)[number]
export type Row = Record<Column, string | number | boolean | null>

export interface RowFacts {
  institution: Institution
  claim: Claim
  person: Person
  course: Course
  assignment: Assignment
  placements: Placement[]
}

/** The row of one approved claim; null when it is not approved. */
export function rowOf(facts: RowFacts): Row | null {
  const decision = approval(facts.claim)
  if (!decision) return null
  const { claim } = facts
  const score = claim.debts.score
  const placements = asDecided(facts.placements, decision)
  return {
    row_id: claim.id,
    row_version: claim.decisions.length,
    institution_name: facts.institution.name,
    ...identity(facts),
    ...sectionColumns(facts, decision),
    course_title: facts.course.title,
    claim_id: claim.id,
    ...creditColumns(decision),
    grade_status: 'final',
    lms_score_given: decision.credit.result.score.given,
    lms_score_maximum: decision.credit.result.score.maximum,
    lms_score_posted_at: iso(score?.doneAt ?? null),
    lms_sync_state: score
      ? { due: 'waiting', done: 'delivered', stuck: 'failed', waived: 'none' }[score.state]
      : 'none',
    lms_value_seen: claim.seen?.given ?? null,
    hours_work_logged: loggedHours(placements),
    hours_work_confirmed: confirmedHours(decision),
    hours_academic: decision.credit.result.academicHours,
    hours_counted: hoursThatCount(decision.credit),
    hours_unused: hundredths(decision.credit.result.unusedHours) / 100,
    rule_hours_per_credit: decision.credit.rule.hoursPerCredit,
    rule_work_share_max: decision.credit.rule.workShareMax,
    rule_id: facts.assignment.id,
    rule_version: decision.rule.version,
    ...placementColumns(placements),
    submitted_at: iso(claim.firstSubmittedAt),
    approved_by: decision.byName,
    approver_role: 'instructor',
    approved_at: iso(decision.at),
    // What was approved stays; the registrar is told that its student has left since.
    left_course_at: iso(claim.leftAt),
  }
}

// Hours as the decision counted them, whatever was answered since (design decision 15).
function asDecided(placements: Placement[], decision: ClaimDecision): Placement[] {
  const hours = new Map(decision.placements.map((p) => [p.id, p.confirmedHours]))
  return placements.map((p) => ({ ...p, confirmedHours: hours.get(p.id) ?? null }))
}

// Credits stand there only where the claim earned the course's; points inside a course have none of their own.
function creditColumns({ rule, credit }: ClaimDecision) {
  const { mode, creditUnit, minCredit, maxCredit, transcript } = rule.parameters
  const given = credit.credits !== null
  return {
    credit_unit: given ? creditUnit : null,
    credit_mode: mode,
    credits_requested: given ? credit.input.requestedCredits : null,
    credits_awarded: credit.credits,
    credit_min: given ? minCredit : null,
    credit_max: given ? maxCredit : null,
    grading_scheme: transcript,
  }
}

function confirmedHours({ placements }: ClaimDecision): number {
  return placements.reduce((sum, p) => sum + hundredths(p.confirmedHours ?? 0), 0) / 100
}

function loggedHours(placements: Placement[]): number {
  return placements.reduce((sum, p) => sum + hundredths(totalHours(p.statement.hours)), 0) / 100
}

function identity({ person, course }: RowFacts) {
  return {
    sis_person_id: person.sisPersonId,
    last_name: person.familyName,
    first_name: person.givenName,
    person_match_status: person.sisPersonId ? 'matched' : 'unmatched',
    sis_course_id: course.sisCourseId,
  }
}

// As it was kept at the decision, wherever the roster has the student now; older decisions have the course's.
function sectionColumns({ course }: RowFacts, { section }: ClaimDecision) {
  if (section) return { sis_section_id: joined(section.ids), section_source: section.from }
  const known = section === undefined ? course.sisSectionId : null
  return { sis_section_id: known, section_source: known ? 'launch' : null }
}

function iso(at: Date | null): string | null {
  return at ? at.toISOString() : null
}

function placementColumns(placements: Placement[]) {
  const of = (value: (p: Placement) => string | number | null): string | null => {
    const values = placements.map((p) => value(p))
    return values.some((v) => v !== null) ? joined(values) : null
  }
  const days = (pick: 'startsOn' | 'endsOn') =>
    placements.flatMap((p) => p.statement[pick] ?? []).sort()
  return {
    placement_id: of((p) => p.id),
    project_title: of((p) => p.statement.title),
    employer_legal_name: of((p) => p.statement.employer),
    modality: of((p) => p.statement.mode),
    start_date: days('startsOn')[0] ?? null,
    end_date: days('endsOn').at(-1) ?? null,
    ...payColumns(placements, of),
    supervisor_name: of((p) => p.answer?.byName ?? null),
    supervisor_confirmed_at: of((p) => iso(p.answer?.at ?? null)),
    confirmation_method: placements.length > 0 ? 'link' : null,
  }
}

// Several values in one cell can be told apart again: only the separators between them are semicolons.
function joined(values: (string | number | null)[]): string {
  const texts = values.map((value) => String(value ?? ''))
  return texts.length === 1
    ? texts.join('')
    : texts.map((text) => text.replaceAll(';', ',')).join('; ')
}

function payColumns(
  placements: Placement[],
  of: (value: (p: Placement) => string | number | null) => string | null,
) {
  return {
    paid_flag: placements.length > 0 ? placements.every((p) => isPaid(p)) : null,
    pay_type: of((p) => p.statement.pay?.kind ?? null),
    pay_total: of((p) => decimal(payMinorTotal(p.statement.pay, p.confirmedHours ?? 0))),
    currency: of((p) =>
      p.statement.pay && p.statement.pay.kind !== 'unpaid' ? p.statement.pay.currency : null,
    ),
    effective_hourly_rate: of((p) =>
      decimal(payMinorPerHour(p.statement.pay, p.confirmedHours ?? 0)),
    ),
  }
}

function isPaid({ statement }: Placement): boolean {
  return statement.pay !== null && statement.pay.kind !== 'unpaid'
}

function decimal(minor: number | null): string | null {
  return minor === null ? null : (minor / 100).toFixed(2)
}
