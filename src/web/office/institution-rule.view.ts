// A rule of the institution as its pages show it: a row in the list, and the whole with its versions.

import { changes } from '../../domain/credit/rule-versions.ts'
import { STINT } from '../../domain/institution-rule.ts'
import type { ListedRule, RuleDetails } from '../../services/rules/institution-rules.ts'
import type { Trial } from '../../services/rules/rule-previews.ts'
import { day, instant, t } from '../../text.ts'
import { ruleWords } from '../parts/claim.view.ts'
import { parametersInWords, valueWords } from '../parts/parameter.view.ts'
import { paths } from '../paths.ts'
import { trialView } from './rule-trial.view.ts'

/** One row of the list. */
export function ruleRow({ rule, version, assignments }: ListedRule) {
  const shown = version ?? rule.versions.at(-1)
  return {
    href: paths.institutionRule(rule.id),
    name: rule.name,
    words: shown ? ruleWords(shown.parameters).rule : '',
    earns: shown ? t(`parameter.mode.is.${shown.parameters.mode}`) : '',
    version: version
      ? t('rules.holds', { version: version.version, day: day(version.effectiveFrom) })
      : t('rules.notYet'),
    assignments: t('rules.assignments', { count: assignments }),
  }
}

/** The model of views/rules/show, without who may edit. */
export function rulePageView(details: RuleDetails, open: Trial, timezone: string) {
  const { rule, version, assignments } = details
  const shown = version ?? rule.versions[0]
  const newest = rule.versions.at(-1)
  return {
    back: paths.rules(),
    name: rule.name,
    ...(shown ? ruleWords(shown.parameters) : { rule: '', academic: null }),
    holds: version
      ? t('rules.holds', { version: version.version, day: day(version.effectiveFrom) })
      : t('rules.notYet'),
    assignments: t('rules.assignments', { count: assignments }),
    groups: shown ? parametersInWords(shown.parameters, shown.mayLoosen) : [],
    versions: versionRows(details, timezone),
    newest: newest?.version ?? 0,
    open: trialView(open),
  }
}

function versionRows({ rule, version, writers }: RuleDetails, timezone: string) {
  return rule.versions.toReversed().map((one) => {
    const before = rule.versions.find(({ version }) => version === one.version - 1)
    const differing = before ? changes(before.parameters, one.parameters) : []
    const writer = writers.get(one.writtenBy)?.name
    return {
      title: t('rules.version', { version: one.version }),
      from: t('rules.from', { day: day(one.effectiveFrom) }),
      holds: one.version === version?.version ? t('rules.holdsNow') : null,
      by: t('rules.writtenBy', {
        who: one.writtenBy === STINT ? t('thread.stint') : (writer ?? t('person.unnamed')),
        at: instant(one.writtenAt, timezone),
      }),
      changes: differing.map(({ parameter, from, to }) =>
        t('rules.change', {
          parameter: t(`parameter.${parameter}.name`),
          from: valueWords(parameter, from),
          to: valueWords(parameter, to),
        }),
      ),
    }
  })
}
