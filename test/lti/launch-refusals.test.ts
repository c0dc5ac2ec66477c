// Launches that must never come in: forged, foreign, stale or misplaced. Each test names the one check that stops it.

import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Platform } from '../../src/domain/platform.ts'
import { aKey, FakePlatform, signed } from '../support/fake-platform.ts'
import {
  anLti,
  BASE_URL,
  type Begun,
  begin,
  type Claims,
  claimsOf,
  finish,
  LAUNCH_URL,
  launch,
  NAME,
  type OpenLti,
  oakwood,
  tokenOf,
} from './launching.ts'
import { refusalOf } from './refusals.ts'

let fake: FakePlatform
beforeAll(async () => {
  fake = await FakePlatform.start()
})
afterAll(() => fake.stop())

let platform: Platform
let lti: OpenLti
let begun: Begun
beforeEach(async () => {
  platform = fake.registration()
  lti = await anLti([platform])
  begun = await begin(lti, platform)
})

const seconds = () => Math.floor(Date.now() / 1000)

async function refusedWith(more: Claims) {
  return refusalOf(launch(lti, fake, platform, more))
}

function b64(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}

describe('signatures and headers', () => {
  const badToken = (code: string) => ({ status: 401, key: 'lti.badToken', code })

  async function refusedToken(token: string) {
    return refusalOf(finish(lti, begun, token))
  }

  test('a signature by somebody else under the right kid is refused by the kernel', async () => {
    const forger = aKey(fake.key.kid)
    const token = await signed(claimsOf(begun), forger, { alg: 'RS256', kid: fake.key.kid })
    expect(await refusedToken(token)).toEqual(badToken('token-kernel'))
  })

  test('a body changed after signing is refused by the kernel', async () => {
    const [head, , mac] = (await tokenOf(fake, claimsOf(begun))).split('.')
    const changed = [head, b64(claimsOf(begun, { name: 'Somebody Else' })), mac].join('.')
    expect(await refusedToken(changed)).toEqual(badToken('token-kernel'))
  })

  test("another registration's valid key does not sign for this one", async () => {
    const other = await FakePlatform.start()
    const neighbour = other.registration({ id: 'platform-2', clientId: 'second' })
    const both = await anLti([platform, neighbour])
    const login = await begin(both, platform)
    const header = { alg: 'RS256', kid: fake.key.kid }
    const token = await signed(claimsOf(login), other.key, header)
    expect(await refusalOf(finish(both, login, token))).toEqual(badToken('token-kernel'))
    await other.stop()
  })

  test('alg none is refused, with and without a signature', async () => {
    const parts = [b64({ alg: 'none', kid: fake.key.kid }), b64(claimsOf(begun))]
    expect(await refusedToken([...parts, 'AAAA'].join('.'))).toEqual(badToken('token-alg'))
    expect(await refusedToken([...parts, ''].join('.'))).toMatchObject({ code: 'token-shape' })
  })

  test.each([[null], [[]], [[{ iss: 'x' }]], ['text'], [7]])(
    'claims or a header that are %j are none, and end nothing but the launch',
    async (nothing) => {
      const header = { alg: 'RS256', kid: fake.key.kid }
      for (const parts of [
        [header, nothing],
        [nothing, claimsOf(begun)],
      ]) {
        const token = [...parts.map((part) => b64(part)), 'AAAA'].join('.')
        expect(await refusedToken(token)).toMatchObject({ status: 400, code: 'token-shape' })
      }
    },
  )

  test('a good signature in another spelling is refused: one token has one text', async () => {
    const token = await signed(claimsOf(begun), fake.key, { alg: 'RS256', kid: fake.key.kid })
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    // The last letter of 256 bytes carries two bits; the other four are spare.
    const last = letters[(letters.indexOf(token.at(-1) ?? '') & 0b110000) | 1]
    const respelt = `${token.slice(0, -1)}${last}`
    expect(await refusedToken(respelt)).toMatchObject({ status: 400, code: 'token-shape' })
    expect(await refusedToken(`${token}=`)).toMatchObject({ status: 400, code: 'token-shape' })
  })

  test('a good token with something hung on to it is refused', async () => {
    const token = await tokenOf(fake, claimsOf(begun))
    expect(await refusedToken(`${token}.AAAA`)).toMatchObject({ status: 400, code: 'token-shape' })
  })

  test('HS256 with the public key as secret is refused', async () => {
    const parts = [b64({ alg: 'HS256', kid: fake.key.kid }), b64(claimsOf(begun))].join('.')
    const secret = String(fake.key.publicJwk.n)
    const mac = createHmac('sha256', secret).update(parts).digest('base64url')
    expect(await refusedToken(`${parts}.${mac}`)).toEqual(badToken('token-alg'))
  })

  test.each(['RS512', 'RS384', 'PS256'])('%s is refused', async (alg) => {
    const token = await signed(claimsOf(begun), fake.key, { alg, kid: fake.key.kid })
    expect(await refusedToken(token)).toEqual(badToken('token-alg'))
  })

  test('ES256 is refused', async () => {
    const parts = [b64({ alg: 'ES256', kid: fake.key.kid }), b64(claimsOf(begun)), 'AAAA']
    expect(await refusedToken(parts.join('.'))).toEqual(badToken('token-alg'))
  })

  test.each([
    ['jku', () => `${fake.origin}/jwks`],
    ['x5u', () => `${fake.origin}/cert`],
    ['jwk', () => ({ kty: 'RSA', n: 'x', e: 'AQAB' })],
    ['crit', () => ['https://example.org/must']],
  ])('a header with %s is refused, and its address never fetched', async (name, value) => {
    const own = { alg: 'RS256', kid: fake.key.kid, 'https://example.org/must': 1 }
    const header = { ...own, [name]: value() }
    const token = await signed(claimsOf(begun), fake.key, header)
    const before = fake.seen.length
    expect(await refusedToken(token)).toEqual(badToken('token-header'))
    expect(fake.seen.length).toBe(before)
  })

  test.each([7, '', 'k'.repeat(256), null, ['a']])('the kid %o is none', async (kid) => {
    const parts = [b64({ alg: 'RS256', kid }), b64(claimsOf(begun)), 'AAAA']
    expect(await refusedToken(parts.join('.'))).toEqual(badToken('token-kid'))
  })

  test('no key is fetched for a token that could not be a launch anyway', async () => {
    const before = fake.hits('/jwks').length
    await refusedWith({ nonce: 'not-ours' })
    await refusedWith({ [NAME.version]: '1.1' })
    expect(fake.hits('/jwks').length).toBe(before)
  })
})

describe('parties', () => {
  test.each([undefined, null, 'https://other.example.edu', ['https://lms.example.edu']])(
    'the issuer %o is not the one that was asked',
    async (iss) => {
      expect(await refusedWith({ iss })).toEqual({
        status: 401,
        key: 'lti.badToken',
        code: 'token-iss',
      })
    },
  )

  test.each([
    undefined,
    null,
    [],
    'another-client',
    { 0: '10000000000017' },
    10000000000017,
    ['10000000000017', 'a-stranger'],
    ['a-stranger'],
    [['10000000000017']],
  ])('the audience %o is not us alone', async (aud) => {
    expect(await refusedWith({ aud })).toMatchObject({ status: 401, code: 'token-aud' })
  })

  test('an audience of us alone in a list is fine', async () => {
    await expect(launch(lti, fake, platform, { aud: [platform.clientId] })).resolves.toBeDefined()
  })

  test('a foreign azp is refused, with a plain audience too', async () => {
    expect(await refusedWith({ azp: 'a-stranger' })).toMatchObject({ code: 'token-azp' })
    const aud = [platform.clientId]
    expect(await refusedWith({ aud, azp: 'a-stranger' })).toMatchObject({ code: 'token-azp' })
  })

  test('several audiences need an azp', async () => {
    const aud = [platform.clientId, platform.clientId]
    expect(await refusedWith({ aud, azp: undefined })).toMatchObject({ code: 'token-azp' })
  })

  test('a token of another client of the same issuer is refused', async () => {
    const second = fake.registration({ id: 'platform-2', clientId: 'second' })
    const both = await anLti([platform, second])
    const login = await begin(both, platform)
    const stolen = claimsOf(login, { aud: 'second', azp: 'second' })
    const refusal = await refusalOf(finish(both, login, await tokenOf(fake, stolen)))
    expect(refusal.code).toBe('token-aud')
  })
})

describe('times', () => {
  test.each([
    ['without exp', { exp: undefined }, 'token-exp'],
    ['past its exp', { exp: seconds() - 1 }, 'token-exp'],
    ['with a text as exp', { exp: String(seconds() + 60) }, 'token-exp'],
    ['without iat', { iat: undefined }, 'token-iat'],
    ['with a text as iat', { iat: String(seconds()) }, 'token-iat'],
    ['with null as iat', { iat: null }, 'token-iat'],
    ['150 s from the future', { iat: seconds() + 150 }, 'token-iat'],
    ['30 minutes old', { iat: seconds() - 1800 }, 'token-iat'],
    ['that lives for days', { exp: seconds() + 2 * 86_400 }, 'token-life'],
    ['not valid before a future time', { nbf: seconds() + 300 }, 'token-nbf'],
    ['with a text as nbf', { nbf: 'now' }, 'token-nbf'],
  ])('a token %s is refused', async (_name, more, code) => {
    expect(await refusedWith(more)).toEqual({ status: 401, key: 'lti.badToken', code })
  })

  test.each([
    ['issued 5 minutes ago', { iat: seconds() - 300 }],
    ['issued 30 s from now by a clock ahead of ours', { iat: seconds() + 30 }],
    ['with an nbf in the past', { nbf: seconds() - 5 }],
    ['with fractions of seconds', { iat: Date.now() / 1000 }],
  ])('a token %s comes in', async (_name, more) => {
    await expect(launch(lti, fake, platform, more)).resolves.toBeDefined()
  })
})

describe('nonce and state', () => {
  const stale = (code: string) => ({ status: 401, key: 'lti.staleLogin', code })
  const form = async (more: Claims) => ({
    id_token: await tokenOf(fake, claimsOf(begun)),
    state: begun.state,
    ...more,
  })

  test.each([undefined, null, '', 'a-nonce-of-nobody', ['x']])(
    'the nonce %o is not the one of this login',
    async (nonce) => {
      const refusal = await refusedWith({ nonce })
      expect(refusal).toEqual({ status: 401, key: 'lti.badToken', code: 'token-nonce' })
    },
  )

  test('the nonce of another login of the same browser is refused', async () => {
    const other = await begin(lti, platform, {}, begun.proof)
    const refusal = await refusalOf(finish(lti, begun, await tokenOf(fake, claimsOf(other))))
    expect(refusal.code).toBe('token-nonce')
  })

  test.each([
    undefined,
    '',
    ['a', 'b'],
    { $ne: 'x' },
    'a\0b',
    ';',
    'a=b; Path=/',
    'é',
    'x'.repeat(5000),
  ])('the state %o is none', async (state) => {
    const refusal = await refusalOf(lti.door.launch(oakwood, await form({ state }), [begun.proof]))
    expect(refusal).toEqual({ status: 400, key: 'lti.badLaunch', code: 'launch-form' })
  })

  test('a state that we did not seal, or that was changed, opens nothing', async () => {
    const bytes = Buffer.from(begun.state, 'base64url')
    const flip = (at: number) => {
      const copy = Buffer.from(bytes)
      copy[at] = (copy[at] ?? 0) ^ 1
      return copy.toString('base64url')
    }
    const name = platform.id.length
    const changed = [0, 3, name + 2, name + 10, name + 30, name + 40, bytes.length - 1].map(flip)
    const short = bytes.subarray(0, 30).toString('base64url')
    for (const state of [...changed, short, 'A', 'AAAA', '_', `${begun.state}AAAA`]) {
      const refusal = await refusalOf(
        lti.door.launch(oakwood, await form({ state }), [begun.proof]),
      )
      expect(refusal).toEqual(stale('state-foreign'))
    }
  })

  test('an expired login is refused', async () => {
    lti.clock.forward(10 * 60_000)
    const refusal = await refusalOf(lti.door.launch(oakwood, await form({}), [begun.proof]))
    expect(refusal).toEqual(stale('state-expired'))
  })

  test("a state of another institution's login opens nothing here", async () => {
    const elsewhere = { ...oakwood, id: 'institution-2' }
    const refusal = await refusalOf(lti.door.launch(elsewhere, await form({}), [begun.proof]))
    expect(refusal).toEqual(stale('state-foreign'))
  })

  test('the state of one registration does not take the token of another', async () => {
    const second = fake.registration({ id: 'platform-2', issuer: 'https://two.example.edu' })
    const both = await anLti([platform, second])
    const [a, b] = [await begin(both, platform), await begin(both, second)]
    const own = claimsOf({ ...b, nonce: a.nonce })
    const refusal = await refusalOf(finish(both, a, await tokenOf(fake, own)))
    expect(refusal.code).toBe('token-iss')
  })

  test('every login has one name under which it can be used once, and a replay has the same', async () => {
    const token = await tokenOf(fake, claimsOf(begun))
    const six = await Promise.all(Array.from({ length: 6 }, () => finish(lti, begun, token)))
    expect(new Set(six.map((one) => one.transaction.key)).size).toBe(1)
    const another = await launch(lti, fake, platform)
    expect(another.transaction.key).not.toBe(six[0]?.transaction.key)
    expect(another.transaction.expiresAt.getTime()).toBeGreaterThan(Date.now())
  })
})

describe('the browser', () => {
  test.each([
    ['no proof', [], 'proof-missing'],
    ['an empty proof', [''], 'proof-foreign'],
    ["other browsers' proofs", ['p'.repeat(43), 'q'.repeat(43)], 'proof-foreign'],
  ])('with %s nobody comes in', async (_name, proofs, code) => {
    const form = { id_token: await tokenOf(fake, claimsOf(begun)), state: begun.state }
    const refusal = await refusalOf(lti.door.launch(oakwood, form, proofs))
    expect(refusal).toEqual({ status: 403, key: 'lti.noProof', code })
  })

  test('comes in with its proof among others', async () => {
    const form = { id_token: await tokenOf(fake, claimsOf(begun)), state: begun.state }
    const proofs = ['p'.repeat(43), begun.proof]
    expect((await lti.door.launch(oakwood, form, proofs)).launch.subject).toBeTruthy()
  })

  test('two frames of one browser that load together both come in', async () => {
    const other = await begin(lti, platform, {}, begun.proof)
    const both = [begun, other].map(async (one) =>
      finish(lti, one, await tokenOf(fake, claimsOf(one))),
    )
    expect(await Promise.all(both)).toHaveLength(2)
  })
})

describe('what the launch asks for', () => {
  test.each([
    null,
    undefined,
    'text',
    [],
    {},
    { error: 'launch_no_longer_valid', state: 'x' },
    { id_token: ['a', 'b'], state: 'x' },
    { id_token: { $ne: 1 }, state: 'x' },
    { id_token: 'x'.repeat(70_000), state: 'x' },
  ])('%o is no launch', async (form) => {
    const refusal = await refusalOf(lti.door.launch(oakwood, form, [begun.proof]))
    expect(refusal).toEqual({ status: 400, key: 'lti.badLaunch', code: 'launch-form' })
  })

  test.each(['lti_deployment_id', 'deployment_id'])(
    'the deployment of the token is the one named at login (%s)',
    async (name) => {
      const login = await begin(lti, platform, { [name]: 'deployment-9' })
      const own = claimsOf(login, { [NAME.deployment]: 'deployment-9' })
      await expect(finish(lti, login, await tokenOf(fake, own))).resolves.toBeDefined()
      const refusal = await refusalOf(finish(lti, login, await tokenOf(fake, claimsOf(login))))
      expect(refusal).toEqual({ status: 401, key: 'lti.badToken', code: 'claim-other-deployment' })
    },
  )

  test.each([7, '', null, {}, 'd'.repeat(256)])('the deployment %o is none', async (deployment) => {
    const refusal = await refusedWith({ [NAME.deployment]: deployment })
    expect(refusal.code).toBe('claim-deployment')
  })

  test.each([
    undefined,
    null,
    '',
    7,
    'https://evil.example/lti/oakwood/launch',
    `${BASE_URL}/lti/elsewhere/launch`,
    `${BASE_URL}/`,
    `${LAUNCH_URL}\\x`,
  ])('the target %o of the token is not our launch address', async (target) => {
    const refusal = await refusedWith({ [NAME.target]: target })
    expect(refusal).toEqual({ status: 400, key: 'lti.wrongTarget', code: 'claim-target' })
  })

  test('the target of the token may have another query than the login had', async () => {
    const login = await begin(lti, platform, { target_link_uri: `${LAUNCH_URL}?a=1` })
    const own = claimsOf(login, { [NAME.target]: `${LAUNCH_URL}?b=2` })
    await expect(finish(lti, login, await tokenOf(fake, own))).resolves.toBeDefined()
  })

  test('a submission review says what to do instead', async () => {
    const more = { [NAME.type]: 'LtiSubmissionReviewRequest' }
    expect(await refusedWith(more)).toMatchObject({ status: 400, key: 'lti.submissionReview' })
  })

  test.each(['LtiStartProctoring', 'ltiresourcelinkrequest', 7, ['LtiResourceLinkRequest']])(
    'the message %o is unknown',
    async (type) => {
      const refusal = await refusedWith({ [NAME.type]: type })
      expect(refusal).toMatchObject({ status: 400, code: 'claim-message-type' })
    },
  )

  test.each([null, 'Instructor', {}, 7, Array.from({ length: 201 }, () => 'Learner')])(
    'the roles %o are none',
    async (roles) => {
      const refusal = await refusedWith({ [NAME.roles]: roles })
      expect(refusal).toMatchObject({ status: 400, code: 'claim-roles' })
    },
  )

  test.each([null, 7, '', 's'.repeat(256), ['5']])('the sub %o names nobody', async (sub) => {
    expect(await refusedWith({ sub })).toMatchObject({ status: 400, key: 'lti.noPerson' })
  })

  test('a registration removed while the browser was away lets nobody in', async () => {
    const token = await tokenOf(fake, claimsOf(begun))
    lti.registrations.length = 0
    lti.clock.forward(3000)
    const refusal = await refusalOf(finish(lti, begun, token))
    expect(refusal).toEqual({
      status: 403,
      key: 'lti.unknownPlatform',
      code: 'launch-registration-gone',
    })
  })

  test('a registration that cannot be read just now is not taken for one that is gone', async () => {
    const away = new Error('the database is away')
    const get = () => Promise.reject(away)
    const find = async () => platform
    const blind = await anLti([platform], { platforms: { get, find } })
    const login = await begin(blind, platform)
    const attempt = finish(blind, login, await tokenOf(fake, claimsOf(login)))
    await expect(attempt).rejects.toBe(away)
  })
})
