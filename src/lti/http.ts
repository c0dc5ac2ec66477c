// The one way out to a platform: https, public addresses, no redirects, bounded in size and time.

import { type LookupAddress, type LookupAllOptions, lookup } from 'node:dns'
import { type ClientRequest, Agent as HttpAgent, type IncomingMessage, request } from 'node:http'
import { Agent as HttpsAgent, request as secureRequest } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { isPrivateAddress } from './private-address.ts'

export interface Question {
  method: 'GET' | 'POST'
  url: string
  headers?: Record<string, string>
  body?: string
  maxBytes?: number
}

export interface Answer {
  status: number
  headers: Record<string, string | string[] | undefined>
  body: string
}

/** Why no answer came. Its message names no address and no person. */
export class Unanswered extends Error {
  readonly code: 'refused-address' | 'unreachable' | 'broken' | 'too-big'
  /** True when the question may have arrived all the same. */
  readonly perhapsArrived: boolean

  constructor(code: Unanswered['code'], perhapsArrived: boolean) {
    super(code)
    this.name = 'Unanswered'
    this.code = code
    this.perhapsArrived = perhapsArrived
  }
}

/** Asks an LMS one question; rejects with Unanswered. */
export type Ask = (question: Question) => Promise<Answer>

/** DNS, as Node does it. */
type Resolve = (
  hostname: string,
  options: LookupAllOptions,
  done: (error: Error | null, found?: LookupAddress[]) => void,
) => void

interface HttpOptions {
  /** host:port that may be on loopback or private networks, and over http. */
  privateHosts: string[]
  timeoutMs?: number
  resolve?: Resolve
}

const LONGEST_MS = 10_000
const MOST_BYTES = 1_000_000
// Shorter than servers keep a connection, so that we seldom write into one that is just closing.
const IDLE_MS = 3000

/** The way out to every LMS. */
export function openHttp(options: HttpOptions): Ask {
  const listed = new Set(options.privateHosts.map((host) => host.toLowerCase()))
  const agents = {
    public: new HttpsAgent({ keepAlive: true, timeout: IDLE_MS }),
    listed: new HttpsAgent({ keepAlive: true, timeout: IDLE_MS }),
    plain: new HttpAgent({ keepAlive: true, timeout: IDLE_MS }),
  }

  const publicLookup = publicOnly(options.resolve ?? lookup)
  return async (question) => {
    const url = allowed(question.url, listed)
    const isListed = listed.has(hostOf(url))
    const secure = url.protocol === 'https:'
    const agent = secure ? agents[isListed ? 'listed' : 'public'] : agents.plain
    const details = {
      method: question.method,
      headers: headersOf(question),
      signal: AbortSignal.timeout(options.timeoutMs ?? LONGEST_MS),
      agent,
      ...(isListed ? {} : { lookup: publicLookup }),
    }
    const sent = secure ? secureRequest(url, details) : request(url, details)
    return answerTo(sent, question, secure)
  }
}

function allowed(address: string, listed: Set<string>): URL {
  const refused = new Unanswered('refused-address', false)
  if (!URL.canParse(address)) throw refused
  const url = new URL(address)
  if (url.username || url.password || !/^https?:$/.test(url.protocol)) throw refused
  if (listed.has(hostOf(url))) return url
  const host = url.hostname.replace(/^\[|\]$/g, '')
  // A name is judged by what DNS answers, when connecting.
  const isPrivate = isIP(host) !== 0 && isPrivateAddress(host)
  if (url.protocol !== 'https:' || isPrivate) throw refused
  return url
}

function hostOf(url: URL): string {
  return `${url.hostname}:${url.port || (url.protocol === 'https:' ? '443' : '80')}`
}

function headersOf({ headers, body }: Question): Record<string, string> {
  const all = { 'User-Agent': 'Stint', ...headers }
  if (body === undefined) return all
  return { ...all, 'Content-Length': String(Buffer.byteLength(body)) }
}

// The answer of DNS is judged at the moment of connecting, so a name that changes its mind gets nowhere.
function publicOnly(ask: Resolve): LookupFunction {
  return (hostname, options, done) => {
    ask(hostname, { ...options, all: true }, (error, found = []) => {
      const wrong = error ?? wrongWith(found)
      if (wrong) return done(wrong, [])
      return options.all ? done(null, found) : done(null, found[0]?.address ?? '', found[0]?.family)
    })
  }
}

function wrongWith(found: LookupAddress[]): Unanswered | null {
  if (found.length === 0) return new Unanswered('unreachable', false)
  const someIsPrivate = found.some(({ address }) => isPrivateAddress(address))
  return someIsPrivate ? new Unanswered('refused-address', false) : null
}

function answerTo(sent: ClientRequest, question: Question, secure: boolean): Promise<Answer> {
  let connected = false
  sent.once('socket', (socket) => {
    const open = secure ? isSecured(socket) : !socket.connecting
    if (open) connected = true
    else socket.once(secure ? 'secureConnect' : 'connect', () => (connected = true))
  })
  return new Promise((resolve, reject) => {
    const fail = (error: unknown) => {
      const own = error instanceof Unanswered
      reject(own ? error : new Unanswered(connected ? 'broken' : 'unreachable', connected))
    }
    sent.on('error', fail)
    sent.once('response', (response) =>
      read(response, question.maxBytes ?? MOST_BYTES).then(resolve, fail),
    )
    sent.end(question.body)
  })
}

// A pooled TLS socket has shaken hands already.
function isSecured(socket: object): boolean {
  return 'authorized' in socket && socket.authorized === true
}

async function read(response: IncomingMessage, most: number): Promise<Answer> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of response) {
    size += part.length
    // Leaving the loop closes the connection.
    if (size > most) throw new Unanswered('too-big', true)
    parts.push(part)
  }
  const { statusCode: status = 0, headers } = response
  return { status, headers, body: Buffer.concat(parts).toString() }
}
