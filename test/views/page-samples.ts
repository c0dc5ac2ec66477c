// Models for every page view, shaped by the same code as the real pages, in the variants that look different.

import type { Claim } from '../../src/domain/claim.ts'
import type { Person } from '../../src/domain/person.ts'
import type { Placement } from '../../src/domain/placement.ts'
import { reckon } from '../../src/domain/reckoning.ts'
import { COLUMNS } from '../../src/domain/report.ts'
import { emptyStatement } from '../../src/domain/statement.ts'
import type { StudentPage } from '../../src/services/claims/standings.ts'
import type { Place } from '../../src/services/rights.ts'
import { t } from '../../src/text.ts'
import { deliveryOf, deliverySummary } from '../../src/web/parts/delivery.view.ts'
import {
  answerOf,
  missingByPart,
  payText,
  placementItem,
  statementView,
  waitOf,
} from '../../src/web/parts/placement.view.ts'
import { threadOf } from '../../src/web/parts/thread.view.ts'
import { queueRow, reviewView } from '../../src/web/staff/review.view.ts'
import { formValues } from '../../src/web/student/placement.form.ts'
import { studentView } from '../../src/web/student/student.view.ts'
import { admin, adminSamples } from './admin-samples.ts'
import {
  ada,
  ago,
  answer,
  approved,
  aside,
  assignment,
  ben,
  chi,
  claim,
  corrected,
  course,
  creditRule,
  ctx,
  denied,
  draft,
  givenBack,
  inClaim,
  inGradebook,
  institution,
  lab,
  lost,
  NOW,
  overridden,
  place,
  request,
  retried,
  returned,
  rule,
  stuck,
  survey,
  waiting,
  ZONE,
} from './cast.ts'
import { admitted, claimByView, dateSamples, strictly, usualTiming } from './date-samples.ts'
import { doctorSamples } from './doctor-samples.ts'
import { pickSamples } from './pick-samples.ts'
import { institutionRuleSamples, type Row, ruleSamples } from './rule-samples.ts'

const shellBase = {
  title: 'A title',
  framed: true,
  lang: 'en',
  stylesheet: null,
  course: { label: course.label, title: course.title },
  institution: institution.name as string | null,
  notice: null,
  error: null,
  person: { name: 'Ada Moreno', roleText: 'Student' },
  nav: [{ href: '/', text: 'Start', current: false }],
  banner: null,
  signOut: null,
  who: 'ada',
  csrf: 'csrf-token',
  session: 'public-id',
}
type Shell = { [key in keyof typeof shellBase]: unknown }

const student = (some: Partial<Shell> = {}): Shell => ({ ...shellBase, ...some })
const teacher = (some: Partial<Shell> = {}): Shell => ({
  ...shellBase,
  person: { name: 'Elena Rivera', roleText: 'Instructor' },
  ...some,
})
const stranger = (some: Partial<Shell> = {}): Shell => ({
  ...shellBase,
  framed: false,
  course: null,
  person: null,
  who: null,
  nav: [],
  csrf: null,
  session: null,
  ...some,
})
const office = (role: string, some: Partial<Shell> = {}): Shell => ({
  ...shellBase,
  framed: false,
  course: null,
  nav: [],
  signOut: '/sign-out',
  banner: t('shell.linkSession'),
  person: { name: 'Rita Registrar', roleText: role },
  ...some,
})

const ASKED = { requestedCredits: 1, academicHoursApproved: null, employers: {} }

function studentPage(
  placements: Placement[],
  own: Claim | null,
  heldBy: StudentPage['heldBy'] = new Map(),
  terms = rule,
  admission = admitted,
) {
  const page = {
    place: place('student'),
    assignment,
    rule: terms,
    claim: own,
    placements,
    heldBy,
    asked: ASKED,
    credit: null,
    admission,
  }
  return studentView(ctx, page, { chosen: null, reflection: null })
}

function review(
  own: Claim,
  role: Place['role'] = 'instructor',
  placements = inClaim,
  terms = rule,
  admission = admitted,
) {
  const credit = reckon(terms.parameters, ASKED, placements)
  const page = {
    claim: own,
    assignment,
    rule: terms,
    placements,
    credit,
    person: ada,
    place: place(role),
    platformKind: 'canvas',
    admission,
    alike: placements.slice(0, 1),
    section: { ids: ['BIO-210-02'], from: 'roster' as const },
    version: '3.1',
  }
  return { ...reviewView(page, ZONE), note: '' }
}

// Where a claim earns the course's credits: what the student asks for, and what the instructor may approve.
function creditSamples(): Row[] {
  const asked = studentPage([survey, lab], null, new Map(), creditRule)
  const submittedHere = review(waiting, 'instructor', inClaim, creditRule)
  const oneOfEach = { ...creditRule.parameters, maxPlacements: 1, minWeeks: 8 }
  return [
    ['student-credits', 'student/assignment', student(), asked],
    ['claim-credits', 'reviews/claim', teacher(), submittedHere],
    [
      'student-in-the-way',
      'student/assignment',
      student(),
      studentPage([survey, lab], claim({ chosen: ['m1', 'm2'], draftRule: 2 }), new Map(), {
        ...rule,
        version: 3,
        parameters: { ...rule.parameters, ...oneOfEach },
      }),
    ],
  ]
}

const queueRows = [
  { of: ada, own: waiting, placements: inClaim },
  { of: ben, own: { ...waiting, id: 'k2', submittedAt: ago(2) }, placements: [survey] },
  {
    of: chi,
    own: { ...waiting, id: 'k3', submittedAt: ago(0.1) },
    placements: [{ ...survey, answer: answer({ unusual: ['firstUse'] }) }],
  },
].map(({ of, own, placements }) =>
  queueRow(
    {
      claim: own,
      assignment,
      rule,
      placements,
      credit: reckon(rule.parameters, ASKED, placements),
      person: of,
      place: place('instructor'),
      timing: usualTiming,
      alike: [],
    },
    NOW,
  ),
)

const peopleHref = '/courses/c1/people'
const looked: Claim = {
  ...waiting,
  history: [
    ...waiting.history,
    {
      ...{ at: ago(0.2), personId: 'theo', name: 'Theo Assist' },
      ...{ what: 'claim.check', why: 'The sheet is complete.', facts: {} },
    },
  ],
}
const heldMails = {
  back: '/courses/c1',
  open: '/courses/c1/mail/open',
  mails: [
    {
      subject: 'Ada M. asks you to confirm 14 hours',
      text: 'Hello Ngozi Okafor,\n\nAda M. has done a micro-internship at Green Bench.\n\nhttps://stint.example/confirm/…',
      ...{
        asks: 'm1',
        would: t('heldMail.would', { to: 'okafor@green.example', at: 'Tue 24 Nov 2026, 10:00' }),
      },
    },
    {
      subject: 'Your claim was decided',
      text: 'Hello Ada,\n\nYour claim was approved.',
      ...{
        asks: null,
        would: t('heldMail.would', { to: 'Ada Morgan', at: 'Tue 24 Nov 2026, 11:00' }),
      },
    },
  ],
}
const people = {
  back: '/courses/c1',
  doctor: '/courses/c1/doctor',
  roster: {
    action: '/courses/c1/people/read',
    text: t('roster.unread', { lms: 'Moodle' }),
    news: ['Tue 24 Nov 2026, 03:12 · Chi Nguyen left; they were Student'],
  },
  someone: true,
  ask: t('people.ask', { institution: 'Lakeside', lms: 'Moodle' }),
  staff: [
    ['Elena Rivera', 'good', 'instructor', 'both'],
    ['Theo Assist', 'neutral', 'assistant', 'lowered'],
    ['Noor Haddad', 'neutral', 'assistant', 'noRoster'],
    ['Sam Weil', 'good', 'instructor', 'enough'],
    ['Lin Okafor', 'neutral', 'nothing', 'gone'],
  ].map(([name, tone, may, why]) => ({
    ...{ name, tone },
    may: t(`people.may.${may}`),
    why: t(`people.why.${why}`, { lms: 'Moodle' }),
    since: t('people.since', { day: 'Mon 2 Nov 2026' }),
  })),
}

function assignmentItem(some: object = {}) {
  return {
    title: assignment.title,
    href: '/courses/c1/assignments/a1',
    ruleHref: '/courses/c1/assignments/a1/rule',
    scoresHref: '/courses/c1/assignments/a1/scores',
    datesHref: '/courses/c1/assignments/a1/dates',
    claimBy: claimByView as typeof claimByView | null,
    hasRule: true,
    teaches: true,
    ...some,
  }
}

function form(mine: Placement | null, errors: Record<string, string> = {}) {
  const values = formValues(mine?.statement ?? emptyStatement())
  const blank = Object.fromEntries(
    [...Object.keys(values), 'hours', 'pay', 'form'].map((f) => [f, null]),
  )
  const rows = [...values.rows, ...Array.from({ length: 5 }, () => ({ on: '', hours: '' }))]
  return {
    action: '/placements',
    withdraw: mine ? '/placements/m5/withdraw' : null,
    version: mine?.version ?? null,
    givenBack: mine?.answer ? { byName: mine.answer.byName, why: mine.answer.why } : null,
    pay: mine ? payText(mine) : null,
    missing: missingByPart(
      mine === draft
        ? {
            title: 'placement.missing.title',
            employer: 'placement.missing.employer',
            hours: 'placement.missing.hours',
            pay: 'placement.missing.pay',
            supervisorMail: 'placement.missing.supervisorMail',
          }
        : {},
    ),
    preview: mine && statementView(mine),
    values: { ...values, rows: rows.map((row, i) => ({ ...row, number: i + 1 })) },
    errors: { ...blank, ...errors },
  }
}

function show(mine: Placement) {
  const open = mine.state === 'submitted'
  return {
    item: placementItem(mine, null, ZONE),
    statement: statementView(mine),
    supervisor: { name: mine.statement.supervisorName, mail: mine.statement.supervisorMail },
    wait: waitOf(mine, ZONE),
    answer: answerOf(mine.answer, ZONE),
    askAgain: open ? '/placements/m2/ask-again' : null,
    reopen: open ? '/placements/m2/reopen' : null,
    thread: threadOf(mine.history, ZONE),
  }
}

function confirm(mine: Placement, some: object = {}) {
  return {
    timezone: ZONE,
    expiresAt: request.expiresAt,
    action: '/confirm/i1.token',
    again: '/confirm/i1.token/again',
    office: 'credit@lakeside.example',
    student: 'Ada M.',
    institution: institution.name,
    supervisor: 'Ngozi Okafor',
    statement: statementView(mine),
    said: 14,
    answered: null,
    values: { kind: '', hours: '', fewerWhy: '', missing: '', rightPerson: '' },
    errors: { kind: null, hours: null, fewerWhy: null, missing: null, form: null },
    ...some,
  }
}

function scoreRows(claims: [Person, Claim][]) {
  const rows = claims.map(([of, c]) => {
    const delivery = deliveryOf(c, ZONE)
    return {
      student: of.name,
      href: '/courses/c1/claims/k1',
      ...delivery,
      resend: delivery.canResend ? '/courses/c1/claims/k1/send-again' : null,
    }
  })
  return {
    title: t('scores.title', { assignment: assignment.title }),
    rows,
    lms: 'Canvas',
    summary: deliverySummary(rows, 'Canvas'),
    back: '/courses/c1',
    column: null as object | null,
    notes: [] as string[],
    fate: null as object | null,
    refresh: rows.some((row) => row.tone === 'waiting'),
  }
}

const SHOWN = [
  'last_name',
  'first_name',
  'sis_person_id',
  'course_title',
  'hours_counted',
  'lms_score_given',
  'lms_sync_state',
  'employer_legal_name',
  'approved_by',
  'approved_at',
]
function reportRow(values: string[]) {
  return SHOWN.map((column, i) => ({
    label: t(`reports.column.${column}`),
    value: values[i] ?? '',
  }))
}
const report = {
  columns: SHOWN.map((column) => ({ name: column, text: t(`reports.column.${column}`) })),
  rows: [
    reportRow([
      'Moreno',
      'Ada',
      'S100234',
      'Data for Biologists',
      '45',
      '100',
      'delivered',
      'Delta Foods; Riverside Clinic',
      'Elena Rivera',
      'Mon 23 Nov 2026',
    ]),
    reportRow([
      'Nguyen',
      'Chi',
      '',
      'Data for Biologists',
      '33',
      '73.33',
      'on its way',
      'Green Bench',
      'Elena Rivera',
      'Tue 24 Nov 2026',
    ]),
  ],
  next: '/reports?after=k2' as string | null,
  all: COLUMNS.length,
}

export interface Sample {
  name: string
  view: string
  model: { shell: Shell } & Record<string, unknown>
}

const problems = (...summary: { field: string; text: string }[]) => ({ error: { summary } })
const needed = (field: string, key: string) => ({ field, text: t(key) })

/** Every page view with its models, in the variants that look different. */
export function pageSamples(): Sample[] {
  const none: StudentPage['heldBy'] = new Map()
  const { course } = place('student')
  const elsewhere = claim({ id: 'k9', state: 'submitted' })
  const held = new Map([['m3', { claim: elsewhere, assignment, course }]])
  return [
    [
      'student-start',
      'student/assignment',
      student({ notice: { kind: 'done', text: t('notice.claimSaved') } }),
      studentPage([survey, lab], claim()),
    ],
    ['student-empty', 'student/assignment', student(), studentPage([], null)],
    [
      'student-many',
      'student/assignment',
      student({ framed: false }),
      studentPage([survey, corrected, givenBack, draft, aside], null, held),
    ],
    [
      'student-problem',
      'student/assignment',
      student(problems(needed('reflection', 'claim.noReflection'))),
      studentPage([survey, lab], claim({ reflection: '' })),
    ],
    ['student-submitted', 'student/assignment', student(), studentPage(inClaim, waiting)],
    ['student-returned', 'student/assignment', student(), studentPage(inClaim, returned)],
    ['student-approved', 'student/assignment', student(), studentPage(inClaim, inGradebook)],
    ['student-denied', 'student/assignment', student(), studentPage(inClaim, denied)],
    [
      'student-no-rule',
      'student/no-rule',
      student(),
      studentView(
        ctx,
        {
          place: place('student'),
          assignment: { ...assignment, rules: [] },
          rule: null,
          claim: null,
          placements: [survey],
          heldBy: none,
          asked: ASKED,
          credit: null,
          admission: null,
        },
        { chosen: null, reflection: null },
      ),
    ],
    [
      'course-student',
      'courses/student',
      student(),
      {
        assignments: [
          assignmentItem(),
          assignmentItem({ title: 'Second assignment', hasRule: false }),
        ],
        placements: [survey, lab].map((p) => placementItem(p, null, ZONE)),
        elsewhere: [
          {
            course: 'MKT 150',
            assignment: 'Practice points',
            state: t('claim.state.final'),
            tone: 'good',
          },
        ],
        newHref: '/placements/new',
      },
    ],
    [
      'course-student-empty',
      'courses/student',
      student(),
      { assignments: [], placements: [], elsewhere: [], newHref: '/placements/new' },
    ],
    [
      'course-staff',
      'courses/staff',
      teacher(),
      {
        lookOnly: null,
        takeover: {
          action: '/courses/c1/take-over',
          count: 2,
          claims: [
            t('takeover.claim', { student: 'Ben Castillo', course: 'BIO 211' }),
            t('takeover.draft', { student: 'Chi Nguyen', course: 'BIO 211' }),
          ],
          chosen: 'a1',
          several: true,
          into: [
            { value: 'a1', label: 'Micro-internship credit' },
            { value: 'a2', label: 'Field practice' },
          ],
        },
        lost: { count: 2, action: '/courses/c1/scores/again' },
        assignments: [
          assignmentItem(),
          assignmentItem({ title: 'Second assignment', hasRule: false, claimBy: null }),
        ],
        rows: queueRows,
        newHref: '/courses/c1/new',
        peopleHref,
        mailHref: '/courses/c1/mail',
      },
    ],
    [
      'course-assistant',
      'courses/staff',
      teacher({ person: { name: 'Theo Assist', roleText: 'Teaching assistant' } }),
      {
        lookOnly: t('review.rosterUnread'),
        takeover: null,
        lost: { count: 1, action: null },
        assignments: [assignmentItem({ teaches: false })],
        rows: [],
        newHref: null,
        peopleHref,
        mailHref: '/courses/c1/mail',
      },
    ],
    [
      'course-staff-empty',
      'courses/staff',
      teacher(),
      {
        lookOnly: null,
        takeover: null,
        lost: null,
        assignments: [],
        rows: [],
        newHref: '/courses/c1/new',
        peopleHref,
        mailHref: null,
      },
    ],
    ['course-people', 'courses/people', teacher(), people],
    ['course-mail', 'courses/mail', teacher(), heldMails],
    ['course-mail-none', 'courses/mail', teacher(), { ...heldMails, mails: [] }],
    [
      'claim-assistant',
      'reviews/claim',
      teacher({ person: { name: 'Theo Assist', roleText: 'Teaching assistant' } }),
      review(looked, 'assistant'),
    ],
    ['queue', 'reviews/queue', teacher({ framed: false, course: null }), { rows: queueRows }],
    ['queue-empty', 'reviews/queue', teacher({ course: null }), { rows: [] }],
    ['claim', 'reviews/claim', teacher(), review(waiting)],
    [
      'claim-graded-before',
      'reviews/claim',
      teacher(),
      review({ ...waiting, seen: { at: ago(1), given: 80, maximum: 100 } }),
    ],
    ['claim-lost', 'reviews/claim', teacher(), review(lost)],
    [
      'claim-refused',
      'reviews/claim',
      teacher(problems(needed('note', 'review.noteNeeded'))),
      review(waiting, 'instructor', [lab], {
        ...rule,
        parameters: { ...rule.parameters, scheme: 'complete' },
      }),
    ],
    ['claim-assistant', 'reviews/claim', teacher(), review(waiting, 'assistant')],
    ['claim-approved', 'reviews/claim', teacher(), review(stuck)],
    ['claim-sending', 'reviews/claim', teacher(), review(approved)],
    ['claim-delivered', 'reviews/claim', teacher(), review(inGradebook)],
    [
      'scores',
      'reviews/scores',
      teacher(),
      scoreRows([
        [ada, inGradebook],
        [ben, stuck],
        [chi, retried],
        [ada, overridden],
        [ben, lost],
        [chi, approved],
      ]),
    ],
    [
      'scores-frozen',
      'reviews/scores',
      teacher(),
      {
        ...scoreRows([[ada, inGradebook]]),
        column: { kind: 'trouble', text: t('column.says.frozen', { lms: 'Canvas' }) },
        notes: ['Tue 24 Nov 2026, 10:00 · The column is gone from Canvas'],
        fate: {
          action: '/courses/c1/assignments/a1/fate',
          chosen: 'finish',
          error: null,
          others: [{ value: 'a2', label: t('fate.moveTo', { title: 'Field practice' }) }],
        },
      },
    ],
    ['scores-empty', 'reviews/scores', teacher(), scoreRows([])],
    ...ruleSamples(teacher),
    ...pickSamples(teacher),
    ...doctorSamples(office),
    ...institutionRuleSamples(office),
    ...dateSamples(teacher, office),
    [
      'student-strict',
      'student/assignment',
      student(),
      studentPage([survey, lab], null, none, rule, strictly),
    ],
    [
      'claim-strict',
      'reviews/claim',
      teacher(),
      review(waiting, 'instructor', inClaim, rule, strictly),
    ],
    ...creditSamples(),
    [
      'placement-new',
      'placements/form',
      student({ course: null, title: t('placement.form.titleNew') }),
      form(null),
    ],
    [
      'placement-draft',
      'placements/form',
      student({ course: null, title: t('placement.form.titleEdit') }),
      form(draft),
    ],
    [
      'placement-back',
      'placements/form',
      student({ course: null, title: t('placement.form.titleEdit') }),
      form(givenBack),
    ],
    [
      'placement-problem',
      'placements/form',
      student({
        course: null,
        ...problems(
          needed('supervisorMail', 'form.notAMail'),
          needed('hours', 'hours.unreadable'),
          needed('payAmount', 'form.notANumber'),
        ),
      }),
      form(survey, {
        supervisorMail: t('form.notAMail'),
        hours: t('hours.unreadable'),
        payAmount: t('form.notANumber'),
      }),
    ],
    ['placement-waits', 'placements/show', student({ course: null }), show(lab)],
    ['placement-confirmed', 'placements/show', student({ course: null }), show(corrected)],
    ['confirm', 'confirm/show', stranger(), confirm(lab)],
    [
      'confirm-problem',
      'confirm/show',
      stranger(
        problems(needed('hours', 'confirm.hoursNeeded'), needed('fewerWhy', 'confirm.whyNeeded')),
      ),
      confirm(lab, {
        values: { kind: 'fewer', hours: '', fewerWhy: '', missing: '', rightPerson: '' },
        errors: {
          kind: null,
          hours: t('confirm.hoursNeeded'),
          fewerWhy: t('confirm.whyNeeded'),
          missing: null,
          form: null,
        },
      }),
    ],
    [
      'confirm-answered',
      'confirm/show',
      stranger({ notice: { kind: 'done', text: t('notice.answered') } }),
      confirm(lab, {
        answered: {
          at: ago(0.1),
          text: t('confirm.answered.fewer', { hours: 12 }),
          why: 'The last afternoon was a visit.',
        },
        values: {
          kind: 'fewer',
          hours: '12',
          fewerWhy: 'The last afternoon was a visit.',
          missing: '',
          rightPerson: '',
        },
      }),
    ],
    [
      'confirm-decided',
      'confirm/decided',
      stranger(),
      confirm(survey, {
        answered: { at: ago(3), text: t('confirm.answered.confirm', { hours: 18 }), why: null },
      }),
    ],
    ['confirm-expired', 'confirm/expired', stranger(), confirm(lab)],
    ['confirm-dead', 'confirm/dead', stranger(), confirm(lab)],
    ['confirm-sent', 'confirm/sent', stranger(), {}],
    [
      'enter',
      'enter/show',
      stranger(),
      { name: 'Rita Registrar', office: t('role.registrar'), action: '/enter/i1.token' },
    ],
    [
      'error',
      'errors/show',
      stranger(),
      {
        heading: t('errors.title.s404'),
        text: t('errors.notFound'),
        id: '01JD3X',
        isError: true,
        you: null,
        kept: [],
        home: null,
      },
    ],
    [
      'error-kept',
      'errors/show',
      student(),
      {
        heading: t('errors.title.s409'),
        text: t('errors.otherSession'),
        id: '01JD3X',
        isError: true,
        you: 'Chi Nguyen',
        kept: [
          {
            name: t('form.field.reflection'),
            value: 'A long text that nobody wants to write twice.',
          },
        ],
        home: '/',
      },
    ],
    [
      'other',
      'home/other',
      student({ person: { name: 'Olu Watch', roleText: 'Observer' } }),
      { text: t('home.other.observer') },
    ],
    [
      'window',
      'lti/window',
      stranger({ framed: true }),
      {
        action: '/lti/lakeside/login',
        params: [{ name: 'iss', value: 'https://canvas.instructure.com' }],
      },
    ],
    [
      'way-in',
      'lti/open',
      stranger(),
      { institution: institution.name, office: 'credit@lakeside.example' },
    ],
    ['reports', 'reports/index', office('Registrar'), report],
    ['reports-empty', 'reports/index', office('Registrar'), { ...report, rows: [], next: null }],
    ['admin', 'admin/index', office('Administrator'), admin],
    [
      'admin-empty',
      'admin/index',
      office('Administrator', { notice: { kind: 'done', text: t('notice.deploymentapproved') } }),
      {
        ...{ ...admin, owed: { due: 0, stuck: 0 } },
        ...{ platforms: [], invitations: [], waiting: [], places: [] },
      },
    ],
    ...adminSamples(
      office('Administrator'),
      office('Administrator', {
        error: { summary: [{ field: 'issuer', text: t('form.required') }] },
      }),
      stranger({ framed: true }),
    ),
  ].map(
    ([name, view, shell, model]) =>
      ({ name, view, model: { shell, ...(model as object) } }) as Sample,
  )
}
