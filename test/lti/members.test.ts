// Rosters: every page, from one LMS only, with roles as launches give them.

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { PlatformKind } from '../../src/domain/platform.ts'
import { FakePlatform } from '../support/fake-platform.ts'
import { ROLE } from './launching.ts'
import { atWork } from './services.ts'

let fake: FakePlatform
beforeAll(async () => {
  fake = await FakePlatform.start()
})
afterAll(() => fake.stop())
beforeEach(() => {
  fake.seen.length = 0
})

async function members(kind: PlatformKind = 'canvas') {
  const { lti, platform, rosterUrl } = await atWork(fake, { kind })
  return lti.lms.members(platform, rosterUrl)
}

const person = (user_id: string) => ({ user_id, roles: [ROLE.learner] })
const linkTo = (url: string) => ({ Link: `<${url}>; rel="next", <${fake.origin}/x>; rel="last"` })

test("Canvas's members, with what their privacy settings let through", async () => {
  fake.json('/roster', {
    members: [
      {
        status: 'Active',
        user_id: 'a',
        roles: [ROLE.instructor, ROLE.assistant],
        name: 'Ada Moreau',
        email: 'ada@oakwood.example',
        lis_person_sourcedid: '$Person.sourcedId',
        picture: null,
      },
      { user_id: 'b', roles: ['Learner'], status: 'Inactive', lis_person_sourcedid: 'S2' },
    ],
  })
  expect(await members()).toEqual([
    {
      subject: 'a',
      role: 'assistant',
      name: 'Ada Moreau',
      mail: 'ada@oakwood.example',
      sisPersonId: null,
      active: true,
      sections: [],
    },
    {
      subject: 'b',
      role: 'student',
      name: null,
      mail: null,
      sisPersonId: 'S2',
      active: false,
      sections: [],
    },
  ])
  const [asked] = fake.hits('/roster')
  expect(asked?.headers.accept).toBe('application/vnd.ims.lti-nrps.v2.membershipcontainer+json')
  expect(asked?.headers.authorization).toMatch(/^Bearer /)
  expect(new URLSearchParams(fake.hits('/token')[0]?.body).get('scope')).toBe(
    'https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly',
  )
})

test("Moodle's names are HTML in the roster, and short roles", async () => {
  const name = 'Zo&euml; O&#039;Hara &amp; &lt;b&gt;'
  fake.json('/roster', {
    members: [{ user_id: 5, roles: ['Learner'], name, lis_person_sourcedid: '' }],
  })
  expect((await members('moodle'))[0]).toMatchObject({
    subject: '5',
    role: 'student',
    name: "Zo&euml; O'Hara & <b>",
    sisPersonId: null,
  })
  expect((await members('canvas'))[0]?.name).toBe(name)
})

describe('pages', () => {
  test('all are read, also by relative links', async () => {
    fake.json('/roster', { members: [person('a')] }, 200, linkTo('/roster/2?page=x'))
    fake.json('/roster/2', { members: [person('b')] }, 200, linkTo(`${fake.origin}/roster/3`))
    fake.json('/roster/3', { members: [person('c')] }, 200, { Link: '</roster>; rel="first"' })
    expect((await members()).map(({ subject }) => subject)).toEqual(['a', 'b', 'c'])
    expect(fake.hits('/roster/2')[0]?.url).toBe('/roster/2?page=x')
  })

  test('somebody on two pages is there once', async () => {
    fake.json('/roster', { members: [person('a')] }, 200, linkTo('/roster/2'))
    fake.json('/roster/2', { members: [person('a')] })
    expect(await members()).toHaveLength(1)
  })

  test('a link to another origin is not followed, so the token stays with its LMS', async () => {
    const thief = await FakePlatform.start()
    fake.json('/roster', { members: [person('a')] }, 200, linkTo(`${thief.origin}/roster`))
    await expect(members()).rejects.toMatchObject({ key: 'lms.badAnswer', retry: false })
    expect(thief.seen).toHaveLength(0)
    await thief.stop()
  })

  test.each(['https://evil.example/', '//evil.example/x', 'javascript:alert(1)', 'http://['])(
    'nor is %s',
    async (target) => {
      fake.json('/roster', { members: [] }, 200, { Link: `<${target}>; rel="next"` })
      await expect(members()).rejects.toMatchObject({ key: 'lms.badAnswer' })
    },
  )

  test('a loop ends', async () => {
    fake.json('/roster', { members: [] }, 200, linkTo('/roster/2'))
    fake.json('/roster/2', { members: [] }, 200, linkTo('/roster'))
    await expect(members()).rejects.toMatchObject({ key: 'lms.badAnswer', retry: false })
    expect(fake.hits('/roster')).toHaveLength(1)
  })

  test('pages without end stop somewhere', async () => {
    let page = 0
    fake.on('/roster', (_seen, response) => {
      page += 1
      response.writeHead(200, { Link: `</roster?page=${page}>; rel="next"` })
      response.end('{"members":[]}')
    })
    await expect(members()).rejects.toMatchObject({ key: 'lms.badAnswer' })
    expect(page).toBe(400)
  })

  test('more people than any course has are too many', async () => {
    const crowd = Array.from({ length: 20_001 }, (_, at) => ({ user_id: `p${at}` }))
    fake.json('/roster', { members: crowd })
    await expect(members()).rejects.toMatchObject({ key: 'lms.badAnswer' })
  })
})

describe('an LMS that is busy', () => {
  async function pausesFor(answers: [number, string?][], kind: PlatformKind = 'canvas') {
    const pauses: number[] = []
    const { lti, platform, rosterUrl } = await atWork(fake, { kind }, async (ms) => {
      pauses.push(ms)
    })
    fake.on('/roster', (_seen, response) => {
      const [status, after] =
        answers.length > 1 ? (answers.shift() ?? [200]) : (answers[0] ?? [200])
      if (after) response.setHeader('Retry-After', after)
      response.writeHead(status).end(JSON.stringify({ members: [person('1')] }))
    })
    const got = await lti.lms.members(platform, rosterUrl).catch((error: unknown) => error)
    return { pauses, got, asked: fake.hits('/roster').length }
  }

  test('is asked again after a while, twice as long each time', async () => {
    const { pauses, got } = await pausesFor([[429], [429], [200]])
    expect(got).toHaveLength(1)
    const [first = 0, second = 0] = pauses
    expect(pauses).toHaveLength(2)
    expect([first >= 500 && first <= 1000, second >= 1000 && second <= 2000]).toEqual([true, true])
  })

  test('is given the time it asks for', async () => {
    expect((await pausesFor([[429, '7'], [200]])).pauses).toEqual([7000])
  })

  test('is left alone when it wants minutes, and after five questions', async () => {
    const minutes = await pausesFor([[429, '300']])
    expect(minutes).toMatchObject({ pauses: [], asked: 1, got: { key: 'lms.busy' } })
    fake.seen.length = 0
    const always = await pausesFor([[429]])
    expect(always).toMatchObject({ asked: 5, got: { key: 'lms.busy' } })
  })
})

describe('difficult answers', () => {
  test.each([
    ['no JSON', 'x', 200],
    ['no members', {}, 200],
    ['members without id', { members: [{ roles: [] }] }, 200],
    ['too much of it', `"${'x'.repeat(8_100_000)}"`, 200],
  ])('%s', async (_name, body, status) => {
    fake.json('/roster', body, status)
    await expect(members()).rejects.toMatchObject({ status: 502, key: 'lms.badAnswer' })
  })

  test.each([
    [401, 'roster.notAllowed'],
    [403, 'roster.notAllowed'],
    [404, 'roster.refused'],
    [400, 'roster.refused'],
  ])('a no by status %s speaks of the roster, not of scores', async (status, key) => {
    fake.json('/roster', 'no', status)
    await expect(members()).rejects.toMatchObject({ status: 502, key })
  })

  test('a member without roles has none', async () => {
    fake.json('/roster', { members: [{ user_id: 'a', roles: null }] })
    expect((await members())[0]?.role).toBe('none')
  })
})

describe("with a link's id", () => {
  const withSections = (sections: string) => ({
    members: [
      {
        ...person('a'),
        message: [
          { 'https://purl.imsglobal.org/spec/lti/claim/custom': { section_sis_ids: sections } },
        ],
      },
    ],
  })
  const read = async () => {
    const { lti, platform, rosterUrl } = await atWork(fake)
    return lti.lms.members(platform, `${rosterUrl}?x=1`, 'context-1')
  }

  test('sections are told, once each and without variables that came back', async () => {
    fake.json('/roster', withSections('S-1, S-2,S-1'))
    expect((await read())[0]?.sections).toEqual(['S-1', 'S-2'])
    expect(fake.hits('/roster')[0]?.url).toBe('/roster?x=1&rlid=context-1')
    fake.json('/roster', withSections('$Canvas.course.sectionSisSourceIds'))
    expect((await read())[0]?.sections).toEqual([])
  })

  test.each([400, 404])('an LMS that answers %s is asked for the whole course', async (status) => {
    fake.on('/roster', (seen, response) => {
      if (seen.url.includes('rlid')) response.writeHead(status).end('no such link')
      else response.writeHead(200).end(JSON.stringify({ members: [person('b')] }))
    })
    expect((await read()).map(({ subject }) => subject)).toEqual(['b'])
  })
})

describe('certification 38 to 42', () => {
  const NRPS = 'https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly'
  const asked = async () => {
    fake.json('/roster', { members: [person('a')] })
    await members()
    return fake.hits('/roster')[0]
  }

  test('certification 38: the roster is requested by GET at the address of the launch', async () => {
    expect(await asked()).toMatchObject({ method: 'GET', path: '/roster' })
  })

  test('certification 39: with exactly the media type of the service', async () => {
    expect((await asked())?.headers.accept).toBe(
      'application/vnd.ims.lti-nrps.v2.membershipcontainer+json',
    )
  })

  test('certification 40: with a bearer token that the platform gave', async () => {
    expect((await asked())?.headers.authorization).toMatch(/^Bearer token-\d+$/)
  })

  test('certification 41: for the roster scope and no other', async () => {
    await asked()
    const form = new URLSearchParams(fake.hits('/token').at(-1)?.body)
    expect(form.get('scope')).toBe(NRPS)
  })

  test('certification 42: by an assertion that names us', async () => {
    await asked()
    const form = new URLSearchParams(fake.hits('/token').at(-1)?.body)
    const [, claims = ''] = (form.get('client_assertion') ?? '').split('.')
    const said = JSON.parse(Buffer.from(claims, 'base64url').toString())
    expect(said).toMatchObject({ iss: '10000000000017', sub: '10000000000017' })
    expect(said.aud).toBe(`${fake.origin}/token`)
  })
})
