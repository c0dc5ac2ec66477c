// The instructor's form for an assignment's rule: few fields, over a rule of the institution.

import { currentRule } from '../../domain/course.ts'
import { fullHoursOf } from '../../domain/credit/claim-credit.ts'
import type { RuleParameters } from '../../domain/credit/parameters.ts'
import type { NamedRule, RulePage } from '../../services/rules/assignments.ts'
import { dated, day, t } from '../../text.ts'
import { ruleWords } from '../parts/claim.view.ts'

type Values = Record<string, string | string[] | number>

const EMPTY: Values = {
  ...{ ruleId: '', mode: 'points', fullHours: '', points: '', scheme: 'proportional' },
  ...{ academicHours: '', minCredit: '', maxCredit: '', claimBy: '' },
}

/** The model of views/assignments/rule, without addresses and errors. */
export function ruleFormView(page: RulePage, typed: Values | null) {
  const { assignment, rules, lmsPoints, usual } = page
  const now = currentRule(assignment)
  const source = rules.find((rule) => rule.ruleId === now?.source?.ruleId) ?? rules[0]
  return {
    assignment: assignment.title,
    lmsPoints,
    usual: usual
      ? t('rule.claimByUsual', {
          day: day(usual.on),
          why: t(`deadline.${usual.reason}`, dated(usual.facts)),
        })
      : t('rule.claimByHint'),
    hasColumn: assignment.lineItemUrl !== null,
    version: now?.version ?? null,
    rules: rules.map((rule) => ({ ...choiceOf(rule), chosen: rule === source })),
    several: rules.length > 1,
    credits: rules.some(mayGiveCredits),
    values: { ...EMPTY, ...(typed ?? stored(page, source)) },
  }
}

function choiceOf({ ruleId, name, version }: NamedRule) {
  return { value: ruleId, label: name, hint: ruleWords(version.parameters).rule }
}

function mayGiveCredits({ version: { parameters, mayLoosen } }: NamedRule): boolean {
  return parameters.mode === 'credits' || mayLoosen.includes('mode')
}

function stored({ assignment, lmsPoints }: RulePage, source: NamedRule | undefined): Values {
  const own = currentRule(assignment)?.parameters ?? null
  const base = own ?? source?.version.parameters ?? null
  const values: Values = { ruleId: source?.ruleId ?? '', claimBy: assignment.claimBy ?? '' }
  if (!base) return values
  return {
    ...values,
    mode: base.mode === 'credits' ? 'credits' : 'points',
    minCredit: base.minCredit,
    maxCredit: base.maxCredit,
    ...(own ? ownValues(own) : { points: lmsPoints ?? '' }),
  }
}

function ownValues(own: RuleParameters): Values {
  const { maximum: points, scheme, academicHours } = own
  const base: Values = { points, scheme }
  return own.mode === 'credits' ? base : { ...base, fullHours: fullHoursOf(own), academicHours }
}
