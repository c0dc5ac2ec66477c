// A tiny LMS inside the test process: it signs any token, and answers at any path whatever a test wants.

import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { CompactSign } from 'jose'
import type { Platform } from '../../src/domain/platform.ts'

export interface Seen {
  method: string
  path: string
  url: string
  headers: IncomingMessage['headers']
  body: string
}

type Handler = (seen: Seen, response: ServerResponse) => void

export interface TestKey {
  kid: string
  privateKey: KeyObject
  publicJwk: Record<string, unknown>
}

/** A key of a platform, 2048 bits unless a test wants a weak one. */
export function aKey(kid: string, bits = 2048): TestKey {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: bits })
  const publicJwk = { ...publicKey.export({ format: 'jwk' }), kid, alg: 'RS256', use: 'sig' }
  return { kid, privateKey, publicJwk }
}

/** Signs claims, or any text, with any header. */
export function signed(
  payload: unknown,
  key: { privateKey: KeyObject | Uint8Array },
  header: { alg: string; [name: string]: unknown },
): Promise<string> {
  const text = typeof payload === 'string' ? payload : JSON.stringify(payload)
  const signer = new CompactSign(Buffer.from(text)).setProtectedHeader(header)
  return signer.sign(key.privateKey, { crit: { 'https://example.org/must': true } })
}

export class FakePlatform {
  readonly seen: Seen[] = []
  private made: TestKey | null = null
  origin = ''
  host = ''
  private readonly handlers = new Map<string, Handler>()
  private readonly server = createServer((request, response) => {
    void this.answer(request, response)
  })

  static async start(): Promise<FakePlatform> {
    const fake = new FakePlatform()
    fake.server.listen(0, '127.0.0.1')
    await once(fake.server, 'listening')
    const { port } = fake.server.address() as AddressInfo
    fake.host = `127.0.0.1:${port}`
    fake.origin = `http://${fake.host}`
    fake.on('/jwks', (_seen, response) => {
      response.writeHead(200).end(JSON.stringify({ keys: [fake.key.publicJwk] }))
    })
    fake.grantsTokens()
    return fake
  }

  /** The key it signs with, made when it is first needed. */
  get key(): TestKey {
    this.made ??= aKey('platform-key-1')
    return this.made
  }

  /** What stands at a path from now on. */
  on(path: string, handler: Handler): void {
    this.handlers.set(path, handler)
  }

  json(path: string, body: unknown, status = 200, headers: Record<string, string> = {}): void {
    this.on(path, (_seen, response) => {
      response.writeHead(status, { 'Content-Type': 'application/json', ...headers })
      response.end(typeof body === 'string' ? body : JSON.stringify(body))
    })
  }

  /** A token endpoint that gives every scope asked for, with a new token each time. */
  grantsTokens(): void {
    let count = 0
    this.on('/token', (seen, response) => {
      count += 1
      const scope = new URLSearchParams(seen.body).get('scope')
      const body = { access_token: `token-${count}`, token_type: 'bearer', expires_in: 3600, scope }
      response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(body))
    })
  }

  hits(path: string): Seen[] {
    return this.seen.filter((one) => one.path === path)
  }

  /** A registration of Stint at this LMS. */
  registration(facts: Partial<Platform> = {}): Platform {
    return {
      id: 'platform-1',
      institutionId: 'institution-1',
      name: 'Test LMS',
      kind: 'canvas',
      issuer: 'https://lms.example.edu',
      clientId: '10000000000017',
      loginUrl: `${this.origin}/auth`,
      tokenUrl: `${this.origin}/token`,
      jwksUrl: `${this.origin}/jwks`,
      tokenAudience: null,
      origins: [],
      learnedOrigins: [],
      test: false,
      state: 'active',
      launchRoleEnough: false,
      registered: null,
      lastLaunchAt: null,
      lastStep: null,
      lastTokenAt: null,
      lastScoreAt: null,
      lastTrouble: null,
      update: null,
      ...facts,
    }
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections()
    this.server.close()
    await once(this.server, 'close')
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part)
    const url = request.url ?? ''
    const path = url.split('?', 1)[0] ?? ''
    const { method = '', headers } = request
    const seen = { method, path, url, headers, body: Buffer.concat(parts).toString() }
    this.seen.push(seen)
    const handler = this.handlers.get(path)
    if (handler) handler(seen, response)
    else response.writeHead(404).end()
  }
}
