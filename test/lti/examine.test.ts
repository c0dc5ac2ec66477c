// The examination of an LMS: each question has its own answer, and a broken one spoils no other.

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { FakePlatform } from '../support/fake-platform.ts'
import { atWork } from './services.ts'

let fake: FakePlatform
beforeAll(async () => {
  fake = await FakePlatform.start()
})
afterAll(() => fake.stop())
beforeEach(() => {
  fake.grantsTokens()
  fake.json('/ours', { keys: [{}] })
  fake.json('/jwks', { keys: [fake.key.publicJwk] }, 200, { Date: new Date().toUTCString() })
})

async function examine(ours = `${fake.origin}/ours`, facts = {}) {
  const { lti, platform } = await atWork(fake, facts)
  return lti.lms.examine(platform, ours)
}

test('an LMS that works is fine in everything', async () => {
  const seen = await examine()
  expect(seen).toMatchObject({ ourKeys: null, theirKeys: null })
  expect(Math.abs(seen.skewMs ?? 1e9)).toBeLessThan(10_000)
  expect(seen.tokens).toEqual({ scores: null, results: null, columns: null, roster: null })
})

describe('what is told', () => {
  test('of our key set, when it is not where it should be or on a private address', async () => {
    expect((await examine(`${fake.origin}/nothing`)).ourKeys).toBe('lms.badAnswer')
    expect((await examine('https://10.0.0.1/jwks.json')).ourKeys).toBe('lms.badAddress')
  })

  test('of theirs, when it holds nothing we could use', async () => {
    fake.json('/jwks', { keys: [{ kty: 'EC' }] })
    expect((await examine()).theirKeys).toBe('lms.badAnswer')
  })

  test('of clocks that are apart', async () => {
    const date = new Date(Date.now() + 90_000).toUTCString()
    fake.json('/jwks', { keys: [fake.key.publicJwk] }, 200, { Date: date })
    expect((await examine()).skewMs).toBeGreaterThan(60_000)
  })

  test('of each scope by itself', async () => {
    fake.on('/token', (seen, response) => {
      const scope = new URLSearchParams(seen.body).get('scope') ?? ''
      const fits = !scope.includes('nrps')
      const body = fits ? { access_token: 'token', scope } : { error: 'invalid_scope' }
      response.writeHead(fits ? 200 : 400).end(JSON.stringify(body))
    })
    const { tokens } = await examine()
    expect(tokens).toEqual({ scores: null, results: null, columns: null, roster: 'lms.noScope' })
  })

  test('of a Moodle that cannot read our keys, in each scope', async () => {
    fake.json('/token', '<html>', 404)
    const { tokens } = await examine(undefined, { kind: 'moodle' })
    expect(new Set(Object.values(tokens))).toEqual(new Set(['lms.keysUnread']))
  })
})
