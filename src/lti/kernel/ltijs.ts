// The kernel on ltijs 5.9.9 (lti.md 1.12): it verifies one token at a time, in process, without network, writes or timers.

import { createPublicKey, createSecretKey, type KeyObject, randomBytes } from 'node:crypto'
import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import { Provider } from 'ltijs'
import type { Kernel, RsaPublicJwk, ToVerify } from './kernel.ts'

interface Turn {
  accept: () => void
  refuse: (reason: unknown) => void
}

const LONGEST_MS = 5000

// One secret per process: it signs what ltijs makes for itself, and never leaves.
const secret = createSecretKey(randomBytes(32))
/** Keys as Node works with them; one that is no longer remembered as a JWK is none here either. */
const publicKeys = new WeakMap<RsaPublicJwk, KeyObject>()
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
    const authConfig = { method: 'RSA_KEY', key: publicKeyOf(key) }
    return [{ platformUrl, clientId, kid: key.kid, authConfig }]
  },
  Insert: async () => true,
  Replace: async () => true,
  Modify: async () => true,
  Delete: async () => true,
}

function publicKeyOf(jwk: RsaPublicJwk): KeyObject {
  const key = publicKeys.get(jwk) ?? createPublicKey({ key: { ...jwk }, format: 'jwk' })
  publicKeys.set(jwk, key)
  return key
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

// A launch as ltijs expects it: form and state cookie already read, the cookie's signature found good. It takes the
// cookie away again with an answer that nobody sees, and wants something to sign that with.
function pass(token: ToVerify, turn: Turn): void {
  const state = randomBytes(25).toString('hex')
  const request = new IncomingMessage(new Socket())
  request.method = 'POST'
  request.url = '/'
  const signedCookies = { [`state${state}`]: token.issuer }
  const body = { id_token: token.idToken, state }
  Object.assign(request, { body, _body: true, cookies: {}, signedCookies, secret: state })
  turns.set(request, turn)
  atHand = token
  Provider.app(request, new ServerResponse(request), (error) =>
    turn.refuse(error ?? new Error('nothing answered')),
  )
  // Asked any later it would get none, and refuse.
  atHand = null
}
