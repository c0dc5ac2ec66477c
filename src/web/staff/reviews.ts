// The instructor's claim page, the decision, and the delivery of scores.

import type { Request, Response } from 'express'
import { z } from 'zod'
import { nameEmployers } from '../../services/claims/employers.ts'
import * as story from '../../services/claims/reviews.ts'
import { resendScore } from '../../services/lms/deliveries.ts'
import { t } from '../../text.ts'
import { decimal, type Problems, problemsOf, read, text, typed } from '../forms.ts'
import { showPage } from '../page.ts'
import { paths, withNotice } from '../paths.ts'
import { showStudentAssignment } from '../student/student.ts'
import { ctxOf, localsOf, part } from '../web.ts'
import { reviewView } from './review.view.ts'

const decisionForm = z.object({
  step: z.enum(['approve', 'giveBack', 'deny', 'look'], 'form.choose'),
  note: text(5000).transform((value) => value || null),
  version: text(2000),
  seenHours: z.coerce.number().min(0).default(0),
  requestedCredits: decimal.refine((value) => value === null || value > 0, 'form.outOfRange'),
  academicHoursApproved: decimal,
})

// The two numbers as they were typed; one that is none is as if it were not set.
const { requestedCredits, academicHoursApproved } = decisionForm.shape
const triedForm = z.object({
  requestedCredits: requestedCredits.catch(null),
  academicHoursApproved: academicHoursApproved.catch(null),
})

/** GET one claim: to staff for review, to its own student as theirs; the LMS's grader leads here too. */
export async function claim(req: Request, res: Response): Promise<void> {
  const [courseId, claimId] = [part(req, 'course'), part(req, 'claim')]
  const own = await story.ownClaim(ctxOf(res), courseId, claimId)
  if (own) return showStudentAssignment(req, res, courseId, own.assignmentId)
  return showClaim(req, res)
}

async function showClaim(
  req: Request,
  res: Response,
  problems?: Problems,
  tried?: story.Trial,
): Promise<void> {
  const ctx = ctxOf(res)
  const page = await story.reviewPage(ctx, part(req, 'course'), part(req, 'claim'), tried)
  const { note } = problems || tried ? typed(req) : {}
  showPage(req, res, {
    view: 'reviews/claim',
    title: t('review.title', { student: page.person.name ?? t('person.unnamed') }),
    course: page.place.course,
    role: t(`role.${page.place.role}`),
    problems,
    model: {
      ...reviewView(page, ctx.institution.timezone),
      note: typeof note === 'string' ? note : '',
    },
  })
}

/** POST the decision. */
export async function decide(req: Request, res: Response): Promise<void> {
  const [courseId, claimId] = [part(req, 'course'), part(req, 'claim')]
  try {
    const { step, ...input } = read(req, decisionForm)
    // What other numbers would make, before anything is decided.
    if (step === 'look') return await showClaim(req, res, undefined, input)
    await story.decide(ctxOf(res), courseId, claimId, { ...input, step })
    localsOf(res).web.wake()
    res.redirect(303, withNotice(paths.claim(courseId, claimId), `decided${step}`))
  } catch (error) {
    const problems = problemsOf(error)
    if (!problems) throw error
    await showClaim(req, res, problems, triedForm.parse(typed(req)))
  }
}

const checkForm = z.object({ note: text(2000) })

/** POST: an assistant has looked at it. */
export async function check(req: Request, res: Response): Promise<void> {
  const [courseId, claimId] = [part(req, 'course'), part(req, 'claim')]
  try {
    await story.check(ctxOf(res), courseId, claimId, read(req, checkForm).note)
    res.redirect(303, withNotice(paths.claim(courseId, claimId), 'checked'))
  } catch (error) {
    const problems = problemsOf(error)
    if (!problems) throw error
    await showClaim(req, res, problems)
  }
}

const employersForm = z.record(z.string(), z.unknown()).transform((form) => {
  const entries = Object.entries(form).flatMap(([name, value]) => {
    const id = /^employer-(\w{1,60})$/.exec(name)?.[1]
    return id !== undefined && typeof value === 'string' ? [[id, value] as const] : []
  })
  return Object.fromEntries(entries)
})

/** POST: which micro-internships count as one employer's. */
export async function employers(req: Request, res: Response): Promise<void> {
  const [courseId, claimId] = [part(req, 'course'), part(req, 'claim')]
  try {
    await nameEmployers(ctxOf(res), courseId, claimId, read(req, employersForm))
    res.redirect(303, withNotice(paths.claim(courseId, claimId), 'employersNamed'))
  } catch (error) {
    const problems = problemsOf(error)
    if (!problems) throw error
    await showClaim(req, res, problems)
  }
}

/** POST: try a score again at once. */
export async function resend(req: Request, res: Response): Promise<void> {
  const [courseId, claimId] = [part(req, 'course'), part(req, 'claim')]
  await resendScore(ctxOf(res), courseId, claimId)
  localsOf(res).web.wake()
  res.redirect(303, withNotice(paths.claim(courseId, claimId), 'sendingAgain'))
}
