// Headers, limits and verbs: what a browser may do with our pages, and what strangers cannot do to us.

import { beforeAll, describe, expect, test } from 'vitest'
import { networkOf } from '../../src/web/security.ts'
import { testApp } from '../support/app.ts'
import { aCampus, type Campus } from '../support/campus.ts'
import { launchIn, loginOf } from '../support/launches.ts'
import { Visitor } from '../support/visitor.ts'

const stint = testApp()
let north: Campus
let south: Campus
beforeAll(async () => {
  north = await aCampus(stint.app, stint.lms, 'north')
  south = await aCampus(stint.app, stint.lms, 'south')
})

const as = (campus: Campus, who: 'student' | 'registrar') =>
  new Visitor(stint.server).holding(campus.people[who])

async function ancestorsOf(visitor: Visitor, path: string): Promise<string> {
  const { headers } = await visitor.get(path)
  return /frame-ancestors (.*)$/.exec(headers['content-security-policy'] ?? '')?.[1] ?? ''
}

describe('who may frame us', () => {
  test('the LMSs of the institution that is signed in, and nobody else', async () => {
    expect(await ancestorsOf(as(north, 'student'), '/')).toBe('https://lms.north.example.edu')
    expect(await ancestorsOf(as(south, 'student'), '/')).toBe('https://lms.south.example.edu')
    expect(await ancestorsOf(as(north, 'student'), '/nothing')).toBe("'none'")
  })

  test('nobody frames the office, the doors of employers and office, or what strangers see', async () => {
    expect(await ancestorsOf(as(north, 'registrar'), '/reports')).toBe("'none'")
    for (const path of ['/', `/confirm/${north.confirmToken}`, `/enter/${north.enterToken}`]) {
      expect(await ancestorsOf(stint.visitor(), path)).toBe("'none'")
    }
  })

  test('a refused login can be read in the frame of its LMS', async () => {
    expect(await ancestorsOf(stint.visitor(), '/lti/north/login')).toBe(
      'https://lms.north.example.edu',
    )
  })

  test('hosted Canvas by its family of hosts; a given origin wins; one learnt at a launch is added', async () => {
    const { platform } = north
    const presentation = 'https://purl.imsglobal.org/spec/lti/claim/launch_presentation'
    const facts = { kind: 'canvas', issuer: 'https://canvas.instructure.com' }
    const platforms = stint.raw.collection<{ _id: string }>('platforms')
    const set = async (change: object) => {
      await platforms.updateOne({ _id: platform.id }, { $set: change })
      // Registrations are remembered for two seconds.
      stint.clock.forward(3000)
    }
    await set(facts)
    expect(await ancestorsOf(as(north, 'student'), '/')).toBe('https://*.instructure.com')
    const hosted = { ...north, platform: { ...platform, issuer: facts.issuer } }
    const school = 'https://north.instructure.com'
    const there = stint.visitor()
    await launchIn(there, stint, hosted, { [presentation]: { return_url: `${school}/courses/1` } })
    expect(await ancestorsOf(there, '/')).toBe(school)
    await set({ learnedOrigins: [] })
    await set({ origins: ['https://learn.north.example.edu'] })
    expect(await ancestorsOf(as(north, 'student'), '/')).toBe('https://learn.north.example.edu')
    await set({ issuer: platform.issuer, origins: [] })
    const returnUrl = 'https://vanity.north.example.edu/courses/1?x=y'
    await launchIn(stint.visitor(), stint, north, { [presentation]: { return_url: returnUrl } })
    stint.clock.forward(3000)
    expect(await ancestorsOf(as(north, 'student'), '/')).toBe(
      'https://lms.north.example.edu https://vanity.north.example.edu',
    )
  })
})

describe('headers', () => {
  test.each<[string, () => Promise<{ headers: Record<string, string> }>]>([
    ['a page', () => as(north, 'student').get('/')],
    ['a refusal', () => stint.visitor().get('/')],
    ['nothing', () => stint.visitor().get('/nothing')],
    ['the API', () => stint.visitor().get('/api/v1/completions')],
    ['a file', () => stint.visitor().get('/public/app.css')],
    ['the keys', () => stint.visitor().get('/lti/north/jwks.json')],
  ])('%s says what browsers may do with it', async (_name, ask) => {
    const { headers } = await ask()
    expect(headers['x-content-type-options']).toBe('nosniff')
    expect(headers['referrer-policy']).toBe('no-referrer')
    expect(headers['strict-transport-security']).toMatch(/max-age=\d{7,}/)
    expect(headers['x-powered-by']).toBeUndefined()
    expect(headers['x-frame-options']).toBeUndefined()
    const policy = headers['content-security-policy'] ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("base-uri 'none'")
    expect(policy).not.toContain('unsafe')
  })

  test('forms of a page go to us alone, but for the way to an LMS', async () => {
    const { headers } = await as(north, 'student').get('/')
    expect(headers['content-security-policy']).toContain("form-action 'self';")
    const query = new URLSearchParams({ ...loginOf(north), stint_cookie: '1' })
    const window = await stint
      .visitor()
      .get(`/lti/north/login?${query}`, { 'Sec-Fetch-Dest': 'iframe' })
    expect(window.status).toBe(200)
    expect(window.headers['content-security-policy']).not.toContain('form-action')
  })

  test('personal pages are nobody’s to keep, files and keys are', async () => {
    for (const path of ['/', '/placements/new', '/reviews', '/nothing']) {
      const { headers } = await as(north, 'student').get(path)
      expect([headers['cache-control'], headers.etag]).toEqual(['no-store', undefined])
    }
    const file = await stint.visitor().get('/public/app.css')
    expect(file.headers['cache-control']).toContain('max-age=3600')
    const keys = await stint.visitor().get('/lti/north/jwks.json')
    expect(keys.headers['cache-control']).toBe('public, max-age=300')
  })
})

describe('verbs', () => {
  test('HEAD is GET without a body; everything else finds nothing', async () => {
    const student = as(north, 'student')
    const head = await student.ask('head', '/')
    expect(head.status).toBe(200)
    expect(head.text ?? '').toBe('')
    expect((await student.ask('put', '/placements')).status).toBe(404)
    expect((await student.ask('delete', `/placements/${north.draft.id}`)).status).toBe(404)
    expect((await student.ask('post', '/reviews')).status).toBe(404)
    expect((await student.ask('get', '/sign-out')).status).toBe(404)
    expect((await stint.visitor().ask('get', '/lti/north/launch')).status).toBe(404)
  })

  test('OPTIONS lets no other site in', async () => {
    const asked = stint.visitor().ask('options', '/api/v1/completions')
    const answer = await asked.set('Origin', 'https://evil.example')
    expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual(
      [],
    )
  })
})

describe('sizes', () => {
  const post = (path: string, body: string, visitor = stint.visitor()) =>
    visitor.ask('post', path).type('form').send(body)
  const many = (count: number) => Array.from({ length: count }, (_one, i) => `f${i}=x`).join('&')

  test.each([
    ['one megabyte', `id_token=${'x'.repeat(1_000_000)}`],
    ['ten thousand fields', many(10_000)],
  ])('%s is too much for every door and every form', async (_name, body) => {
    const confirm = `/confirm/${north.confirmToken}`
    for (const path of ['/lti/north/login', '/lti/north/launch', confirm]) {
      const answer = await post(path, body)
      expect(answer.status).toBe(413)
      expect(answer.text).toContain('too big')
    }
    expect((await post('/placements', body, as(north, 'student'))).status).toBe(413)
  })

  test.each([
    ['NUL and control characters', 'iss=%00%01&login_hint=%0d%0a'],
    ['broken escapes', 'iss=%zz&login_hint=%'],
    ['names of objects', '__proto__=x&constructor=y&hasOwnProperty=z'],
    ['brackets', 'iss[a]=b&iss[]=c&login_hint[0][0]=d'],
    ['nothing', ''],
  ])('%s are refused readably', async (_name, body) => {
    for (const path of ['/lti/north/login', '/lti/north/launch']) {
      const { status, type } = await post(path, body)
      expect([400, 401]).toContain(status)
      expect(type).toBe('text/html')
    }
    const { status } = await post(`/confirm/${north.confirmToken}`, body)
    expect(status).toBe(422)
    expect(({} as Record<string, unknown>).x).toBeUndefined()
  })

  test('a body that claims another encoding or charset is refused', async () => {
    const path = '/lti/north/login'
    const odd = await post(path, 'iss=x').set('Content-Encoding', 'br')
    expect(odd.status).toBe(400)
    const charset = stint.visitor().ask('post', path)
    const type = 'application/x-www-form-urlencoded; charset=utf-7'
    expect((await charset.set('Content-Type', type).send('iss=x')).status).toBe(400)
  })

  test('a cookie that is none of ours is no session', async () => {
    for (const value of ['', 'x', 'a'.repeat(43), 'a'.repeat(4000), '%00', '{"$gt":""}']) {
      const visitor = stint.visitor()
      visitor.cookies.set('__Host-stint-lms', value)
      expect((await visitor.get('/')).status).toBe(401)
    }
  })
})

describe('knocking too often', () => {
  const app = testApp({ env: { TRUST_PROXY: 'loopback' } })
  let campus: Campus
  beforeAll(async () => {
    campus = await aCampus(app.app, app.lms, 'busy')
  })
  const from = (ip: string, path: string) =>
    app.visitor().ask('get', path).set('X-Forwarded-For', ip)

  test('is answered readably, and others are not kept out', async () => {
    const path = `/enter/${campus.enterToken}`
    const answers = await Promise.all(Array.from({ length: 61 }, () => from('192.0.2.1', path)))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(60)
    const refused = answers.find(({ status }) => status === 429)
    expect(refused?.text).toContain('Wait a minute')
    expect(refused?.headers['retry-after']).toMatch(/^\d+$/)
    expect((await from('192.0.2.2', path)).status).toBe(200)
  })

  test('cannot be hidden behind other addresses of the same network', async () => {
    const path = `/confirm/${campus.confirmToken}`
    const statuses = await Promise.all(
      Array.from({ length: 62 }, async (_one, i) => {
        const ip = `2001:db8:0:${i.toString(16)}::1`
        return (await from(ip, path)).status
      }),
    )
    expect(statuses).toContain(429)
  })

  test('cannot be hidden behind made-up institutions', async () => {
    const ask = async (i: number) => (await from('192.0.2.9', `/lti/made-up-${i}/jwks.json`)).status
    const statuses: number[] = []
    for (let i = 0; i < 1300; i += 50) {
      statuses.push(...(await Promise.all(Array.from({ length: 50 }, (_one, k) => ask(i + k)))))
    }
    expect(statuses.filter((status) => status === 404)).toHaveLength(1200)
    expect(statuses.filter((status) => status === 429)).toHaveLength(100)
  })

  test('by a class of 300 behind one address is fine', async () => {
    const query = new URLSearchParams(loginOf(campus))
    const statuses: number[] = []
    for (let i = 0; i < 6; i += 1) {
      const some = Array.from({ length: 50 }, () =>
        from('198.51.100.7', `/lti/busy/login?${query}`),
      )
      statuses.push(...(await Promise.all(some)).map(({ status }) => status))
    }
    expect(new Set(statuses)).toEqual(new Set([302]))
  })

  test('on the API is a problem that machines read', async () => {
    const answers: number[] = []
    let type = ''
    for (let i = 0; i < 250; i += 50) {
      const some = Array.from({ length: 50 }, () => from('192.0.2.20', '/api/v1/completions'))
      for (const answer of await Promise.all(some)) {
        answers.push(answer.status)
        if (answer.status === 429) type = answer.type
      }
    }
    expect(answers.filter((status) => status === 429)).toHaveLength(10)
    expect(type).toBe('application/problem+json')
  })
})

describe('whose address counts', () => {
  const requestFrom = (ip: string) => ({ ip }) as Parameters<typeof networkOf>[0]
  const network = (ip: string) => networkOf(requestFrom(ip), 'salt')

  test('a network is a /24 or a /56, the same written either way, and never readable', () => {
    expect(network('192.0.2.1')).toBe(network('192.0.2.200'))
    expect(network('192.0.2.1')).toBe(network('::ffff:192.0.2.7'))
    expect(network('192.0.2.1')).not.toBe(network('192.0.3.1'))
    expect(network('2001:db8:0:1::1')).toBe(network('2001:db8:0:2::1'))
    expect(network('2001:db8:1::1')).not.toBe(network('2001:db8:2::1'))
    expect(network('192.0.2.1')).not.toContain('192')
    expect(networkOf(requestFrom('192.0.2.1'), 'other')).not.toBe(network('192.0.2.1'))
  })

  test('without TRUST_PROXY nobody can name another address', async () => {
    const path = `/enter/${south.enterToken}`
    const statuses = await Promise.all(
      Array.from({ length: 61 }, async (_one, i) => {
        const asked = stint.visitor().ask('get', path).set('X-Forwarded-For', `192.0.2.${i}`)
        return (await asked).status
      }),
    )
    expect(statuses).toContain(429)
  })
})
