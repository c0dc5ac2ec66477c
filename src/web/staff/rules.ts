// An instructor ties the LMS assignment to a rule of the institution, and says what holds for this assignment alone.

import type { Request, Response } from 'express'
import { z } from 'zod'
import type { RuleTerms } from '../../domain/assignment-rule.ts'
import { isDay } from '../../domain/calendar.ts'
import { finishAssignment } from '../../services/lms/made-assignments.ts'
import { openPickOf } from '../../services/lms/picks.ts'
import { chooseRule, type RulePage, rulePage } from '../../services/rules/assignments.ts'
import { t } from '../../text.ts'
import { decimal, fieldErrors, line, type Problems, problemsOf, read, typed } from '../forms.ts'
import { showPage } from '../page.ts'
import { paths, withNotice } from '../paths.ts'
import { ctxOf, part } from '../web.ts'
import { columnView } from './columns.ts'
import { ruleFormView } from './rule-form.view.ts'

const needed = (most: number) =>
  decimal.transform((value, check) => {
    if (value !== null && value > 0 && value <= most) return value
    check.addIssue(value === null ? 'form.required' : 'form.outOfRange')
    return z.NEVER
  })

const source = { ruleId: line(60).transform((value) => value || null) }

const scoring = {
  points: needed(10_000),
  scheme: z.enum(['complete', 'proportional'], 'form.choose'),
  claimBy: line(10).transform((value, check) => {
    if (value === '' || isDay(value)) return value || null
    check.addIssue('form.notADay')
    return z.NEVER
  }),
}

// In the order of the page, so that the summary of what is wrong reads from top to bottom.
const pointsForm = z.object({
  ...source,
  fullHours: needed(2000),
  academicHours: decimal.transform((value) => value ?? 0),
  ...scoring,
})

const creditsForm = z.object({
  ...source,
  minCredit: decimal.transform((value) => value ?? 0),
  maxCredit: needed(1000),
  ...scoring,
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
  const page: RulePage = await rulePage(ctxOf(res), courseId, assignmentId)
  showPage(req, res, {
    view: 'assignments/rule',
    title: t('rule.title'),
    course: page.place.course,
    role: t('role.instructor'),
    problems,
    model: {
      ...ruleFormView(page, problems ? typed(req) : null),
      ...columnView(page),
      action: paths.rule(courseId, assignmentId),
      make: isMade(req),
      errors: fieldErrors(problems, [...Object.keys(creditsForm.shape), ...OTHERS]),
    },
  })
}

const OTHERS = ['mode', 'fullHours', 'academicHours']

// Begun on the course's page: its column is made once it has a rule.
function isMade(req: Request): boolean {
  return req.query.make === 'yes' || typed(req).make === 'yes'
}

/** POST the form. */
export async function setRule(req: Request, res: Response): Promise<void> {
  const [courseId, assignmentId] = [part(req, 'course'), part(req, 'assignment')]
  try {
    await chooseRule(ctxOf(res), courseId, assignmentId, choiceOf(req))
    if (isMade(req)) await finishAssignment(ctxOf(res), courseId, assignmentId)
  } catch (error) {
    const problems = problemsOf(error)
    if (!problems) throw error
    return showRule(req, res, courseId, assignmentId, problems)
  }
  if (isMade(req)) return res.redirect(303, withNotice(paths.course(courseId), 'assignmentMade'))
  const pick = await openPickOf(ctxOf(res), assignmentId)
  res.redirect(303, pick ? paths.pick(pick.id) : withNotice(paths.course(courseId), 'ruleSet'))
}

function choiceOf(req: Request) {
  const { ruleId, claimBy, ...terms } =
    typed(req).mode === 'credits'
      ? { mode: 'credits' as const, ...read(req, creditsForm) }
      : { mode: 'points' as const, ...read(req, pointsForm) }
  const checked: RuleTerms = terms
  return { ruleId, claimBy, terms: checked }
}
