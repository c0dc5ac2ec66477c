// An instructor ties the LMS assignment to a credit rule.

import type { Request, Response } from 'express'
import { z } from 'zod'
import { isDay } from '../domain/calendar.ts'
import { currentRule } from '../domain/course.ts'
import { chooseRule, rulePage } from '../services/assignments.ts'
import { t } from '../text.ts'
import { decimal, fieldErrors, line, type Problems, problemsOf, read, typed } from './forms.ts'
import { showPage } from './page.ts'
import { paths, withNotice } from './paths.ts'
import { ctxOf, part } from './web.ts'

const needed = (most: number) =>
  decimal.transform((value, check) => {
    if (value !== null && value > 0 && value <= most) return value
    check.addIssue(value === null ? 'form.required' : 'form.outOfRange')
    return z.NEVER
  })

const ruleForm = z.object({
  fullHours: needed(2000),
  points: needed(10_000),
  scheme: z.enum(['complete', 'proportional'], 'form.choose'),
  academicHours: decimal.transform((value) => value ?? 0),
  claimBy: line(10).transform((value, check) => {
    if (value === '' || isDay(value)) return value || null
    check.addIssue('form.notADay')
    return z.NEVER
  }),
})

/** GET the form. */
export function rule(req: Request, res: Response): Promise<void> {
  return showRule(req, res, part(req, 'course'), part(req, 'assignment'))
}

/** The form, as stored or as typed with what is wrong. */
export async function showRule(
  req: Request,
  res: Response,
  courseId: string,
  assignmentId: string,
  problems?: Problems,
): Promise<void> {
  const page = await rulePage(ctxOf(res), courseId, assignmentId)
  const now = currentRule(page.assignment)
  const values = problems
    ? typed(req)
    : {
        fullHours: now?.fullHours ?? '',
        points: now?.points ?? page.lmsPoints ?? '',
        scheme: now?.scheme ?? 'proportional',
        academicHours: now?.academicHours ?? '',
        claimBy: page.assignment.claimBy ?? '',
      }
  showPage(req, res, {
    view: 'assignments/rule',
    title: t('rule.title'),
    course: page.place.course,
    role: t('role.instructor'),
    problems,
    model: {
      assignment: page.assignment.title,
      action: paths.rule(courseId, assignmentId),
      lmsPoints: page.lmsPoints,
      hasColumn: page.assignment.lineItemUrl !== null,
      version: now?.version ?? null,
      values: { fullHours: '', points: '', scheme: '', academicHours: '', claimBy: '', ...values },
      errors: fieldErrors(problems, ['fullHours', 'points', 'scheme', 'academicHours', 'claimBy']),
    },
  })
}

/** POST the form. */
export async function setRule(req: Request, res: Response): Promise<void> {
  const [courseId, assignmentId] = [part(req, 'course'), part(req, 'assignment')]
  try {
    await chooseRule(ctxOf(res), courseId, assignmentId, read(req, ruleForm))
  } catch (error) {
    const problems = problemsOf(error)
    if (!problems) throw error
    return showRule(req, res, courseId, assignmentId, problems)
  }
  res.redirect(303, withNotice(paths.course(courseId), 'ruleSet'))
}
