// A new assignment from the course's own page: its name and rule, where the LMS lets us make it; else how it is added there.

import type { Request, Response } from 'express'
import { z } from 'zod'
import { type MakingPage, makeAssignment, makingPage } from '../../services/lms/made-assignments.ts'
import { t } from '../../text.ts'
import { fieldErrors, line, type Problems, problemsOf, read, typed } from '../forms.ts'
import { showPage } from '../page.ts'
import { ruleWords } from '../parts/claim.view.ts'
import { paths, withNotice } from '../paths.ts'
import { ctxOf, part } from '../web.ts'

/** GET …/new */
export function newAssignmentPage(req: Request, res: Response): Promise<void> {
  return showNew(req, res)
}

async function showNew(req: Request, res: Response, problems?: Problems): Promise<void> {
  const ctx = ctxOf(res)
  const page = await makingPage(ctx, part(req, 'course'))
  const kept = problems ? typed(req) : {}
  showPage(req, res, {
    view: 'assignments/new',
    title: t('make.title'),
    course: page.place.course,
    role: t('role.instructor'),
    problems,
    model: newAssignmentView(page, { id: ctx.newId(), ...kept }, problems),
  })
}

type Kept = Record<string, string | string[]>

/** The model of views/assignments/new. */
export function newAssignmentView(page: MakingPage, kept: Kept, problems?: Problems) {
  const { place, platform, may, choices } = page
  const isNamed = platform.kind !== 'other'
  const lms = t(isNamed ? `lms.name.${platform.kind}` : 'make.yourLms')
  return {
    lms,
    back: paths.course(place.course.id),
    action: may ? paths.newAssignment(place.course.id) : null,
    alone: platform.kind === 'canvas' ? null : t('make.columnAlone'),
    how: t(`make.how.${platform.kind}`),
    grant: t(`make.grant.${platform.kind}`),
    choices: choices.map(({ assignment, course, parameters }) => ({
      value: assignment.id,
      label: t('pick.sameAs', { title: assignment.title, course: course.label }),
      hint: ruleWords(parameters).rule,
    })),
    values: {
      id: kept.id ?? '',
      title: kept.title ?? t('pick.usualTitle'),
      ruleOf: kept.ruleOf ?? choices[0]?.assignment.id ?? 'new',
    },
    errors: fieldErrors(problems, ['title', 'ruleOf']),
  }
}

const form = z.object({
  id: z.string().regex(/^[0-9a-z]{20}$/),
  title: line(200).refine((value) => value !== '', 'form.required'),
  ruleOf: z.string('form.choose').min(1, 'form.choose').max(60),
})

/** POST …/new: made with its column, or begun and led to its rule. */
export async function makeNew(req: Request, res: Response): Promise<void> {
  const courseId = part(req, 'course')
  try {
    const { id, title, ruleOf } = read(req, form)
    const wish = { id, title, ruleOf: ruleOf === 'new' ? null : ruleOf }
    const made = await makeAssignment(ctxOf(res), courseId, wish)
    const next = wish.ruleOf
      ? withNotice(paths.course(courseId), 'assignmentMade')
      : paths.ruleThenColumn(courseId, made.id)
    res.redirect(303, next)
  } catch (error) {
    const problems = problemsOf(error)
    if (!problems) throw error
    await showNew(req, res, problems)
  }
}
