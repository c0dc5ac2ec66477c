// Login initiation: what is let through, what the LMS is sent, and what is refused before anything happens.

import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { FakePlatform } from '../support/fake-platform.ts'
import {
  anLti,
  BASE_URL,
  begin,
  type Claims,
  claimsOf,
  finish,
  LAUNCH_URL,
  loginOf,
  oakwood,
  tokenOf,
} from './launching.ts'
import { refusalOf } from './refusals.ts'

let fake: FakePlatform
beforeAll(async () => {
  fake = await FakePlatform.start()
})
afterAll(() => fake.stop())

async function refused(more: Claims) {
  const platform = fake.registration()
  const lti = await anLti([platform])
  return refusalOf(lti.door.checkLogin(oakwood, loginOf(platform, more)))
}

test('the LMS is asked for exactly what LTI says', async () => {
  const platform = fake.registration({ loginUrl: `${fake.origin}/auth?tenant=7` })
  const lti = await anLti([platform])
  const checked = await lti.door.checkLogin(oakwood, loginOf(platform))
  const url = new URL(lti.door.authorize(oakwood, checked, 'a-proof'))
  const { nonce, state, ...rest } = Object.fromEntries(url.searchParams)
  expect(`${url.origin}${url.pathname}`).toBe(`${fake.origin}/auth`)
  expect(rest).toEqual({
    tenant: '7',
    scope: 'openid',
    response_type: 'id_token',
    response_mode: 'form_post',
    prompt: 'none',
    client_id: platform.clientId,
    redirect_uri: LAUNCH_URL,
    login_hint: 'hint-of-the-person',
    lti_message_hint: 'hint-of-the-message',
  })
  expect(nonce).toMatch(/^[\w-]{43}$/)
  expect(state).toMatch(/^[\w-]+$/)
})

test('a message hint that was not given is not sent', async () => {
  const platform = fake.registration()
  const lti = await anLti([platform])
  const login = await lti.door.checkLogin(
    oakwood,
    loginOf(platform, { lti_message_hint: undefined }),
  )
  expect(lti.door.authorize(oakwood, login, 'a-proof')).not.toContain('lti_message_hint')
})

test('two logins share neither nonce nor state', async () => {
  const platform = fake.registration()
  const lti = await anLti([platform])
  const [a, b] = [await begin(lti, platform), await begin(lti, platform)]
  expect(a.nonce).not.toBe(b.nonce)
  expect(a.state).not.toBe(b.state)
})

test('the state stays under two kilobytes, however long the parameters, and shows nothing of them', async () => {
  const platform = fake.registration()
  const lti = await anLti([platform])
  const { state } = await begin(lti, platform, {
    lti_deployment_id: '"'.repeat(255),
    target_link_uri: `${LAUNCH_URL}?${'x'.repeat(640)}`,
    lti_message_hint: 'y'.repeat(6000),
  })
  expect(state.length).toBeLessThan(2048)
  expect(Buffer.from(state, 'base64url').toString('latin1')).not.toContain('xxxx')
})

test('the sealed login remembers only what it needs to come back', async () => {
  const platform = fake.registration()
  const lti = await anLti([platform])
  const login = await lti.door.checkLogin(oakwood, {
    ...loginOf(platform),
    lti_storage_target: ['ignored'],
    canvas_region: 'us-east-1',
  })
  expect(login.params).toEqual(loginOf(platform))
})

describe('parameters', () => {
  test.each(['iss', 'login_hint', 'target_link_uri'])(
    'a login without %s is refused',
    async (name) => {
      const refusal = await refused({ [name]: undefined })
      expect(refusal).toEqual({ status: 400, key: 'lti.badLogin', code: `login-${name}` })
    },
  )

  const NAMES = [
    'iss',
    'client_id',
    'login_hint',
    'target_link_uri',
    'lti_message_hint',
    'lti_deployment_id',
    'deployment_id',
  ]
  const SHAPES: [string, unknown][] = [
    ['repeated', ['a', 'b']],
    ['an object', { $ne: 'x' }],
    ['empty', ''],
    ['a number', 7],
    ['over-long', 'x'.repeat(7000)],
    ['holding a NUL', 'a\0b'],
    ['holding a line break', 'a\r\nSet-Cookie: x'],
  ]
  const cases = NAMES.flatMap((name) => SHAPES.map(([shape, value]) => ({ name, shape, value })))
  test.each(cases)('$name $shape is refused', async ({ name, value }) => {
    const refusal = await refused({ [name]: value })
    expect(refusal).toEqual({ status: 400, key: 'lti.badLogin', code: `login-${name}` })
  })

  test.each([null, undefined, 'text', [], 7])(
    '%o instead of parameters is refused',
    async (sent) => {
      const lti = await anLti([fake.registration()])
      const refusal = await refusalOf(lti.door.checkLogin(oakwood, sent))
      expect(refusal).toMatchObject({ status: 400, key: 'lti.badLogin' })
    },
  )
})

describe('registrations', () => {
  test('an LMS that nobody registered is refused', async () => {
    const refusal = await refused({ iss: 'https://other.example.edu' })
    expect(refusal).toEqual({ status: 400, key: 'lti.unknownPlatform', code: 'login-unregistered' })
  })

  test('another client of a known LMS is refused', async () => {
    expect(await refused({ client_id: 'another' })).toMatchObject({ key: 'lti.unknownPlatform' })
  })

  test('a registration of another institution is none here', async () => {
    const elsewhere = fake.registration({ institutionId: 'institution-2' })
    const lti = await anLti([elsewhere])
    const refusal = await refusalOf(lti.door.checkLogin(oakwood, loginOf(elsewhere)))
    expect(refusal.key).toBe('lti.unknownPlatform')
  })

  test('a paused registration is refused', async () => {
    const paused = fake.registration({ state: 'paused' })
    const lti = await anLti([paused])
    const refusal = await refusalOf(lti.door.checkLogin(oakwood, loginOf(paused)))
    expect(refusal).toEqual({ status: 403, key: 'lti.paused', code: 'login-paused' })
  })

  test('pausing acts within five seconds, on logins and on launches under way', async () => {
    const platform = fake.registration()
    const lti = await anLti([platform])
    const begun = await begin(lti, platform)
    const token = await tokenOf(fake, claimsOf(begun))
    await finish(lti, begun, token)
    lti.registrations[0] = { ...platform, state: 'paused' }
    lti.clock.forward(4900)
    const login = await refusalOf(lti.door.checkLogin(oakwood, loginOf(platform)))
    const launch = await refusalOf(finish(lti, begun, token))
    expect([login.key, launch.key]).toEqual(['lti.paused', 'lti.paused'])
  })

  test('an unknown registration is not remembered as unknown', async () => {
    const platform = fake.registration()
    const lti = await anLti([])
    await refusalOf(lti.door.checkLogin(oakwood, loginOf(platform)))
    lti.registrations.push(platform)
    expect((await lti.door.checkLogin(oakwood, loginOf(platform))).platform).toEqual(platform)
  })

  test('without a client id the only registration of an LMS is meant, and of several none', async () => {
    const one = fake.registration()
    const two = fake.registration({ id: 'platform-2', clientId: 'second' })
    const anonymous = loginOf(one, { client_id: undefined })
    const alone = await anLti([one])
    expect((await alone.door.checkLogin(oakwood, anonymous)).platform).toEqual(one)
    const both = await anLti([one, two])
    expect((await refusalOf(both.door.checkLogin(oakwood, anonymous))).key).toBe(
      'lti.unknownPlatform',
    )
  })
})

describe('targets', () => {
  test('our launch address with a query is kept', async () => {
    const platform = fake.registration()
    const lti = await anLti([platform])
    const target_link_uri = `${LAUNCH_URL}?claim=7&x=%2F`
    const login = await lti.door.checkLogin(oakwood, loginOf(platform, { target_link_uri }))
    expect(login.params.target_link_uri).toBe(target_link_uri)
  })

  test.each([
    'https://evil.example/lti/oakwood/launch',
    '//evil.example/lti/oakwood/launch',
    `${BASE_URL}.evil.example/lti/oakwood/launch`,
    'https://stint.example.edu@evil.example/lti/oakwood/launch',
    'https:\\\\stint.example.edu\\lti\\oakwood\\launch',
    `${LAUNCH_URL}\\..\\..`,
    `${LAUNCH_URL}?x=\\evil`,
    `${LAUNCH_URL}#fragment`,
    `${LAUNCH_URL}?x=1#fragment`,
    `${LAUNCH_URL}/`,
    `${LAUNCH_URL}er`,
    `${LAUNCH_URL}?x=a b`,
    `${BASE_URL}/lti/elsewhere/launch`,
    `${BASE_URL}/lti/oakwood/login`,
    `${BASE_URL}/`,
    'javascript:alert(1)',
    '/lti/oakwood/launch',
  ])('%s is refused', async (target_link_uri) => {
    const refusal = await refused({ target_link_uri })
    expect(refusal).toEqual({ status: 400, key: 'lti.wrongTarget', code: 'login-target' })
  })
})

describe('master keys', () => {
  test('a login sealed before a new master key came still opens', async () => {
    const platform = fake.registration()
    const [old, fresh] = [randomBytes(32), randomBytes(32)]
    const before = await anLti([platform], { masterKeys: [old] })
    const begun = await begin(before, platform)
    const after = await anLti([platform], { masterKeys: [fresh, old] })
    await expect(finish(after, begun, await tokenOf(fake, claimsOf(begun)))).resolves.toBeDefined()
  })

  test('a login sealed by a master key that is gone does not', async () => {
    const platform = fake.registration()
    const begun = await begin(await anLti([platform]), platform)
    const other = await anLti([platform])
    const refusal = await refusalOf(finish(other, begun, await tokenOf(fake, claimsOf(begun))))
    expect(refusal).toEqual({ status: 401, key: 'lti.staleLogin', code: 'state-foreign' })
  })
})
