// The parameters of a rule in words, in their nine groups: as a rule says them, and as fields of the editor.

import {
  type Group,
  PARAMETER_NAMES,
  PARAMETERS,
  type ParameterName,
  type RuleParameters,
} from '../../domain/credit/parameters.ts'
import { hasText, number, t } from '../../text.ts'
import { shareWords } from './ledger.view.ts'
import { FIELD_KINDS } from './parameter-fields.ts'

const GROUPS: Group[] = [
  ...(['unit', 'stack', 'duration', 'eligibility', 'caps'] as const),
  ...(['timing', 'grading', 'evidence', 'pay'] as const),
]

function inGroups<T>(each: (name: ParameterName) => T) {
  return GROUPS.map((group) => ({
    id: group,
    name: t(`parameter.group.${group}`),
    items: PARAMETER_NAMES.filter((name) => PARAMETERS[name].group === group).map(each),
  }))
}

/** All that a rule says, group by group. */
export function parametersInWords(parameters: RuleParameters, mayLoosen: readonly ParameterName[]) {
  return inGroups((name) => ({
    name: t(`parameter.${name}.name`),
    value: valueWords(name, parameters[name]),
    loose: mayLoosen.includes(name) ? t('parameter.mayLoosen') : null,
  }))
}

/** What one parameter says, in words. */
export function valueWords(name: ParameterName, value: RuleParameters[ParameterName]): string {
  const kind = FIELD_KINDS[name]
  if (value === null) return emptyWords(name)
  switch (kind.as) {
    case 'choice':
    case 'flag':
      return t(`parameter.${name}.is.${String(value)}`)
    case 'several':
      return listWords([value].flat().map((one) => t(`parameter.${name}.is.${String(one)}`)))
    case 'lines':
      return listWords([value].flat().map(String))
    case 'share':
      return shareWords(typeof value === 'number' ? value : String(value))
    default:
      return amountWords(kind.unit, Number(value))
  }
}

function emptyWords(name: ParameterName): string {
  const own = `parameter.${name}.empty`
  if (hasText(own)) return t(own)
  return t(FIELD_KINDS[name].as === 'lines' ? 'parameter.anybody' : 'parameter.noLimit')
}

function amountWords(unit: string | null, amount: number): string {
  return unit ? t(unit.replace('unit.', 'parameter.amount.'), { amount }) : number(amount)
}

function listWords(words: string[]): string {
  return words.length > 0 ? words.join(', ') : t('parameter.none')
}

/** What a course sets for itself, so that it can loosen it. */
export const SET_BY_COURSES: readonly ParameterName[] = [
  ...(['mode', 'workShareMax', 'academicHours', 'minCredit', 'maxCredit'] as const),
]

/** The fields of the editor, group by group, with what stands in them. */
export function parameterFields(
  values: Record<string, string | string[] | undefined>,
  errors: Record<string, string | null>,
) {
  const loose = new Set([values.mayLoosen ?? []].flat())
  return inGroups((name) => ({
    name,
    label: t(`parameter.${name}.name`),
    hint: t(`parameter.${name}.hint`),
    error: errors[name] ?? null,
    ...control(name, values[name] ?? ''),
    loosen: SET_BY_COURSES.includes(name) ? { checked: loose.has(name) } : null,
  }))
}

function control(name: ParameterName, value: string | string[]) {
  const kind = FIELD_KINDS[name]
  const chosen = new Set([value].flat())
  const options = (of: readonly string[]) =>
    of.map((one) => ({
      value: one,
      label: t(`parameter.${name}.is.${one}`),
      checked: chosen.has(one),
    }))
  const blank = { number: false, radios: null, boxes: null, lines: false, unit: null }
  const text = typeof value === 'string' ? value : ''
  switch (kind.as) {
    case 'choice':
      return { ...blank, value: text, radios: options(kind.of) }
    case 'flag':
      return { ...blank, value: text, radios: options(['true', 'false']) }
    case 'several':
      return { ...blank, value: text, boxes: options(kind.of) }
    case 'lines':
      return { ...blank, value: text, lines: true }
    case 'share':
      return { ...blank, value: text, number: true, unit: t('unit.share') }
    default:
      return { ...blank, value: text, number: true, unit: kind.unit && t(kind.unit) }
  }
}
