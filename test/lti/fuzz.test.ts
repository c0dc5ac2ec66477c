// Whatever arrives at the LMS's door: a refusal below 500, never a launch, never a fault of ours.

import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { AppError } from '../../src/errors.ts'
import { FakePlatform, signed } from '../support/fake-platform.ts'
import {
  anLti,
  type Begun,
  begin,
  claimsOf,
  finish,
  loginOf,
  NAME,
  type OpenLti,
  oakwood,
} from './launching.ts'

const RUNS = Number(process.env.FUZZ_RUNS ?? 300)

let fake: FakePlatform
let lti: OpenLti
let begun: Begun
beforeAll(async () => {
  fake = await FakePlatform.start()
  lti = await anLti([fake.registration()])
  begun = await begin(lti, fake.registration())
})
afterAll(() => fake.stop())

async function refusedWell(attempt: Promise<unknown>): Promise<void> {
  const error = await attempt.then(
    () => new Error('it was let in'),
    (reason: unknown) => reason,
  )
  if (!(error instanceof AppError)) throw error
  expect(error.status).toBeLessThan(500)
  expect(error.key).toMatch(/^lti\.\w+$/)
}

const nasty = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.constantFrom('', '\0', ';', '%', '%E0%A4%A', '__proto__', '$ne', 'null', '\u{D800}'),
  fc.array(fc.string(), { maxLength: 3 }),
  fc.dictionary(fc.string(), fc.string(), { maxKeys: 3 }),
  fc.constantFrom<unknown>(null, undefined, 0, Number.NaN, true, [], {}),
)

const LOGIN = ['iss', 'client_id', 'login_hint', 'target_link_uri', 'lti_deployment_id']

test('logins with a malformed part', async () => {
  const broken = fc.record({
    name: fc.constantFrom('iss', 'target_link_uri', 'client_id'),
    value: nasty,
  })
  await fc.assert(
    fc.asyncProperty(broken, async ({ name, value }) => {
      // Leaving the client id out is allowed; anything else in its place is not.
      fc.pre(!(name === 'client_id' && value === undefined))
      const sent = loginOf(fake.registration(), { [name]: value })
      await refusedWell(lti.door.checkLogin(oakwood, sent))
    }),
    { numRuns: RUNS },
  )
})

test('logins of any shape', async () => {
  const any = fc.oneof(nasty, fc.dictionary(fc.constantFrom(...LOGIN), nasty), fc.anything())
  await fc.assert(
    fc.asyncProperty(any, (sent) => refusedWell(lti.door.checkLogin(oakwood, sent))),
    { numRuns: RUNS },
  )
})

test('launch forms of any shape', async () => {
  const form = fc.record({ id_token: nasty, state: nasty, error: nasty }, { requiredKeys: [] })
  const any = fc.oneof(form, nasty, fc.anything())
  await fc.assert(
    fc.asyncProperty(any, nasty, (sent, proof) =>
      refusedWell(lti.door.launch(oakwood, sent, typeof proof === 'string' ? [proof] : [])),
    ),
    { numRuns: RUNS },
  )
})

test('any text as token, in the right login', async () => {
  const part = fc.oneof(
    fc.base64String(),
    fc.string({ unit: 'binary' }),
    fc.anything().map((value) => Buffer.from(JSON.stringify(value) ?? '').toString('base64url')),
  )
  const token = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('.'))
  await fc.assert(
    fc.asyncProperty(token, (idToken) => refusedWell(finish(lti, begun, idToken))),
    { numRuns: RUNS },
  )
})

test('well-signed tokens with one broken claim that is needed', async () => {
  const names = ['iss', 'aud', 'azp', 'nonce', 'exp', 'iat', 'sub', NAME.version, NAME.type]
  const all = [...names, NAME.deployment, NAME.target, NAME.roles, NAME.link]
  const value = fc.oneof(nasty, fc.anything(), fc.constant(DEEP))
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...all), value, async (name, broken) => {
      fc.pre(!isFine(name, asSent(broken)))
      await refusedWell(finish(lti, begun, await tokenWith(name, broken)))
    }),
    { numRuns: RUNS, examples: [['azp', Number.NaN]] },
  )
})

// A value nested very deeply, written into the text only: fast-check could not print it.
const DEEP = 'a very deep value'
const NESTED = '['.repeat(5000) + ']'.repeat(5000)

async function tokenWith(name: string, value: unknown): Promise<string> {
  const text = JSON.stringify({ ...claimsOf(begun), [name]: value })
  const header = { alg: 'RS256', kid: fake.key.kid }
  return signed(text.replace(JSON.stringify(DEEP), NESTED), fake.key, header)
}

// What JSON makes of a value: NaN is null in a token, and in a list undefined is too.
function asSent(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value))
}

// Some broken values are fine after all: no azp, any list of roles, any text as sub or deployment.
function isFine(name: string, value: unknown): boolean {
  const text = typeof value === 'string' && value.length > 0
  if (name === 'azp') return value === null || value === undefined
  if (name === NAME.roles) return Array.isArray(value)
  if (name === NAME.link) return value !== null && typeof value === 'object' && 'id' in value
  return text && value !== DEEP && (name === 'sub' || name === NAME.deployment)
}

test('well-signed tokens with anything in the claims that are not needed come in, or are refused well', async () => {
  const names = [
    NAME.context,
    NAME.lis,
    NAME.custom,
    NAME.presentation,
    NAME.gradebook,
    NAME.roster,
  ]
  const all = ['name', 'email', 'locale', ...names]
  const value = fc.oneof(nasty, fc.anything(), fc.constant(DEEP))
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...all), value, async (name, odd) => {
      const attempt = finish(lti, begun, await tokenWith(name, odd))
      await attempt.catch(() => refusedWell(attempt))
    }),
    { numRuns: RUNS },
  )
})
