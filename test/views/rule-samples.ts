// Models for the pages about rules: the instructor's form, and the office's list, page and editor.

import { overridesOf } from '../../src/domain/assignment-rule.ts'
import { inForce, startingRule } from '../../src/domain/institution-rule.ts'
import type { NamedRule, RulePage } from '../../src/services/assignments.ts'
import { t } from '../../src/text.ts'
import { ruleFormView } from '../../src/web/rule-form.view.ts'
import { ago, assignment, institution, place } from './cast.ts'

/** Name, view, shell, model. */
export type Row = [string, string, object, object]

export const starting = startingRule({
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
  const page = { place: place('instructor'), assignment, rules, lmsPoints: 100 }
  return {
    ...ruleFormView({ ...page, ...own }, typed),
    action: '/courses/c1/assignments/a1/rule',
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
      'rule-new',
      'assignments/rule',
      teacher(),
      ruleForm({ assignment: { ...assignment, rules: [] } }),
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
