// Models for the pages about rules: the instructor's form, and the office's list, page and editor.

import { overridesOf } from '../../src/domain/assignment-rule.ts'
import { currentRule } from '../../src/domain/course.ts'
import { DEFAULT_RULE } from '../../src/domain/credit/presets.ts'
import { type InstitutionRule, inForce, startingRule } from '../../src/domain/institution-rule.ts'
import { reckon } from '../../src/domain/reckoning.ts'
import { triedOnSamples } from '../../src/domain/rule-trial.ts'
import type { NamedRule, RulePage } from '../../src/services/rules/assignments.ts'
import type { Trial } from '../../src/services/rules/rule-previews.ts'
import { t } from '../../src/text.ts'
import { rulePageView, ruleRow } from '../../src/web/office/institution-rule.view.ts'
import { previewView } from '../../src/web/office/rule-trial.view.ts'
import { parameterFields } from '../../src/web/parts/parameter.view.ts'
import { fieldValues } from '../../src/web/parts/parameter-fields.ts'
import { columnView } from '../../src/web/staff/columns.ts'
import { ruleFormView } from '../../src/web/staff/rule-form.view.ts'
import { aPlatform } from '../support/builders.ts'
import { ada, ago, approved, assignment, inClaim, institution, place, waiting } from './cast.ts'

const ASKED = { requestedCredits: 1, academicHoursApproved: null, employers: {} }
const NONE = { takes: 0, keeps: 0, stays: 0 }

/** Name, view, shell, model. */
export type Row = [string, string, object, object]

const starting = startingRule({
  id: 'r1',
  institutionId: institution.id,
  name: 'Micro-internships',
  at: ago(90),
  on: '2026-08-24',
})

const FIELDS = [
  ...['ruleId', 'mode', 'fullHours', 'points', 'scheme'],
  ...['academicHours', 'minCredit', 'maxCredit', 'claimBy'],
]

function never(): never {
  throw new Error('the assignment of the cast has a rule')
}

function named(id: string, name: string, mode: 'points' | 'credits'): NamedRule {
  const source = inForce({ ...starting, id }, '2026-11-24')
  if (!source) throw new Error('no version holds')
  const parameters = { ...source.version.parameters, mode }
  return { ...source, name, version: { ...source.version, parameters } }
}

function ruleForm(
  own: Partial<RulePage> = {},
  typed: Parameters<typeof ruleFormView>[1] = null,
  errors: object = {},
) {
  const rules = [named('r1', 'Micro-internships', 'points')]
  const column = { platform: aPlatform(), lmsPoints: 100, canMakeColumn: false, original: null }
  const page = { place: place('instructor'), assignment, rules, ...column, usual: null, ...own }
  return {
    ...ruleFormView(page, typed),
    ...columnView(page),
    action: '/courses/c1/assignments/a1/rule',
    make: false,
    errors: { ...Object.fromEntries(FIELDS.map((field) => [field, null])), ...errors },
  }
}

/** The instructor's form, new, for a rule that gives credits, and with something wrong. */
export function ruleSamples(teacher: (some?: object) => object): Row[] {
  const rules = [
    named('r1', 'Micro-internships', 'points'),
    named('r2', 'Field work for credit', 'credits'),
  ]
  const wrong = [{ field: 'fullHours', text: t('form.notANumber') }]
  return [
    [
      'rule-copy',
      'assignments/rule',
      teacher(),
      ruleForm({
        assignment: {
          ...assignment,
          rules: [],
          lineItemUrl: null,
          state: 'frozen',
          copyOf: 'a0',
        },
        canMakeColumn: true,
        original: {
          title: 'Micro-internship credit',
          course: place('instructor').course,
          rule: currentRule(assignment) ?? never(),
        },
      }),
    ],
    [
      'rule-new',
      'assignments/rule',
      teacher(),
      ruleForm({ assignment: { ...assignment, rules: [] } }),
    ],
    [
      'rule-then-column',
      'assignments/rule',
      teacher(),
      {
        ...ruleForm({ assignment: { ...assignment, rules: [], lineItemUrl: null } }),
        make: true,
      },
    ],
    ['rule-credits', 'assignments/rule', teacher(), ruleForm({ rules })],
    [
      'rule-problem',
      'assignments/rule',
      teacher({ error: { summary: wrong } }),
      ruleForm(
        { lmsPoints: null, assignment: { ...assignment, lineItemUrl: null } },
        { ...overridesText(), fullHours: 'many' },
        { fullHours: t('form.notANumber'), scheme: t('form.choose') },
      ),
    ],
  ]
}

function overridesText() {
  const own = overridesOf({
    ...{ mode: 'points', fullHours: 45, scheme: 'complete', academicHours: 15, points: 100 },
  })
  return Object.fromEntries(Object.entries(own).map(([name, value]) => [name, String(value)]))
}

function institutionRule(): InstitutionRule {
  const [first] = starting.versions
  if (!first) throw new Error('no version')
  const parameters = { ...first.parameters, hoursPerCredit: 40, majors: ['Biology', 'Chemistry'] }
  const next = { version: 2, parameters, effectiveFrom: '2027-01-11', writtenBy: 'p7' }
  return { ...starting, versions: [first, { ...first, ...next, writtenAt: ago(2) }] }
}

const rule = institutionRule()
const writers = new Map([['p7', { ...ada, id: 'p7', name: 'Rosa Delgado' }]])

function compared(before: number, after: number) {
  const claimOf = (hoursPerCredit: number) =>
    reckon({ ...DEFAULT_RULE, hoursPerCredit }, ASKED, inClaim)
  return { before: claimOf(before), after: claimOf(after), differs: true }
}

const trial: Trial = {
  looked: 2000,
  bounded: true,
  differing: { takes: 1, keeps: 1, stays: 60 },
  claims: [
    {
      ...compared(45, 40),
      claim: { ...waiting, state: 'draft' },
      assignment,
      person: ada,
      fate: 'takes',
    },
    { ...compared(45, 40), claim: waiting, assignment, person: null, fate: 'keeps' },
    { ...compared(45, 60), claim: approved, assignment, person: ada, fate: 'stays' },
  ],
}
const nothing: Trial = { looked: 3, bounded: false, differing: NONE, claims: [] }

/** The office's pages: the list, a rule, a new one, and the editor with and without its preview. */
export function institutionRuleSamples(office: (role: string, some?: object) => object): Row[] {
  const version = rule.versions[0] ?? null
  const details = { rule, version, assignments: 3, writers }
  const after = DEFAULT_RULE
  const preview = previewView({
    ...trial,
    samples: triedOnSamples(DEFAULT_RULE, { ...after, hoursPerCredit: 40, maxPlacements: 3 }),
    since: '2026-01-12',
  })
  return [
    [
      'rules',
      'rules/index',
      office('Registrar'),
      { rules: [ruleRow({ rule, version, assignments: 3 })], newHref: '/rules/new' },
    ],
    ['rule-begin', 'rules/new', office('Registrar'), newRule()],
    [
      'rule',
      'rules/show',
      office('Registrar'),
      { ...rulePageView(details, trial, 'America/Chicago'), editHref: '/rules/r1/edit' },
    ],
    [
      'rule-to-read',
      'rules/show',
      office('Administrator'),
      { ...rulePageView({ ...details, version: null }, nothing, 'UTC'), editHref: null },
    ],
    ['rule-edit', 'rules/edit', office('Registrar'), editor()],
    ['rule-preview', 'rules/edit', office('Registrar'), editor({ preview })],
    [
      'rule-edit-problem',
      'rules/edit',
      office('Registrar', {
        error: { summary: [{ field: 'increment', text: t('form.required') }] },
      }),
      editor({}, { increment: t('form.required'), paidAllowed: t('form.choose') }),
    ],
  ]
}

const terms = [{ startsOn: '2027-01-11', text: 'Spring 2027, Mon 11 Jan 2027' }]

function newRule() {
  return {
    ...{ back: '/rules', action: '/rules/new' },
    presets: [{ value: 'semester45', label: t('preset.semester45') }],
    terms,
    values: { name: '', preset: 'semester45', effectiveFrom: '2026-11-24' },
    errors: { name: null, preset: null, effectiveFrom: null },
  }
}

function editor(some: object = {}, errors: Record<string, string> = {}) {
  const values = { ...fieldValues(rule.versions[1]?.parameters ?? DEFAULT_RULE), mayLoosen: [] }
  return {
    ...{ name: rule.name, next: 3, back: '/rules/r1', action: '/rules/r1/edit', after: '2' },
    presets: [{ href: '/rules/r1/edit?preset=uk10', text: t('preset.uk10') }],
    groups: parameterFields(values, errors),
    terms,
    effectiveFrom: '2027-01-11',
    errors: { effectiveFrom: null, ...errors },
    preview: null,
    ...some,
  }
}
