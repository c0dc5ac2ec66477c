// The LMS administrator's page of tools: what is there, one more by its registration address or by hand.

import { html, type Markup } from '../../html.ts'
import { installed, registrationOf } from '../installed.ts'
import type { Installed } from '../model.ts'
import { shell, type View } from './shell.ts'
import { settingsForm } from './tool-settings.ts'

/** All tools, and the two ways to add one. */
export function toolsPage(view: View): string {
  const { site } = view
  return shell(
    view,
    'External tools',
    html`${installed(site).map((tool) => toolPart(view, tool))}
${site.flavour.registration !== null && byAddress(view)}${byHand(view)}`,
  )
}

function toolPart(view: View, tool: Installed): Markup {
  const { site } = view
  const { name, clientId, deploymentId, state } = tool
  const details = registrationOf(site, tool)
  const lines: [string, string][] = [
    [site.kind === 'moodle' ? 'Platform ID' : 'Issuer', details.issuer],
    ['Client ID', clientId],
    ['Deployment ID', deploymentId || 'none yet'],
    ['Public keyset URL', details.jwksUrl],
    ['Access token URL', details.tokenUrl],
    ['Authentication request URL', details.loginUrl],
  ]
  return html`<section class="installed" data-client="${clientId}"><h2>${name} <small>${state}</small></h2>
<dl>${lines.map(([term, value]) => html`<dt>${term}</dt><dd><code>${value}</code></dd>`)}</dl>
${state === 'pending' ? activate(view, tool) : html`${useIt(view, tool)}${settingsForm(site, tool)}${update(view, tool)}`}</section>`
}

const ACTIVATE = { canvas: 'Confirm and switch on', moodle: 'Activate', other: 'Activate' }

function activate({ site }: View, { clientId, scopes }: Installed): Markup {
  const asks = html`<p>It asks for: ${scopes.map((scope) => scope.split('/').at(-1)).join(', ')}</p>`
  return html`${asks}<form method="post" action="${site.path}/tools/activate">
<input type="hidden" name="client" value="${clientId}"><button>${ACTIVATE[site.kind]}</button></form>`
}

// moodle.md 7.1: the tool of this domain registers itself once more, and keeps its ids.
function update({ site }: View, { clientId }: Installed): Markup | false {
  if (site.kind !== 'moodle' || clientId === site.flavour.clientId) return false
  return html`<form method="post" action="${site.path}/tools/register"><input type="hidden" name="client" value="${clientId}">
<label>New registration URL <input name="url" type="url" size="50" required></label> <button>Update this tool</button></form>`
}

function useIt({ site }: View, { clientId }: Installed): Markup {
  return html`<form method="post" action="${site.path}/tools/assignment">
<input type="hidden" name="client" value="${clientId}"><button>Add an assignment that opens it</button></form>`
}

function byAddress({ site }: View): Markup {
  const button = site.kind === 'moodle' ? 'Add LTI Advantage' : 'Continue'
  return html`<form class="add" method="post" action="${site.path}/tools/register"><h2>Add a tool by its registration address</h2>
<label>Registration URL <input name="url" type="url" size="60" required></label> <button>${button}</button></form>`
}

function byHand({ site }: View): Markup {
  const fields =
    site.kind === 'canvas'
      ? [field('json', 'JSON URL'), field('redirect', 'Redirect URIs')]
      : [
          field('launch', site.kind === 'moodle' ? 'Tool URL' : 'Launch URL'),
          field('login', site.kind === 'moodle' ? 'Initiate login URL' : 'Login initiation URL'),
          field('keys', site.kind === 'moodle' ? 'Public keyset' : 'Keyset URL'),
          html`<p><label>Custom parameters <textarea name="custom" rows="4" cols="58"></textarea></label></p>`,
        ]
  return html`<form class="add" method="post" action="${site.path}/tools/by-hand"><h2>Add a tool by hand</h2>
${fields} <button>Save</button></form>`
}

function field(name: string, label: string): Markup {
  return html`<p><label>${label} <input name="${name}" type="url" size="60" required></label></p>`
}

/** What the LMS shows while a tool registers: its page in a frame, which closes itself. */
export function registeringPage(view: View, address: string): string {
  return shell(
    view,
    'Registering a tool',
    html`<iframe class="registering" title="Registration" src="${address}" data-back="${view.site.path}/tools"></iframe>
<p><a href="${view.site.path}/tools">Back to the tools</a></p>`,
  )
}
