// In the LMS's "add" dialogue: begin an assignment, give it a rule, hand it over.

import type { Request, Response } from 'express'
import { z } from 'zod'
import { currentRule } from '../../domain/course.ts'
import { answerPick, beginPick, type PickPage, pickPage } from '../../services/lms/picks.ts'
import { t } from '../../text.ts'
import { fieldErrors, line, type Problems, problemsOf, read, typed } from '../forms.ts'
import { showPage } from '../page.ts'
import { ruleWords } from '../parts/claim.view.ts'
import { paths } from '../paths.ts'
import { ctxOf, localsOf, part } from '../web.ts'

/** GET /picks/:pick */
export function pick(req: Request, res: Response): Promise<void> {
  return showPick(req, res)
}

async function showPick(req: Request, res: Response, problems?: Problems): Promise<void> {
  const page = await pickPage(ctxOf(res), part(req, 'pick'))
  showPage(req, res, {
    view: 'picks/show',
    title: t('pick.title'),
    course: page.course,
    role: t('role.instructor'),
    problems,
    model: pickView(page, problems ? typed(req) : {}, problems),
  })
}

type Typed = Record<string, string | string[]>

/** The model of views/picks/show. */
export function pickView(page: PickPage, kept: Typed, problems?: Problems) {
  const { pick: own, draft, choices, platform } = page
  const lms = t(`lms.name.${platform.kind}`)
  const [first] = choices
  return {
    lms,
    over: page.open ? null : t('pick.over'),
    takesNone: own.request.takesLinks ? null : t('pick.takesNone', { lms }),
    noColumn: own.request.takesColumn ? null : t('pick.noColumn', { lms }),
    draft: draft && draftView(page, draft),
    action: paths.pick(own.id),
    choices: choices.map(({ assignment, course, parameters }) => ({
      value: assignment.id,
      label: t('pick.sameAs', { title: assignment.title, course: course.label }),
      hint: ruleWords(parameters).rule,
    })),
    values: {
      title: kept.title ?? t('pick.usualTitle'),
      ruleOf: kept.ruleOf ?? first?.assignment.id ?? 'new',
    },
    errors: fieldErrors(problems, ['title', 'ruleOf']),
  }
}

function draftView({ pick: own }: PickPage, draft: NonNullable<PickPage['draft']>) {
  const rule = currentRule(draft)?.parameters
  return {
    title: draft.title,
    ...(rule ? ruleWords(rule) : { rule: null, academic: null }),
    ruleHref: paths.rule(draft.courseId, draft.id),
    add: rule ? paths.addPick(own.id) : null,
  }
}

const beginForm = z.object({
  title: line(200).refine((value) => value !== '', 'form.required'),
  ruleOf: z.string('form.choose').min(1, 'form.choose').max(60),
})

/** POST /picks/:pick: begins the assignment, and leads to its rule when it takes over none. */
export async function begin(req: Request, res: Response): Promise<void> {
  const id = part(req, 'pick')
  try {
    const { title, ruleOf } = read(req, beginForm)
    const wish = { title, ruleOf: ruleOf === 'new' ? null : ruleOf }
    const draft = await beginPick(ctxOf(res), id, wish)
    const isReady = currentRule(draft) !== null
    res.redirect(303, isReady ? paths.pick(id) : paths.rule(draft.courseId, draft.id))
  } catch (error) {
    const problems = problemsOf(error)
    if (!problems) throw error
    await showPick(req, res, problems)
  }
}

/** POST /picks/:pick/add: the answer, as a form that goes to the LMS by itself or by its button. */
export async function addPick(req: Request, res: Response): Promise<void> {
  const ctx = ctxOf(res)
  const { platform, draft } = await pickPage(ctx, part(req, 'pick'))
  const { returnUrl, jwt } = await answerPick(ctx, part(req, 'pick'))
  localsOf(res).formsLead = 'anywhere'
  const lms = t(`lms.name.${platform.kind}`)
  showPage(req, res, {
    view: 'picks/reply',
    title: t('pick.replyTitle', { lms }),
    role: t('role.instructor'),
    model: {
      lms,
      action: returnUrl,
      jwt,
      text: t('pick.replyText', { title: draft?.title ?? '', lms }),
      next: t(`pick.next.${platform.kind}`),
    },
  })
}
