// Deep linking: the request is read within limits, and the answer is what the specification and each LMS want (certification 31 to 37).

import { createLocalJWKSet, decodeProtectedHeader, type JSONWebKeySet, jwtVerify } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { DeepLinkRequest } from '../../src/domain/launch.ts'
import type { Platform, PlatformKind } from '../../src/domain/platform.ts'
import { FakePlatform } from '../support/fake-platform.ts'
import { anLti, type Claims, launch, NAME, type OpenLti, oakwood, ROLE } from './launching.ts'
import { refusalOf } from './refusals.ts'

const DL = 'https://purl.imsglobal.org/spec/lti-dl/claim'
const SETTINGS = `${DL}/deep_linking_settings`

let fake: FakePlatform
let lti: OpenLti
let canvas: Platform
let moodle: Platform
beforeAll(async () => {
  fake = await FakePlatform.start()
  canvas = fake.registration()
  const id = 'platform-2'
  moodle = fake.registration({ id, kind: 'moodle', issuer: 'https://moodle.example.edu' })
  lti = await anLti([canvas, moodle])
})
afterAll(() => fake.stop())

const settings = (more: Claims = {}) => ({
  deep_link_return_url: 'https://lms.example.edu/courses/7/deep_linking_response?data=x.y.z',
  accept_types: ['ltiResourceLink', 'link'],
  accept_presentation_document_targets: ['iframe', 'window'],
  accept_multiple: 'true',
  ...more,
})

const request = (more: Claims = {}, kind: PlatformKind = 'canvas') =>
  launch(lti, fake, kind === 'moodle' ? moodle : canvas, {
    [NAME.type]: 'LtiDeepLinkingRequest',
    [NAME.link]: undefined,
    [NAME.roles]: [ROLE.instructor],
    [SETTINGS]: settings(),
    ...more,
  })

const item = {
  title: 'Work "credit" for everybody',
  url: 'https://stint.example.edu/lti/oakwood/launch?assignment=a-1',
  iconUrl: 'https://stint.example.edu/public/icon.svg',
  custom: { stint_assignment: 'a-1' },
  points: 12.5,
  resourceId: 'a-1',
  tag: 'stint-credit',
}

async function reply(more: Partial<DeepLinkRequest> = {}, kind: PlatformKind = 'canvas') {
  const { launch: read } = await request({}, kind)
  const platform = kind === 'moodle' ? moodle : canvas
  if (!read.deepLink) throw new Error('no request')
  const jwt = await lti.lms.signReply(platform, {
    request: { ...read.deepLink, ...more },
    deploymentId: read.deploymentId,
    items: [item],
  })
  const keys = (await lti.door.jwks(oakwood)) as JSONWebKeySet
  const { payload } = await jwtVerify(jwt, createLocalJWKSet(keys), { algorithms: ['RS256'] })
  return { jwt, payload, platform }
}

const itemIn = (payload: Claims) => {
  const items = payload[`${DL}/content_items`]
  if (!Array.isArray(items)) throw new Error('no items')
  return items[0]
}

test('certification 31: a deep linking request is received, with what its dialogue takes', async () => {
  const { launch: read } = await request({
    [SETTINGS]: settings({ data: 'opaque', accept_lineitem: false }),
  })
  expect(read.assignment).toBeNull()
  expect(read.deepLink).toEqual({
    returnUrl: 'https://lms.example.edu/courses/7/deep_linking_response?data=x.y.z',
    data: 'opaque',
    takesLinks: true,
    takesSeveral: true,
    takesColumn: false,
    inFrame: true,
  })
})

test('certification 32: the answer is one signed JWT', async () => {
  const { jwt } = await reply()
  expect(jwt.split('.')).toHaveLength(3)
})

test('certification 33: its items have the format of resource links', async () => {
  const { payload } = await reply()
  expect(payload[`${DL}/content_items`]).toHaveLength(1)
  expect(itemIn(payload)).toEqual({
    type: 'ltiResourceLink',
    title: item.title,
    text: expect.stringContaining('Completed micro-internships count here'),
    url: item.url,
    icon: { url: item.iconUrl, width: 128, height: 128 },
    custom: { stint_assignment: 'a-1' },
    lineItem: {
      label: item.title,
      scoreMaximum: 12.5,
      resourceId: 'a-1',
      tag: 'stint-credit',
      'https://canvas.instructure.com/lti/submission_type': {
        type: 'external_tool',
        external_tool_url: item.url,
      },
    },
  })
})

test('certification 34: its times are now, a little back, and a few minutes ahead', async () => {
  const { payload } = await reply()
  const now = Date.now() / 1000
  expect(payload.iat).toBeLessThan(now)
  expect(payload.iat).toBeGreaterThan(now - 120)
  expect(payload.exp).toBeGreaterThan(now + 60)
  expect(payload.exp).toBeLessThan(now + 600)
})

test('certification 35: its signature is RS256 by a key of our set', async () => {
  const { jwt } = await reply()
  const header = decodeProtectedHeader(jwt)
  const { keys } = await lti.door.jwks(oakwood)
  expect(header.alg).toBe('RS256')
  expect(keys.map((key) => Reflect.get(key, 'kid'))).toContain(header.kid)
})

test('certification 36: it has every required claim', async () => {
  const { payload } = await reply()
  for (const name of [
    'iss',
    'aud',
    'iat',
    'exp',
    'nonce',
    NAME.type,
    NAME.version,
    NAME.deployment,
  ]) {
    expect(payload[name], name).toBeTruthy()
  }
})

test('certification 37: its values are those of the request', async () => {
  const { payload, platform } = await reply({ data: 'csrf:"<opaque>"' })
  const { payload: second } = await reply()
  expect(payload).toMatchObject({
    iss: platform.clientId,
    aud: platform.issuer,
    [NAME.type]: 'LtiDeepLinkingResponse',
    [NAME.version]: '1.3.0',
    [NAME.deployment]: '4695:0123456789abcdef0123456789abcdef01234567',
    [`${DL}/data`]: 'csrf:"<opaque>"',
  })
  expect(second.nonce).not.toBe(payload.nonce)
  expect(second).not.toHaveProperty(`${DL}/data`)
})

describe('what the dialogue takes is honoured', () => {
  test('without columns none is sent', async () => {
    expect(itemIn((await reply({ takesColumn: false })).payload)).not.toHaveProperty('lineItem')
  })

  test('where no frame is offered, a window is asked for', async () => {
    expect(itemIn((await reply({ inFrame: false })).payload)).toMatchObject({
      window: { targetName: '_blank' },
    })
  })

  test('Moodle gets whole points, and none of what only Canvas knows', async () => {
    const { lineItem } = itemIn((await reply({}, 'moodle')).payload)
    expect(lineItem).toEqual({
      label: item.title,
      scoreMaximum: 13,
      resourceId: 'a-1',
      tag: 'stint-credit',
    })
  })

  test("Moodle's silence about columns means that it takes them", async () => {
    expect((await request({}, 'moodle')).launch.deepLink?.takesColumn).toBe(true)
  })

  test.each([
    [true, true],
    ['true', true],
    [false, false],
    ['false', false],
    ['yes', false],
  ])('%j, whether it is a word or a value, means %j', async (said, meant) => {
    const more = { accept_multiple: said, accept_lineitem: said }
    const { deepLink } = (await request({ [SETTINGS]: settings(more) })).launch
    expect(deepLink?.takesSeveral).toBe(meant)
    // What says nothing that we know is as good as silence.
    expect(deepLink?.takesColumn).toBe(said === 'yes' ? true : meant)
  })

  test.each([7, { a: 1 }, 'x'.repeat(20_001)])(
    'data that is none is not sent back',
    async (data) => {
      expect((await request({ [SETTINGS]: settings({ data }) })).launch.deepLink?.data).toBeNull()
    },
  )

  test('where nothing but a window is taken, no frame is', async () => {
    const more = { [SETTINGS]: settings({ accept_presentation_document_targets: ['window'] }) }
    expect((await request(more)).launch.deepLink?.inFrame).toBe(false)
  })

  test('a dialogue for other things is told as such', async () => {
    const { launch: read } = await request({ [SETTINGS]: settings({ accept_types: ['file'] }) })
    expect(read.deepLink?.takesLinks).toBe(false)
  })
})

describe('a request is refused', () => {
  const LONG = `https://lms.example.edu/${'x'.repeat(4000)}`
  const MANY = Array.from({ length: 101 }, () => 'ltiResourceLink')

  test.each([
    ['without settings', { [SETTINGS]: undefined }],
    ['with settings that are none', { [SETTINGS]: 'x' }],
    [
      'without a return address',
      { [SETTINGS]: { ...settings(), deep_link_return_url: undefined } },
    ],
    ['with an endless return address', { [SETTINGS]: settings({ deep_link_return_url: LONG }) }],
    ['with types without end', { [SETTINGS]: settings({ accept_types: MANY }) }],
    [
      'with targets without end',
      { [SETTINGS]: settings({ accept_presentation_document_targets: MANY }) },
    ],
    ['without types', { [SETTINGS]: { ...settings(), accept_types: undefined } }],
    [
      'without targets',
      { [SETTINGS]: { ...settings(), accept_presentation_document_targets: 'iframe' } },
    ],
  ])('%s', async (_name, more) => {
    expect(await refusalOf(request(more))).toMatchObject({ status: 400, key: 'lti.badMessage' })
  })

  test.each([
    'http://lms.example.edu/return',
    'javascript:alert(1)',
    'https://user:secret@lms.example.edu/return',
    'https://:secret@lms.example.edu/return',
    'https://user@lms.example.edu/return',
    '//lms.example.edu/return',
    'data:text/html,x',
  ])('with %s to return to', async (address) => {
    const more = { [SETTINGS]: settings({ deep_link_return_url: address }) }
    expect(await refusalOf(request(more))).toMatchObject({ status: 400, key: 'lti.badReturn' })
  })

  test('but a listed private host may be answered over http', async () => {
    const more = { [SETTINGS]: settings({ deep_link_return_url: `${fake.origin}/return` }) }
    expect((await request(more)).launch.deepLink?.returnUrl).toBe(`${fake.origin}/return`)
    const ftp = { [SETTINGS]: settings({ deep_link_return_url: `ftp://${fake.host}/return` }) }
    expect(await refusalOf(request(ftp))).toMatchObject({ status: 400, key: 'lti.badReturn' })
  })
})
