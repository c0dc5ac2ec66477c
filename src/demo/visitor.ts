// A small browser without scripts: keeps cookies, follows redirects and pages that post themselves, fills in forms.

import { type IncomingHttpHeaders, request } from 'node:http'
import { type CheerioAPI, load } from 'cheerio'
import { CookieJar } from 'tough-cookie'
import { type Fields, formOf } from './form.ts'

export interface Page {
  url: string
  status: number
  headers: IncomingHttpHeaders
  text: string
  $: CheerioAPI
}

export interface Visitor {
  open: (url: string, headers?: Record<string, string>) => Promise<Page>
  /** What the page's frame shows. */
  openFrame: (page: Page) => Promise<Page>
  /** Follows the first link to such an address, or with such a text. */
  follow: (page: Page, link: { to?: RegExp; text?: RegExp }) => Promise<Page>
  /** Fills in the form that has all these fields, and presses the named button or the first one. */
  submit: (page: Page, fields: Fields, button?: { name: string; value: string }) => Promise<Page>
}

interface Sent {
  url: string
  method: 'GET' | 'POST'
  body: string | null
  headers: Record<string, string>
}

const MOST_HOPS = 25
const WAIT_MS = 30_000

/**
 * A new visitor without any cookies.
 * @param from a loopback address to come from, so that two visitors are two networks; where the system has only one, that one is used
 */
export function newVisitor(from?: string): Visitor {
  const jar = new CookieJar(undefined, { rejectPublicSuffixes: false })
  const go = (sent: Sent): Promise<Page> => travel(jar, from, sent)
  const get = (url: string, headers: Record<string, string> = {}): Promise<Page> =>
    go({ url, method: 'GET', body: null, headers })
  return {
    open: get,
    openFrame: (page) => {
      const src = page.$('iframe').attr('src')
      if (src === undefined) throw new Error(`no frame on ${pathOf(page)}`)
      return get(new URL(src, page.url).href, { 'Sec-Fetch-Dest': 'iframe' })
    },
    follow: (page, { to = /./, text = /./ }) => {
      const links = page.$('a[href]').toArray()
      const hrefs = links
        .filter((link) => text.test(page.$(link).text()))
        .map((link) => page.$(link).attr('href') ?? '')
      const href = hrefs.find((one) => to.test(one))
      if (href === undefined) throw new Error(`no link ${to} ${text} on ${pathOf(page)}`)
      return get(new URL(href, page.url).href)
    },
    submit: (page, fields, button) => {
      const { action, body } = formOf(page.$, fields, button)
      const headers = { 'Content-Type': 'application/x-www-form-urlencoded' }
      return go({ url: new URL(action, page.url).href, method: 'POST', body, headers })
    },
  }
}

/** The page's path, for messages; addresses may hold secrets, so no more than its first part. */
export function pathOf(page: Page): string {
  return `/${new URL(page.url).pathname.split('/')[1] ?? ''}`
}

async function travel(jar: CookieJar, from: string | undefined, first: Sent): Promise<Page> {
  let sent = first
  for (let hop = 0; hop < MOST_HOPS; hop += 1) {
    const page = await once(jar, from, sent)
    const next = onward(page, sent)
    if (!next) return page
    sent = next
  }
  throw new Error('a page that leads on and on')
}

function onward(page: Page, sent: Sent): Sent | null {
  const dest: Record<string, string> = {}
  if (sent.headers['Sec-Fetch-Dest']) dest['Sec-Fetch-Dest'] = sent.headers['Sec-Fetch-Dest']
  const { location } = page.headers
  if (page.status >= 300 && page.status < 400 && location) {
    return { url: new URL(location, page.url).href, method: 'GET', body: null, headers: dest }
  }
  if (!page.text.includes('document.forms[0].submit()')) return null
  const { action, body } = formOf(page.$, {})
  const headers = { ...dest, 'Content-Type': 'application/x-www-form-urlencoded' }
  return { url: new URL(action, page.url).href, method: 'POST', body, headers }
}

async function once(jar: CookieJar, from: string | undefined, sent: Sent): Promise<Page> {
  const Cookie = await jar.getCookieString(sent.url)
  const headers = { ...sent.headers, ...(Cookie ? { Cookie } : {}) }
  const answer = await call({ ...sent, headers }, from)
  for (const line of answer.headers['set-cookie'] ?? []) {
    await jar.setCookie(line, sent.url, { ignoreError: true })
  }
  return { url: sent.url, ...answer, $: load(answer.text) }
}

type Answer = Pick<Page, 'status' | 'headers' | 'text'>

async function call(sent: Sent, from: string | undefined): Promise<Answer> {
  try {
    return await callFrom(sent, from)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null
    if (from === undefined || code !== 'EADDRNOTAVAIL') throw error
    return callFrom(sent, undefined)
  }
}

function callFrom({ url, method, body, headers }: Sent, from?: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const source = from === undefined ? {} : { localAddress: from, family: 4 }
    const length = body === null ? {} : { 'Content-Length': String(Buffer.byteLength(body)) }
    const options = { method, headers: { ...headers, ...length }, timeout: WAIT_MS, ...source }
    const asked = request(url, options, (answer) => {
      const parts: Buffer[] = []
      answer.on('data', (part: Buffer) => parts.push(part))
      answer.on('error', reject)
      answer.on('end', () =>
        resolve({
          status: answer.statusCode ?? 0,
          headers: answer.headers,
          text: Buffer.concat(parts).toString('utf8'),
        }),
      )
    })
    asked.on('timeout', () => asked.destroy(new Error('no answer in time')))
    asked.on('error', reject)
    asked.end(body ?? undefined)
  })
}
