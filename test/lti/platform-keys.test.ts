// The platforms' key sets: how often they are fetched, what is believed of them, and what a hostile one can do.

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Platform } from '../../src/domain/platform.ts'
import { openLog } from '../../src/log.ts'
import { openHttp } from '../../src/lti/http.ts'
import { openPlatformKeys, type PlatformKeys } from '../../src/lti/platform-keys.ts'
import { aKey, FakePlatform } from '../support/fake-platform.ts'
import { Clock } from './launching.ts'

const MINUTE = 60_000

let fake: FakePlatform
beforeAll(async () => {
  fake = await FakePlatform.start()
})
afterAll(() => fake.stop())

let keys: PlatformKeys
let clock: Clock
let platform: Platform
let count = 0
beforeEach(() => {
  count += 1
  clock = new Clock()
  const ask = openHttp({ privateHosts: [fake.host], timeoutMs: 1500 })
  keys = openPlatformKeys({ ask, now: clock.now, log: openLog('silent', false) })
  platform = fake.registration({ jwksUrl: `${fake.origin}/set-${count}` })
})

const path = () => new URL(platform.jwksUrl).pathname
const hits = () => fake.hits(path()).length
const publish = (body: unknown, status = 200) => fake.json(path(), body, status)

const good = aKey('good')
const other = aKey('other')
const weak = aKey('weak', 1024)

test('a key is found, and then remembered', async () => {
  publish({ keys: [good.publicJwk] })
  for (let times = 0; times < 20; times += 1) {
    expect(await keys.find(platform, 'good')).toMatchObject({ kid: 'good', kty: 'RSA' })
  }
  expect(hits()).toBe(1)
})

test('a class that arrives at once makes one fetch', async () => {
  publish({ keys: [good.publicJwk] })
  const all = await Promise.all(Array.from({ length: 50 }, () => keys.find(platform, 'good')))
  expect(all.every((key) => key?.kid === 'good')).toBe(true)
  expect(hits()).toBe(1)
})

test('sixty unknown kids in a minute make two fetches', async () => {
  publish({ keys: [good.publicJwk] })
  for (let times = 0; times < 60; times += 1) {
    expect(await keys.find(platform, `unknown-${times}`)).toBeNull()
    clock.forward(900)
  }
  expect(hits()).toBe(2)
})

test('a kid that is unknown at the very first launch makes one fetch', async () => {
  publish({ keys: [good.publicJwk] })
  expect(await keys.find(platform, 'unknown')).toBeNull()
  expect(hits()).toBe(1)
})

test('the keys of 5,000 platforms are remembered, and no more', async () => {
  let asked = 0
  const body = JSON.stringify({ keys: [good.publicJwk] })
  const ask = async () => {
    asked += 1
    return { status: 200, headers: {}, body }
  }
  const many = openPlatformKeys({ ask, now: clock.now, log: openLog('silent', false) })
  for (let i = 0; i <= 5000; i += 1) await many.find({ ...platform, id: `p${i}` }, 'good')
  await many.find({ ...platform, id: 'p5000' }, 'good')
  expect(asked).toBe(5001)
  await many.find({ ...platform, id: 'p0' }, 'good')
  expect(asked).toBe(5002)
})

test('a rotated key works at once, and within a minute when strangers have asked before', async () => {
  publish({ keys: [good.publicJwk] })
  await keys.find(platform, 'good')
  await keys.find(platform, 'unknown')
  publish({ keys: [good.publicJwk, other.publicJwk] })
  clock.forward(MINUTE)
  expect(await keys.find(platform, 'other')).not.toBeNull()
})

test('a class that arrives with a rotated key makes one more fetch, and all come in', async () => {
  publish({ keys: [good.publicJwk] })
  await keys.find(platform, 'good')
  publish({ keys: [other.publicJwk] })
  const all = await Promise.all(Array.from({ length: 30 }, () => keys.find(platform, 'other')))
  expect(all.every((key) => key?.kid === 'other')).toBe(true)
  expect(hits()).toBe(2)
})

test('a key that was taken away is gone after ten minutes', async () => {
  publish({ keys: [good.publicJwk] })
  await keys.find(platform, 'good')
  publish({ keys: [other.publicJwk] })
  clock.forward(11 * MINUTE)
  expect(await keys.find(platform, 'good')).toBeNull()
})

test('the last good set is kept while the platform is down, for a day', async () => {
  publish({ keys: [good.publicJwk] })
  await keys.find(platform, 'good')
  publish('down', 503)
  clock.forward(23 * 60 * MINUTE)
  expect(await keys.find(platform, 'good')).not.toBeNull()
  clock.forward(2 * 60 * MINUTE)
  await expect(keys.find(platform, 'good')).rejects.toMatchObject({
    status: 502,
    key: 'lti.keysUnreachable',
  })
})

test('a platform that is down is not asked at every launch, and again soon', async () => {
  publish('down', 500)
  for (let times = 0; times < 10; times += 1) {
    await expect(keys.find(platform, 'good')).rejects.toMatchObject({ retry: true })
  }
  expect(hits()).toBe(1)
  publish({ keys: [good.publicJwk] })
  clock.forward(20_000)
  expect(await keys.find(platform, 'good')).not.toBeNull()
})

test('one slow platform slows no other', async () => {
  const slow = fake.registration({ id: 'slow', jwksUrl: `${fake.origin}/slow` })
  fake.on('/slow', () => {})
  publish({ keys: [good.publicJwk] })
  let slowAnswered = false
  const waiting = keys.find(slow, 'good').catch((error: unknown) => {
    slowAnswered = true
    return error
  })
  expect(await keys.find(platform, 'good')).not.toBeNull()
  expect(slowAnswered).toBe(false)
  expect(await waiting).toMatchObject({ key: 'lti.keysUnreachable' })
})

describe('what is not believed', () => {
  test.each([
    ['no keys', { keys: [] }],
    ['no list', { keys: 'x' }],
    ['no set', []],
    ['no JSON', '<html>'],
    ['a key of another kind', { keys: [{ ...good.publicJwk, kty: 'EC' }] }],
    ['a key for encryption', { keys: [{ ...good.publicJwk, use: 'enc' }] }],
    ['a key for another algorithm', { keys: [{ ...good.publicJwk, alg: 'RS512' }] }],
    ['a key that is too short', { keys: [{ ...weak.publicJwk, kid: 'good' }] }],
    ['a key longer than anybody has', { keys: [{ ...good.publicJwk, n: 'x'.repeat(1400) }] }],
    ['a key that is no number', { keys: [{ ...good.publicJwk, n: `${good.publicJwk.n}==` }] }],
    ['an endless exponent', { keys: [{ ...good.publicJwk, e: 'AQAB'.repeat(9) }] }],
    ['a short key filled up with zeros', { keys: [{ ...good.publicJwk, n: padded() }] }],
    ['a key without kid', { keys: [{ ...good.publicJwk, kid: undefined }] }],
    ['a secret key', { keys: [{ kty: 'oct', kid: 'good', k: 'AAAA' }] }],
    ['more keys than anybody has', { keys: many() }],
    ['five megabytes', { keys: [good.publicJwk], more: 'x'.repeat(5_000_000) }],
  ])('%s', async (_name, body) => {
    publish(body)
    await expect(keys.find(platform, 'good')).rejects.toMatchObject({ key: 'lti.keysUnreachable' })
  })

  function many(): object[] {
    const others = Array.from({ length: 100 }, (_one, i) => ({ ...good.publicJwk, kid: `k${i}` }))
    return [good.publicJwk, ...others]
  }

  function padded(): string {
    const short = Buffer.from(String(weak.publicJwk.n), 'base64url')
    return Buffer.concat([Buffer.alloc(128), short]).toString('base64url')
  }

  test('a good set in an answer that is an error', async () => {
    publish({ keys: [good.publicJwk] }, 500)
    await expect(keys.find(platform, 'good')).rejects.toMatchObject({ key: 'lti.keysUnreachable' })
  })

  test('a kid that two keys share', async () => {
    publish({ keys: [good.publicJwk, { ...other.publicJwk, kid: 'good' }, other.publicJwk] })
    expect(await keys.find(platform, 'good')).toBeNull()
    expect(await keys.find(platform, 'other')).not.toBeNull()
  })

  test('a set behind a redirect', async () => {
    publish({ keys: [good.publicJwk] })
    const target = platform.jwksUrl
    platform = { ...platform, jwksUrl: `${fake.origin}/moved-${count}` }
    fake.on(path(), (_seen, response) => {
      response.writeHead(302, { Location: target }).end()
    })
    await expect(keys.find(platform, 'good')).rejects.toMatchObject({ key: 'lti.keysUnreachable' })
    expect(fake.hits(new URL(target).pathname)).toHaveLength(0)
  })

  test('a set that trickles in for ever', async () => {
    let drip: NodeJS.Timeout | undefined
    fake.on(path(), (_seen, response) => {
      response.writeHead(200)
      drip = setInterval(() => response.write(' '), 20)
    })
    await expect(keys.find(platform, 'good')).rejects.toMatchObject({ key: 'lti.keysUnreachable' })
    clearInterval(drip)
  })

  test('keys without alg and use are fine (Open edX)', async () => {
    const { kty, n, e } = good.publicJwk
    publish({ keys: [{ kty, n, e, kid: 'good' }] })
    expect(await keys.find(platform, 'good')).toEqual({ kty, n, e, kid: 'good' })
  })

  test('nothing private is taken over, even when the platform publishes it', async () => {
    publish({ keys: [{ ...good.privateKey.export({ format: 'jwk' }), kid: 'good' }] })
    const found = await keys.find(platform, 'good')
    expect(Object.keys(found ?? {}).sort()).toEqual(['e', 'kid', 'kty', 'n'])
  })
})
