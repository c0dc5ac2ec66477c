// The demo LMS behaves as an Open edX does, where that is neither Canvas's habit nor Moodle's (edx.md).

import { decodeJwt } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Site } from '../../src/demo/lms/model.ts'
import { SCOPES, TYPES } from '../../src/demo/lms/names.ts'
import { registrationOf } from '../../src/demo/lms/server.ts'
import {
  askToken,
  authorize,
  beginLaunch,
  type FakeTool,
  formIn,
  openFakeTool,
} from '../support/fake-tool.ts'

const LTI = 'https://purl.imsglobal.org/spec/lti/claim'
const AGS = 'https://purl.imsglobal.org/spec/lti-ags/claim/endpoint'
const LIS = 'http://purl.imsglobal.org/vocab/lis/v2'

let world: FakeTool
let site: Site
let now = new Date('2026-11-20T10:00:00Z')

beforeAll(async () => {
  world = await openFakeTool({ now: () => now })
  site = world.lms.other
})
afterAll(() => world.stop())

async function claimsFor(as: string) {
  const { fields } = await beginLaunch(site, as)
  return decodeJwt(formIn((await authorize(site, as, fields)).text).fields.id_token ?? '')
}

async function call(
  path: string,
  options: { scope?: string; accept?: string; post?: object } = {},
) {
  const { scope = Object.values(SCOPES).join(' '), accept, post } = options
  const { text } = await askToken(site, await world.assertion(site), scope)
  const answer = await fetch(`${site.base}/api/lti_consumer/v1/lti/110${path}`, {
    method: post ? 'POST' : 'GET',
    headers: {
      Authorization: `Bearer ${JSON.parse(text).access_token}`,
      ...(accept ? { Accept: accept } : {}),
      ...(post ? { 'Content-Type': TYPES.score } : {}),
    },
    ...(post ? { body: JSON.stringify(post) } : {}),
  })
  const body = await answer.text()
  return { status: answer.status, body, json: /^[[{]/.test(body) ? JSON.parse(body) : null }
}

const sub = (key: string) => site.course.people.find((p) => p.key === key)?.sub ?? ''
const score = (more: object = {}) => ({
  userId: sub('lena'),
  scoreGiven: 40,
  scoreMaximum: 50,
  activityProgress: 'Completed',
  gradingProgress: 'FullyGraded',
  timestamp: '2026-11-20T09:00:00.000Z',
  ...more,
})

describe('a launch', () => {
  test('names a link by its id alone, no product, no parts of a name, and variables as they are', async () => {
    const claims = await claimsFor('lena')
    expect(Object.keys(claims[`${LTI}/resource_link`] as object)).toEqual(['id'])
    expect(claims).toMatchObject({ name: 'Lena Fischer', [`${LTI}/deployment_id`]: '1' })
    expect(claims).not.toHaveProperty('given_name')
    expect(claims).not.toHaveProperty(`${LTI}/tool_platform`)
    const custom = Object.values(claims[`${LTI}/custom`] as object)
    expect(custom).toContain('$Context.id.history')
    expect(custom.filter((value) => !String(value).startsWith('$'))).toEqual([])
  })

  test('shows course staff as administrators of everything', async () => {
    const roles = (await claimsFor('ivy'))[`${LTI}/roles`]
    expect(roles).toEqual(
      expect.arrayContaining([
        `${LIS}/system/person#Administrator`,
        `${LIS}/institution/person#Administrator`,
        `${LIS}/membership#Instructor`,
      ]),
    )
  })

  test('sends neither name nor mail where nobody asked for them', async () => {
    site.settings.shareNames = false
    const claims = await claimsFor('lena')
    site.settings.shareNames = true
    expect(claims).not.toHaveProperty('name')
    expect(claims).not.toHaveProperty('email')
  })

  test('can be repeated for ten minutes, wants a state, and keeps its errors to itself', async () => {
    const { fields } = await beginLaunch(site, 'lena')
    const first = formIn((await authorize(site, 'lena', fields)).text)
    expect(formIn((await authorize(site, 'lena', fields)).text).fields).toHaveProperty('id_token')
    expect(first.fields).toHaveProperty('id_token')
    for (const changes of [{ state: undefined }, { client_id: 'other' }]) {
      const answer = await authorize(site, 'lena', fields, changes)
      expect(answer.text).toContain('There was an error while launching')
      expect(answer.text).not.toContain('<form')
    }
    now = new Date(now.getTime() + 601_000)
    expect((await authorize(site, 'lena', fields)).text).not.toContain('<form')
  })

  test('is signed with a key that says neither use nor algorithm', async () => {
    const { keys } = await (await fetch(registrationOf(site).jwksUrl)).json()
    expect(Object.keys(keys[0]).sort()).toEqual(['e', 'kid', 'kty', 'n'])
  })
})

describe('the dialogue of Studio', () => {
  const open = async (query: string) => {
    const headers = { Cookie: 'lms_other=ivy' }
    return formIn(await (await fetch(`${site.base}/open?${query}`, { headers })).text())
  }

  test('asks with nothing but the request: no link, no services, nothing to echo', async () => {
    const { fields } = await open('add=yes')
    const answer = formIn((await authorize(site, 'ivy', fields)).text)
    const claims = decodeJwt<Record<string, object>>(answer.fields.id_token ?? '')
    const settings = claims['https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings']
    expect(settings).toMatchObject({ accept_types: ['ltiResourceLink'] })
    expect(settings).not.toHaveProperty('data')
    expect(claims).not.toHaveProperty([AGS])
    expect(claims).not.toHaveProperty(`${LTI}/resource_link`)
  })

  test('makes no column of a line item, and names the item’s address in the token only', async () => {
    const url = `${world.tool.launchUrl}?assignment=a-1`
    const item = { type: 'ltiResourceLink', title: 'Bench', url, lineItem: { scoreMaximum: 5 } }
    const jwt = await world.assertion(site, {
      'https://purl.imsglobal.org/spec/lti-dl/claim/content_items': [item],
    })
    const back = `${site.base}/api/lti_consumer/v1/lti/110/lti-dl/response`
    const body = new URLSearchParams({ JWT: jwt })
    const next = /href="([^"]+)"/.exec(await (await fetch(back, { method: 'POST', body })).text())
    const from = new URL(next?.[1] ?? '', site.base).searchParams.get('from') ?? ''
    const headers = { Cookie: 'lms_other=ivy' }
    const form = new URLSearchParams({ from, label: 'Bench', points: '100' })
    await fetch(`${site.base}/assignments`, { method: 'POST', headers, body: form })
    const block = site.book.columns.at(-1)
    expect(block).toMatchObject({ label: 'Bench', resourceId: '', points: 100, toolUrl: url })
    const { fields } = await open(`column=${block?.number}`)
    expect(fields.target_link_uri).toBe(world.tool.launchUrl)
    const answer = formIn((await authorize(site, 'ivy', fields)).text)
    const claims = decodeJwt<Record<string, unknown>>(answer.fields.id_token ?? '')
    expect(claims[`${LTI}/target_link_uri`]).toBe(url)
  })
})

describe('a token', () => {
  test('is of a small-letter type, and may be good for nothing', async () => {
    const { status, text } = await askToken(site, await world.assertion(site), 'everything')
    expect(status).toBe(200)
    expect(JSON.parse(text)).toMatchObject({ scope: '', token_type: 'bearer' })
  })

  test('is refused for an assertion that is a second ahead', async () => {
    const iat = Math.floor(now.getTime() / 1000) + 1
    const ahead = await askToken(site, await world.assertion(site, { iat }), SCOPES.score)
    expect(ahead).toMatchObject({ status: 400, text: '{"error":"unidentified_error"}' })
  })
})

describe('a service', () => {
  test('answers 403 to a bad token and to a missing scope, never 401', async () => {
    const url = `${site.base}/api/lti_consumer/v1/lti/110/lti-ags`
    const bad = await fetch(url, {
      headers: { Authorization: 'Bearer x', Accept: TYPES.lineItems },
    })
    expect(bad.status).toBe(403)
    expect((await call('/lti-ags/1/scores', { scope: SCOPES.roster, post: score() })).status).toBe(
      403,
    )
  })

  test('takes its own media type and no other', async () => {
    for (const path of ['/lti-ags', '/memberships']) {
      expect((await call(path, { accept: 'application/json' })).status).toBe(406)
    }
    expect((await call('/lti-ags', { accept: TYPES.lineItems })).json).toHaveLength(
      site.book.columns.length,
    )
  })

  test('shows an instructor of the roster as learner, instructor and administrator at once', async () => {
    const { json } = await call('/memberships', { accept: TYPES.members })
    const ivy = json.members.find((one: { user_id: string }) => one.user_id === sub('ivy'))
    expect([...ivy.roles].sort()).toEqual(
      [
        `${LIS}/institution/person#Administrator`,
        `${LIS}/membership#Instructor`,
        `${LIS}/membership#Learner`,
        `${LIS}/system/person#Administrator`,
      ].sort(),
    )
  })
})

describe('a score', () => {
  const post = (more: object = {}) => call('/lti-ags/1/scores', { post: score(more) })
  const shown = () =>
    site.book.grades.find((grade) => grade.sub === sub('lena') && grade.column === 1)?.shown

  test('is answered with 201 and itself, in the points of the column', async () => {
    expect(await post()).toMatchObject({ status: 201, json: { scoreGiven: 40 } })
    expect(shown()).toBe(80)
  })

  test('of the same time or earlier is refused with the reason, to the millisecond', async () => {
    const equal = await post()
    expect(equal.status).toBe(400)
    expect(equal.json.timestamp[0]).toContain('later point in time')
    expect((await post({ timestamp: '2026-11-20T09:00:00.001Z' })).status).toBe(201)
  })

  test('that is not full, or erases, leaves the grade as it is', async () => {
    const later = { timestamp: '2026-11-20T09:01:00Z', gradingProgress: 'Pending' }
    expect((await post(later)).status).toBe(201)
    expect(shown()).toBe(80)
  })

  test.each([{ userId: 'nobody' }, { scoreGiven: -1 }, { activityProgress: 'Dancing' }])(
    'with %j is an error of its own',
    async (more) => {
      expect((await post({ ...more, timestamp: '2026-11-20T09:02:00Z' })).status).toBe(500)
    },
  )

  test('is read back under the person’s own address; a filter gives everybody', async () => {
    await post({ userId: sub('omar') })
    const all = await call(`/lti-ags/1/results?user_id=${sub('lena')}`)
    expect(all.json.map((one: { userId: string }) => one.userId)).toEqual(
      expect.arrayContaining([sub('lena'), sub('omar')]),
    )
    const own = await call(`/lti-ags/1/results/${sub('lena')}`)
    expect(own.json).toMatchObject([{ userId: sub('lena'), resultScore: 80 }])
  })
})

test('the services are in the launch, each at an address of the course', async () => {
  const endpoint = (await claimsFor('lena'))[AGS]
  expect(endpoint).toMatchObject({ lineitem: expect.stringMatching(/\/lti\/110\/lti-ags\/1$/) })
})
