// The form of a placement: every field may be empty in a draft; hours come as a grid or pasted.

import { z } from 'zod'
import { isDay } from '../../domain/calendar.ts'
import { type HoursEntry, MOST_ENTRIES } from '../../domain/hours.ts'
import type { Pay } from '../../domain/pay.ts'
import type { Statement } from '../../domain/placement.ts'
import { decimal, line, many, text } from '../forms.ts'

const day = line(10).transform((value, check) => {
  if (value === '' || isDay(value)) return value || null
  check.addIssue('form.notADay')
  return z.NEVER
})

const choice = <T extends string>(...values: T[]) =>
  z
    .union([z.literal(''), z.enum(values)], 'form.choose')
    .optional()
    .transform((value) => value || null)

const fields = z.object({
  version: z.coerce.number().int().min(0).optional(),
  action: z.enum(['save', 'ask']).default('save'),
  title: line(),
  employer: line(),
  delivered: text(),
  link: line(1000).refine(
    (value) => value === '' || /^https?:\/\/\S+$/.test(value),
    'form.notALink',
  ),
  startsOn: day,
  endsOn: day,
  hoursBy: z.enum(['day', 'week']).default('day'),
  on: many,
  hours: many,
  paste: text(20_000),
  payKind: choice('hourly', 'fixed', 'unpaid'),
  payAmount: decimal,
  payCurrency: line(3)
    .transform((value) => value.toUpperCase())
    .refine((value) => value === '' || /^[A-Z]{3}$/.test(value), 'form.notACurrency'),
  payReason: line(500),
  mode: choice('remote', 'on-site', 'hybrid'),
  place: line(),
  supervisorName: line(),
  supervisorMail: line(254)
    .transform((value) => value.toLowerCase())
    .refine((value) => value === '' || z.email().safeParse(value).success, 'form.notAMail'),
})

/** The form's schema: gives the statement, and what the student wants done with it. */
export const placementForm = fields.transform((form, check) => {
  const entries = entriesOf(form.on, form.hours, form.paste)
  if (entries === null || entries.length > MOST_ENTRIES) {
    check.addIssue({ code: 'custom', path: ['hours'], message: 'hours.unreadable' })
    return z.NEVER
  }
  const pay = payOf(form)
  if (pay === 'noAmount') {
    check.addIssue({ code: 'custom', path: ['payAmount'], message: 'pay.noAmount' })
    return z.NEVER
  }
  const { action, version = null, hoursBy: by, on, hours, paste, ...said } = form
  const { payKind, payAmount, payCurrency, payReason, ...words } = said
  const statement: Statement = { ...words, hours: { by, entries }, pay }
  return { action, version, statement }
})

function entriesOf(on: string[], hours: string[], paste: string): HoursEntry[] | null {
  const rows = on.map((value, i) => [value.trim(), (hours[i] ?? '').trim()])
  // Pasted from a spreadsheet: a day, a tab (or comma, semicolon, space), the hours.
  const pasted = paste
    .split('\n')
    .filter((row) => row.trim() !== '')
    .map((row) => row.trim().split(/[\t;, ]+/))
  const filled = [...rows, ...pasted].filter((row) => row.some((cell) => cell !== ''))
  const entries = filled.map(([when = '', amount = '']) => ({
    on: when,
    hours: Number(amount.replace(',', '.')),
  }))
  const readable = entries.every((entry) => isDay(entry.on) && Number.isFinite(entry.hours))
  return readable ? entries.sort((a, b) => (a.on < b.on ? -1 : 1)) : null
}

function payOf(form: z.output<typeof fields>): Pay | null | 'noAmount' {
  if (form.payKind === null) return null
  if (form.payKind === 'unpaid')
    return form.payReason ? { kind: 'unpaid', reason: form.payReason } : null
  if (form.payAmount === null || form.payAmount <= 0) return 'noAmount'
  return {
    kind: form.payKind,
    amountMinor: Math.round(form.payAmount * 100),
    currency: form.payCurrency || 'USD',
  }
}

/** A stored statement as the form shows it. */
export function formValues(statement: Statement) {
  const { hours, pay, ...rest } = statement
  const paid = pay && pay.kind !== 'unpaid' ? pay : null
  return {
    ...rest,
    startsOn: statement.startsOn ?? '',
    endsOn: statement.endsOn ?? '',
    mode: statement.mode ?? '',
    hoursBy: hours.by,
    rows: hours.entries.map((entry) => ({ on: entry.on, hours: String(entry.hours) })),
    paste: '',
    payKind: pay?.kind ?? '',
    payAmount: paid ? (paid.amountMinor / 100).toFixed(2) : '',
    payCurrency: paid?.currency ?? 'USD',
    payReason: pay?.kind === 'unpaid' ? pay.reason : '',
  }
}
