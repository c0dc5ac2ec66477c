// The launch's first page for a student: where do I stand, and what do I do next; and the claim's form.

import type { Request, Response } from 'express'
import { z } from 'zod'
import * as story from '../../services/claims/claims.ts'
import { studentPage } from '../../services/claims/standings.ts'
import { t } from '../../text.ts'
import { decimal, many, type Problems, problemsOf, read, text, typed } from '../forms.ts'
import { showPage } from '../page.ts'
import { paths, withNotice } from '../paths.ts'
import { ctxOf, part } from '../web.ts'
import { studentView } from './student.view.ts'

const draftForm = z.object({
  action: z.enum(['save', 'submit']).default('save'),
  chosen: many,
  reflection: text(20_000),
  requestedCredits: decimal,
  version: z.coerce.number().int().min(0).optional(),
})

/** GET …/claim: the same page, where an answer to a form stands. */
export function claimForm(req: Request, res: Response): Promise<void> {
  return showStudentAssignment(req, res, part(req, 'course'), part(req, 'assignment'))
}

/** Shows the assignment to its student. */
export async function showStudentAssignment(
  req: Request,
  res: Response,
  courseId: string,
  assignmentId: string,
  problems?: Problems,
): Promise<void> {
  const ctx = ctxOf(res)
  const page = await studentPage(ctx, courseId, assignmentId)
  const kept = problems ? typed(req) : {}
  showPage(req, res, {
    view: page.rule ? 'student/assignment' : 'student/no-rule',
    title: page.assignment.title,
    course: page.place.course,
    role: t(`role.${page.place.role}`),
    plays: page.place.role === 'rehearsal',
    problems,
    model: studentView(ctx, page, {
      chosen: problems ? [kept.chosen ?? []].flat() : null,
      reflection: typeof kept.reflection === 'string' ? kept.reflection : null,
      lateReasons: lateReasons(kept),
      requestedCredits: typeof kept.requestedCredits === 'string' ? kept.requestedCredits : null,
    }),
  })
}

const MOST_REASON = 1000

// One field for each placement that was recorded late.
function lateReasons(said: ReturnType<typeof typed>): Record<string, string> {
  const fields = Object.entries(said).filter(([name]) => name.startsWith('late-'))
  return Object.fromEntries(
    fields.map(([name, why]) => [name.slice('late-'.length), String(why).slice(0, MOST_REASON)]),
  )
}

/** POST the claim: save the draft, or submit it. */
export async function saveClaim(req: Request, res: Response): Promise<void> {
  const [courseId, assignmentId] = [part(req, 'course'), part(req, 'assignment')]
  try {
    const { action, ...choice } = read(req, draftForm)
    const draft = { courseId, assignmentId, ...choice, lateReasons: lateReasons(typed(req)) }
    await (action === 'submit'
      ? story.submitClaim(ctxOf(res), draft)
      : story.saveClaim(ctxOf(res), draft))
    const notice = action === 'submit' ? 'claimSubmitted' : 'claimSaved'
    res.redirect(303, withNotice(paths.assignment(courseId, assignmentId), notice))
  } catch (error) {
    const problems = problemsOf(error)
    if (!problems) throw error
    await showStudentAssignment(req, res, courseId, assignmentId, problems)
  }
}

/** POST …/take-back */
export async function takeBack(req: Request, res: Response): Promise<void> {
  const [courseId, assignmentId] = [part(req, 'course'), part(req, 'assignment')]
  await story.takeBack(ctxOf(res), courseId, assignmentId)
  res.redirect(303, withNotice(paths.assignment(courseId, assignmentId), 'takenBack'))
}

/** POST …/drop */
export async function dropClaim(req: Request, res: Response): Promise<void> {
  const [courseId, assignmentId] = [part(req, 'course'), part(req, 'assignment')]
  await story.dropClaim(ctxOf(res), courseId, assignmentId)
  res.redirect(303, withNotice(paths.assignment(courseId, assignmentId), 'claimDropped'))
}
