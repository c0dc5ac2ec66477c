// Models for the pages about dates: the registrar's calendar and imports, and a course's dates.

import { calendarOf } from '../../src/domain/academic-calendar.ts'
import type { Allowance } from '../../src/domain/allowance.ts'
import { DEFAULT_RULE } from '../../src/domain/credit/presets.ts'
import { eligibilityChecks } from '../../src/domain/eligibility.ts'
import { FACT_COLUMNS } from '../../src/domain/facts-file.ts'
import { knownFacts, studentFacts } from '../../src/domain/student-facts.ts'
import type { LineProblem } from '../../src/domain/table.ts'
import { TERM_COLUMNS, type TermFacts } from '../../src/domain/term-file.ts'
import { type Timing, timingOf } from '../../src/domain/timing.ts'
import type { Admitted } from '../../src/services/claims/admissions.ts'
import { day, t } from '../../src/text.ts'
import { deadlineView } from '../../src/web/parts/deadline.view.ts'
import { problemRows, problemsLead } from '../../src/web/parts/import.view.ts'
import { datesView } from '../../src/web/staff/dates.view.ts'
import { ada, ago, assignment, ben, chi, NOW, place, rule, ZONE } from './cast.ts'
import type { Row } from './rule-samples.ts'

const fall: TermFacts = {
  code: 'F26',
  name: 'Fall 2026',
  startsOn: '2026-08-24',
  endsOn: '2026-12-18',
  addBy: '2026-09-04',
  censusOn: null,
  gradesDueOn: '2026-12-22',
  holidays: [{ from: '2026-11-26', to: '2026-11-27', name: 'Thanksgiving' }],
}
const calendar = calendarOf(ZONE, [fall])
const term = { term: fall, by: 'ids' as const }

const allowance: Allowance = {
  id: 'al1',
  institutionId: 'i1',
  assignmentId: assignment.id,
  personId: ada.id,
  lmsDueAt: null,
  debts: {},
  times: [
    {
      until: '2026-12-11',
      ...{ at: ago(1), by: 'p9', byName: 'Elena Rivera' },
      why: 'Her supervisor was in hospital.',
    },
  ],
  words: [
    {
      parameter: 'goodStanding',
      ...{ at: ago(1), by: 'p9', byName: 'Elena Rivera' },
      why: 'I asked the registrar on the phone.',
    },
  ],
}

function timing(own: Allowance | null, withTerm = true): Timing {
  return timingOf({
    calendar,
    term: withTerm ? term : null,
    rule: rule.parameters,
    assignment: { claimBy: null },
    allowance: own,
    enrolledAt: ago(60),
    claim: null,
  })
}

/** The dates of somebody with none of their own. */
export const usualTiming = timing(null)

/** A date as the pages show it. */
export const claimByView = deadlineView(usualTiming.cutOff, 'claim', ZONE)

/** Dates and demands of a student under the rule of the samples, which demands nothing. */
export const admitted: Admitted = { timing: usualTiming, checks: [], allowance: null }

/** Under one that demands much, with more time and an instructor's word. */
export const strictly: Admitted = {
  timing: timing(allowance),
  allowance,
  checks: eligibilityChecks(
    { ...DEFAULT_RULE, mode: 'credits', minGpa: 3, goodStanding: true, minCreditsEarned: 60 },
    {
      ...studentFacts(knownFacts([]), { approved: [], claimsThisTerm: 0, terms: null }),
      creditsEarned: 40.5,
    },
    1,
    [{ parameter: 'goodStanding', byName: 'Elena Rivera', why: 'I asked the registrar.' }],
  ),
}

const problems: LineProblem[] = [
  {
    line: 3,
    column: 'starts',
    key: 'import.notADayBut',
    facts: { value: '8/24/26', right: '2026-08-24' },
  },
  { line: 7, column: null, key: 'import.cells', facts: { has: 2, needs: 8 } },
]
const wrong = { wrong: problemRows(problems), wrongLead: problemsLead(problems) }
const right = { wrong: [], wrongLead: null }
const columnsOf = (columns: typeof TERM_COLUMNS) =>
  columns.map(({ name, needed }) => ({ name, needed }))

const termValues = {
  ...{ code: 'F26', name: 'Fall 2026', startsOn: '2026-08-24', endsOn: '2026-12-18' },
  ...{ addBy: '', censusOn: '', gradesDueOn: '2026-12-22', holidays: '2026-09-07 Labor Day' },
}
const noErrors = Object.fromEntries(Object.keys(termValues).map((name) => [name, null]))

function calendarSamples(office: (role: string) => object): Row[] {
  const registrar = office('Registrar')
  const list = {
    zone: t('calendar.zone', { timezone: ZONE }),
    newHref: '/calendar/new',
    importHref: '/calendar/import',
  }
  const shown = {
    href: '/calendar/t1',
    ...{ code: 'F26', name: 'Fall 2026', span: '24 Aug 2026 – 18 Dec 2026' },
    ...{ addBy: day('2026-09-04'), censusOn: null, gradesDueOn: day('2026-12-22') },
    holidays: ['7 Sep 2026 Labor Day', '26 Nov 2026 – 27 Nov 2026 Thanksgiving'],
  }
  const bare = { ...shown, code: 'S27', name: 'Spring 2027', gradesDueOn: null, holidays: [] }
  const form = { back: '/calendar', title: 'Fall 2026', action: '/calendar/t1', version: 2 }
  const preview = {
    ...{ back: '/calendar/import', action: '/calendar/import/keep', csv: 'code,name', seen: 'x' },
    lead: t('calendar.preview', { added: 1, changed: 0, same: 0 }),
    terms: [
      {
        ...{ line: '2', code: 'F26', name: 'Fall 2026', span: shown.span },
        ...{ change: t('calendar.change.new'), tone: 'good' },
      },
    ],
    keep: t('calendar.keep', { count: 1 }),
  }
  const upload = {
    ...{ back: '/calendar', action: '/calendar/import', columns: columnsOf(TERM_COLUMNS) },
    ...{ example: 'code,name\nF26,Fall 2026', csv: '' },
  }
  return [
    ['calendar', 'calendar/index', registrar, { ...list, terms: [shown, bare] }],
    ['calendar-empty', 'calendar/index', registrar, { ...list, terms: [] }],
    [
      'calendar-term',
      'calendar/term',
      registrar,
      { ...form, remove: '/calendar/t1/remove', values: termValues, errors: noErrors },
    ],
    [
      'calendar-term-wrong',
      'calendar/term',
      registrar,
      {
        ...form,
        remove: null,
        values: termValues,
        errors: { ...noErrors, endsOn: t('terms.endsFirst') },
      },
    ],
    ['calendar-import', 'calendar/import', registrar, upload],
    ['calendar-preview', 'calendar/preview', registrar, { ...preview, ...wrong }],
    ['calendar-preview-good', 'calendar/preview', registrar, { ...preview, ...right }],
    [
      'calendar-preview-bad',
      'calendar/preview',
      registrar,
      { ...preview, ...wrong, terms: [], keep: null },
    ],
  ]
}

function factsSamples(office: (role: string) => object): Row[] {
  const registrar = office('Registrar')
  const form = {
    ...{ action: '/students/preview', columns: columnsOf(FACT_COLUMNS), csv: '' },
    ...{ example: 'sis_id,gpa\nN1001,3.4', asOf: '2026-11-24', errors: { file: null, asOf: null } },
  }
  const made = {
    ...{ number: '2', at: 'Tue 24 Nov 2026, 09:10', by: 'Rita Registrar', asOf: day('2026-11-24') },
    ...{ people: t('facts.people', { count: 9990 }), leftOut: t('facts.leftOut', { count: 10 }) },
  }
  const preview = {
    ...{
      back: '/students',
      action: '/students/keep',
      csv: 'sis_id',
      seen: 'x',
      asOf: '2026-11-24',
    },
    lead: t('facts.preview', { count: 2, known: 0, day: day('2026-11-24') }),
    nobodyKnown: t('facts.nobodyKnown'),
    people: [{ line: '2', id: 'N1001', said: 'grade average: 3.4 · good standing: yes' }],
    more: t('facts.more', { count: 9970 }),
    leftOut: 2,
    keep: t('facts.keep', { count: 2 }),
  }
  return [
    [
      'students',
      'students/index',
      registrar,
      { ...form, imports: [made, { ...made, number: '1', leftOut: null }] },
    ],
    [
      'students-empty',
      'students/index',
      registrar,
      { ...form, imports: [], errors: { file: t('import.noFile'), asOf: null } },
    ],
    ['students-preview', 'students/preview', registrar, { ...preview, ...wrong }],
  ]
}

function courseDates(mayGive: boolean, some: { terms?: boolean; nobody?: boolean } = {}) {
  const { terms = true, nobody = false } = some
  const own = terms ? timing(allowance) : timing(null, false)
  const students = [
    { person: ada, timing: own, allowance, submittedAt: null },
    { person: ben, timing: terms ? usualTiming : own, allowance: null, submittedAt: ago(2) },
    {
      person: chi,
      timing: terms ? usualTiming : own,
      allowance: null,
      submittedAt: new Date(NOW.getTime() + 30 * 86_400_000),
    },
  ]
  const page = {
    place: place(mayGive ? 'instructor' : 'assistant'),
    assignment,
    timing: terms ? usualTiming : own,
    rule: { ...rule.parameters, minGpa: 3, goodStanding: true },
    term: terms ? term : null,
    terms: terms ? [fall] : [],
    students: nobody ? [] : students,
  }
  const model = datesView(page, mayGive)
  return {
    ...model,
    assignmentId: assignment.id,
    students: model.students.map((student) => ({ ...student, chosen: false })),
    values: { until: '', why: '', vouchWhy: '' },
    ...{ student: '', parameter: '' },
    errors: Object.fromEntries(
      ['students', 'until', 'why', 'student', 'parameter', 'vouchWhy'].map((name) => [name, null]),
    ),
  }
}

/** The calendar, imports, and a course's dates with and without a term. */
export function dateSamples(
  teacher: (some?: object) => object,
  office: (role: string) => object,
): Row[] {
  return [
    ...calendarSamples(office),
    ...factsSamples(office),
    ['dates', 'assignments/dates', teacher(), courseDates(true)],
    ['dates-assistant', 'assignments/dates', teacher(), courseDates(false)],
    ['dates-no-term', 'assignments/dates', teacher(), courseDates(true, { terms: false })],
    ['dates-nobody', 'assignments/dates', teacher(), courseDates(true, { nobody: true })],
  ]
}
