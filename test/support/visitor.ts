// Somebody with a browser: keeps cookies, opens pages, fills in the forms it was shown.

import type { Server } from 'node:http'
import { load } from 'cheerio'
import request, { type Response, type Test } from 'supertest'
import type { Session } from '../../src/domain/session.ts'

export type Fields = Record<string, string | string[]>

const COOKIES = { lms: '__Host-stint-lms', office: '__Host-stint-office' } as const

/** A form's body as browsers send it. */
export function bodyOf(fields: Fields): string {
  const pairs = Object.entries(fields).flatMap(([name, value]) =>
    [value].flat().map((one) => [name, one]),
  )
  return new URLSearchParams(pairs).toString()
}

export class Visitor {
  readonly cookies = new Map<string, string>()
  /** What forms of the page seen last carry of their session. */
  guards: Fields = {}
  private readonly server: Server

  constructor(server: Server) {
    this.server = server
  }

  /** Holds a session from now on, as if its cookie had just been set. */
  holding({ session, secret }: { session: Session; secret: string }): this {
    this.cookies.set(COOKIES[session.kind], secret)
    this.guards = { _csrf: session.csrf, _session: session.publicId }
    return this
  }

  /** Any request with this browser's cookies; nothing that it answers is kept. */
  ask(method: 'get' | 'post' | 'head' | 'put' | 'delete' | 'options', path: string): Test {
    const line = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const asked = request(this.server)[method](path).redirects(0)
    return line ? asked.set('Cookie', line) : asked
  }

  /** Opens a page; redirects are not followed. */
  async get(path: string, headers: Record<string, string> = {}): Promise<Response> {
    return this.keep(await this.ask('get', path).set(headers))
  }

  /** Sends a form with the guards of the page seen last; fields given here win. */
  async post(
    path: string,
    fields: Fields = {},
    headers: Record<string, string> = {},
  ): Promise<Response> {
    return this.send(path, { ...this.guards, ...fields }, headers)
  }

  /** Sends a form with exactly these fields. */
  async send(
    path: string,
    fields: Fields,
    headers: Record<string, string> = {},
  ): Promise<Response> {
    const asked = this.ask('post', path).set(headers).type('form')
    return this.keep(await asked.send(bodyOf(fields)))
  }

  /** Opens a page, fills in its form to this action, and sends it. */
  async fill(page: string, action: string, fields: Fields = {}): Promise<Response> {
    const { text } = await this.get(page)
    return this.send(action, { ...formOn(text, action), ...fields })
  }

  private keep(response: Response): Response {
    for (const line of setCookies(response)) {
      const [pair = '', ...attributes] = line.split('; ')
      const [name = '', value = ''] = pair.split('=')
      if (attributes.includes('Max-Age=0')) this.cookies.delete(name)
      else this.cookies.set(name, value)
    }
    const $ = load(response.text ?? '')
    const guard = (name: string) => $(`input[name=${name}]`).first().attr('value')
    const [csrf, session] = [guard('_csrf'), guard('_session')]
    if (csrf && session) this.guards = { _csrf: csrf, _session: session }
    return response
  }
}

/** The Set-Cookie lines of an answer. */
export function setCookies(response: Response): string[] {
  const lines: unknown = response.headers['set-cookie'] ?? []
  return Array.isArray(lines) ? lines.map(String) : []
}

/** The values that a form on a page would send as it stands. */
export function formOn(html: string, action: string): Fields {
  const $ = load(html)
  const form = $('form').filter((_i, element) => $(element).attr('action') === action)
  if (form.length === 0) throw new Error(`no form to ${action} on the page`)
  const fields: Record<string, string[]> = {}
  for (const { name, value } of form.first().serializeArray()) {
    fields[name] = [...(fields[name] ?? []), value]
  }
  return fields
}
