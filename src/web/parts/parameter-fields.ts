// How each parameter of a rule is written in a form: as a number, a share, a choice, or a list.

import { shareOf } from '../../domain/credit/fraction.ts'
import {
  PARAMETER_NAMES,
  type ParameterName,
  type RuleParameters,
} from '../../domain/credit/parameters.ts'
import { ruleProblems } from '../../domain/credit/rule-problems.ts'
import { type FieldErrors, Invalid } from '../../errors.ts'

/** `unit` is a text key; `empty` is what an empty field means, where it may be empty. */
export type FieldKind =
  | { as: 'number' | 'whole'; unit: string | null; mayBeEmpty?: true }
  | { as: 'share'; mayBeEmpty?: true }
  | { as: 'choice'; of: readonly string[] }
  | { as: 'flag' }
  | { as: 'several'; of: readonly string[] }
  | { as: 'lines'; mayBeEmpty?: true }

const hours = { as: 'number', unit: 'unit.hours' } as const
const credits = { as: 'number', unit: 'unit.credits' } as const
const days = { as: 'whole', unit: 'unit.days' } as const
const businessDays = { as: 'whole', unit: 'unit.businessDays' } as const
const placements = { as: 'whole', unit: 'unit.placements' } as const
const flag = { as: 'flag' } as const
const mayBeEmpty = true as const
const choice = (...of: string[]) => ({ as: 'choice', of }) as const
const several = (...of: string[]) => ({ as: 'several', of }) as const

/** Every parameter with its kind; a notation is a mode that is not offered yet. */
export const FIELD_KINDS: Readonly<Record<ParameterName, FieldKind>> = {
  mode: choice('points', 'credits'),
  creditUnit: choice('semester', 'quarter', 'ects', 'uk', 'custom'),
  hoursPerCredit: hours,
  hoursBasis: choice('learning', 'work'),
  workShareMax: { as: 'share' },
  academicBasis: choice('fixed', 'approved'),
  academicHours: hours,
  increment: credits,
  minCredit: credits,
  maxCredit: credits,
  stackAllowed: flag,
  maxPlacements: placements,
  minHoursPerPlacement: hours,
  capHours: hours,
  maxPlacementsPerEmployer: placements,
  stackTerms: { as: 'whole', unit: 'unit.terms' },
  minWeeks: { as: 'whole', unit: 'unit.weeks' },
  maxHoursPerWeek: { ...hours, mayBeEmpty },
  maxHoursPerDay: { ...hours, mayBeEmpty },
  minGpa: { as: 'number', unit: null, mayBeEmpty },
  goodStanding: flag,
  minCreditsEarned: credits,
  levels: { as: 'lines', mayBeEmpty },
  majors: { as: 'lines', mayBeEmpty },
  prerequisites: { as: 'lines' },
  trainings: { as: 'lines' },
  maxCreditsPerTerm: { ...credits, mayBeEmpty },
  maxCreditsPerDegree: { ...credits, mayBeEmpty },
  maxMajorShare: { as: 'share', mayBeEmpty },
  repeatLimit: { as: 'whole', unit: 'unit.claims', mayBeEmpty },
  oneClaimPerTerm: flag,
  retroactiveDays: { ...days, mayBeEmpty },
  opensDaysBeforeTerm: days,
  registrationGraceDays: days,
  deliverOffset: businessDays,
  confirmOffset: businessDays,
  claimOffset: businessDays,
  decideOffset: businessDays,
  scheme: choice('proportional', 'complete'),
  maximum: { as: 'number', unit: 'unit.points' },
  fullHours: { ...hours, mayBeEmpty },
  transcript: choice('none', 'passNoPass', 'satisfactory', 'creditNoCredit', 'letter', 'points'),
  employerWeightMax: { as: 'share' },
  evidence: several(
    'hours',
    'deliverable',
    'reflection',
    'evaluation',
    'selfEvaluation',
    'checkIns',
  ),
  hoursConfirmation: choice('sample', 'total', 'weekly', 'every'),
  fallback: several('mails', 'history', 'meeting', 'deliverable'),
  paidAllowed: flag,
  unpaidAllowed: flag,
  unpaidHoursCap: { ...hours, mayBeEmpty },
}

type Values = Record<string, string | string[] | undefined>
type Value = RuleParameters[ParameterName]

/** What stands in the form's fields for a rule. */
export function fieldValues(parameters: RuleParameters): Record<string, string | string[]> {
  return Object.fromEntries(PARAMETER_NAMES.map((name) => [name, written(name, parameters[name])]))
}

function written(name: ParameterName, value: Value): string | string[] {
  if (value === null) return ''
  if (!Array.isArray(value)) return String(value)
  return FIELD_KINDS[name].as === 'several' ? value : value.join('\n')
}

/**
 * The parameters of a rule from the form's fields.
 * @throws {Invalid} with a text key for each field that cannot be read, or cannot be
 */
export function readParameters(values: Values): RuleParameters {
  const wrong: FieldErrors = {}
  const read = PARAMETER_NAMES.map((name) => {
    const value = readField(FIELD_KINDS[name], values[name])
    if (typeof value === 'object' && value !== null && 'problem' in value) {
      wrong[name] = value.problem
    }
    return [name, value]
  })
  if (Object.keys(wrong).length > 0) throw new Invalid(wrong)
  const parameters = Object.fromEntries(read) as RuleParameters
  const problems = ruleProblems(parameters)
  if (Object.keys(problems).length > 0) throw new Invalid({ ...problems })
  return parameters
}

type Read = Value | { problem: string }

function readField(kind: FieldKind, value: string | string[] | undefined): Read {
  const text = typeof value === 'string' ? value.trim() : ''
  switch (kind.as) {
    case 'several':
      return [value ?? []].flat().filter((one) => kind.of.includes(one))
    case 'lines':
      return readLines(text, kind.mayBeEmpty === true)
    case 'choice':
      return kind.of.includes(text) ? (text as Value) : { problem: 'form.choose' }
    case 'flag':
      return text === 'true' || text === 'false' ? text === 'true' : { problem: 'form.choose' }
    default:
      return readAmount(kind, text)
  }
}

const MOST_LINES = 100

function readLines(text: string, mayBeEmpty: boolean): Read {
  const lines = text.split('\n').map((line) => line.trim())
  const named = [...new Set(lines.filter(Boolean))]
  if (named.length > MOST_LINES || named.some((line) => line.length > MOST_LINES)) {
    return { problem: 'form.tooLong' }
  }
  return named.length === 0 && mayBeEmpty ? null : named
}

function readAmount(kind: Extract<FieldKind, { mayBeEmpty?: true }>, text: string): Read {
  if (text === '') return kind.mayBeEmpty ? null : { problem: 'form.required' }
  if (kind.as === 'share') return readShare(text)
  const amount = Number(text.replace(',', '.'))
  if (!/^\d{1,7}([.,]\d{1,4})?$/.test(text)) return { problem: 'form.notANumber' }
  return kind.as === 'whole' && !Number.isInteger(amount) ? { problem: 'form.notWhole' } : amount
}

function readShare(text: string): Read {
  const share = text.includes('/') ? text.replaceAll(' ', '') : Number(text.replace(',', '.'))
  return shareOf(share) === null ? { problem: 'form.notAShare' } : share
}
