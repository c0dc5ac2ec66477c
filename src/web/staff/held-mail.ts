// The page of a test system's course on which mail is read that was held back.

import type { Request, Response } from 'express'
import { z } from 'zod'
import { heldMail, openHeld } from '../../services/messages/held-mail.ts'
import { instant, t } from '../../text.ts'
import { line, read } from '../forms.ts'
import { showPage } from '../page.ts'
import { paths } from '../paths.ts'
import { ctxOf, localsOf, part } from '../web.ts'

/** GET /courses/:course/mail */
export async function heldMails(req: Request, res: Response): Promise<void> {
  const ctx = ctxOf(res)
  const { views } = localsOf(res).web
  const { place, mails } = await heldMail(ctx, part(req, 'course'))
  showPage(req, res, {
    view: 'courses/mail',
    title: t('heldMail.title'),
    course: place.course,
    role: t(`role.${place.role}`),
    model: {
      back: paths.course(place.course.id),
      open: paths.openHeld(place.course.id),
      mails: mails.map(({ at, message, asks }) => {
        const model = { ...message.model, office: ctx.institution.officeMail }
        const { subject, text } = views.mail(message.view, model)
        const facts = { to: message.to, at: instant(at, ctx.institution.timezone) }
        return { subject, text, asks, would: t('heldMail.would', facts) }
      }),
    },
  })
}

const openForm = z.object({ placement: line(60) })

/** POST /courses/:course/mail/open: on to the supervisor's page. */
export async function openHeldMail(req: Request, res: Response): Promise<void> {
  const { placement } = read(req, openForm)
  const token = await openHeld(ctxOf(res), part(req, 'course'), placement)
  res.redirect(303, paths.confirm(token))
}
