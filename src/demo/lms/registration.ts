// Dynamic registration as platforms offer it: a token for the tool, a configuration to read, one registration (1EdTech).

import express, { type Express, type RequestHandler } from 'express'
import { json } from './answers.ts'
import { textsIn, withoutTags } from './custom.ts'
import { readObject } from './grades.ts'
import { installed, keepTool, newClientId, sharedBase } from './installed.ts'
import { newToken } from './keys.ts'
import type { Answer, Installed, Site } from './model.ts'
import { SCOPES } from './names.ts'
import type { RegistrationPass } from './rules.ts'

export const TOOL = 'https://purl.imsglobal.org/spec/lti-tool-configuration'
const PLATFORM = 'https://purl.imsglobal.org/spec/lti-platform-configuration'
const LIFE_MS = 3_600_000

/**
 * A registration begins: what the LMS adds to the address that was pasted.
 * @param again Moodle: the tool that registers itself once more, and stays the same one (moodle.md 7.1)
 */
export function beginRegistration(site: Site, pasted: string, again?: Installed): string {
  const { registration } = site.flavour
  if (!registration) throw new Error('this platform knows no dynamic registration')
  const pass: RegistrationPass = {
    again: again ?? null,
    clientId: again?.clientId ?? newClientId(site),
    endsAt: new Date(site.now().getTime() + LIFE_MS),
    used: false,
  }
  const token = newToken()
  site.passes.set(token, pass)
  const address = new URL(pasted)
  address.searchParams.set('openid_configuration', `${site.base}${registration.configuration}`)
  address.searchParams.set('registration_token', token)
  return address.href
}

/** Opens a platform's addresses for registrations on the app. */
export function addRegistration(app: Express, site: Site): void {
  const { registration } = site.flavour
  if (!registration) return
  const at = (path: string): string => `/${site.kind}${path}`
  const text = express.text({ type: () => true, limit: '64kb' })
  app.get(at(registration.configuration), configuration(site))
  app.post(at(registration.register), text, register(site))
}

function configuration(site: Site): RequestHandler {
  const { registration } = site.flavour
  return (req, res) => {
    const pass = passIn(site, req.headers.authorization)
    // canvas.md 6: the token is needed here too.
    if (registration?.protects && !pass) return void res.status(401).json({ errors: [] })
    res.json(documentOf(site))
  }
}

function documentOf(site: Site): object {
  const { base, flavour, settings } = site
  const { registration, paths } = flavour
  const shared = sharedBase(site)
  return {
    issuer: settings.hosted ? flavour.issuer(site) : base,
    authorization_endpoint: `${shared}${paths.authorize}`,
    token_endpoint: `${base}${paths.token}`,
    token_endpoint_auth_methods_supported: ['private_key_jwt'],
    token_endpoint_auth_signing_alg_values_supported: ['RS256'],
    jwks_uri: `${shared}${paths.jwks}`,
    registration_endpoint: `${base}${registration?.register}`,
    scopes_supported: ['openid', ...Object.values(SCOPES)],
    response_types_supported: ['id_token'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    claims_supported: ['iss', 'sub', 'name', 'given_name', 'family_name', 'email'],
    [PLATFORM]: registration?.platform,
  }
}

function register(site: Site): RequestHandler {
  return (req, res) => {
    const { registration } = site.flavour
    if (!registration) return void res.status(404).end()
    const pass = passIn(site, req.headers.authorization)
    const body = readObject(typeof req.body === 'string' ? req.body : '')
    const refusal = registration.judge(site, pass, body)
    if (refusal || !pass || !body) return send(res, refusal ?? json(400, {}))
    pass.used = true
    const tool = toolFrom(site, pass, body)
    keepTool(site, tool)
    res.json({ ...body, ...registration.answer(site, tool, body) })
  }
}

function send(res: Parameters<RequestHandler>[1], { status, type, body }: Answer): void {
  res.status(status).type(type ?? 'text/plain')
  res.end(body ?? '')
}

function passIn(site: Site, authorization: string | undefined): RegistrationPass | null {
  const token = /^Bearer (.+)$/i.exec(authorization ?? '')?.[1] ?? ''
  const pass = site.passes.get(token)
  return pass && pass.endsAt > site.now() ? pass : null
}

// Pending in both: Moodle's administrator activates it, Canvas's confirms what is asked for.
function toolFrom(site: Site, pass: RegistrationPass, body: Record<string, unknown>): Installed {
  const told = site.flavour.registration
  const tool = toolPart(body)
  const asked = String(body.scope ?? '').split(' ')
  return {
    name: nameIn(site, body),
    clientId: pass.clientId,
    deploymentId:
      pass.again?.deploymentId ??
      (told?.deploymentAtOnce ? String(2 + installed(site).length) : ''),
    issuer: site.settings.hosted ? site.flavour.issuer(site) : site.base,
    loginUrl: String(body.initiate_login_uri),
    launchUrl: String(tool.target_link_uri),
    jwksUrl: String(body.jwks_uri),
    state: pass.again?.state ?? 'pending',
    scopes: asked.filter((scope) => Object.values(SCOPES).includes(scope)),
    custom: textsIn(tool.custom_parameters),
    claims: [tool.claims].flat().map(String),
  }
}

// 7.2: Moodle strips markup.
function nameIn({ kind }: Site, { client_name: said }: Record<string, unknown>): string {
  const name = String(said ?? 'A tool')
  return kind === 'moodle' ? withoutTags(name) : name
}

/** The LTI part of a registration. */
export function toolPart(body: Record<string, unknown> | null): Record<string, unknown> {
  const part = body?.[TOOL]
  return part !== null && typeof part === 'object' ? Object.fromEntries(Object.entries(part)) : {}
}
