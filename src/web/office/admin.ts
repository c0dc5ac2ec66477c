// The administrator's first page: per platform one line of truth, and deployments that wait.

import type { Request, Response } from 'express'
import { z } from 'zod'
import type { Deployment, DeploymentState, Platform } from '../../domain/platform.ts'
import { decideDeployment, overview } from '../../services/office/institutions.ts'
import { t } from '../../text.ts'
import { read } from '../forms.ts'
import { showPage } from '../page.ts'
import { paths, withNotice } from '../paths.ts'
import { ctxOf } from '../web.ts'
import { platformLine } from './platform.view.ts'

/** GET /admin */
export async function adminPage(req: Request, res: Response): Promise<void> {
  const ctx = ctxOf(res)
  const { platforms, deployments, invitations, owed } = await overview(ctx)
  const names = new Map(platforms.map((p) => [p.id, p.name]))
  showPage(req, res, {
    view: 'admin/index',
    title: t('admin.title'),
    role: t('role.admin'),
    model: {
      timezone: ctx.institution.timezone,
      owed,
      platforms: waitingFirst(platforms).map((one) => platformLine(one, ctx.institution.timezone)),
      invitations: invitations.map(({ id, createdAt, expiresAt }) => ({
        ...{ createdAt, expiresAt },
        cancel: paths.cancelInvite(id),
      })),
      paths: {
        invite: paths.invite(),
        newPlatform: paths.newPlatform(),
        install: paths.install(ctx.institution.slug),
        doctor: paths.doctor(),
        settings: paths.settings(),
        security: paths.security(),
      },
      waiting: deployments
        .filter((d) => d.state === 'waiting')
        .map((d) => ({
          platform: names.get(d.platformId) ?? '',
          platformId: d.platformId,
          deploymentId: d.deploymentId,
          since: d.firstSeenAt,
        })),
      places: deployments
        .filter((d) => d.state !== 'waiting')
        .map((d) => placeView(d, names.get(d.platformId) ?? '')),
      action: paths.deployment(),
    },
  })
}

// What waits for somebody comes first.
function waitingFirst(platforms: Platform[]): Platform[] {
  const waits = ({ state }: Platform) => Number(state === 'waiting')
  return [...platforms].sort((a, b) => waits(b) - waits(a))
}

// A deployment that was decided on, with the one other thing it may become.
function placeView({ platformId, deploymentId, state, firstSeenAt }: Deployment, platform: string) {
  const isOpen = state === 'approved'
  return {
    ...{ platform, platformId, deploymentId },
    since: firstSeenAt,
    state: t(`admin.place.${state}`),
    tone: PLACE_TONES[state],
    next: isOpen ? 'paused' : 'approved',
    nextText: t(isOpen ? 'admin.pause' : 'admin.approve'),
  }
}

const PLACE_TONES: Record<DeploymentState, string> = {
  waiting: 'waiting',
  approved: 'good',
  refused: 'trouble',
  paused: 'neutral',
}

const deploymentForm = z.object({
  platformId: z.string().max(60),
  deploymentId: z.string().max(300),
  state: z.enum(['approved', 'refused', 'paused']),
})

/** POST /admin/deployments */
export async function deployment(req: Request, res: Response): Promise<void> {
  const { platformId, deploymentId, state } = read(req, deploymentForm)
  await decideDeployment(ctxOf(res), platformId, deploymentId, state)
  res.redirect(303, withNotice(paths.admin(), `deployment${state}`))
}
