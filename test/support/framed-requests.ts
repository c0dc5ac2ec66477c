// Framed requests taken in hand: cookies that a browser blocks, and answers that come in another order.

import { request as ask, type IncomingHttpHeaders } from 'node:http'
import type { Page, Request, Route } from 'playwright-core'
import type { Tool } from '../../src/demo/lms/model.ts'
import { portOf } from '../../src/demo/ports.ts'
import { closeServer, openServer } from '../../src/server.ts'

/** From now on the tool's requests in frames of this page carry no cookie, and its answers set none. */
export async function blockFramedCookies(page: Page, toolUrl: string): Promise<void> {
  await page.route(`${toolUrl}/**`, async (route) => {
    if (route.request().frame() === page.mainFrame()) await route.continue()
    else await route.fulfill(await withoutCookies(route.request()))
  })
}

/**
 * Lets the logins of two frames cross: the second one asks before there is a cookie, and gets its answer when the
 * first has come back with its own already. A door of another port stands before the tool's: cookies know no ports.
 */
export async function crossLogins(page: Page, tool: Tool): Promise<{ end: () => Promise<void> }> {
  const { loginUrl } = tool
  const [bothAsked, firstIsBack] = [gate(), gate()]
  let asked = 0
  const door = await openServer(async (req, res) => {
    asked += 1
    const isFirst = asked === 1
    if (isFirst) await bothAsked.passed
    const body = Buffer.concat(await req.toArray())
    const answer = await send(loginUrl, 'POST', req.headers, body)
    if (!isFirst) {
      bothAsked.open()
      await firstIsBack.passed
    }
    const location = new URL(answer.headers.location ?? '', loginUrl).href
    res.writeHead(answer.status, { ...answer.headers, location }).end(answer.body)
  }, 0)
  page.on('request', (one) => one.url().includes('stint_cookie') && firstIsBack.open())
  tool.loginUrl = `http://localhost:${portOf(door)}/`
  return {
    end: async () => {
      tool.loginUrl = loginUrl
      await firstIsBack.passed
      await closeServer(door)
    },
  }
}

function gate(): { passed: Promise<void>; open: () => void } {
  let open = (): void => {}
  const passed = new Promise<void>((resolve) => {
    open = resolve
  })
  return { passed, open }
}

async function withoutCookies(request: Request): Promise<Parameters<Route['fulfill']>[0]> {
  const { cookie: _left, ...headers } = request.headers()
  // The browser adds this one after it has shown us the request.
  if (request.resourceType() === 'document') headers['sec-fetch-dest'] = 'iframe'
  const body = request.postDataBuffer()
  const answer = await send(request.url(), request.method(), headers, body)
  const { 'set-cookie': _dropped, ...kept } = answer.headers
  const lines = Object.entries(kept).map(([name, value]) => [name, String(value)])
  return { ...answer, headers: Object.fromEntries(lines) }
}

interface Answer {
  status: number
  headers: IncomingHttpHeaders
  body: Buffer
}

function send(
  url: string,
  method: string,
  headers: IncomingHttpHeaders,
  body: Buffer | null,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = ask(url, { method, headers }, async (answer) => {
      const parts: Buffer[] = await answer.toArray()
      const { statusCode: status = 0 } = answer
      resolve({ status, headers: answer.headers, body: Buffer.concat(parts) })
    })
    asked.on('error', reject)
    asked.end(body ?? undefined)
  })
}
