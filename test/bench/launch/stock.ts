// Stock ltijs 5.9.9, as its own guide sets it up, with its own MongoDB store.

import type { RequestListener } from 'node:http'
import { createRequire } from 'node:module'
import mongoose from 'mongoose'
import { type Setup, serve } from './contestant.ts'

interface Stock {
  app: RequestListener
  setup(key: string, database: object, options: object): void
  deploy(options: object): Promise<boolean>
  onConnect(
    handler: (token: unknown, req: unknown, res: { send(text: string): void }) => void,
  ): void
  registerPlatform(platform: object): Promise<unknown>
}

const { Provider }: { Provider: Stock } = createRequire(import.meta.url)('ltijs')

serve({
  setUp: async ({ mongoUri, platforms, jwksUrl }: Setup) => {
    // Tokens are signed before they are timed, so on a busy machine they may be older than the usual ten seconds.
    const cookies = { secure: true, sameSite: 'None' }
    Provider.setup(
      'a key of the benchmark',
      { url: mongoUri },
      { cookies, devMode: false, tokenMaxAge: 300 },
    )
    Provider.onConnect((_token, _req, res) => res.send('<!doctype html><title>Here</title>'))
    await Provider.deploy({ serverless: true, silent: true })
    await Provider.registerPlatform({
      url: issuer(0),
      name: 'Platform',
      clientId: 'client-0',
      authenticationEndpoint: 'https://lms.example.edu/auth',
      accesstokenEndpoint: 'https://lms.example.edu/token',
      authConfig: { method: 'JWK_SET', key: jwksUrl },
    })
    await copyPlatforms(mongoUri, platforms)
    return {
      listener: Provider.app,
      registrations: (base) =>
        Array.from({ length: platforms }, (_, i) => ({
          issuer: issuer(i),
          clientId: `client-${i}`,
          loginUrl: `${base}/login`,
          launchUrl: `${base}/`,
          deploymentId: '1',
        })),
    }
  },
})

const issuer = (i: number) => `https://lms-${i}.example.edu`

// Registering takes a second each, for a key of 4,096 bits that no launch needs: the others are copies of the first.
async function copyPlatforms(mongoUri: string, platforms: number): Promise<void> {
  const client = await mongoose.mongo.MongoClient.connect(mongoUri)
  const kept = client.db().collection('platforms')
  const [first] = await kept.find().toArray()
  const copies = Array.from({ length: platforms - 1 }, (_, i) => {
    const own = { platformUrl: issuer(i + 1), clientId: `client-${i + 1}`, kid: `copy-${i + 1}` }
    return { ...first, ...own, _id: new mongoose.mongo.ObjectId() }
  })
  if (copies.length > 0) await kept.insertMany(copies)
  await client.close()
}
