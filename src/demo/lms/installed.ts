// The tools of a platform: the one it comes with, and those that its administrator has added since.

import { randomInt, randomUUID } from 'node:crypto'
import type { Column, Installed, Site, Tool } from './model.ts'
import { newColumn } from './new-column.ts'
import { firstCourse } from './rooms.ts'

/** All tools, the one it comes with first. */
export function installed(site: Site): Installed[] {
  return [preset(site), ...(site.book.tools ?? [])]
}

// The tool that was there before anybody looked, as far as nobody has changed it.
function preset(site: Site): Installed {
  const { flavour, tool, settings } = site
  return {
    ...tool,
    name: 'Stint',
    clientId: flavour.clientId,
    deploymentId: flavour.deploymentId(site),
    issuer: flavour.issuer(site),
    state: settings.presetState,
    scopes: settings.scopes,
    custom: settings.custom,
  }
}

/** The tool with this client id, if it is switched on. */
export function activeTool(site: Site, clientId: unknown): Installed | null {
  const tool = installed(site).find((one) => one.clientId === clientId)
  return tool?.state === 'active' ? tool : null
}

/** The tool that an assignment opens. */
export function toolOf(site: Site, column: Column | null, wanted?: string): Installed | null {
  return activeTool(site, wanted ?? column?.tool ?? site.flavour.clientId)
}

/** Adds a tool, or changes the one with its client id. */
export function keepTool(site: Site, tool: Installed): void {
  if (tool.clientId === site.flavour.clientId) keepPreset(site, tool)
  else {
    const others = (site.book.tools ?? []).filter((one) => one.clientId !== tool.clientId)
    site.book.tools = [...others, tool]
  }
  site.changed('tool')
}

// Its addresses are those of this start, so a change of it lasts as long as the platform runs.
function keepPreset({ settings, tool }: Site, { jwksUrl, scopes, custom, state }: Installed): void {
  tool.jwksUrl = jwksUrl
  Object.assign(settings, { scopes, custom, presetState: state })
}

/** What the administrator enters by hand becomes a tool with a client id of this platform's kind. */
export function toolByHand(
  site: Site,
  name: string,
  urls: Tool & Pick<Installed, 'custom'>,
): Installed {
  return {
    ...urls,
    name,
    clientId: newClientId(site),
    deploymentId: nextDeployment(site),
    issuer: site.flavour.issuer(site),
    state: 'active',
    scopes: site.settings.scopes,
  }
}

/** A client id as this platform makes them. */
export function newClientId({ kind }: Site): string {
  if (kind === 'canvas') return `10785${String(randomInt(1e9)).padStart(13, '0')}`
  return kind === 'moodle' ? randomUUID().replaceAll('-', '').slice(0, 15) : randomUUID()
}

/** The deployment of one more tool. Moodle numbers its tool types; Open edX always says "1" (edx.md 1). */
export function nextDeployment(site: Site): string {
  const count = installed(site).length
  if (site.kind === 'canvas') return `${4695 + count}:${firstCourse(site).contextId}`
  return site.kind === 'moodle' ? String(2 + count) : '1'
}

/** One more assignment in the course, which this tool opens. */
export function addAssignment(site: Site, tool: Installed): Column {
  const text = `Opens ${tool.name}.`
  const column = newColumn(site, { label: 'Micro-internship', text, tool: tool.clientId })
  site.book.columns = [...site.book.columns, column]
  site.changed('assignment')
  return column
}

/** Where sign-on and keys are: a host of their own where Canvas is hosted for many (canvas.md 1.1). */
export function sharedBase({ base, settings }: Pick<Site, 'base' | 'settings'>): string {
  return settings.hosted ? base.replace('//127.0.0.1:', '//localhost:') : base
}

/** What the tool's administrator has to know of a platform, and of a tool in it. */
export function registrationOf(site: Site, tool: Installed = preset(site)) {
  const { flavour, base, kind } = site
  const shared = sharedBase(site)
  return {
    name: `Northfield ${flavour.name}`,
    kind,
    issuer: tool.issuer,
    clientId: tool.clientId,
    loginUrl: `${shared}${flavour.paths.authorize}`,
    tokenUrl: `${base}${flavour.paths.token}`,
    jwksUrl: `${shared}${flavour.paths.jwks}`,
    tokenAudience: null,
    deployments: [tool.deploymentId],
    origins: [new URL(base).origin],
    test: false,
  }
}
