// What only the institution knows about students: the list of imports, and a new one from a file, previewed first.

import type { Request, Response } from 'express'
import { z } from 'zod'
import { FACT_COLUMNS } from '../../domain/facts-file.ts'
import {
  type FactsPreview,
  factsImports,
  importFacts,
  linesOf,
  previewFacts,
} from '../../services/office/facts-imports.ts'
import { today } from '../../services/rules/rules-in-force.ts'
import { day, instant, t } from '../../text.ts'
import { fieldErrors, line, type Problems, problemsOf, read, typed } from '../forms.ts'
import { showPage } from '../page.ts'
import { problemRows, problemsLead } from '../parts/import.view.ts'
import { paths, withNotice } from '../paths.ts'
import { csvText, tableIn } from '../upload.ts'
import { ctxOf } from '../web.ts'

const MOST_TEXT = 4_000_000
const rawText = z.string().max(MOST_TEXT, 'form.tooLong').default('')
const fileForm = z.object({
  file: rawText,
  csv: rawText,
  asOf: line(10),
  seen: z.string().max(200).default(''),
})

/** GET /students */
export function facts(req: Request, res: Response): Promise<void> {
  return showFacts(req, res)
}

async function showFacts(req: Request, res: Response, problems?: Problems): Promise<void> {
  const ctx = ctxOf(res)
  const { asOf } = problems ? typed(req) : { asOf: today(ctx) }
  showPage(req, res, {
    view: 'students/index',
    title: t('facts.title'),
    role: t('role.registrar'),
    problems,
    model: {
      imports: (await factsImports(ctx)).map((made) => ({
        number: String(made.number),
        at: instant(made.at, ctx.institution.timezone),
        by: made.byName,
        asOf: day(made.asOf),
        people: t('facts.people', { count: made.people }),
        leftOut: made.leftOut > 0 ? t('facts.leftOut', { count: made.leftOut }) : null,
      })),
      action: paths.factsPreview(),
      columns: FACT_COLUMNS.map(({ name, needed }) => ({ name, needed })),
      example: EXAMPLE,
      csv: '',
      asOf: typeof asOf === 'string' ? asOf : '',
      errors: fieldErrors(problems, ['file', 'asOf']),
    },
  })
}

const EXAMPLE = [
  FACT_COLUMNS.map(({ name }) => name).join(','),
  'N1001,3.4,good,48,junior,BIO|CHE,STAT 101|BIO 101,Lab safety,3,3,40,1',
].join('\n')

/** POST /students/preview: what the file would do; nothing is kept. */
export async function previewFactsFile(req: Request, res: Response): Promise<void> {
  try {
    const form = read(req, fileForm)
    const csv = csvText(form)
    if (csv.trim() === '') {
      const summary = [{ field: 'file', text: t('import.noFile') }]
      return await showFacts(req, res, { status: 422, summary })
    }
    showPreview(req, res, csv, await previewFacts(ctxOf(res), tableIn(csv), form.asOf))
  } catch (error) {
    const problems = problemsOf(error)
    if (!problems) throw error
    await showFacts(req, res, problems)
  }
}

const SHOWN = 20

function showPreview(
  req: Request,
  res: Response,
  csv: string,
  preview: FactsPreview,
  problems?: Problems,
): void {
  const { people, known, asOf, seen } = preview
  const count = people.length
  showPage(req, res, {
    view: 'students/preview',
    title: t('facts.previewTitle'),
    role: t('role.registrar'),
    problems,
    model: {
      back: paths.facts(),
      action: paths.factsKeep(),
      ...{ csv, seen, asOf },
      lead: t('facts.preview', { count, known, day: day(asOf) }),
      nobodyKnown: count > 0 && known === 0 ? t('facts.nobodyKnown') : null,
      people: people.slice(0, SHOWN).map(({ line, sisPersonId, facts }) => ({
        line: String(line),
        id: sisPersonId,
        said: saidBy(facts),
      })),
      more: count > SHOWN ? t('facts.more', { count: count - SHOWN }) : null,
      wrong: problemRows(preview.problems),
      wrongLead: problemsLead(preview.problems),
      leftOut: linesOf(preview.problems),
      keep: count > 0 ? t('facts.keep', { count }) : null,
    },
  })
}

function saidBy(facts: FactsPreview['people'][number]['facts']): string {
  const told = Object.entries(facts).filter(([, value]) => value !== null)
  return told
    .map(([name, value]) => t('facts.fact', { name: t(`facts.name.${name}`), value: shown(value) }))
    .join(' · ')
}

function shown(value: string | number | boolean | string[] | null): string {
  if (typeof value === 'boolean') return t(value ? 'facts.yes' : 'facts.no')
  return Array.isArray(value) ? value.join(', ') : String(value)
}

/** POST /students/keep: what the preview showed is kept as the next import. */
export async function keepFactsFile(req: Request, res: Response): Promise<void> {
  const ctx = ctxOf(res)
  const { csv, asOf, seen } = read(req, fileForm)
  try {
    await importFacts(ctx, tableIn(csv), { asOf, seen })
  } catch (error) {
    const problems = problemsOf(error)
    if (!problems) throw error
    return showPreview(req, res, csv, await previewFacts(ctx, tableIn(csv), asOf), problems)
  }
  res.redirect(303, withNotice(paths.facts(), 'factsImported'))
}
