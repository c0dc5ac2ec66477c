// The registrar's calendar: the list of terms, and the form of one.

import type { Request, Response } from 'express'
import { z } from 'zod'
import type { KeptTerm } from '../../domain/academic-calendar.ts'
import { readHolidays, writtenHolidays } from '../../domain/term-file.ts'
import { allTerms, removeTerm, saveTerm, type TermWish } from '../../services/office/calendar.ts'
import { day, days, t } from '../../text.ts'
import { fieldErrors, line, type Problems, problemsOf, read, text, typed } from '../forms.ts'
import { showPage } from '../page.ts'
import { paths, withNotice } from '../paths.ts'
import { ctxOf, part } from '../web.ts'

const dayField = line(10).transform((value, check) => {
  if (value === '' || /^\d{4}-\d{2}-\d{2}$/.test(value)) return value || null
  check.addIssue('form.notADay')
  return z.NEVER
})

const neededDay = dayField.transform((value, check) => {
  if (value !== null) return value
  check.addIssue('form.required')
  return z.NEVER
})

const termForm = z.object({
  version: z.coerce.number().int().min(0).default(0),
  code: line(40),
  name: line(100).transform((value, check) => {
    if (value !== '') return value
    check.addIssue('form.required')
    return z.NEVER
  }),
  startsOn: neededDay,
  endsOn: neededDay,
  addBy: dayField,
  censusOn: dayField,
  gradesDueOn: dayField,
  holidays: text(6000).transform((value, check) => {
    const read = readHolidays(value.split('\n'))
    if (read.ok) return read.holidays
    check.addIssue('calendar.badHoliday')
    return z.NEVER
  }),
})

const FIELDS = Object.keys(termForm.shape)

/** GET /calendar */
export async function calendar(req: Request, res: Response): Promise<void> {
  const ctx = ctxOf(res)
  const terms = await allTerms(ctx)
  showPage(req, res, {
    view: 'calendar/index',
    title: t('calendar.title'),
    role: t('role.registrar'),
    model: {
      terms: terms.toReversed().map(termRow),
      zone: t('calendar.zone', { timezone: ctx.institution.timezone }),
      newHref: paths.newTerm(),
      importHref: paths.termImport(),
    },
  })
}

function termRow(term: KeptTerm) {
  const { id, code, name, startsOn, endsOn, addBy, censusOn, gradesDueOn, holidays } = term
  const dayOr = (plainDay: string | null) => (plainDay === null ? null : day(plainDay))
  return {
    href: paths.term(id),
    code,
    name,
    span: days(startsOn, endsOn),
    addBy: dayOr(addBy),
    censusOn: dayOr(censusOn),
    gradesDueOn: dayOr(gradesDueOn),
    holidays: holidays.map((holiday) => `${days(holiday.from, holiday.to)} ${holiday.name}`.trim()),
  }
}

/** GET /calendar/new */
export function newTerm(req: Request, res: Response): void {
  showTerm(req, res, null)
}

/** GET /calendar/:term */
export async function term(req: Request, res: Response): Promise<void> {
  showTerm(req, res, await ctxOf(res).store.terms.get(part(req, 'term')))
}

function showTerm(req: Request, res: Response, kept: KeptTerm | null, problems?: Problems): void {
  const blank = Object.fromEntries(FIELDS.map((field) => [field, '']))
  const stored = kept && { ...kept, holidays: writtenHolidays(kept.holidays).join('\n') }
  const said = Object.entries(problems ? typed(req) : { ...stored })
  const values = said.filter(([name]) => FIELDS.includes(name)).map(([n, v]) => [n, v ?? ''])
  showPage(req, res, {
    view: 'calendar/term',
    title: kept?.name ?? t('calendar.new'),
    role: t('role.registrar'),
    problems,
    model: {
      back: paths.calendar(),
      title: kept?.name ?? t('calendar.new'),
      action: kept ? paths.term(kept.id) : paths.newTerm(),
      remove: kept && paths.removeTerm(kept.id),
      version: kept?.version ?? 0,
      values: { ...blank, ...Object.fromEntries(values) },
      errors: fieldErrors(problems, FIELDS),
    },
  })
}

/** POST /calendar/new and /calendar/:term */
export async function keepTerm(req: Request, res: Response): Promise<void> {
  const ctx = ctxOf(res)
  const id = part(req, 'term') || null
  const kept = id ? await ctx.store.terms.get(id) : null
  try {
    const wish: TermWish = { id, ...read(req, termForm) }
    await saveTerm(ctx, wish)
  } catch (error) {
    const problems = problemsOf(error)
    if (!problems) throw error
    return showTerm(req, res, kept, problems)
  }
  res.redirect(303, withNotice(paths.calendar(), 'termSaved'))
}

const removeForm = z.object({ version: z.coerce.number().int().min(0) })

/** POST /calendar/:term/remove */
export async function dropTerm(req: Request, res: Response): Promise<void> {
  await removeTerm(ctxOf(res), part(req, 'term'), read(req, removeForm).version)
  res.redirect(303, withNotice(paths.calendar(), 'termRemoved'))
}
