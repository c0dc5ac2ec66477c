// A student records a micro-internship, asks the supervisor, asks again, changes or withdraws it.

import type { Request, Response } from 'express'
import { isEditable, type Placement } from '../../domain/placement.ts'
import { emptyStatement } from '../../domain/statement.ts'
import * as story from '../../services/claims/placements.ts'
import type { PersonContext } from '../../services/context.ts'
import { t } from '../../text.ts'
import { fieldErrors, type Problems, problemsOf, read, typed } from '../forms.ts'
import { showPage } from '../page.ts'
import {
  answerOf,
  missingByPart,
  payText,
  placementItem,
  statementView,
  waitOf,
} from '../parts/placement.view.ts'
import { threadOf } from '../parts/thread.view.ts'
import { paths, withNotice } from '../paths.ts'
import { ctxOf, localsOf, part } from '../web.ts'
import { formValues, placementForm } from './placement.form.ts'

const SPARE_ROWS = 5

/** GET /placements/new */
export async function newPlacement(req: Request, res: Response): Promise<void> {
  const kind = await story.checkMayRecord(ctxOf(res))
  showForm(req, res, null, undefined, kind === 'rehearsal')
}

/** GET /placements/:placement: the form while it can be changed, else the page. */
export async function placement(req: Request, res: Response): Promise<void> {
  const mine = await story.myPlacement(ctxOf(res), part(req, 'placement'))
  if (isEditable(mine)) return showForm(req, res, mine)
  showOne(req, res, mine)
}

function showOne(req: Request, res: Response, mine: Placement, problems?: Problems): void {
  const { timezone } = ctxOf(res).institution
  showPage(req, res, {
    view: 'placements/show',
    title: mine.statement.title,
    role: t('role.student'),
    problems,
    model: {
      item: placementItem(mine, null, timezone),
      statement: statementView(mine),
      supervisor: { name: mine.statement.supervisorName, mail: mine.statement.supervisorMail },
      wait: waitOf(mine, timezone),
      answer: answerOf(mine.answer, timezone),
      askAgain: mine.state === 'submitted' ? paths.askAgain(mine.id) : null,
      reopen: mine.state === 'submitted' ? paths.reopen(mine.id) : null,
      thread: threadOf(mine.history, timezone),
    },
  })
}

function showForm(
  req: Request,
  res: Response,
  mine: Placement | null,
  problems?: Problems,
  plays = false,
): void {
  const stored = formValues(mine?.statement ?? emptyStatement())
  const values = problems ? { ...stored, ...typedValues(req) } : stored
  showPage(req, res, {
    view: 'placements/form',
    title: t(mine ? 'placement.form.titleEdit' : 'placement.form.titleNew'),
    role: t(plays ? 'role.rehearsal' : 'role.student'),
    plays,
    problems,
    model: {
      ...(mine ? draftView(ctxOf(res), mine) : newView(freshId(req) ?? ctxOf(res).newId())),
      values: { ...values, rows: numbered([...values.rows, ...spareRows()]) },
      errors: fieldErrors(problems, [...Object.keys(stored), 'hours', 'pay', 'form']),
    },
  })
}

function newView(fresh: string) {
  return {
    action: paths.placements(fresh),
    withdraw: null,
    version: null,
    givenBack: null,
    pay: null,
    missing: missingByPart({}),
    preview: null,
  }
}

// The id under which a new one will be kept, as its form was given it.
function freshId(req: Request): string | null {
  const { fresh } = req.query
  return typeof fresh === 'string' && /^[0-9a-z]{20}$/.test(fresh) ? fresh : null
}

function draftView(ctx: PersonContext, mine: Placement) {
  const { answer } = mine
  return {
    action: paths.placement(mine.id),
    withdraw: mine.state === 'active' ? paths.withdraw(mine.id) : null,
    version: mine.version,
    givenBack: answer && { byName: answer.byName, why: answer.why ?? answer.rightPerson },
    pay: payText(mine),
    missing: missingByPart(story.stillMissing(ctx, mine.statement)),
    preview: statementView(mine),
  }
}

function spareRows() {
  return Array.from({ length: SPARE_ROWS }, () => ({ on: '', hours: '' }))
}

function numbered(rows: { on: string; hours: string }[]) {
  return rows.map((row, i) => ({ ...row, number: i + 1 }))
}

function typedValues(req: Request) {
  const { on, hours, ...rest } = typed(req)
  const amounts = [hours ?? []].flat()
  const rows = [on ?? []].flat().map((value, i) => ({ on: value, hours: amounts[i] ?? '' }))
  return { ...rest, rows: rows.filter((row) => row.on !== '' || row.hours !== '') }
}

/** POST /placements and /placements/:placement: save, or save and ask the supervisor. */
export async function savePlacement(req: Request, res: Response): Promise<void> {
  const ctx = ctxOf(res)
  const id = part(req, 'placement') || null
  let mine = id ? await story.myPlacement(ctx, id) : null
  try {
    const { action, version, statement } = read(req, placementForm)
    mine = await story.saveDraft(ctx, { id, fresh: freshId(req), version, statement })
    if (action === 'ask') await story.askSupervisor(ctx, mine.id)
    localsOf(res).web.wake()
    const after =
      action === 'ask'
        ? withNotice(paths.placement(mine.id), 'asked')
        : withNotice(paths.placement(mine.id), 'saved')
    return res.redirect(303, after)
  } catch (error) {
    const problems = problemsOf(error)
    if (!problems) throw error
    showForm(req, res, mine, problems)
  }
}

/** POST …/ask-again */
export async function askAgain(req: Request, res: Response): Promise<void> {
  const id = part(req, 'placement')
  try {
    await story.askAgain(ctxOf(res), id)
  } catch (error) {
    const problems = problemsOf(error)
    if (!problems) throw error
    return showOne(req, res, await story.myPlacement(ctxOf(res), id), problems)
  }
  localsOf(res).web.wake()
  res.redirect(303, withNotice(paths.placement(id), 'asked'))
}

/** POST …/reopen */
export async function reopen(req: Request, res: Response): Promise<void> {
  await story.reopen(ctxOf(res), part(req, 'placement'))
  res.redirect(303, withNotice(paths.placement(part(req, 'placement')), 'reopened'))
}

/** POST …/withdraw */
export async function withdraw(req: Request, res: Response): Promise<void> {
  await story.withdraw(ctxOf(res), part(req, 'placement'))
  res.redirect(303, withNotice(paths.home(), 'withdrawn'))
}
