// An LMS registers itself: its administrator has pasted an invitation, and the LMS opens it in a frame or pop-up.

import type { Request, Response } from 'express'
import { framingOrigin } from '../../domain/platform.ts'
import { openInvitation, registerByInvitation } from '../../services/office/registrations.ts'
import { t } from '../../text.ts'
import { showPage } from '../page.ts'
import { paths } from '../paths.ts'
import { localsOf } from '../web.ts'
import { institutionAt } from './launch.ts'

const MOST = 4000

/**
 * GET /lti/:institution/register?invite=…: with what an LMS adds it registers, once; without, it says where to paste.
 * @throws {NotFound} unknown invitation. {Conflict} used or expired. And whatever is wrong with the LMS, in words
 */
export async function register(req: Request, res: Response): Promise<void> {
  const institution = await institutionAt(req, res)
  const { web } = localsOf(res)
  const ctx = web.contextFor({ kind: 'worker' }, institution)
  const configurationUrl = asked(req, 'openid_configuration')
  const invite = asked(req, 'invite') ?? ''
  if (configurationUrl === null || req.method !== 'GET') {
    const { expiresAt } = await openInvitation(ctx, invite)
    return showPage(req, res, {
      view: 'lti/invited',
      title: t('invited.title'),
      model: {
        institution: institution.name,
        expiresAt,
        timezone: institution.timezone,
        install: paths.install(institution.slug),
      },
    })
  }
  // The LMS shows this very page; it holds nothing that could be clicked.
  localsOf(res).ancestors = framedBy(configurationUrl)
  const request = { configurationUrl, token: asked(req, 'registration_token') }
  const platform = await registerByInvitation(ctx, web.desk, invite, request)
  web.hands.log.info({ platformId: platform.id }, 'an LMS has registered itself')
  const isUpdate = platform.state !== 'waiting'
  const title = t(isUpdate ? 'registered.updatedTitle' : 'registered.title')
  showPage(req, res, {
    view: 'lti/registered',
    title,
    model: {
      name: platform.name,
      title,
      next: t(isUpdate ? 'registered.unchanged' : `registered.then.${platform.kind}`),
      after: t(isUpdate ? 'registered.afterUpdate' : 'registered.after', {
        admin: `${web.config.baseUrl}${paths.admin()}`,
      }),
    },
  })
}

function asked(req: Request, name: string): string | null {
  const value = req.query[name]
  return typeof value === 'string' && value !== '' && value.length <= MOST ? value : null
}

// A hosted Canvas has one host for its configuration and another for its pages.
function framedBy(configurationUrl: string): string[] {
  const origin = framingOrigin(configurationUrl)
  if (origin === null) return []
  const hosted = /\.(instructure|canvaslms)\.com$/.test(origin)
  return hosted ? [origin, 'https://*.instructure.com'] : [origin]
}
