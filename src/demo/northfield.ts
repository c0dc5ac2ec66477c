// Northfield University in the tool: the institution, and its LMSs as an administrator would register them.

import type { App } from '../app.ts'
import { openDoorFor } from '../services/arriving/sign-ins.ts'
import type { Context } from '../services/context.ts'
import { addInstitution, addPlatform } from '../services/office/institutions.ts'
import { institutionRules } from '../services/rules/rules-in-force.ts'
import type { Office } from './lms/pages/routes.ts'
import { type Lms, registrationOf } from './lms/server.ts'

export const SLUG = 'demo'

/** The institution with both registrations; what is there already stays as it is. */
export async function openNorthfield(app: Pick<App, 'core'>, lms: Lms): Promise<Context> {
  const { core } = app
  const wish = { slug: SLUG, name: 'Northfield University', timezone: 'America/Chicago' }
  const known = await core.store.directory.institutions.bySlug(SLUG)
  const institution = known ?? (await addInstitution(core.hands, wish))
  const ctx = core.contextFor({ kind: 'worker' }, institution)
  await institutionRules(ctx)
  for (const site of [lms.canvas, lms.moodle, lms.other]) {
    const registration = registrationOf(site)
    const { issuer, clientId } = registration
    const there = await ctx.store.platforms.find(issuer, clientId)
    if (!there) await addPlatform(ctx, registration)
  }
  return ctx
}

const NAMES: Record<Office, string> = { registrar: 'Rosa Delgado', admin: 'Anders Berg' }

/** An address that lets a newcomer into an office of the tool, once. */
export async function officeAddress(ctx: Context, office: Office): Promise<string> {
  const { token } = await openDoorFor(ctx, { office, name: NAMES[office], hours: null })
  return `${ctx.baseUrl}/enter/${token}`
}
