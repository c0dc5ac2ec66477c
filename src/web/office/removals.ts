// The second look before something of an LMS is gone: a registration, or all that a test system has left here.

import type { Request, Response } from 'express'
import type { Platform } from '../../domain/platform.ts'
import { removePlatform } from '../../services/office/institutions.ts'
import { testSpace, wipeTestSpace } from '../../services/office/test-space.ts'
import { t } from '../../text.ts'
import { type Problems, problemsOf } from '../forms.ts'
import { showPage } from '../page.ts'
import { paths, withNotice } from '../paths.ts'
import { ctxOf, part } from '../web.ts'
import { removeView, wipeView } from './removals.view.ts'

/** GET /admin/platforms/:platform/remove */
export async function askRemove(req: Request, res: Response): Promise<void> {
  showRemove(req, res, await ctxOf(res).store.platforms.get(part(req, 'platform')))
}

function showRemove(req: Request, res: Response, known: Platform, problems?: Problems): void {
  const model = removeView(known)
  showPage(req, res, {
    view: 'admin/sure',
    title: model.title,
    role: t('role.admin'),
    problems,
    model,
  })
}

/** POST /admin/platforms/:platform/remove */
export async function remove(req: Request, res: Response): Promise<void> {
  const ctx = ctxOf(res)
  const known = await ctx.store.platforms.get(part(req, 'platform'))
  try {
    await removePlatform(ctx, known.id)
    res.redirect(303, withNotice(paths.admin(), 'platformRemoved'))
  } catch (error) {
    const problems = problemsOf(error)
    if (!problems) throw error
    showRemove(req, res, known, problems)
  }
}

/** GET /admin/platforms/:platform/wipe */
export async function askWipe(req: Request, res: Response): Promise<void> {
  const model = wipeView(await testSpace(ctxOf(res), part(req, 'platform')))
  showPage(req, res, { view: 'admin/sure', title: model.title, role: t('role.admin'), model })
}

/** POST /admin/platforms/:platform/wipe */
export async function wipe(req: Request, res: Response): Promise<void> {
  const { id } = await wipeTestSpace(ctxOf(res), part(req, 'platform'))
  res.redirect(303, withNotice(paths.platform(id), 'testWiped'))
}
