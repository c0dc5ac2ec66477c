// Launches that must not come in, through the real app; test/lti has each check alone, here is what becomes of the browser.

import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { newSecret } from '../../../src/random.ts'
import { t } from '../../../src/text.ts'
import { everythingIn, testApp } from '../../support/app.ts'
import { aCampus, type Campus } from '../../support/campus.ts'
import { aKey, signed } from '../../support/fake-platform.ts'
import { type Begun, beginIn, finishIn, tokenFor } from '../../support/launches.ts'
import { bodyOf, type Visitor } from '../../support/visitor.ts'
import { refused } from './nothing.ts'

const LTI = 'https://purl.imsglobal.org/spec/lti/claim'
const stint = testApp()
const stranger = aKey('a-stranger')
let campus: Campus
let visitor: Visitor
let begun: Begun
beforeAll(async () => {
  campus = await aCampus(stint.app, stint.lms, 'north')
})
beforeEach(async () => {
  visitor = stint.visitor()
  begun = await beginIn(visitor, campus)
})

const launch = () => `/lti/${campus.institution.slug}/launch`
const seconds = () => Math.floor(stint.clock.now().getTime() / 1000)
const bad = { status: 400, says: 'lti.badMessage' }
const unproven = { status: 401, says: 'lti.badToken' }
const noLaunch = { status: 400, says: 'lti.badLaunch' }

/** Sends this token in the login that was begun. */
async function comes(token: string, wanted: Parameters<typeof refused>[2]): Promise<void> {
  const secrets = [token, begun.state, begun.nonce]
  await refused(stint, visitor, wanted, () => finishIn(visitor, campus, begun, token), secrets)
}

const token = (more: Record<string, unknown> = {}) => tokenFor(stint, campus, begun, more)

describe('a token', () => {
  const NONE = ['version', 'message_type', 'deployment_id', 'target_link_uri', 'roles']
  const without = (...names: string[]) =>
    Object.fromEntries(names.map((name) => [`${LTI}/${name}`, undefined]))

  test.each<[string, () => Record<string, unknown>, { status: number; says: string }]>([
    ['certification 3: of another LTI version', () => ({ [`${LTI}/version`]: '11.3' }), bad],
    ['certification 4: without an LTI version', () => without('version'), bad],
    ['certification 6: without any LTI claim', () => without(...NONE, 'resource_link'), bad],
    ['certification 7: that has expired', () => ({ exp: seconds() - 1 }), unproven],
    ['certification 7: from the future', () => ({ iat: seconds() + 150 }), unproven],
    ['certification 8: without a message type', () => without('message_type'), bad],
    ['certification 9: without roles', () => without('roles'), bad],
    ['certification 10: without a deployment', () => without('deployment_id'), bad],
    ['certification 11: without a link', () => ({ [`${LTI}/resource_link`]: {} }), bad],
    ['certification 12: for nobody', () => ({ sub: undefined }), { ...bad, says: 'lti.noPerson' }],
    ['of another issuer', () => ({ iss: 'https://other.example.edu' }), unproven],
    ['for another client', () => ({ aud: 'another-client' }), unproven],
    ['for us and a stranger', () => ({ aud: [campus.platform.clientId, 'x'] }), unproven],
    ['with a foreign azp', () => ({ azp: 'another-client' }), unproven],
    ['with another nonce', () => ({ nonce: newSecret() }), unproven],
    ['that is old', () => ({ iat: seconds() - 1800 }), unproven],
    ['that lives for days', () => ({ exp: seconds() + 200_000 }), unproven],
    ['that is not valid yet', () => ({ nbf: seconds() + 600 }), unproven],
    [
      'that leads elsewhere',
      () => ({ [`${LTI}/target_link_uri`]: 'https://evil.example/lti/north/launch' }),
      { status: 400, says: 'lti.wrongTarget' },
    ],
    [
      'that asks for content and says not where to',
      () => ({ [`${LTI}/message_type`]: 'LtiDeepLinkingRequest' }),
      { status: 400, says: 'lti.badMessage' },
    ],
    [
      'that opens a submission',
      () => ({ [`${LTI}/message_type`]: 'LtiSubmissionReviewRequest' }),
      { status: 400, says: 'lti.submissionReview' },
    ],
    ['outside of a course', () => without('context'), { status: 400, says: 'lti.noCourse' }],
  ])('%s does not come in', async (_name, more, wanted) => {
    await comes(await token(more()), wanted)
  })

  const b64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const claims = async () => {
    const [, body = ''] = (await token()).split('.')
    return JSON.parse(Buffer.from(body, 'base64url').toString())
  }
  const own = () => ({ alg: 'RS256', kid: stint.lms.key.kid })

  test.each<[string, () => Promise<string>, { status: number; says: string }]>([
    [
      'certification 1: without kid',
      async () => signed(await claims(), stint.lms.key, { alg: 'RS256' }),
      unproven,
    ],
    [
      'certification 2: with an unknown kid',
      async () => signed(await claims(), stranger, { alg: 'RS256', kid: stranger.kid }),
      unproven,
    ],
    ['certification 5: that is none', async () => 'not a token', bad],
    ['signed by somebody else', async () => signed(await claims(), stranger, own()), unproven],
    [
      'without a signature',
      async () => `${b64({ ...own(), alg: 'none' })}.${b64(await claims())}.AAAA`,
      unproven,
    ],
    [
      'signed with RS512',
      async () => signed(await claims(), stint.lms.key, { ...own(), alg: 'RS512' }),
      unproven,
    ],
    [
      'that brings its key along',
      async () => signed(await claims(), stint.lms.key, { ...own(), jku: 'https://evil.example' }),
      unproven,
    ],
  ])('%s does not come in', async (_name, make, wanted) => {
    await comes(await make(), wanted)
  })
})

describe('a browser', () => {
  const noProof = { status: 403, says: 'lti.noProof' }

  test('that did not begin the login stays out, with or without a proof of its own', async () => {
    const idToken = await token()
    const thief = stint.visitor()
    const steal = () => finishIn(thief, campus, begun, idToken)
    await refused(stint, thief, noProof, steal, [idToken, begun.state])
    await beginIn(thief, campus)
    await refused(stint, thief, noProof, steal, [idToken, begun.state])
  })

  test.each([
    ['that is used', 'lti.staleLogin', (state: string) => `${state.slice(0, -6)}AAAAAA`],
    ['of nobody', 'lti.staleLogin', () => newSecret()],
    ['with a NUL in it', 'lti.badLaunch', () => 'a\0b'],
    ['that no cookie can hold', 'lti.badLaunch', () => 'a;b=c, é'],
    ['that is missing', 'lti.badLaunch', () => ''],
    ['of 5,000 letters', 'lti.badLaunch', () => 'x'.repeat(5000)],
  ])('with a state %s stays out', async (_name, says, change) => {
    const idToken = await token()
    const changed = { ...begun, state: change(begun.state) }
    const wanted = { status: says === 'lti.badLaunch' ? 400 : 401, says }
    await refused(stint, visitor, wanted, () => finishIn(visitor, campus, changed, idToken))
  })

  test('is tried by eight proofs and no more, each under its own name', async () => {
    const [[name = '', proof = ''] = []] = visitor.cookies
    const others = Array.from({ length: 8 }, newSecret)
    const hold = (pairs: string[][]) => {
      visitor.cookies.clear()
      for (const [key = '', value = ''] of pairs) visitor.cookies.set(key, value)
    }
    hold([...others.map((one) => [name.slice(0, -8) + one.slice(0, 8), one]), [name, proof]])
    await comes(await token(), noProof)
    hold([[`${name.slice(0, -8)}another1`, proof]])
    await comes(await token(), noProof)
    hold([[name, proof]])
    expect((await finishIn(visitor, campus, begun, await token())).status).toBe(303)
  })

  test('that comes back after ten minutes stays out', async () => {
    stint.clock.forward(10 * 60_000)
    await comes(await token(), { status: 401, says: 'lti.staleLogin' })
  })

  test('gets in once, however often the same launch is sent at the same moment', async () => {
    const body = { id_token: await token(), state: begun.state }
    const send = () => visitor.ask('post', launch()).type('form').send(bodyOf(body))
    const six = await Promise.all(Array.from({ length: 6 }, send))
    expect(six.map(({ status }) => status).sort()).toEqual([303, 409, 409, 409, 409, 409])
    const sessions = await stint.raw.collection('sessions').countDocuments({ endedAt: null })
    const late = await send()
    expect(late.status).toBe(409)
    expect(await stint.raw.collection('sessions').countDocuments({ endedAt: null })).toBe(sessions)
  })

  test('sent again later writes nothing, also when what it says has changed since', async () => {
    const body = { id_token: await token(), state: begun.state }
    const send = () => visitor.ask('post', launch()).type('form').send(bodyOf(body))
    expect((await send()).status).toBe(303)
    await stint.raw.collection('people').updateMany({}, { $set: { name: 'Ada New' } })
    const before = await everythingIn(stint.raw)
    const again = await send()
    expect([again.status, again.text]).toEqual([409, expect.stringContaining(t('lti.staleLogin'))])
    expect(await everythingIn(stint.raw)).toBe(before)
  })
})

describe('at the launch address', () => {
  const post = () => visitor.ask('post', launch())
  const nothing = { status: 404, says: 'errors.notFound' }
  const tooBig = { status: 413, says: 'errors.tooBig' }
  const fields = Array.from({ length: 10_000 }, (_, i) => `f${i}=1`).join('&')

  test.each([
    ['GET', nothing, () => visitor.ask('get', launch())],
    ['PUT', nothing, () => visitor.ask('put', launch())],
    ['DELETE', nothing, () => visitor.ask('delete', launch())],
    ['an empty form', noLaunch, () => post()],
    ['JSON', noLaunch, () => post().send({ id_token: 'x', state: 'y' })],
    ['a file', noLaunch, () => post().field('id_token', 'x').field('state', 'y')],
    [
      '1 MB',
      tooBig,
      () =>
        post()
          .type('form')
          .send(`id_token=${'x'.repeat(1_000_000)}`),
    ],
    ['10,000 fields', tooBig, () => post().type('form').send(fields)],
    ['two tokens', noLaunch, () => post().type('form').send('id_token=a&id_token=b&state=c')],
    ['an object', noLaunch, () => post().type('form').send('id_token[a]=b&state[$ne]=c')],
    ['broken encoding', noLaunch, () => post().type('form').send('id_token=%E0%A4%A&state=%')],
  ])('%s comes to nothing', async (_name, wanted, send) => {
    await refused(stint, visitor, wanted, async () => await send())
  })

  test.each([
    ['login_required', 400],
    ['interaction_required', 400],
    ['consent_required', 400],
    ['account_selection_required', 400],
    ['launch_no_longer_valid', 400],
    ['access_denied', 400],
    ['unauthorized_client', 400],
    ['invalid_request', 400],
    ['invalid_request_object', 400],
    ['invalid_scope', 400],
    ['unsupported_response_type', 400],
    ['server_error', 502],
    ['temporarily_unavailable', 502],
  ])('the LMS answers %s, and the page has words for it', async (error, status) => {
    const wanted = { status, says: `lti.platformError.${error}` }
    const more = { error, error_description: 'ada@north.example.edu', state: begun.state }
    const answer = () => visitor.send(launch(), more)
    await refused(stint, visitor, wanted, answer, [begun.state])
  })

  test.each(['', '__proto__', 'other.x', '<script>', 'x'.repeat(500)])(
    'the LMS answers with the unknown error "%s", and the page says to try again',
    async (error) => {
      const wanted = { status: 400, says: 'lti.platformError.other' }
      await refused(stint, visitor, wanted, () => visitor.send(launch(), { error }))
    },
  )

  test('an error beside a token is not the LMS’s answer: the token is looked at', async () => {
    const more = { error: 'access_denied', id_token: await token(), state: begun.state }
    expect((await visitor.send(launch(), more)).status).toBe(303)
  })

  test('what a stranger posts is not shown again', async () => {
    const more = { title: 'Words of a stranger' }
    await refused(stint, visitor, noLaunch, () => visitor.send(launch(), more), [more.title])
  })

  test('an institution that is not there has no door', async () => {
    const wanted = { status: 404, says: 'lti.noInstitution' }
    await refused(stint, visitor, wanted, () => visitor.send('/lti/nowhere/launch', {}))
  })
})

describe('a place in the LMS', () => {
  const facts = () => ({ institution: campus.institution.name })
  const at = (id: string) => ({ [`${LTI}/deployment_id`]: id })

  test('that is new waits, is written down once, and says for whom it waits', async () => {
    const first = await finishIn(visitor, campus, begun, await token(at('brand new')))
    expect(first.status).toBe(403)
    begun = await beginIn(visitor, campus)
    const wanted = { status: 403, says: 'lti.deploymentWaiting', facts: facts() }
    await comes(await token(at('brand new')), wanted)
  })

  test.each([
    ['refused', 'lti.deploymentRefused'],
    ['paused', 'lti.deploymentPaused'],
  ] as const)('that is %s stays shut, at once', async (state, says) => {
    const { deployments } = campus.ctx.store
    await deployments.setState(campus.platform.id, 'known', state)
    await comes(await token(), { status: 403, says, facts: facts() })
    await deployments.setState(campus.platform.id, 'known', 'approved')
    begun = await beginIn(visitor, campus)
    expect((await finishIn(visitor, campus, begun, await token())).status).toBe(303)
  })

  test('whose registration is paused is shut within 5 s, also for who is on the way', async () => {
    const { platforms } = campus.ctx.store
    await platforms.setState(campus.platform.id, 'paused')
    stint.clock.forward(5000)
    const paused = { status: 403, says: 'lti.paused' }
    await comes(await token(), paused)
    await refused(stint, visitor, paused, async () => {
      const { issuer: iss, clientId: client_id } = campus.platform
      const login_hint = 'hint of the person'
      const target_link_uri = `https://stint.example.edu${launch()}`
      const login = { iss, client_id, login_hint, target_link_uri }
      return visitor.send(`/lti/${campus.institution.slug}/login`, login)
    })
    await platforms.setState(campus.platform.id, 'active')
    stint.clock.forward(5000)
  })
})

test('a launch that is refused leaves the session that was there', async () => {
  await finishIn(visitor, campus, begun, await token())
  expect((await visitor.get('/')).status).toBe(200)
  const before = await everythingIn(stint.raw)
  begun = await beginIn(visitor, campus)
  expect((await finishIn(visitor, campus, begun, 'not a token')).status).toBe(400)
  expect((await visitor.get('/')).status).toBe(200)
  expect(await everythingIn(stint.raw)).toBe(before)
})
