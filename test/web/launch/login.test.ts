// What begins a launch, through the real app: logins that cannot be read, come from strangers, or want to go elsewhere.

import { beforeAll, describe, expect, test } from 'vitest'
import { everythingIn, testApp } from '../../support/app.ts'
import { aCampus, type Campus } from '../../support/campus.ts'
import { loginOf, sentTo } from '../../support/launches.ts'
import { type Fields, formOn } from '../../support/visitor.ts'
import { refused } from './nothing.ts'

const stint = testApp()
let campus: Campus
beforeAll(async () => {
  campus = await aCampus(stint.app, stint.lms, 'north')
})

const at = () => `/lti/${campus.institution.slug}/login`
const bad = { status: 400, says: 'lti.badLogin' }
const target = { status: 400, says: 'lti.wrongTarget' }
const LAUNCH = 'https://stint.example.edu/lti/north/launch'

const ROWS: [string, Record<string, unknown>, { status: number; says: string }][] = [
  ...['iss', 'login_hint', 'target_link_uri'].flatMap<(typeof ROWS)[number]>((name) => [
    [`without ${name}`, { [name]: undefined }, bad],
    [`with an empty ${name}`, { [name]: '' }, bad],
    [`with two of ${name}`, { [name]: ['a', 'b'] }, bad],
    [`with an endless ${name}`, { [name]: 'x'.repeat(8000) }, bad],
    [`with a NUL in ${name}`, { [name]: 'a\0b' }, bad],
  ]),
  ['with two client ids', { client_id: ['a', 'b'] }, bad],
  ['from a stranger', { iss: 'https://evil.example' }, { ...bad, says: 'lti.unknownPlatform' }],
  ['for another client', { client_id: 'another' }, { ...bad, says: 'lti.unknownPlatform' }],
  ...[
    'https://evil.example/lti/north/launch',
    '//evil.example/lti/north/launch',
    'https://stint.example.edu\\@evil.example/lti/north/launch',
    'https://stint.example.edu/lti/south/launch',
    'https://stint.example.edu/',
    `${LAUNCH}/../../../admin`,
    `${LAUNCH}#x`,
    'javascript:alert(1)',
  ].map<(typeof ROWS)[number]>((uri) => [`that leads to ${uri}`, { target_link_uri: uri }, target]),
]

describe.each(['GET', 'POST'])('a login by %s', (method) => {
  const send = (fields: Record<string, unknown>) => {
    const query = new URLSearchParams()
    for (const [name, value] of Object.entries(fields)) {
      for (const one of [value ?? []].flat()) query.append(name, String(one))
    }
    const visitor = stint.visitor()
    return { visitor, sent: () => ask(visitor, query) }
  }
  const ask = async (visitor: ReturnType<typeof stint.visitor>, query: URLSearchParams) =>
    method === 'GET'
      ? visitor.get(`${at()}?${query}`)
      : visitor.send(at(), Object.fromEntries([...query.keys()].map((n) => [n, query.getAll(n)])))

  test.each(ROWS)('%s is refused', async (_name, more, wanted) => {
    const { visitor, sent } = send({ ...loginOf(campus), ...more })
    await refused(stint, visitor, wanted, sent)
  })

  test('keeps the query of its target, writes nothing and reflects nothing', async () => {
    const target_link_uri = `${LAUNCH}?claim=abc`
    const { sent } = send({ ...loginOf(campus), target_link_uri, evil: '<script>' })
    const answer = await sent()
    expect(answer.status).toBe(302)
    expect(answer.headers.location).not.toContain('script')
    expect(sentTo(answer).state.length).toBeLessThan(2000)
  })
})

describe.each(['iframe', 'frame'])('a login in an LMS’s %s', (dest) => {
  const framed = { 'Sec-Fetch-Dest': dest }

  test('looks whether its cookie comes back before it goes to the LMS', async () => {
    const visitor = stint.visitor()
    const first = await visitor.send(at(), loginOf(campus), framed)
    const back = first.headers.location ?? ''
    expect([first.status, back.split('?')[0]]).toEqual([303, at()])
    const second = await visitor.get(back, framed)
    expect(second.status).toBe(302)
    expect(second.headers.location).toContain(campus.platform.loginUrl)
    const third = await visitor.send(at(), loginOf(campus), framed)
    expect([third.status, third.headers['set-cookie']]).toEqual([302, undefined])
  })

  test('whose cookie does not come back offers a window, which goes on with the unspent login', async () => {
    const before = await everythingIn(stint.raw)
    const first = await stint.visitor().send(at(), loginOf(campus), framed)
    const page = await stint.visitor().get(first.headers.location ?? '', framed)
    expect([page.status, page.headers['set-cookie']]).toEqual([200, undefined])
    const window = await stint.visitor().send(at(), formOn(page.text, at()))
    expect(window.status).toBe(302)
    expect(window.headers.location).toContain('login_hint=hint+of+the+person')
    expect(await everythingIn(stint.raw)).toBe(before)
  })
})

describe('at the login address', () => {
  const many = Array.from({ length: 10_000 }, (_, i) => `f${i}=1`).join('&')
  const tooBig = { status: 413, says: 'errors.tooBig' }
  const post = (visitor: ReturnType<typeof stint.visitor>) => visitor.ask('post', at())

  test.each<[string, { status: number; says: string }, (v: typeof stint) => Fields | string]>([
    ['1 MB', tooBig, () => `iss=${'x'.repeat(1_000_000)}`],
    ['10,000 fields', tooBig, () => many],
    ['objects', bad, () => 'iss[a]=b&login_hint[$ne]=c&target_link_uri[]=d'],
    ['broken encoding', bad, () => 'iss=%E0%A4%A&login_hint=%'],
    ['__proto__', bad, () => '__proto__[iss]=x&constructor=y'],
  ])('%s comes to nothing', async (_name, wanted, body) => {
    const visitor = stint.visitor()
    const send = async () => await post(visitor).type('form').send(body(stint))
    await refused(stint, visitor, wanted, send)
  })

  test('JSON and files are no login', async () => {
    const visitor = stint.visitor()
    await refused(stint, visitor, bad, async () => await post(visitor).send(loginOf(campus)))
    await refused(stint, visitor, bad, async () => await post(visitor).field('iss', 'x'))
  })
})
