// A bare LTI tool for tests of the demo LMS: a key set, a login that can be steered, and calls of services.

import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { load } from 'cheerio'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import type { Site } from '../../src/demo/lms/model.ts'
import { type Lms, registrationOf, startLms } from '../../src/demo/lms/server.ts'

export type FakeTool = Awaited<ReturnType<typeof openFakeTool>>

/** A running LMS and a tool it knows. */
export async function openFakeTool(options: { now?: () => Date; file?: string } = {}) {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true })
  const keys = [{ ...(await exportJWK(publicKey)), kid: 'tool-1', alg: 'RS256', use: 'sig' }]
  const server = createServer((_req, res) => {
    res.setHeader('Content-Type', 'application/json').end(JSON.stringify({ keys }))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const tool = {
    loginUrl: `${base}/login`,
    launchUrl: `${base}/launch`,
    jwksUrl: `${base}/jwks.json`,
  }
  const lms: Lms = await startLms({ port: 0, tool, file: null, ...options })
  const assertion = (
    site: Site,
    claims: Record<string, unknown> = {},
    kid: string | undefined = 'tool-1',
  ) => {
    const now = Math.floor(site.now().getTime() / 1000)
    const { clientId } = registrationOf(site)
    const usual = { iss: clientId, sub: clientId, aud: registrationOf(site).tokenUrl, iat: now - 5 }
    return new SignJWT({ ...usual, exp: now + 60, jti: randomUUID(), ...claims })
      .setProtectedHeader({ alg: 'RS256', ...(kid ? { kid } : {}) })
      .sign(privateKey)
  }
  return { lms, tool, assertion, keys, stop: () => lms.stop().then(() => void server.close()) }
}

export interface Form {
  action: string
  fields: Record<string, string>
}

/** The form of a page that posts itself. */
export function formIn(page: string): Form {
  const $ = load(page)
  const inputs = $('form input')
    .toArray()
    .map((input) => [$(input).attr('name') ?? '', $(input).attr('value') ?? ''])
  return { action: $('form').attr('action') ?? '', fields: Object.fromEntries(inputs) }
}

/** What a login initiation sends when somebody opens an assignment. */
export async function beginLaunch(site: Site, as: string, column: number | null = 1) {
  const query = column === null ? '' : `?column=${column}`
  const page = await fetch(`${new URL(site.base).origin}${site.path}/open${query}`, {
    headers: cookie(site, as),
  })
  return formIn(await page.text())
}

const cookie = (site: Site, as: string) => ({ Cookie: `lms_${site.kind}=${as}` })

/** An authorisation request as a good tool sends it; changes can spoil it. `undefined` leaves a parameter out. */
export async function authorize(
  site: Site,
  as: string,
  sent: Record<string, string>,
  changes: Record<string, string | undefined> = {},
) {
  const all: Record<string, string | undefined> = {
    scope: 'openid',
    response_type: 'id_token',
    response_mode: 'form_post',
    prompt: 'none',
    client_id: sent.client_id,
    redirect_uri: site.tool.launchUrl,
    login_hint: sent.login_hint,
    lti_message_hint: sent.lti_message_hint,
    nonce: 'nonce-1',
    state: 'state-1',
    ...changes,
  }
  const known = Object.entries(all).flatMap(([k, v]) => (v === undefined ? [] : [[k, v]]))
  const address = `${registrationOf(site).loginUrl}?${new URLSearchParams(known)}`
  const page = await fetch(address, { headers: cookie(site, as) })
  return { status: page.status, text: await page.text() }
}

/** A token for scopes, as text of the answer and parsed when it is JSON. */
export async function askToken(site: Site, assertion: string, scope: string) {
  const answer = await fetch(registrationOf(site).tokenUrl, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: assertion,
      scope,
    }),
  })
  const text = await answer.text()
  return { status: answer.status, type: answer.headers.get('content-type') ?? '', text }
}
