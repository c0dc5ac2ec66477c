// Access tokens: how they are asked for, shared and renewed, and what a difficult token endpoint leads to.

import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { FakePlatform } from '../support/fake-platform.ts'
import { oakwood } from './launching.ts'
import { type AtWork, atWork, score } from './services.ts'

let fake: FakePlatform
let work: AtWork
beforeAll(async () => {
  fake = await FakePlatform.start()
})
afterAll(() => fake.stop())
beforeEach(async () => {
  fake.grantsTokens()
  fake.json(SCORES, '')
  fake.seen.length = 0
  work = await atWork(fake)
})

const SCORES = '/items/3/lineitem/scores'
const post = () => work.lti.lms.postScore(work.platform, work.lineItemUrl, score)
const asked = () => fake.hits('/token')

describe('asking', () => {
  test('with an assertion that every LMS takes, signed by a key that we publish', async () => {
    await post()
    const form = new URLSearchParams(asked()[0]?.body)
    expect(form.get('grant_type')).toBe('client_credentials')
    expect(form.get('client_assertion_type')).toBe(
      'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    )
    const assertion = form.get('client_assertion') ?? ''
    const { keys } = await work.lti.door.jwks(oakwood)
    await expect(
      jwtVerify(assertion, createLocalJWKSet({ keys: keys as [] })),
    ).resolves.toBeDefined()
    expect(decodeProtectedHeader(assertion)).toMatchObject({ alg: 'RS256', typ: 'JWT' })
    const { iss, sub, aud, jti, iat = 0, exp = 0 } = decodeJwt(assertion)
    const { clientId, tokenUrl } = work.platform
    expect({ iss, sub, aud }).toEqual({ iss: clientId, sub: clientId, aud: tokenUrl })
    expect(jti).toMatch(/^\w{20}$/)
    const now = Date.now() / 1000
    expect(iat).toBeLessThan(now - 5)
    expect(iat).toBeGreaterThan(now - 60)
    expect(exp).toBeGreaterThan(now + 60)
  })

  test('for the audience that the registration names', async () => {
    const tokenAudience = 'https://lms.example.edu/login/oauth2/token'
    work = await atWork(fake, { tokenAudience })
    await post()
    const assertion = new URLSearchParams(asked()[0]?.body).get('client_assertion') ?? ''
    expect(decodeJwt(assertion).aud).toBe(tokenAudience)
  })

  test('once for many scores at once, and once for many in a row', async () => {
    await Promise.all(Array.from({ length: 20 }, post))
    await post()
    expect(asked()).toHaveLength(1)
  })

  test('apart for each registration and each set of scopes', async () => {
    await post()
    fake.json('/roster', { members: [] })
    await work.lti.lms.members(work.platform, work.rosterUrl)
    const second = { ...work.platform, id: 'platform-2' }
    await work.lti.lms.postScore(second, work.lineItemUrl, score)
    expect(asked()).toHaveLength(3)
  })

  test('again before the token ends, with a margin', async () => {
    await post()
    work.lti.clock.forward(3_530_000)
    await post()
    expect(asked()).toHaveLength(1)
    work.lti.clock.forward(15_000)
    await post()
    expect(asked()).toHaveLength(2)
  })

  test('after a failure the next one asks again', async () => {
    fake.json('/token', '', 503)
    await post()
    fake.grantsTokens()
    expect(await post()).toEqual({ kind: 'stored' })
  })
})

describe('a token that is not taken', () => {
  test.each([401, 403])('(%i) is renewed once, and the score sent once more', async (status) => {
    fake.on(SCORES, (seen, response) => {
      const old = seen.headers.authorization === 'Bearer token-1'
      response.writeHead(old ? status : 200).end()
    })
    expect(await post()).toEqual({ kind: 'stored' })
    expect(asked()).toHaveLength(2)
  })

  test('twice is a refusal, with no third try', async () => {
    fake.json(SCORES, '', 401)
    expect(await post()).toEqual({ kind: 'refused', reason: 'lms.notAllowed' })
    expect(fake.hits(SCORES)).toHaveLength(2)
  })

  test('by throttling is kept', async () => {
    fake.json(SCORES, '403 Forbidden (Rate Limit Exceeded)', 403)
    await post()
    expect(asked()).toHaveLength(1)
  })
})

describe('answers of the token endpoint', () => {
  test('as text/html (Moodle)', async () => {
    const body = { access_token: 'm'.repeat(32), expires_in: 3600, token_type: 'Bearer' }
    fake.json('/token', body, 200, { 'Content-Type': 'text/html' })
    expect(await post()).toEqual({ kind: 'stored' })
  })

  test.each([undefined, 'soon', -5, null])(
    'without a usable expiry (%o) it is kept shortly',
    async (expires_in) => {
      fake.json('/token', { access_token: 'x', expires_in })
      await post()
      await post()
      expect(asked()).toHaveLength(1)
      work.lti.clock.forward(300_000)
      await post()
      expect(asked()).toHaveLength(2)
    },
  )

  const later = (reason: string) => ({ kind: 'later', reason, retryAfterMs: null })
  const refused = (reason: string) => ({ kind: 'refused', reason })

  test.each([
    [400, { error: 'invalid_client' }, refused('lms.noToken')],
    [401, '', refused('lms.noToken')],
    [400, { error: 'invalid_scope' }, refused('lms.noScope')],
    [400, '{"error":"Expired "token""}', refused('lms.noToken')],
    [404, '<html>', later('lms.tokenNotThere')],
    [429, '', later('lms.busy')],
    [500, '', later('lms.unreachable')],
    [302, '', refused('lms.tokenMoved')],
    [200, '<html>', later('lms.badAnswer')],
    [200, { token_type: 'bearer' }, later('lms.badAnswer')],
    [200, { access_token: 'two\r\nlines' }, later('lms.badAnswer')],
    [200, { access_token: 'x'.repeat(10_001) }, later('lms.badAnswer')],
    [200, { access_token: 'x', scope: '' }, refused('lms.noScope')],
    [200, { access_token: 'x', scope: 'openid profile' }, refused('lms.noScope')],
    [200, { access_token: 'x', more: 'y'.repeat(200_000) }, later('lms.unreachable')],
  ])('%i %o', async (status, body, expected) => {
    fake.json('/token', body, status)
    expect(await post()).toEqual(expected)
    expect(fake.hits(SCORES)).toHaveLength(0)
  })

  test('silence', async () => {
    fake.on('/token', () => {})
    expect(await post()).toEqual(later('lms.unreachable'))
  })

  test('at a private address that nobody listed', async () => {
    work = { ...work, platform: { ...work.platform, tokenUrl: 'https://192.168.0.1/token' } }
    expect(await post()).toEqual(refused('lms.tokenAddress'))
  })

  test('of a Moodle, which says so when it has not read our keys', async () => {
    work = { ...work, platform: { ...work.platform, kind: 'moodle' } }
    fake.json('/token', '<html>', 404)
    expect(await post()).toEqual(later('lms.keysUnread'))
  })
})
