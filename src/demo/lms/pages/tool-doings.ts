// What an administrator of the LMS does on its page of tools.

import type { Request, Response } from 'express'
import { linesOf, textsIn } from '../custom.ts'
import { addAssignment, installed, keepTool, nextDeployment, toolByHand } from '../installed.ts'
import type { Installed, Site, Tool } from '../model.ts'
import { beginRegistration } from '../registration.ts'
import { messagePage } from './posting.ts'
import type { View } from './shell.ts'
import { registeringPage } from './tools.ts'

const FETCH_MS = 5000

function field(req: Request, name: string): string {
  const value: unknown = req.body?.[name]
  return typeof value === 'string' ? value.trim() : ''
}

const isAddress = (text: string): boolean => /^https?:/.test(text) && URL.canParse(text)

function refuse(site: Site, res: Response, why: string): void {
  res.status(422).send(messagePage(site, why))
}

/** A registration address was pasted. */
export function registerTool(view: View, req: Request, res: Response): void {
  const url = field(req, 'url')
  if (!view.site.flavour.registration || !isAddress(url)) {
    refuse(view.site, res, 'This address cannot be used.')
  } else {
    const again = installed(view.site).find((one) => one.clientId === field(req, 'client'))
    res.send(registeringPage(view, beginRegistration(view.site, url, again)))
  }
}

/** A tool that waited is switched on; where it had no deployment, it has one now. */
export function activateTool(site: Site, req: Request, res: Response): void {
  const tool = installed(site).find((one) => one.clientId === field(req, 'client'))
  if (tool?.state === 'pending') {
    const deploymentId = tool.deploymentId || nextDeployment(site)
    keepTool(site, { ...tool, deploymentId, state: 'active' })
    res.redirect(303, `${site.path}/tools`)
  } else refuse(site, res, 'There is no such tool.')
}

/** The values of the installation page were pasted. */
export async function addByHand(site: Site, req: Request, res: Response): Promise<void> {
  const urls = site.kind === 'canvas' ? await fromJson(req) : fromFields(req)
  if (urls) {
    keepTool(site, toolByHand(site, 'Stint', urls))
    res.redirect(303, `${site.path}/tools`)
  } else refuse(site, res, 'These values cannot be used.')
}

type Entered = Tool & Pick<Installed, 'custom'>

function fromFields(req: Request): Entered | null {
  const urls = {
    loginUrl: field(req, 'login'),
    launchUrl: field(req, 'launch'),
    jwksUrl: field(req, 'keys'),
  }
  const custom = linesOf(field(req, 'custom'))
  return Object.values(urls).every(isAddress) ? { ...urls, custom } : null
}

// canvas.md 7: Canvas fetches the whole key by its address; redirect URIs are set apart.
async function fromJson(req: Request): Promise<Entered | null> {
  const [address, launchUrl] = [field(req, 'json'), field(req, 'redirect')]
  if (!isAddress(address) || !isAddress(launchUrl)) return null
  try {
    const answer = await fetch(address, { signal: AbortSignal.timeout(FETCH_MS) })
    const key: unknown = await answer.json()
    const { oidc_initiation_url: login, public_jwk_url: keys, extensions } = Object(key)
    const placements = extensions?.[0]?.settings?.placements
    if (!Array.isArray(placements) || !isAddress(String(login))) return null
    const custom = textsIn(Object(key).custom_fields)
    return { loginUrl: String(login), launchUrl, jwksUrl: String(keys), custom }
  } catch {
    return null
  }
}

/** A teacher adds an activity of this tool to the course. */
export function addToolAssignment(site: Site, req: Request, res: Response): void {
  const tool = installed(site).find((one) => one.clientId === field(req, 'client'))
  if (tool?.state === 'active') {
    const { number } = addAssignment(site, tool)
    res.redirect(303, `${site.path}/assignments/${number}`)
  } else refuse(site, res, 'This tool is not switched on.')
}
