// The delivery of scores: where each one stands, what the column says, and what becomes of claims whose column is gone.

import type { Request, Response } from 'express'
import { z } from 'zod'
import { deliveries, resendLost } from '../../services/lms/deliveries.ts'
import { type Fate, settleFate } from '../../services/lms/fates.ts'
import { t } from '../../text.ts'
import { type Problems, problemsOf, read } from '../forms.ts'
import { showPage } from '../page.ts'
import { columnNotes, columnSays } from '../parts/column.view.ts'
import { deliveryOf, deliverySummary } from '../parts/delivery.view.ts'
import { paths, withNotice } from '../paths.ts'
import { ctxOf, localsOf, part } from '../web.ts'
import { fateView } from './fate.view.ts'

/** GET the delivery of one assignment's scores. */
export function scores(req: Request, res: Response): Promise<void> {
  return showScores(req, res)
}

async function showScores(req: Request, res: Response, problems?: Problems): Promise<void> {
  const ctx = ctxOf(res)
  const page = await deliveries(ctx, part(req, 'course'), part(req, 'assignment'))
  const teaches = page.place.role === 'instructor'
  const rows = page.claims.map((c) => {
    const delivery = deliveryOf(c, ctx.institution.timezone)
    return {
      student: page.people.get(c.personId)?.name ?? t('person.unnamed'),
      href: paths.claim(c.courseId, c.id),
      ...delivery,
      resend: teaches && delivery.canResend ? paths.resend(c.courseId, c.id) : null,
    }
  })
  const lms = t(`lms.name.${page.platformKind}`)
  const title = t('scores.title', { assignment: page.assignment.title })
  showPage(req, res, {
    view: 'reviews/scores',
    title,
    course: page.place.course,
    role: t(`role.${page.place.role}`),
    problems,
    model: {
      ...{ title, rows, lms },
      summary: deliverySummary(rows, lms),
      column: columnSays(page.assignment, null, page.platformKind),
      notes: columnNotes(page.assignment, lms, ctx.institution.timezone),
      fate: await fateView(ctx, page.assignment, teaches, problems),
      back: paths.course(page.place.course.id),
      refresh: rows.some((row) => row.tone === 'waiting'),
    },
  })
}

const fateForm = z.object({ fate: z.string('form.choose').min(1, 'form.choose').max(60) })

/** POST …/fate: what the instructor says becomes of the claims. */
export async function fate(req: Request, res: Response): Promise<void> {
  const [courseId, assignmentId] = [part(req, 'course'), part(req, 'assignment')]
  try {
    await settleFate(ctxOf(res), courseId, assignmentId, fateFrom(read(req, fateForm).fate))
    res.redirect(303, withNotice(paths.scores(courseId, assignmentId), 'fateSettled'))
  } catch (error) {
    const problems = problemsOf(error)
    if (!problems) throw error
    await showScores(req, res, problems)
  }
}

function fateFrom(chosen: string): Fate {
  return chosen === 'finish' || chosen === 'close' ? { kind: chosen } : { kind: 'move', to: chosen }
}

/** POST: every score of a course that its gradebook has lost goes there again. */
export async function resendCourse(req: Request, res: Response): Promise<void> {
  const courseId = part(req, 'course')
  await resendLost(ctxOf(res), courseId)
  localsOf(res).web.wake()
  res.redirect(303, withNotice(paths.course(courseId), 'sendingAgain'))
}
