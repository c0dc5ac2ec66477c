// The employer's page behind the magic link: looking never answers, a post does.

import type { Request, Response } from 'express'
import { z } from 'zod'
import type { Answer } from '../../domain/confirmation.ts'
import { totalHours } from '../../domain/hours.ts'
import type { Link } from '../../domain/link.ts'
import { NotFound } from '../../errors.ts'
import { findLink } from '../../services/arriving/sign-ins.ts'
import * as story from '../../services/claims/confirmations.ts'
import type { EmployerContext } from '../../services/context.ts'
import { t } from '../../text.ts'
import { decimal, fieldErrors, type Problems, problemsOf, read, text, typed } from '../forms.ts'
import { showPage } from '../page.ts'
import { statementView } from '../parts/placement.view.ts'
import { paths, withNotice } from '../paths.ts'
import { networkOf } from '../security.ts'
import { signedInAs } from '../session.ts'
import { localsOf, part } from '../web.ts'

const KINDS = ['confirm', 'fewer', 'giveBack', 'didNotHappen', 'wrongPerson', 'unknown'] as const

const answerForm = z
  .object({
    kind: z.enum(KINDS, 'confirm.choose'),
    hours: decimal,
    fewerWhy: text(2000),
    missing: text(2000),
    rightPerson: text(500),
  })
  .transform((form, check) => {
    const need = (field: string, ok: boolean, message: string) => {
      if (!ok) check.addIssue({ code: 'custom', path: [field], message })
    }
    if (form.kind === 'fewer') {
      need('hours', form.hours !== null && form.hours > 0, 'confirm.hoursNeeded')
      need('fewerWhy', form.fewerWhy !== '', 'confirm.whyNeeded')
    }
    if (form.kind === 'giveBack') need('missing', form.missing !== '', 'confirm.missingNeeded')
    return {
      kind: form.kind,
      hours: form.kind === 'fewer' ? form.hours : null,
      why:
        (form.kind === 'fewer' ? form.fewerWhy : form.kind === 'giveBack' ? form.missing : '') ||
        null,
      rightPerson: form.kind === 'wrongPerson' ? form.rightPerson || null : null,
    }
  })

async function employer(req: Request, res: Response): Promise<EmployerContext> {
  const { web } = localsOf(res)
  const link: Link | null = await findLink(web.hands, part(req, 'token'), 'confirm')
  if (!link) throw new NotFound('confirm.unknownLink')
  const institution = await web.hands.directory.institutions.get(link.institutionId)
  localsOf(res).host = institution
  const actor = { kind: 'employer' as const, link }
  return { ...web.contextFor(actor, institution), actor }
}

/** GET looks. */
export async function look(req: Request, res: Response): Promise<void> {
  await showConfirm(req, res, await employer(req, res))
}

async function showConfirm(
  req: Request,
  res: Response,
  ctx: EmployerContext,
  problems?: Problems,
): Promise<void> {
  const seen = await story.peek(ctx)
  const { answer } = seen.placement
  const kept = problems ? typed(req) : valuesOf(answer)
  showPage(req, res, {
    view: `confirm/${VIEWS[seen.state]}`,
    title: t('confirm.title'),
    status: problems?.status ?? STATUS[seen.state],
    problems,
    model: {
      ...linkView(req, ctx),
      student: seen.student ?? t('confirm.aStudent'),
      institution: seen.institutionName,
      supervisor: seen.placement.request?.name ?? '',
      statement: statementView(seen.placement),
      said: totalHours(seen.placement.statement.hours),
      answered: answer && answeredView(answer),
      values: { kind: '', hours: '', fewerWhy: '', missing: '', rightPerson: '', ...kept },
      errors: fieldErrors(problems, ['kind', 'hours', 'fewerWhy', 'missing', 'form']),
    },
  })
}

const VIEWS = { open: 'show', decided: 'decided', expired: 'expired', dead: 'dead' } as const
const STATUS = { open: 200, decided: 200, expired: 410, dead: 410 } as const

function linkView(req: Request, ctx: EmployerContext) {
  return {
    timezone: ctx.institution.timezone,
    expiresAt: ctx.actor.link.expiresAt,
    action: paths.confirm(part(req, 'token')),
    again: paths.confirmAgain(part(req, 'token')),
    office: ctx.institution.officeMail,
  }
}

function answeredView({ at, kind, hours, why }: Answer) {
  return { at, text: t(`confirm.answered.${kind}`, { hours: hours ?? 0 }), why }
}

function valuesOf(answer: Answer | null): Record<string, string> {
  if (!answer) return {}
  return {
    kind: answer.kind,
    hours: answer.kind === 'fewer' ? String(answer.hours ?? '') : '',
    fewerWhy: answer.kind === 'fewer' ? (answer.why ?? '') : '',
    missing: answer.kind === 'giveBack' ? (answer.why ?? '') : '',
    rightPerson: answer.rightPerson ?? '',
  }
}

/** POST answers, or corrects the answer. */
export async function answer(req: Request, res: Response): Promise<void> {
  const ctx = await employer(req, res)
  const { web } = localsOf(res)
  try {
    const said = read(req, answerForm)
    const browser = await signedInAs(web, req, 'lms')
    await story.answer(ctx, {
      ...said,
      signedIn: browser?.person.id ?? null,
      network: networkOf(req, ctx.institution.id),
    })
  } catch (error) {
    const problems = problemsOf(error)
    if (!problems) throw error
    return showConfirm(req, res, ctx, problems)
  }
  web.wake()
  res.redirect(303, withNotice(paths.confirm(part(req, 'token')), 'answered'))
}

/** POST: a new link to the same address, when the old one has expired. */
export async function again(req: Request, res: Response): Promise<void> {
  const ctx = await employer(req, res)
  await story.renew(ctx)
  localsOf(res).web.wake()
  showPage(req, res, { view: 'confirm/sent', title: t('confirm.sentTitle'), model: {} })
}
