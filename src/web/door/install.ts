// What an LMS's administrator needs, open to everybody: the values to paste, Canvas's whole key, and the institution's colour.

import type { Request, Response } from 'express'
import { accentsOf } from '../../domain/colour.ts'
import { t } from '../../text.ts'
import { showPage } from '../page.ts'
import { localsOf } from '../web.ts'
import { installView } from './install.view.ts'
import { institutionAt } from './launch.ts'

/** GET /lti/:institution/install */
export async function install(req: Request, res: Response): Promise<void> {
  const institution = await institutionAt(req, res)
  const { web } = localsOf(res)
  showPage(req, res, {
    view: 'lti/install',
    title: t('install.title'),
    model: {
      institution: institution.name,
      guides: installView(web.config.baseUrl, institution.slug),
    },
  })
}

/** GET /lti/:institution/open: where mails lead when nobody knows the LMS's own page. */
export async function wayIn(req: Request, res: Response): Promise<void> {
  const { name, officeMail } = await institutionAt(req, res)
  showPage(req, res, {
    view: 'lti/open',
    title: t('open.title'),
    model: { institution: name, office: officeMail },
  })
}

/** GET /lti/:institution/canvas.json */
export async function canvasJson(req: Request, res: Response): Promise<void> {
  const institution = await institutionAt(req, res)
  res.set('Cache-Control', 'public, max-age=300')
  res.json(localsOf(res).web.lti.canvasKey(institution))
}

/** GET /lti/:institution/colour.css: the accent of its pages, where it has chosen one. */
export async function colour(req: Request, res: Response): Promise<void> {
  const institution = await institutionAt(req, res)
  res.set('Cache-Control', 'public, max-age=300').type('css')
  if (institution.colour === null) return void res.send('')
  const { light, dark } = accentsOf(institution.colour)
  const lines = ({ accent, strong, tint, on }: typeof light) =>
    `:root{--accent:${accent};--accent-strong:${strong};--accent-tint:${tint};--on-accent:${on}}`
  res.send(`${lines(light)}\n@media (prefers-color-scheme:dark){${lines(dark)}}\n`)
}
