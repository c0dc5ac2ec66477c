// Dates of an assignment: instructors see why each holds, choose the term, give more time, and vouch for students.

import type { Request, Response } from 'express'
import { z } from 'zod'
import { isParameter } from '../../domain/credit/parameters.ts'
import { chooseTerm, datesPage, giveTime, vouch } from '../../services/claims/allowances.ts'
import { t } from '../../text.ts'
import { fieldErrors, line, many, type Problems, problemsOf, read, text, typed } from '../forms.ts'
import { showPage } from '../page.ts'
import { paths, withNotice } from '../paths.ts'
import { ctxOf, localsOf, part } from '../web.ts'
import { datesView } from './dates.view.ts'

const timeForm = z.object({ students: many, until: line(10), why: text(1000) })

const vouchForm = z.object({
  student: line(60),
  parameter: line(60).transform((value, check) => {
    if (isParameter(value)) return value
    check.addIssue('form.choose')
    return z.NEVER
  }),
  vouchWhy: text(1000),
  /** The claim from which somebody vouches; they go back to it. */
  claim: line(60),
})

const termForm = z.object({ term: line(40), assignment: line(60) })

/** GET …/dates */
export function dates(req: Request, res: Response): Promise<void> {
  return showDates(req, res)
}

async function showDates(req: Request, res: Response, problems?: Problems): Promise<void> {
  const page = await datesPage(ctxOf(res), part(req, 'course'), part(req, 'assignment'))
  const said = problems ? typed(req) : {}
  const value = (name: string) => (typeof said[name] === 'string' ? said[name] : '')
  const chosen = new Set([said.students ?? []].flat())
  const model = datesView(page, page.place.role === 'instructor')
  showPage(req, res, {
    view: 'assignments/dates',
    title: t('dates.title'),
    course: page.place.course,
    role: t(`role.${page.place.role}`),
    problems,
    model: {
      ...model,
      assignmentId: page.assignment.id,
      students: model.students.map((student) => ({ ...student, chosen: chosen.has(student.id) })),
      values: { until: value('until'), why: value('why'), vouchWhy: value('vouchWhy') },
      student: value('student'),
      parameter: value('parameter'),
      errors: fieldErrors(problems, [
        'students',
        'until',
        'why',
        'student',
        'parameter',
        'vouchWhy',
      ]),
    },
  })
}

/** POST …/dates/time: one or many students get more time, with a reason. */
export async function moreTime(req: Request, res: Response): Promise<void> {
  const [course, assignment] = [part(req, 'course'), part(req, 'assignment')]
  try {
    const { students: personIds, until, why } = read(req, timeForm)
    await giveTime(ctxOf(res), course, assignment, { personIds, until, why })
    localsOf(res).web.wake()
  } catch (error) {
    const problems = problemsOf(error)
    if (!problems) throw error
    return showDates(req, res, problems)
  }
  res.redirect(303, withNotice(paths.dates(course, assignment), 'moreTime'))
}

/** POST …/dates/vouch: an instructor's word for what a rule asks. */
export async function vouchFor(req: Request, res: Response): Promise<void> {
  const [course, assignment] = [part(req, 'course'), part(req, 'assignment')]
  try {
    const { student: personId, parameter, vouchWhy: why, claim } = read(req, vouchForm)
    await vouch(ctxOf(res), course, assignment, { personId, parameter, why })
    const back = /^[\w-]+$/.test(claim)
      ? paths.claim(course, claim)
      : paths.dates(course, assignment)
    res.redirect(303, withNotice(back, 'vouched'))
  } catch (error) {
    const problems = problemsOf(error)
    if (!problems) throw error
    await showDates(req, res, renamed(problems))
  }
}

// The two forms of the page have a reason each.
function renamed({ status, summary }: Problems): Problems {
  const field = (name: string) => (name === 'why' ? 'vouchWhy' : name)
  return { status, summary: summary.map((one) => ({ ...one, field: field(one.field) })) }
}

/** POST …/term: which term the course belongs to. */
export async function courseTerm(req: Request, res: Response): Promise<void> {
  const course = part(req, 'course')
  const { term, assignment } = read(req, termForm)
  await chooseTerm(ctxOf(res), course, term || null)
  const back = /^[\w-]+$/.test(assignment) ? paths.dates(course, assignment) : paths.course(course)
  res.redirect(303, withNotice(back, 'termChosen'))
}
