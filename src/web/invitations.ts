// Invitations for an LMS to register itself: made here, shown once, taken back.

import type { Request, Response } from 'express'
import { cancelInvitation, inviteLms } from '../services/registrations.ts'
import { t } from '../text.ts'
import { showPage } from './page.ts'
import { paths, withNotice } from './paths.ts'
import { ctxOf, part } from './web.ts'

/** POST /admin/invitations: its address is shown this once. */
export async function invite(req: Request, res: Response): Promise<void> {
  const ctx = ctxOf(res)
  const { invitation, url } = await inviteLms(ctx)
  showPage(req, res, {
    view: 'admin/invited',
    title: t('invite.title'),
    role: t('role.admin'),
    model: {
      url,
      expiresAt: invitation.expiresAt,
      timezone: ctx.institution.timezone,
      back: paths.admin(),
    },
  })
}

/** POST /admin/invitations/:invitation/cancel */
export async function cancelInvite(req: Request, res: Response): Promise<void> {
  await cancelInvitation(ctxOf(res), part(req, 'invitation'))
  res.redirect(303, withNotice(paths.admin(), 'invitationCancelled'))
}
