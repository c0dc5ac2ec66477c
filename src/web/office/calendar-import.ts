// The calendar from a file: first what it would do, line by line; kept only once that is confirmed.

import type { Request, Response } from 'express'
import { z } from 'zod'
import { TERM_COLUMNS } from '../../domain/term-file.ts'
import { importTerms, previewTerms, type TermsPreview } from '../../services/office/calendar.ts'
import { days, t } from '../../text.ts'
import { type Problems, problemsOf, read } from '../forms.ts'
import { showPage } from '../page.ts'
import { problemRows, problemsLead } from '../parts/import.view.ts'
import { paths, withNotice } from '../paths.ts'
import { csvText, tableIn } from '../upload.ts'
import { ctxOf } from '../web.ts'

const MOST_TEXT = 4_000_000
const rawText = z.string().max(MOST_TEXT, 'form.tooLong').default('')
const fileForm = z.object({ file: rawText, csv: rawText, seen: z.string().max(200).default('') })

/** GET /calendar/import */
export function termImport(req: Request, res: Response): void {
  showForm(req, res)
}

function showForm(req: Request, res: Response, problems?: Problems): void {
  showPage(req, res, {
    view: 'calendar/import',
    title: t('calendar.importTitle'),
    role: t('role.registrar'),
    problems,
    model: {
      back: paths.calendar(),
      action: paths.termImport(),
      columns: TERM_COLUMNS.map(({ name, needed }) => ({ name, needed })),
      example: EXAMPLE,
      csv: '',
    },
  })
}

const EXAMPLE = [
  TERM_COLUMNS.map(({ name }) => name).join(','),
  'F26,Fall 2026,2026-08-24,2026-12-18,2026-09-04,2026-09-08,2026-12-22,"2026-09-07 Labor Day; 2026-11-26/2026-11-27 Thanksgiving"',
].join('\n')

/** POST /calendar/import: the preview; nothing is kept. */
export async function previewImport(req: Request, res: Response): Promise<void> {
  const text = csvText(read(req, fileForm))
  if (text.trim() === '') {
    const summary = [{ field: 'file', text: t('import.noFile') }]
    return showForm(req, res, { status: 422, summary })
  }
  showPreview(req, res, text, await previewTerms(ctxOf(res), tableIn(text)))
}

function showPreview(
  req: Request,
  res: Response,
  csv: string,
  preview: TermsPreview,
  problems?: Problems,
): void {
  const { terms, seen } = preview
  const count = (what: string) => terms.filter(({ change }) => change === what).length
  const [added, changed, same] = [count('new'), count('changed'), count('same')]
  showPage(req, res, {
    view: 'calendar/preview',
    title: t('calendar.previewTitle'),
    role: t('role.registrar'),
    problems,
    model: {
      back: paths.termImport(),
      action: paths.keepTermImport(),
      csv,
      seen,
      lead: t('calendar.preview', { added, changed, same }),
      terms: terms.map(({ line, term, change }) => ({
        line: String(line),
        code: term.code,
        name: term.name,
        span: days(term.startsOn, term.endsOn),
        change: t(`calendar.change.${change}`),
        tone: change === 'same' ? 'neutral' : 'good',
      })),
      wrong: problemRows(preview.problems),
      wrongLead: problemsLead(preview.problems),
      keep: added + changed > 0 ? t('calendar.keep', { count: added + changed }) : null,
    },
  })
}

/** POST /calendar/import/keep: what the preview showed is kept. */
export async function keepImport(req: Request, res: Response): Promise<void> {
  const ctx = ctxOf(res)
  const { csv, seen } = read(req, fileForm)
  const table = tableIn(csv)
  try {
    await importTerms(ctx, table, seen)
  } catch (error) {
    const problems = problemsOf(error)
    if (!problems) throw error
    return showPreview(req, res, csv, await previewTerms(ctx, table), problems)
  }
  res.redirect(303, withNotice(paths.calendar(), 'calendarImported'))
}
