// The kernel on ltijs 5.9.9 (lti.md 1.12): it verifies one token at a time, in process, without network, writes or timers.

import { createHmac, randomBytes } from 'node:crypto'
import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import { Provider } from 'ltijs'
import type { Kernel, ToVerify } from './kernel.ts'

interface Turn {
  accept: () => void
  refuse: (reason: unknown) => void
}

const LONGEST_MS = 5000

// One secret per process: it signs the state cookie we hand to ltijs and what ltijs makes for itself, and never leaves.
const secret = randomBytes(32).toString('hex')
/** Who waits for what becomes of a request. */
const turns = new WeakMap<IncomingMessage, Turn>()
/** The token at hand while ltijs begins with it: it asks for the platform before it does anything that takes time. */
let atHand: ToVerify | null = null
let isSetUp = false

/** The kernel; ltijs is one instance per process, so every caller shares it. */
export function ltijsKernel(): Kernel {
  if (!isSetUp) setUp()
  isSetUp = true
  return { verify }
}

// `deploy` is left out on purpose: without a server it would only add a SIGINT listener that ends the process.
function setUp(): void {
  Provider.setup(secret, { plugin: answers }, { ltiaas: true, cors: false, tokenMaxAge: false })
  Provider.onConnect(async (_token, request) => turns.get(request)?.accept())
  Provider.onDeepLinking(async (_token, request) => turns.get(request)?.accept())
  Provider.onInvalidToken(async (request, response) => {
    turns.get(request)?.refuse(new Error(response.locals.err?.details?.message ?? 'refused'))
  })
}

// ltijs asks for the platform only, and gets the one whose launch this is, with the one key; it keeps nothing.
const answers = {
  setup: async () => true,
  Close: async () => true,
  Get: async (_key: unknown, collection: string, asked: Record<string, unknown>) => {
    if (collection !== 'platform' || !atHand) return false
    const { issuer: platformUrl, clientId, key } = atHand
    if (asked.platformUrl !== platformUrl || asked.clientId !== clientId) return false
    return [{ platformUrl, clientId, kid: key.kid, authConfig: { method: 'JWK_KEY', key } }]
  },
  Insert: async () => true,
  Replace: async () => true,
  Modify: async () => true,
  Delete: async () => true,
}

async function verify(token: ToVerify): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined
  try {
    await new Promise<void>((accept, refuse) => {
      timer = setTimeout(() => refuse(new Error('the kernel did not answer')), LONGEST_MS)
      pass(token, { accept, refuse })
    })
  } finally {
    clearTimeout(timer)
  }
  return JSON.parse(Buffer.from(token.idToken.split('.')[1] ?? '', 'base64url').toString())
}

// A launch as ltijs expects it: the form already parsed, and its state cookie signed by us.
function pass(token: ToVerify, turn: Turn): void {
  const state = randomBytes(25).toString('hex')
  const request = new IncomingMessage(new Socket())
  request.method = 'POST'
  request.url = '/'
  request.headers = { cookie: `state${state}=${signed(token.issuer)}` }
  Object.assign(request, { body: { id_token: token.idToken, state }, _body: true })
  turns.set(request, turn)
  atHand = token
  Provider.app(request, new ServerResponse(request), (error) =>
    turn.refuse(error ?? new Error('nothing answered')),
  )
  // Asked any later it would get none, and refuse.
  atHand = null
}

// The signature that cookie-parser looks for.
function signed(value: string): string {
  const mac = createHmac('sha256', secret).update(value).digest('base64').replace(/=+$/, '')
  return encodeURIComponent(`s:${value}.${mac}`)
}
