// The registrar's first page: the rows of the completion report.

import type { Request, Response } from 'express'
import { COLUMNS } from '../../domain/report.ts'
import { completionPage } from '../../services/office/reports.ts'
import { hasText, instant, t } from '../../text.ts'
import { showPage } from '../page.ts'
import { paths } from '../paths.ts'
import { ctxOf } from '../web.ts'

const ROWS = 50
const SHOWN = [
  'last_name',
  'first_name',
  'sis_person_id',
  'course_title',
  'hours_counted',
  'lms_score_given',
  'lms_sync_state',
  'employer_legal_name',
  'approved_by',
  'approved_at',
  'left_course_at',
] as const

/** GET /reports */
export async function reportPage(req: Request, res: Response): Promise<void> {
  const after =
    typeof req.query.after === 'string' && /^\w{1,40}$/.test(req.query.after)
      ? req.query.after
      : null
  const ctx = ctxOf(res)
  const { rows, next } = await completionPage(ctx, after, ROWS)
  const shown = (value: Cell): string => cell(value, ctx.institution.timezone)
  showPage(req, res, {
    view: 'reports/index',
    title: t('reports.title'),
    role: t('role.registrar'),
    model: {
      columns: SHOWN.map((column) => ({ name: column, text: t(`reports.column.${column}`) })),
      rows: rows.map((row) =>
        SHOWN.map((column) => ({
          label: t(`reports.column.${column}`),
          value: shown(row[column]),
        })),
      ),
      next: next ? `${paths.reports()}?after=${next}` : null,
      all: COLUMNS.length,
    },
  })
}

type Cell = string | number | boolean | null

// For people instants stand in the institution's time; machines get them as they are.
function cell(value: Cell, timezone: string): string {
  if (value === null) return ''
  if (/^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(String(value)))
    return instant(new Date(String(value)), timezone)
  const word = `reports.value.${String(value)}`
  return hasText(word) ? t(word) : String(value)
}
