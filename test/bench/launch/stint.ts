// Stint as it runs in production, with its worker, its log and its limits.

import { randomBytes } from 'node:crypto'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import { type App, buildApp } from '../../../src/app.ts'
import { readConfig } from '../../../src/config.ts'
import { openLog } from '../../../src/log.ts'
import { newId } from '../../../src/random.ts'
import { addInstitution, addPlatform } from '../../../src/services/office/institutions.ts'
import { type Setup, serve } from './contestant.ts'

const BASE_URL = 'https://stint.example.edu'
let app: App | null = null

serve({
  setUp: async ({ mongoUri, platforms, jwksUrl }: Setup) => {
    const config = readConfig({
      BASE_URL,
      MONGODB_URI: mongoUri,
      MASTER_KEYS: randomBytes(32).toString('base64'),
      SMTP_URL: 'smtp://127.0.0.1:1',
      MAIL_FROM: 'Stint <stint@stint.example.edu>',
      PRIVATE_PLATFORM_HOSTS: new URL(jwksUrl).host,
      // Every launch of a class comes from an address of its own.
      TRUST_PROXY: 'loopback',
    })
    app = await buildApp(config, openLog('info', false))
    await anInstitution(app, 'bench', platforms, jwksUrl)
    const listener = app.web
    const address = (base: string, part: string) => `${base}/lti/bench/${part}`
    return {
      listener,
      registrations: (base) =>
        Array.from({ length: platforms }, (_, i) => ({
          issuer: `https://lms-${i}.example.edu`,
          clientId: `client-${i}`,
          loginUrl: address(base, 'login'),
          launchUrl: address(base, 'launch'),
          deploymentId: '1',
        })),
    }
  },
  third: '/',
  stall: async () => {
    const watch = monitorEventLoopDelay({ resolution: 1 })
    watch.enable()
    if (app) {
      const id = await anInstitution(app, newId(), 1, 'https://lms.example.edu/jwks')
      await app.core.lti.keys.list(id)
    }
    await pause(20)
    watch.disable()
    return watch.max / 1e6
  },
})

async function anInstitution(
  { core }: App,
  slug: string,
  platforms: number,
  jwksUrl: string,
): Promise<string> {
  const wish = { slug, name: `University of ${slug}`, timezone: 'UTC' }
  const institution = await addInstitution(core.hands, wish)
  const ctx = core.contextFor({ kind: 'worker' }, institution)
  for (let i = 0; i < platforms; i += 1) {
    await addPlatform(ctx, {
      name: `LMS ${i}`,
      kind: 'canvas',
      issuer: `https://lms-${i}.example.edu`,
      clientId: `client-${i}`,
      loginUrl: 'https://lms.example.edu/auth',
      tokenUrl: 'https://lms.example.edu/token',
      jwksUrl,
      tokenAudience: null,
      deployments: ['1'],
      origins: [],
      test: false,
    })
  }
  return institution.id
}
