// The floor: one RS256 verification, four MongoDB operations and three HTTP exchanges on bare node:http, and nothing else.

import { createPublicKey, type JsonWebKey, type KeyObject, randomBytes, verify } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import mongoose, { type mongo } from 'mongoose'
import { type Setup, serve } from './contestant.ts'

serve({
  setUp: async ({ mongoUri, platforms, jwksUrl }: Setup) => {
    const db = (await mongoose.mongo.MongoClient.connect(mongoUri)).db()
    const { keys }: { keys: JsonWebKey[] } = await (await fetch(jwksUrl)).json()
    const key = createPublicKey({ key: keys[0] ?? {}, format: 'jwk' })
    const own = Array.from({ length: platforms }, (_, i) => ({
      issuer: `https://lms-${i}.example.edu`,
      clientId: `client-${i}`,
    }))
    await db.collection('platforms').createIndex({ issuer: 1, clientId: 1 }, { unique: true })
    await db.collection('platforms').insertMany(own.map((platform) => ({ ...platform })))
    return {
      listener: (request, response) => void answer(db, key, request, response),
      registrations: (base) =>
        own.map((platform) => ({
          ...platform,
          loginUrl: `${base}/login`,
          launchUrl: `${base}/launch`,
          deploymentId: '1',
        })),
    }
  },
  third: '/',
})

async function answer(
  db: mongo.Db,
  key: KeyObject,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method === 'GET') return void response.end('<!doctype html><title>Here</title>')
  let body = ''
  for await (const part of request) body += part
  const form = new URLSearchParams(body)
  const isLogin = request.url === '/login'
  const sent = isLogin ? await login(db, form) : await launch(db, key, form)
  response.writeHead(302, sent).end()
}

async function login(db: mongo.Db, form: URLSearchParams): Promise<Record<string, string>> {
  const where = { issuer: form.get('iss'), clientId: form.get('client_id') }
  const platform = await db.collection('platforms').findOne(where)
  const [state, nonce] = [randomBytes(32).toString('hex'), randomBytes(32).toString('hex')]
  await db.collection('logins').insertOne({ _id: state as never, nonce, platform: platform?._id })
  const query = new URLSearchParams({ state, nonce })
  return { Location: `https://lms.example.edu/auth?${query}`, 'Set-Cookie': `proof=${state}` }
}

async function launch(
  db: mongo.Db,
  key: KeyObject,
  form: URLSearchParams,
): Promise<Record<string, string>> {
  const [head = '', body = '', signature = ''] = (form.get('id_token') ?? '').split('.')
  const signed = Buffer.from(`${head}.${body}`)
  const isGood = verify('RSA-SHA256', signed, key, Buffer.from(signature, 'base64url'))
  const claims = JSON.parse(Buffer.from(body, 'base64url').toString())
  const begun = await db.collection('logins').findOneAndDelete({ _id: form.get('state') as never })
  if (!isGood || begun?.nonce !== claims.nonce) throw new Error('a launch that is not one')
  const session = randomBytes(32).toString('hex')
  await db.collection('sessions').insertOne({ _id: session as never, subject: claims.sub })
  return { Location: '/', 'Set-Cookie': `session=${session}` }
}
