// From a posted form to typed values, and from what is wrong to the summary on top of the page.

import type { Request } from 'express'
import { z } from 'zod'
import type { Refusal } from '../domain/decision.ts'
import { Conflict, type FieldErrors, Invalid, Refused } from '../errors.ts'
import { hasText, t } from '../text.ts'
import { refusalText } from './parts/refusal.view.ts'

/**
 * Reads the body by a schema; unknown fields are dropped.
 * @throws {Invalid} with a text key for each field
 */
export function read<T extends z.ZodType>(req: Request, schema: T): z.output<T> {
  const parsed = schema.safeParse(req.body ?? {})
  if (parsed.success) return parsed.data
  const fields: FieldErrors = {}
  for (const issue of parsed.error.issues) {
    // A value that no page of ours sends has no sentence of its own.
    const key = hasText(issue.message) ? issue.message : 'form.unusable'
    fields[String(issue.path[0] ?? 'form')] ??= key
  }
  throw new Invalid(fields)
}

/** What was typed, as it came, to be shown again; our own guard fields left out. */
export function typed(req: Request): Record<string, string | string[]> {
  const body: unknown = req.body
  if (body === null || typeof body !== 'object') return {}
  const entries = Object.entries(body).filter(([name]) => !name.startsWith('_'))
  return Object.fromEntries(
    entries.map(([name, value]) => [
      name,
      Array.isArray(value) ? value.map(String) : String(value),
    ]),
  )
}

/** A line of text, trimmed. */
export const line = (most = 200) =>
  z.string('form.required').trim().max(most, 'form.tooLong').default('')
/** A longer text, with line breaks as browsers send them made plain. */
export const text = (most = 5000) =>
  z
    .string('form.required')
    .max(most, 'form.tooLong')
    .default('')
    .transform((value) => value.replaceAll('\r\n', '\n').trim())

/** A decimal number as people write it, with point or comma; null when empty. */
export const decimal = z
  .string()
  .trim()
  .default('')
  .transform((value, check) => {
    if (value === '') return null
    const number = Number(value.replace(',', '.'))
    if (/^\d{1,7}([.,]\d{1,2})?$/.test(value) && Number.isFinite(number)) return number
    check.addIssue('form.notANumber')
    return z.NEVER
  })

/** Several values of one name. */
export const many = z
  .union([z.string(), z.array(z.string())])
  .optional()
  .transform((value) => (value === undefined ? [] : Array.isArray(value) ? value : [value]))

/** What needs another look: shown on top of the form, each line leading to its field. */
export interface Problems {
  status: number
  summary: { field: string; text: string }[]
}

// Where a rule speaks about one field, the summary leads there.
const FIELD_OF: Record<string, string> = {
  'claim.noPlacements': 'chosen',
  'claim.noReflection': 'reflection',
  'review.noteNeeded': 'note',
  'confirm.notFewer': 'hours',
  'confirm.hoursNeeded': 'hours',
  'confirm.whyNeeded': 'fewerWhy',
  'confirm.missingNeeded': 'missing',
  'ask.ownAddress': 'supervisorMail',
  'ask.memberAddress': 'supervisorMail',
  'ask.addressOften': 'supervisorMail',
  'eligibility.notMet.minCredit': 'requestedCredits',
  'eligibility.notMet.maxCredit': 'requestedCredits',
  'eligibility.notMet.increment': 'requestedCredits',
  'review.moreThanAsked': 'requestedCredits',
  'review.lowerNeedsWhy': 'note',
  'allowance.notADay': 'until',
  'allowance.whyNeeded': 'why',
  'allowance.self': 'students',
  'window.retroactive': 'chosen',
  'credit.maxPlacements': 'chosen',
  'credit.maxPlacementsPerEmployer': 'chosen',
}

// What a form calls a parameter of a rule.
const FIELD_OF_PARAMETER: Record<string, string> = {
  maximum: 'points',
  workShareMax: 'academicHours',
}

function fieldOf({ rule, facts }: Refusal): string {
  if (rule === 'claim.lateReasonNeeded') return `late-${facts.id}`
  if (rule !== 'creditRule.loosened') return FIELD_OF[rule] ?? 'form'
  const parameter = String(facts.parameter)
  return FIELD_OF_PARAMETER[parameter] ?? parameter
}

/** An error of a form as the summary's lines; null when it is another kind of error. */
export function problemsOf(error: unknown): Problems | null {
  if (error instanceof Invalid) {
    const fields = Object.entries(error.fields)
    return { status: 422, summary: fields.map(([field, key]) => ({ field, text: t(key) })) }
  }
  if (error instanceof Refused) {
    const summary = error.refusals.map((refusal) => ({
      field: fieldOf(refusal),
      text: refusalText(refusal),
    }))
    return { status: 422, summary }
  }
  if (error instanceof Conflict) {
    return { status: 409, summary: [{ field: 'form', text: t(error.key, error.facts) }] }
  }
  return null
}

/** The sentence beside each of these fields, null where all is well. */
export function fieldErrors(problems: Problems | undefined, fields: string[]) {
  const wrong = new Map(problems?.summary.map(({ field, text }) => [field, text]))
  return Object.fromEntries(fields.map((field) => [field, wrong.get(field) ?? null]))
}
