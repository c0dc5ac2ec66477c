// The administrator's pages of one LMS: registered by hand, looked at, changed, approved, paused.

import type { Request, Response } from 'express'
import { z } from 'zod'
import type { Platform } from '../../domain/platform.ts'
import { addPlatform } from '../../services/office/institutions.ts'
import {
  approvePlatform,
  changePlatform,
  pausePlatform,
  platformPage,
  resumePlatform,
  setLaunchRoleEnough,
  settleUpdate,
} from '../../services/office/platforms.ts'
import { t } from '../../text.ts'
import { fieldErrors, type Problems, problemsOf, read, typed } from '../forms.ts'
import { showPage } from '../page.ts'
import { paths, withNotice } from '../paths.ts'
import { ctxOf, part } from '../web.ts'
import { addForm, changeForm, FIELDS, platformValues } from './platform.form.ts'
import {
  platformFacts,
  platformLine,
  registeredView,
  rolesView,
  updateView,
} from './platform.view.ts'

/** GET /admin/platforms/new */
export function newPlatform(req: Request, res: Response): void {
  showForm(req, res, null)
}

/** POST /admin/platforms */
export async function addByHand(req: Request, res: Response): Promise<void> {
  try {
    const platform = await addPlatform(ctxOf(res), read(req, addForm))
    res.redirect(303, withNotice(paths.platform(platform.id), 'platformAdded'))
  } catch (error) {
    const problems = problemsOf(error)
    if (!problems) throw error
    showForm(req, res, null, problems)
  }
}

/** GET /admin/platforms/:platform */
export async function platform(req: Request, res: Response): Promise<void> {
  const ctx = ctxOf(res)
  const page = await platformPage(ctx, part(req, 'platform'))
  const { id, state } = page.platform
  showPage(req, res, {
    view: 'admin/platform',
    title: page.platform.name,
    role: t('role.admin'),
    model: {
      timezone: ctx.institution.timezone,
      platform: platformLine(page.platform, ctx.institution.timezone),
      facts: platformFacts(page.platform),
      registered: registeredView(page.platform),
      roles: rolesView(page.platform),
      update: updateView(page.platform),
      places: page.deployments.map(({ deploymentId, state: place }) => ({
        id: deploymentId,
        state: t(`admin.place.${place}`),
      })),
      state,
      paths: {
        admin: paths.admin(),
        state: paths.platformState(id),
        edit: paths.editPlatform(id),
        remove: paths.removePlatform(id),
        wipe: page.platform.test ? paths.wipePlatform(id) : null,
        invite: paths.invite(),
      },
      id,
    },
  })
}

const stateForm = z.object({ step: z.enum(['approve', 'pause', 'resume']) })
const STEPS = { approve: approvePlatform, pause: pausePlatform, resume: resumePlatform }

/** POST /admin/platforms/:platform/state */
export async function platformState(req: Request, res: Response): Promise<void> {
  const { step } = read(req, stateForm)
  const { id } = await STEPS[step](ctxOf(res), part(req, 'platform'))
  res.redirect(303, withNotice(paths.platform(id), `platform${step}`))
}

const updateForm = z.object({
  step: z.enum(['approve', 'discard']),
  seen: z.string().max(40),
})

/** POST /admin/platforms/:platform/update: what it said of itself anew is taken over, or not. */
export async function platformUpdate(req: Request, res: Response): Promise<void> {
  const choice = read(req, updateForm)
  const { id } = await settleUpdate(ctxOf(res), part(req, 'platform'), choice)
  res.redirect(303, withNotice(paths.platform(id), `update${choice.step}`))
}

const rolesForm = z.object({ enough: z.enum(['yes', 'no']) })

/** POST /admin/platforms/:platform/roles */
export async function platformRoles(req: Request, res: Response): Promise<void> {
  const { enough } = read(req, rolesForm)
  const { id } = await setLaunchRoleEnough(ctxOf(res), part(req, 'platform'), enough === 'yes')
  res.redirect(303, withNotice(paths.platform(id), 'platformChanged'))
}

/** GET /admin/platforms/:platform/edit */
export async function editPlatform(req: Request, res: Response): Promise<void> {
  showForm(req, res, await ctxOf(res).store.platforms.get(part(req, 'platform')))
}

/** POST /admin/platforms/:platform/edit */
export async function savePlatform(req: Request, res: Response): Promise<void> {
  const ctx = ctxOf(res)
  const known = await ctx.store.platforms.get(part(req, 'platform'))
  try {
    await changePlatform(ctx, known.id, read(req, changeForm))
    res.redirect(303, withNotice(paths.platform(known.id), 'platformChanged'))
  } catch (error) {
    const problems = problemsOf(error)
    if (!problems) throw error
    showForm(req, res, known, problems)
  }
}

function showForm(req: Request, res: Response, known: Platform | null, problems?: Problems): void {
  const { slug } = ctxOf(res).institution
  showPage(req, res, {
    view: 'admin/platform-form',
    title: t(known ? 'platform.editTitle' : 'platform.newTitle'),
    role: t('role.admin'),
    problems,
    model: {
      action: known ? paths.editPlatform(known.id) : paths.addPlatform(),
      back: known ? paths.platform(known.id) : paths.admin(),
      name: known?.name ?? null,
      install: paths.install(slug),
      values: { ...platformValues(known), ...(problems ? typed(req) : {}) },
      errors: fieldErrors(problems, FIELDS),
    },
  })
}
