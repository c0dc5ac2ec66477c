// Invitations for an LMS to register itself: made here, shown once, taken back.

import type { Request, Response } from 'express'
import { z } from 'zod'
import {
  cancelInvitation,
  INVITATION_HOURS,
  inviteLms,
} from '../../services/office/registrations.ts'
import { t } from '../../text.ts'
import { read } from '../forms.ts'
import { showPage } from '../page.ts'
import { paths, withNotice } from '../paths.ts'
import { ctxOf, part } from '../web.ts'

const form = z.object({ platform: z.string().max(60).optional() })

/** POST /admin/invitations: for a new LMS, or for one that is to say anew what it is; its address is shown this once. */
export async function invite(req: Request, res: Response): Promise<void> {
  const ctx = ctxOf(res)
  const { platform: updates = null } = read(req, form)
  const { invitation, url } = await inviteLms(ctx, INVITATION_HOURS, updates)
  showPage(req, res, {
    view: 'admin/invited',
    title: t('invite.title'),
    role: t('role.admin'),
    model: {
      url,
      updates: updates !== null,
      expiresAt: invitation.expiresAt,
      timezone: ctx.institution.timezone,
      back: updates === null ? paths.admin() : paths.platform(updates),
    },
  })
}

/** POST /admin/invitations/:invitation/cancel */
export async function cancelInvite(req: Request, res: Response): Promise<void> {
  await cancelInvitation(ctxOf(res), part(req, 'invitation'))
  res.redirect(303, withNotice(paths.admin(), 'invitationCancelled'))
}
