// The one way out: where it goes, where it does not, and what it says when no answer comes.

import { createServer } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openHttp, Unanswered } from '../../src/lti/http.ts'
import { isPrivateAddress } from '../../src/lti/private-address.ts'
import { FakePlatform } from '../support/fake-platform.ts'

let fake: FakePlatform
beforeAll(async () => {
  fake = await FakePlatform.start()
})
afterAll(() => fake.stop())

const get = (url: string, privateHosts: string[], timeoutMs = 5000) =>
  openHttp({ privateHosts, timeoutMs })({ method: 'GET', url })

async function failure(attempt: Promise<unknown>): Promise<Unanswered> {
  const error = await attempt.then(
    () => null,
    (reason: unknown) => reason,
  )
  if (!(error instanceof Unanswered)) throw new Error('another error, or none', { cause: error })
  return error
}

describe('addresses', () => {
  test('a listed host:port may be private and plain', async () => {
    fake.json('/hello', { hello: 1 })
    expect(await get(`${fake.origin}/hello`, [fake.host])).toMatchObject({ status: 200 })
  })

  test('a listed host is spoken to by web addresses only', async () => {
    for (const scheme of ['ftp', 'ws', 'file']) {
      const refused = await failure(get(`${scheme}://${fake.host}/`, [fake.host]))
      expect(refused.code).toBe('refused-address')
    }
  })

  test('an address without a port has its usual one', async () => {
    expect((await failure(get('http://127.0.0.1/', ['127.0.0.1:443']))).code).toBe(
      'refused-address',
    )
    const listed = await failure(get('https://127.0.0.1/', ['127.0.0.1:443']))
    expect(listed.code).not.toBe('refused-address')
  })

  test('another port of the same host is not listed', async () => {
    const refused = await failure(get(`${fake.origin}/hello`, ['127.0.0.1:1']))
    expect(refused).toMatchObject({ code: 'refused-address', perhapsArrived: false })
  })

  test.each([
    'http://example.edu/',
    'https://127.0.0.1/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://10.1.2.3/',
    'https://169.254.169.254/latest/meta-data',
    'https://[::1]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[fd00::1]/',
    'https://localhost/',
    'https://user:secret@example.edu/',
    'https://user@example.edu/',
    'https://:secret@example.edu/',
    'ftp://example.edu/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'nothing',
    '',
  ])('%s is refused before anything is sent', async (url) => {
    expect((await failure(get(url, []))).code).toBe('refused-address')
  })

  describe('a name whose DNS answer', () => {
    const answering = (answers: string[][]) =>
      openHttp({
        privateHosts: [fake.host],
        timeoutMs: 5000,
        resolve: (_name, _options, done) => {
          const addresses = answers.length > 1 ? answers.shift() : answers[0]
          done(
            null,
            (addresses ?? []).map((address) => ({ address, family: 4 })),
          )
        },
      })
    const ask = (to: ReturnType<typeof answering>) =>
      failure(to({ method: 'GET', url: 'https://lms.example.edu/jwks' }))

    test('is private is refused when connecting', async () => {
      const refused = await ask(answering([['127.0.0.1']]))
      expect(refused).toMatchObject({ code: 'refused-address', perhapsArrived: false })
    })

    test('is private in one of several is refused', async () => {
      expect((await ask(answering([['203.0.112.1', '10.0.0.1']]))).code).toBe('refused-address')
    })

    test('fails is unreachable', async () => {
      const to = openHttp({ privateHosts: [], resolve: (_n, _o, done) => done(new Error('gone')) })
      expect(await ask(to)).toMatchObject({ code: 'unreachable', perhapsArrived: false })
    })

    test('is nothing is unreachable', async () => {
      expect(await ask(answering([[]]))).toMatchObject({
        code: 'unreachable',
        perhapsArrived: false,
      })
    })
  })

  test.each([
    ['8.8.8.8', false],
    ['172.15.0.1', false],
    ['172.16.0.1', true],
    ['100.64.0.1', true],
    ['192.168.7.7', true],
    ['224.0.0.1', true],
    ['192.0.0.8', true],
    ['192.0.2.7', true],
    ['198.19.255.1', true],
    ['198.20.0.1', false],
    ['198.51.100.7', true],
    ['203.0.113.7', true],
    ['2001:0:4136::1', true],
    ['2001:db8::1', true],
    ['255.255.255.255', true],
    ['0.0.0.0', true],
    ['2606:4700::1', false],
    ['::', true],
    ['::1', true],
    ['::ffff:10.0.0.1', true],
    ['::ffff:8.8.8.8', false],
    ['::ffff:0:127.0.0.1', true],
    ['5f00::1', true],
    ['3fff::1', true],
    ['192.88.99.1', true],
    ['64:ff9b::a00:1', true],
    ['2002:a00:1::', true],
    ['fe80::1', true],
    ['not-an-address', true],
  ])('%s is private: %s', (address, expected) => {
    expect(isPrivateAddress(address)).toBe(expected)
  })
})

describe('answers', () => {
  test('a redirect is an answer, and is not followed', async () => {
    fake.on('/away', (_seen, response) => {
      response.writeHead(302, { Location: `${fake.origin}/hello` }).end()
    })
    const before = fake.hits('/hello').length
    expect((await get(`${fake.origin}/away`, [fake.host])).status).toBe(302)
    expect(fake.hits('/hello')).toHaveLength(before)
  })

  test('an answer that is too big is dropped', async () => {
    fake.json('/huge', 'x'.repeat(1_000_001))
    const dropped = await failure(get(`${fake.origin}/huge`, [fake.host]))
    expect(dropped).toMatchObject({ code: 'too-big', perhapsArrived: true })
  })

  test('silence ends, and the question may have arrived', async () => {
    fake.on('/silence', () => {})
    const silent = await failure(get(`${fake.origin}/silence`, [fake.host], 100))
    expect(silent).toMatchObject({ code: 'broken', perhapsArrived: true })
  })

  test('a connection that breaks: the question may have arrived', async () => {
    fake.on('/breaks', (_seen, response) => response.destroy())
    const broken = await failure(get(`${fake.origin}/breaks`, [fake.host]))
    expect(broken).toMatchObject({ code: 'broken', perhapsArrived: true })
  })

  test('an answer that breaks in the middle is none', async () => {
    fake.on('/half', (_seen, response) => {
      response.writeHead(200, { 'Content-Length': '100' })
      response.write('half', () => response.destroy())
    })
    expect((await failure(get(`${fake.origin}/half`, [fake.host]))).code).toBe('broken')
  })

  test('nobody there: the question has certainly not arrived', async () => {
    const gone = await FakePlatform.start()
    await gone.stop()
    const unreached = await failure(get(`${gone.origin}/`, [gone.host]))
    expect(unreached).toMatchObject({ code: 'unreachable', perhapsArrived: false })
  })

  test('somebody who cannot speak TLS: the question has certainly not arrived', async () => {
    const unreached = await failure(get(`https://${fake.host}/`, [fake.host]))
    expect(unreached).toMatchObject({ code: 'unreachable', perhapsArrived: false })
  })

  test("a status line that is none (Moodle's crash) is no answer", async () => {
    const server = createServer((socket) => {
      socket.on('error', () => {})
      socket.end('HTTP/1.0 0 \r\n\r\n')
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    const host = `127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
    const broken = await failure(get(`http://${host}/`, [host]))
    expect(broken).toMatchObject({ code: 'broken', perhapsArrived: true })
    server.close()
  })

  test('what went wrong names no address', async () => {
    const refused = await failure(get('https://10.0.0.1/users/ada', []))
    expect(`${refused.message} ${refused.stack}`).not.toContain('ada')
  })
})
