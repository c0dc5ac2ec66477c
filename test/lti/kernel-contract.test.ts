// What any protocol kernel must do: one suite, run on ltijs and on a small kernel made of jose.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ToVerify } from '../../src/lti/kernel/kernel.ts'
import { ltijsKernel } from '../../src/lti/kernel/ltijs.ts'
import { aKey, FakePlatform, signed, type TestKey } from '../support/fake-platform.ts'
import { joseKernel } from './jose-kernel.ts'
import { anLti, type Claims, claimsOf, launch, NAME } from './launching.ts'
import { refusalOf } from './refusals.ts'

const KERNELS = [
  { kernel: 'ltijs', open: ltijsKernel },
  { kernel: 'jose', open: joseKernel },
]

const key = aKey('kernel-key')
const stranger = aKey('kernel-key')
const fake = new FakePlatform()
const claims = (more: Claims = {}) =>
  claimsOf(
    { platform: fake.registration({ jwksUrl: 'x' }), nonce: 'n', state: '', proof: '' },
    more,
  )

async function aToken(payload: Claims, by: TestKey = key, alg = 'RS256'): Promise<ToVerify> {
  const { n, e } = key.publicJwk
  return {
    idToken: await signed(payload, by, { alg, kid: key.kid }),
    issuer: 'https://lms.example.edu',
    clientId: '10000000000017',
    key: { kty: 'RSA', kid: key.kid, n: String(n), e: String(e) },
  }
}

describe.each(KERNELS)('the $kernel kernel', ({ open }) => {
  test('gives back every claim of a good token', async () => {
    const payload = claims()
    expect(await open().verify(await aToken(payload))).toEqual(payload)
  })

  test('takes a deep linking request too', async () => {
    const payload = claims({ [NAME.type]: 'LtiDeepLinkingRequest', [NAME.link]: undefined })
    expect(await open().verify(await aToken(payload))).toEqual(payload)
  })

  test.each([
    ['a signature by somebody else', () => aToken(claims(), stranger)],
    ['another algorithm', () => aToken(claims(), key, 'RS512')],
    ['another issuer', () => aToken(claims({ iss: 'https://other.example.edu' }))],
    ['another audience', () => aToken(claims({ aud: 'x', azp: 'x' }))],
    ['a past exp', () => aToken(claims({ exp: 1000 }))],
    ['no version', () => aToken(claims({ [NAME.version]: undefined }))],
    ['another version', () => aToken(claims({ [NAME.version]: '1.1' }))],
    ['no message type', () => aToken(claims({ [NAME.type]: undefined }))],
    ['no deployment', () => aToken(claims({ [NAME.deployment]: undefined }))],
    ['no sub', () => aToken(claims({ sub: undefined }))],
    ['no roles', () => aToken(claims({ [NAME.roles]: undefined }))],
    ['no target', () => aToken(claims({ [NAME.target]: undefined }))],
    ['no resource link', () => aToken(claims({ [NAME.link]: undefined }))],
    ['no resource link id', () => aToken(claims({ [NAME.link]: {} }))],
    ['no token at all', async () => ({ ...(await aToken(claims())), idToken: 'x;y=z' })],
    ['an empty token', async () => ({ ...(await aToken(claims())), idToken: '' })],
  ])('refuses %s', async (_name, make) => {
    await expect(open().verify(await make())).rejects.toThrow()
  })

  test('keeps twenty launches at once apart, good and bad ones', async () => {
    const kernel = open()
    const others = Array.from({ length: 20 }, (_, at) => ({ at, own: at % 2 ? key : stranger }))
    const answers = await Promise.allSettled(
      others.map(async ({ at, own }) => {
        const issuer = `https://lms-${at}.example.edu`
        const payload = claims({ iss: issuer, sub: `person-${at}` })
        const token = await aToken(payload, own)
        const { n, e } = (at % 4 === 3 ? stranger : own).publicJwk
        const verified = { ...token, issuer, key: { ...token.key, n: String(n), e: String(e) } }
        return kernel.verify(verified)
      }),
    )
    for (const [at, answer] of answers.entries()) {
      if (at % 4 === 3) expect(answer.status).toBe('rejected')
      else expect(answer).toMatchObject({ value: { sub: `person-${at}` } })
    }
  })
})

describe('launches through each kernel', () => {
  let platform: FakePlatform
  beforeAll(async () => {
    platform = await FakePlatform.start()
  })
  afterAll(() => platform.stop())

  test('say the same', async () => {
    const registration = platform.registration({ kind: 'moodle' })
    const [a, b] = await Promise.all(
      KERNELS.map(async ({ open }) => {
        const lti = await anLti([registration], { kernel: open() })
        return (await launch(lti, platform, registration)).launch
      }),
    )
    expect(a).toEqual(b)
  })

  test('believe what the kernel has verified, not what stood in the token before', async () => {
    const registration = platform.registration()
    const lying = { verify: async () => claims({ nonce: 'another' }) }
    const lti = await anLti([registration], { kernel: lying })
    const refusal = await refusalOf(launch(lti, platform, registration))
    expect(refusal).toMatchObject({ status: 401, code: 'token-nonce' })
  })

  test('let nobody in where the kernel says nothing of the token', async () => {
    const registration = platform.registration()
    const lti = await anLti([registration], { kernel: { verify: async () => undefined } })
    const refusal = await refusalOf(launch(lti, platform, registration))
    expect(refusal).toMatchObject({ status: 401, code: 'token-kernel' })
  })

  test('leave nothing behind in the process: no listener, and the one platform key is all that was fetched', async () => {
    const listeners = () => process.eventNames().map((name) => [name, process.listenerCount(name)])
    const before = listeners()
    const registration = platform.registration()
    const lti = await anLti([registration], { kernel: ltijsKernel() })
    const seen = platform.seen.length
    await launch(lti, platform, registration)
    expect(platform.seen.slice(seen).map(({ path }) => path)).toEqual(['/jwks'])
    expect(listeners()).toEqual(before)
  })
})
