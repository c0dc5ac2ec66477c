// For the institution's security review: what we ask an LMS for and why, what is kept, and how it leaves again.

import type { Request, Response } from 'express'
import { CUSTOM_VARIABLES } from '../../domain/custom-values.ts'
import { t } from '../../text.ts'
import { whyScope } from '../office/platform.view.ts'
import { showPage } from '../page.ts'
import { paths } from '../paths.ts'
import { ctxOf, localsOf } from '../web.ts'

/** The items of a launch and roster that we read. */
const ITEMS = [
  'sub',
  'name',
  'email',
  'sisId',
  'roles',
  'context',
  'link',
  'services',
  'presentation',
]
const KEPT = [
  ...['people', 'courses', 'rosters', 'facts', 'placements', 'claims'],
  ...['links', 'sessions', 'audit', 'logs', 'notKept'],
]
const LEAVING = ['export', 'deleteLms', 'deletePerson', 'all']

/** GET /admin/security */
export function securityReview(req: Request, res: Response): void {
  const { lti } = localsOf(res).web
  showPage(req, res, {
    view: 'admin/security',
    title: t('security.title'),
    role: t('role.admin'),
    model: securityModel(ctxOf(res).institution.name, lti.scopes),
  })
}

/** What the page says. */
export function securityModel(institution: string, scopes: string[]) {
  const variables = Object.entries(CUSTOM_VARIABLES.canvas)
  return {
    back: paths.admin(),
    scopes: scopes.map((scope) => ({ scope, why: whyScope(scope) })),
    items: ITEMS.map((item) => ({
      name: t(`security.item.${item}`),
      why: t(`security.why.${item}`),
    })),
    variables: variables.map(([name, variable]) => ({
      ...{ name, variable },
      why: t(`security.variable.${name}`),
    })),
    kept: KEPT.map((what) => t(`security.kept.${what}`)),
    leaving: LEAVING.map((way) => t(`security.leaving.${way}`, { institution })),
  }
}
