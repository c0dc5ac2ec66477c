// The university whose launches Stint's contestants take: one institution with its registrations, on an app as in production.

import { randomBytes } from 'node:crypto'
import { type App, buildApp } from '../../../src/app.ts'
import { readConfig } from '../../../src/config.ts'
import type { Institution } from '../../../src/domain/institution.ts'
import { openLog } from '../../../src/log.ts'
import { addInstitution, addPlatform } from '../../../src/services/office/institutions.ts'
import type { Registration, Setup } from './contestant.ts'

const BASE_URL = 'https://stint.example.edu'

/** The app with its worker, its log and its limits, and an institution with so many registrations. */
export async function aUniversity({ mongoUri, platforms, jwksUrl }: Setup) {
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
  const app = await buildApp(config, openLog('info', false))
  const institution = await anInstitution(app, 'bench', platforms, jwksUrl)
  const address = (base: string, part: string) => `${base}/lti/bench/${part}`
  const registrations = (base: string): Registration[] =>
    Array.from({ length: platforms }, (_, i) => ({
      issuer: `https://lms-${i}.example.edu`,
      clientId: `client-${i}`,
      loginUrl: address(base, 'login'),
      launchUrl: address(base, 'launch'),
      deploymentId: '1',
    }))
  return { app, institution, registrations }
}

/** An institution with its registrations. */
export async function anInstitution(
  { core }: App,
  slug: string,
  platforms: number,
  jwksUrl: string,
): Promise<Institution> {
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
  return institution
}
