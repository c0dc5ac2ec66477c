// The office's door beside the identity provider: a single-use address, one button.

import type { Request, Response } from 'express'
import type { Link } from '../../domain/link.ts'
import { Conflict, NotFound } from '../../errors.ts'
import { enterByLink, findLink, linkTrouble } from '../../services/arriving/sign-ins.ts'
import { t } from '../../text.ts'
import { setCookie } from '../cookies.ts'
import { showPage } from '../page.ts'
import { paths } from '../paths.ts'
import { networkOf } from '../security.ts'
import { localsOf, part } from '../web.ts'

/** GET shows one button and spends nothing. */
export async function doorstep(req: Request, res: Response): Promise<void> {
  const { web } = localsOf(res)
  const link = await doorLink(req, res)
  const trouble = linkTrouble(link, web.hands.now())
  if (trouble) throw new Conflict(trouble)
  showPage(req, res, {
    view: 'enter/show',
    title: t('enter.title'),
    model: {
      name: link.name,
      office: t(`role.${link.office ?? 'none'}`),
      action: paths.enter(part(req, 'token')),
    },
  })
}

async function doorLink(req: Request, res: Response): Promise<Link> {
  const { hands } = localsOf(res).web
  const link = await findLink(hands, part(req, 'token'), 'enter')
  if (!link) throw new NotFound('enter.unknown')
  localsOf(res).host = await hands.directory.institutions.get(link.institutionId)
  return link
}

/** POST spends it. */
export async function enter(req: Request, res: Response): Promise<void> {
  const { web } = localsOf(res)
  const link = await doorLink(req, res)
  const institution = await web.hands.directory.institutions.get(link.institutionId)
  const ctx = web.contextFor({ kind: 'worker' }, institution)
  const { session, secret } = await enterByLink(ctx, link, networkOf(req, institution.id))
  setCookie(res, 'office', secret)
  res.redirect(303, session.offices.includes('admin') ? paths.admin() : paths.reports())
}
