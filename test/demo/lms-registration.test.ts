// The demo LMS takes dynamic registrations as a Canvas and as a Moodle do, and tools by hand as all three.

import { load } from 'cheerio'
import { decodeJwt } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { activeTool, installed } from '../../src/demo/lms/installed.ts'
import type { Site } from '../../src/demo/lms/model.ts'
import { SCOPES } from '../../src/demo/lms/names.ts'
import { newVisitor } from '../../src/demo/visitor.ts'
import { type FakeTool, openFakeTool } from '../support/fake-tool.ts'

const TOOL = 'https://purl.imsglobal.org/spec/lti-tool-configuration'
const PLATFORM = 'https://purl.imsglobal.org/spec/lti-platform-configuration'
const CANVAS = 'https://canvas.instructure.com/lti'

let world: FakeTool
let now = new Date('2026-11-20T10:00:00Z')

beforeAll(async () => {
  world = await openFakeTool({ now: () => now })
})
afterAll(() => world.stop())

/** An address is pasted; gives what the LMS adds to it. */
async function pasted(site: Site) {
  const browser = newVisitor()
  const tools = await browser.open(`${site.base}/tools`)
  const page = await browser.submit(tools, { url: `${world.tool.loginUrl}?invite=mine` })
  const address = new URL(page.$('iframe.registering').attr('src') ?? '')
  expect(address.searchParams.get('invite')).toBe('mine')
  const token = address.searchParams.get('registration_token') ?? ''
  return { configuration: address.searchParams.get('openid_configuration') ?? '', token }
}

const bearer = (token: string) => ({ Authorization: `Bearer ${token}` })

async function configurationOf(site: Site, token: string, address: string) {
  const answer = await fetch(address, { headers: bearer(token) })
  expect(answer.status).toBe(200)
  return { site, document: await answer.json() }
}

function body(more: Record<string, unknown> = {}, tool: Record<string, unknown> = {}) {
  return {
    application_type: 'web',
    grant_types: ['client_credentials', 'implicit'],
    response_types: ['id_token'],
    token_endpoint_auth_method: 'private_key_jwt',
    client_name: 'Another tool',
    initiate_login_uri: world.tool.loginUrl,
    redirect_uris: [world.tool.launchUrl],
    jwks_uri: world.tool.jwksUrl,
    scope: `${SCOPES.score} ${SCOPES.roster}`,
    ...more,
    [TOOL]: {
      domain: new URL(world.tool.launchUrl).host,
      target_link_uri: world.tool.launchUrl,
      claims: ['sub'],
      messages: [{ type: 'LtiResourceLinkRequest', placements: ['course_navigation'] }],
      custom_parameters: { due_at: '$Canvas.assignment.dueAt.iso8601' },
      ...tool,
    },
  }
}

async function register(site: Site, token: string, sent: unknown = body()) {
  const { registration } = site.flavour
  const answer = await fetch(`${site.base}${registration?.register}`, {
    method: 'POST',
    headers: { ...bearer(token), 'Content-Type': 'application/json' },
    body: JSON.stringify(sent),
  })
  const text = await answer.text()
  return { status: answer.status, text, json: text.startsWith('{') ? JSON.parse(text) : null }
}

/** The administrator of the LMS switches it on; gives the page of tools. */
async function activate(site: Site, client: string) {
  const body = new URLSearchParams({ client })
  const answer = await fetch(`${site.base}/tools/activate`, { method: 'POST', body })
  return load(await answer.text())
}

describe('a Canvas', () => {
  const site = () => world.lms.canvas

  test('keeps its configuration to who has the token', async () => {
    const { configuration, token } = await pasted(site())
    expect((await fetch(configuration)).status).toBe(401)
    expect((await fetch(configuration, { headers: bearer('other') })).status).toBe(401)
    const { document } = await configurationOf(site(), token, configuration)
    expect(document[PLATFORM]).toMatchObject({
      product_family_code: 'canvas',
      [`${CANVAS}/account_name`]: 'Northfield University',
    })
  })

  test('answers without a deployment, and has one when the administrator has confirmed', async () => {
    const { token } = await pasted(site())
    const { status, json } = await register(site(), token)
    expect(status).toBe(200)
    expect(json[TOOL]).not.toHaveProperty('deployment_id')
    expect(json.client_id).toMatch(/^\d{18}$/)
    expect(activeTool(site(), json.client_id)).toBeNull()
    const page = await activate(site(), json.client_id)
    expect(page(`[data-client="${json.client_id}"]`).text()).toContain('active')
    expect(activeTool(site(), json.client_id)?.deploymentId).toMatch(/^\d+:[0-9a-f]{40}$/)
  })

  test.each<[string, () => object]>([
    ['an unknown scope', () => body({ scope: 'everything' })],
    ['a domain with a scheme', () => body({}, { domain: 'https://x.example' })],
    ['an unknown placement', () => body({}, { messages: [{ placements: ['moon'] }] })],
    ['a custom parameter that is no text', () => body({}, { custom_parameters: { a: 1 } })],
    ['no claims', () => body({}, { claims: null })],
    ['a grant type missing', () => body({ grant_types: ['implicit'] })],
    ['no keys', () => body({ jwks_uri: undefined })],
  ])('refuses %s with 422, and the token stays good', async (_what, wrong) => {
    const { token } = await pasted(site())
    expect((await register(site(), token, wrong())).status).toBe(422)
    expect((await register(site(), token)).status).toBe(200)
    expect((await register(site(), token)).status).toBe(401)
  })
})

describe('a Moodle', () => {
  const site = () => world.lms.moodle

  test('tells everybody its configuration, and names client and deployment at once', async () => {
    const { configuration, token } = await pasted(site())
    const { document } = await configurationOf(site(), '', configuration)
    expect(document).toMatchObject({
      issuer: site().base,
      [PLATFORM]: { version: '4.5.6 (Build: 20250811)' },
    })
    const { status, json } = await register(site(), token)
    expect(status).toBe(200)
    expect(json[TOOL].deployment_id).toMatch(/^\d+$/)
    const tool = installed(site()).find(({ clientId }) => clientId === json.client_id)
    expect(tool).toMatchObject({ state: 'pending', deploymentId: json[TOOL].deployment_id })
  })

  test('opens nothing with a tool that is pending', async () => {
    const { token } = await pasted(site())
    const { json } = await register(site(), token)
    const launch = () => fetch(`${site().base}/open?tool=${json.client_id}`)
    expect((await launch()).status).toBe(404)
    await activate(site(), json.client_id)
    const form = load(await (await launch()).text())
    expect(form('[name=client_id]').attr('value')).toBe(json.client_id)
    expect(form('[name=lti_deployment_id]').attr('value')).toBe(json[TOOL].deployment_id)
  })

  test('takes a token once and for an hour', async () => {
    const { token } = await pasted(site())
    await register(site(), token)
    expect(await register(site(), token)).toMatchObject({ status: 401, text: 'token_already_used' })
    const late = await pasted(site())
    now = new Date(now.getTime() + 3_601_000)
    expect((await register(site(), late.token)).status).toBe(404)
  })

  test.each<[string, () => object]>([
    ['missing_domain', () => body({}, { domain: '' })],
    ['domain_targetlinkuri_mismatch', () => body({}, { domain: '127.0.0.1' })],
    ['invalid_response_types', () => body({ response_types: ['code'] })],
    ['invalid_redirect_uris', () => body({ redirect_uris: 'x' })],
    ['invalid_token_endpoint_auth_method', () => body({ token_endpoint_auth_method: 'none' })],
    ['invalid_application_type', () => body({ application_type: 'native' })],
    ['missing required attribute client_name', () => body({ client_name: undefined })],
  ])('says %s in plain words', async (words, wrong) => {
    const { token } = await pasted(site())
    expect(await register(site(), token, wrong())).toMatchObject({ status: 400, text: words })
  })
})

test('what a Moodle answers is not to be trusted: markup is gone, a scope too many is named, values are cut', async () => {
  const site = world.lms.moodle
  const { token } = await pasted(site)
  const wish = body(
    { client_name: '<b>Stint</b> 2', scope: SCOPES.score },
    { custom_parameters: { query: 'a=b' } },
  )
  const { json } = await register(site, token, wish)
  expect(json).toMatchObject({
    ...{ client_name: 'Stint 2', scope: `${SCOPES.score} ${SCOPES.lineItem}` },
    [TOOL]: { custom_parameters: { query: 'a' } },
  })
  const tool = installed(site).find(({ clientId }) => clientId === json.client_id)
  expect(tool).toMatchObject({ name: 'Stint 2', scopes: [SCOPES.score], custom: { query: 'a=b' } })
})

describe('a tool that was added', () => {
  test('is launched and given tokens under its own client id, within what it asked for', async () => {
    const site = world.lms.moodle
    const { token } = await pasted(site)
    const { json } = await register(site, token)
    await activate(site, json.client_id)
    const claims = { iss: json.client_id, sub: json.client_id }
    const assertion = await world.assertion(site, claims)
    expect(decodeJwt(assertion).sub).toBe(json.client_id)
    const ask = (scope: string) =>
      fetch(`${site.base}${site.flavour.paths.token}`, {
        method: 'POST',
        body: new URLSearchParams({
          grant_type: 'client_credentials',
          client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
          client_assertion: assertion,
          scope,
        }),
      })
    expect((await ask(SCOPES.score)).status).toBe(200)
    expect((await ask(SCOPES.readResult)).status).toBe(400)
  })

  test('is changed by the administrator in that LMS’s words: services, values, on and off', async () => {
    const site = world.lms.moodle
    const change = (fields: Record<string, string>) =>
      fetch(`${site.base}/tools/settings`, {
        method: 'POST',
        redirect: 'manual',
        body: new URLSearchParams({ client: site.flavour.clientId, ...fields }),
      })
    const page = await newVisitor().open(`${site.base}/tools`)
    expect(page.$('.installed').first().text()).toContain('IMS LTI Names and Role Provisioning')
    const keys = world.tool.jwksUrl
    await change({ keys, custom: 'a=$User.id\nb=plain', service0: 'yes', on: 'yes' })
    expect(installed(site)[0]).toMatchObject({
      scopes: [SCOPES.score, SCOPES.readResult, SCOPES.readLineItem],
      custom: { a: '$User.id', b: 'plain' },
    })
    expect((await fetch(`${site.base}/open?column=1`)).status).toBe(200)
    await change({ keys })
    expect((await fetch(`${site.base}/open?column=1`)).status).toBe(404)
    expect((await change({ keys: 'x' })).status).toBe(422)
  })

  test('by hand needs addresses, and has an assignment when one is added', async () => {
    const site = world.lms.other
    const browser = newVisitor()
    const page = await browser.open(`${site.base}/tools`)
    expect(page.$('[name=url]')).toHaveLength(0)
    const wrong = await browser.submit(page, { launch: 'x', login: 'y', keys: 'z' })
    expect(wrong.status).toBe(422)
    const { loginUrl, launchUrl, jwksUrl } = world.tool
    const tools = await browser.submit(page, { launch: launchUrl, login: loginUrl, keys: jwksUrl })
    const { clientId } = installed(site).at(-1) ?? { clientId: '' }
    expect(tools.$(`[data-client="${clientId}"]`).text()).toContain('Deployment ID')
    const before = site.book.columns.length
    await fetch(`${site.base}/tools/assignment`, {
      method: 'POST',
      body: new URLSearchParams({ client: clientId }),
    })
    expect(site.book.columns).toHaveLength(before + 1)
    expect(site.book.columns.at(-1)).toMatchObject({ tool: clientId })
  })
})
