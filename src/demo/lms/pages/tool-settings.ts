// What an administrator of the LMS can change about a tool, in that LMS's own words: address of its keys, services, values, on and off.

import type { Request, Response } from 'express'
import { html, type Markup } from '../../html.ts'
import { linesOf } from '../custom.ts'
import { installed, keepTool } from '../installed.ts'
import type { Installed, Kind, Site } from '../model.ts'
import { SCOPES } from '../names.ts'
import { messagePage } from './posting.ts'

const KEYS: Record<Kind, string> = {
  canvas: 'Public JWK URL',
  moodle: 'Public keyset',
  other: 'Tool keyset URL',
}

const CUSTOM: Record<Kind, string> = {
  canvas: 'Custom Fields',
  moodle: 'Custom parameters',
  other: 'Custom parameters',
}

/** Services as each LMS offers them, with the scopes that they stand for. */
const SERVICES: Record<Kind, Record<string, string[]>> = {
  canvas: {
    'Can create and view assignment data in the gradebook associated with the tool': [
      SCOPES.lineItem,
    ],
    'Can view assignment data in the gradebook associated with the tool': [SCOPES.readLineItem],
    'Can view submission data for assignments associated with the tool': [SCOPES.readResult],
    'Can create and update submission results for assignments associated with the tool': [
      SCOPES.score,
    ],
    'Can retrieve user data associated with the context the tool is installed in': [SCOPES.roster],
  },
  moodle: {
    'IMS LTI Assignment and Grade Services: grade sync': [
      SCOPES.score,
      SCOPES.readResult,
      SCOPES.readLineItem,
    ],
    'IMS LTI Assignment and Grade Services: column management': [SCOPES.lineItem],
    'IMS LTI Names and Role Provisioning': [SCOPES.roster],
  },
  other: {
    'Assignments and Grades': [
      ...[SCOPES.lineItem, SCOPES.readLineItem, SCOPES.readResult, SCOPES.score],
    ],
    'Names and Roles': [SCOPES.roster],
  },
}

/** The form of one tool. */
export function settingsForm({ kind, path }: Site, tool: Installed): Markup {
  const services = Object.entries(SERVICES[kind]).map(
    ([label, scopes], i) =>
      html`<label><input type="checkbox" name="service${i}" value="yes"${scopes.every((one) => tool.scopes.includes(one)) && html` checked`}> ${label}</label><br>`,
  )
  const lines = Object.entries(tool.custom).map(([name, value]) => `${name}=${value}`)
  return html`<details><summary>Settings</summary><form method="post" action="${path}/tools/settings">
<input type="hidden" name="client" value="${tool.clientId}">
<p><label>${KEYS[kind]} <input name="keys" type="url" size="60" value="${tool.jwksUrl}" required></label></p>
<p>${services}</p>
<p><label>${CUSTOM[kind]} <textarea name="custom" rows="5" cols="58">${lines.join('\n')}</textarea></label></p>
<p><label><input type="checkbox" name="on" value="yes"${tool.state === 'active' && html` checked`}> On</label></p>
<button>Save settings</button></form></details>`
}

/** POST /tools/settings */
export function changeTool(site: Site, req: Request, res: Response): void {
  const form: Record<string, unknown> = Object(req.body)
  const tool = installed(site).find(({ clientId }) => clientId === form.client)
  if (!tool || typeof form.keys !== 'string' || !URL.canParse(form.keys)) {
    res.status(422).send(messagePage(site, 'These settings cannot be kept.'))
    return
  }
  const services = Object.values(SERVICES[site.kind])
  keepTool(site, {
    ...tool,
    jwksUrl: form.keys,
    scopes: services.flatMap((scopes, i) => (form[`service${i}`] === 'yes' ? scopes : [])),
    custom: linesOf(String(form.custom ?? '')),
    state: form.on === 'yes' ? 'active' : 'off',
  })
  res.redirect(303, `${site.path}/tools`)
}
