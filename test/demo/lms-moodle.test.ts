// The demo's Moodle, section by section of moodle.md 2 to 7: launches, tokens, columns, scores and rosters as they were measured.

import { decodeJwt } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Grade, Site } from '../../src/demo/lms/model.ts'
import { SCOPES, TYPES } from '../../src/demo/lms/names.ts'
import { newColumn } from '../../src/demo/lms/new-column.ts'
import { beginRegistration } from '../../src/demo/lms/registration.ts'
import { newVisitor } from '../../src/demo/visitor.ts'
import {
  askToken,
  authorize,
  beginLaunch,
  type FakeTool,
  formIn,
  openFakeTool,
} from '../support/fake-tool.ts'
import * as calls from './calls.ts'
import { addressOf, listOf, rosterOf } from './calls.ts'

const LTI = 'https://purl.imsglobal.org/spec/lti/claim'
const AGS = 'https://purl.imsglobal.org/spec/lti-ags/claim/endpoint'
const TOOL = 'https://purl.imsglobal.org/spec/lti-tool-configuration'

let world: FakeTool
let site: Site
let columns: Site['book']['columns']
const now = new Date('2026-11-20T12:00:00Z')
beforeAll(async () => {
  world = await openFakeTool({ now: () => now })
  site = world.lms.moodle
  columns = structuredClone(site.book.columns)
})
afterAll(() => world.stop())
beforeEach(() => {
  site.book.columns = structuredClone(columns)
  site.book.grades = []
  site.settings.shareNames = true
  site.settings.shareMail = true
})

const post = (changes: Record<string, unknown> = {}, as = 0) => calls.post(world, site, changes, as)
const read = (url: string, accept?: string) => calls.read(world, site, url, accept)
const grade = (): Grade | undefined => site.book.grades[0]

type Claims = Record<string, Record<string, unknown>>

async function claimsOf(as: string, changes: Record<string, string | undefined> = {}) {
  const { fields } = await beginLaunch(site, as)
  const { text } = await authorize(site, as, fields, changes)
  return decodeJwt<Claims>(formIn(text).fields.id_token ?? '')
}

describe('authorisation (2.3)', () => {
  test.each<[string, Record<string, string | undefined>]>([
    ['another scope', { scope: 'openid profile' }],
    ['another response type', { response_type: 'code' }],
    ['no nonce', { nonce: undefined }],
    ['a query in the redirect address', { redirect_uri: '?x=1' }],
    ['a changed hint', { lti_message_hint: '{"launchid":"other"}' }],
    ['a hint that is no JSON', { lti_message_hint: 'launch' }],
  ])('with %s ends on a page of its own', async (_what, changes) => {
    const { fields } = await beginLaunch(site, 'noor')
    const { redirect_uri: tail } = changes
    const whole = tail ? { redirect_uri: `${world.tool.launchUrl}${tail}` } : changes
    const answer = await authorize(site, 'noor', fields, whole)
    expect(answer.text).toContain('Invalid request')
    expect(answer.text).not.toContain('<form')
  })

  test('with a prompt of another kind is an error for the tool', async () => {
    const { fields } = await beginLaunch(site, 'noor')
    const answer = formIn((await authorize(site, 'noor', fields, { prompt: 'login' })).text)
    expect(answer.fields).toMatchObject({ error: 'invalid_request' })
  })

  test('takes tags out of what it gives back', async () => {
    const { fields } = await beginLaunch(site, 'noor')
    const changes = { state: 'a<b>c', nonce: '<i>n</i>-1' }
    const answer = formIn((await authorize(site, 'noor', fields, changes)).text)
    expect(answer.fields.state).toBe('ac')
    expect(decodeJwt(answer.fields.id_token ?? '').nonce).toBe('n-1')
  })

  test('without a state answers with an empty one', async () => {
    const { fields } = await beginLaunch(site, 'noor')
    const answer = formIn((await authorize(site, 'noor', fields, { state: undefined })).text)
    expect(answer.fields).toMatchObject({ state: '', id_token: expect.any(String) })
  })
})

describe('somebody who is not there (2.2, 2.4)', () => {
  test('because the session has ended: the tool is told nobody, and Moodle stops it then', async () => {
    const { fields } = await beginLaunch(site, 'nobody')
    expect(fields.login_hint).toBe('0')
    expect((await authorize(site, 'nobody', fields)).text).toContain('Invalid request')
    const page = await newVisitor().open(`${site.base}/assignments/1?as=nobody`)
    expect(page.text).toContain('Log in to Moodle')
    expect(page.$('iframe')).toHaveLength(0)
  })

  test('because they are not enrolled: an enrolment page comes first, and then the launch', async () => {
    const { people } = site.course
    const browser = newVisitor()
    const page = await browser.open(`${site.base}/assignments/1?as=ida`)
    expect(page.$('iframe')).toHaveLength(0)
    expect((await browser.open(`${site.base}/open?column=1`)).text).toContain('not enrolled')
    const enrolled = await browser.submit(page, { back: '/moodle/assignments/1' })
    expect(enrolled.$('iframe')).toHaveLength(1)
    expect(await claimsOf('ida')).toMatchObject({ sub: '61', name: 'Ida Kern' })
    site.course.people = people
  })
})

describe('a token of a launch (2.4, 2.5)', () => {
  test('has neither picture nor locale, and texts as Moodle has them', async () => {
    const claims = await claimsOf('noor')
    expect(claims).not.toHaveProperty('picture')
    expect(claims).not.toHaveProperty('locale')
    expect(claims[`${LTI}/resource_link`]?.description).toMatch(/\r\n$/)
    expect(claims[`${LTI}/ext`]).toEqual({ lms: 'moodle-2', user_username: 'noor' })
    expect(claims[`${LTI}/launch_presentation`]?.return_url).toContain('sesskey=')
  })

  test.each([
    ['names', { shareNames: false }, 'name', 'email'],
    ['mail', { shareMail: false }, 'email', 'name'],
  ])('leaves out %s by itself', async (_what, settings, gone, stays) => {
    Object.assign(site.settings, settings)
    const claims = await claimsOf('noor')
    expect(claims).not.toHaveProperty(gone)
    expect(claims).toHaveProperty(stays)
  })

  test('carries the old outcome service while grades are accepted', async () => {
    const outcome = 'https://purl.imsglobal.org/spec/lti-bo/claim/basicoutcome'
    expect(await claimsOf('samuel')).toHaveProperty([outcome])
    for (const column of site.book.columns) column.graded = false
    expect(await claimsOf('samuel')).not.toHaveProperty([outcome])
  })

  test('gives odd keys twice, the tool’s values before the link’s, and what it does not know as its own text', async () => {
    const { settings } = site
    const before = settings.custom
    settings.custom = { 'Course-Id': '$Context.id', mine: 'tool', odd: '$Canvas.course.id' }
    Object.assign(settings.custom, { scores: '$Scores.url', roster: '$LtiLink.memberships.url' })
    for (const column of site.book.columns) column.custom = { mine: 'link', own: '$User.username' }
    const custom = (await claimsOf('noor'))[`${LTI}/custom`]
    settings.custom = before
    expect(custom).toMatchObject({
      ...{ 'Course-Id': '150', course_id: '150', mine: 'tool', odd: '$Canvas.course.id' },
      ...{ own: 'noor', scores: '', roster: expect.stringContaining('{link_id}') },
    })
  })
})

describe('the column that a launch names (5.1)', () => {
  const lineitem = async () => (await claimsOf('noor'))[AGS]?.lineitem
  const made = () => {
    const linkId = site.book.columns[0]?.linkId ?? ''
    site.book.columns.push(newColumn(site, { launches: false, madeBy: 'tool', linkId }))
  }
  const ungraded = () => {
    for (const column of site.book.columns) column.graded = false
  }

  test.each<[string, (() => void)[], unknown]>([
    ['is its own', [], expect.stringContaining('/lineitems/1/lineitem?type_id=2')],
    ['is none without a grade', [ungraded], undefined],
    ['is none when two belong to the link', [made], undefined],
    ['is an empty text for a column that a tool made for an ungraded one', [ungraded, made], ''],
  ])('%s', async (_what, changes, expected) => {
    for (const change of changes) change()
    expect(await lineitem()).toEqual(expected)
  })
})

describe('a submission review (2.6)', () => {
  test('is opened from the gradebook, and says whose work is meant', async () => {
    const headers = { Cookie: 'lms_moodle=samuel' }
    const page = await fetch(`${site.base}/open?column=1&student=noor`, { headers })
    const { fields } = formIn(await page.text())
    const answer = formIn((await authorize(site, 'samuel', fields)).text)
    expect(decodeJwt(answer.fields.id_token ?? '')).toMatchObject({
      [`${LTI}/message_type`]: 'LtiSubmissionReviewRequest',
      [`${LTI}/for_user`]: { user_id: site.course.people[0]?.sub },
    })
  })
})

describe('an access token (4)', () => {
  const tokenUrl = () => `${site.base}/mod/lti/token.php`

  test.each<[string, Record<string, unknown>, number]>([
    ['for anybody', { aud: 'https://elsewhere.example' }, 200],
    ['without an id', { jti: undefined }, 200],
    ['without an end', { exp: undefined }, 200],
    ['of any issuer', { iss: 'somebody' }, 200],
    ['that is over', { exp: Date.parse('2026-11-20T11:59:59Z') / 1000 }, 400],
    ['from the next second', { iat: Date.parse('2026-11-20T12:00:01Z') / 1000 }, 400],
  ])('by an assertion %s', async (_what, claims, status) => {
    const answer = await askToken(site, await world.assertion(site, claims), SCOPES.score)
    expect(answer.status).toBe(status)
  })

  test('needs a form, and a key id that it knows', async () => {
    const json = await fetch(tokenUrl(), {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: '{"grant_type":"client_credentials"}',
    })
    expect(json.status).toBe(400)
    const nameless = await askToken(site, await world.assertion(site, {}, ''), SCOPES.score)
    expect(nameless.status).toBe(400)
    const other = await world.assertion(site, {}, 'other')
    const { status, text } = await askToken(site, other, SCOPES.score)
    expect(status).toBe(400)
    expect(() => JSON.parse(text)).toThrow()
  })

  test('is a page when our key set cannot be read', async () => {
    const { tool } = site
    site.tool = { ...tool, jwksUrl: 'http://127.0.0.1:1/jwks.json' }
    const answer = await askToken(site, await world.assertion(site), SCOPES.score)
    site.tool = tool
    expect(answer).toMatchObject({ status: 404, text: expect.stringContaining('<!DOCTYPE') })
  })

  test('names what was asked for and is allowed, in that order', async () => {
    const asked = `${SCOPES.roster} unknown ${SCOPES.score}`
    const { text } = await askToken(site, await world.assertion(site), asked)
    expect(JSON.parse(text).scope).toBe(`${SCOPES.roster} ${SCOPES.score}`)
  })
})

describe('media types (5.2)', () => {
  const list = () => listOf(site)
  const one = () => addressOf(site, '')
  const results = () => addressOf(site, 'results')
  test.each<[string, () => string, Record<string, number>]>([
    ['all columns', list, { [TYPES.lineItems]: 200, '*/*': 400, 'application/json': 400 }],
    ['all columns, by a list', list, { [`${TYPES.lineItems}, */*;q=0.1`]: 400 }],
    ['one column', one, { [TYPES.lineItem]: 200, '*/*': 200, 'application/json': 400 }],
    ['results', results, { [TYPES.results]: 200, '*/*': 200, 'application/json': 400 }],
    [
      'the roster',
      () => rosterOf(site),
      { [TYPES.members]: 200, '*/*': 200, 'application/json': 400 },
    ],
  ])('of %s', async (_what, url, wanted) => {
    for (const [accept, status] of Object.entries(wanted)) {
      expect([accept, (await read(url(), accept)).status]).toEqual([accept, status])
    }
  })

  test.each<[string, number]>([
    [TYPES.score, 200],
    [`${TYPES.score}; charset=utf-8`, 200],
    ['application/json', 400],
    ['application/vnd.ims.lis.v1.scorecontainer+json', 400],
  ])('of a score: %s', async (type, status) => {
    const answer = await fetch(addressOf(site, 'scores'), {
      method: 'POST',
      headers: { Authorization: await calls.bearer(world, site), 'Content-Type': type },
      body: JSON.stringify({
        ...{ userId: '31', scoreGiven: 1, scoreMaximum: 2, timestamp: '2026-11-20T10:00:00Z' },
        ...{ activityProgress: 'Completed', gradingProgress: 'FullyGraded' },
      }),
    })
    expect(answer.status).toBe(status)
  })
})

describe('a score (5.3 to 5.6)', () => {
  test.each<[string, Record<string, unknown>, number | undefined]>([
    ['without a time', { timestamp: undefined }, undefined],
    ['without progress', { activityProgress: undefined }, undefined],
    ['without a maximum', { scoreMaximum: undefined }, undefined],
    ['with a decimal comma', { scoreGiven: '7,5' }, undefined],
    ['for a teacher', { userId: '33' }, undefined],
    ['for nobody', { userId: '999' }, undefined],
    ['with a time in seconds', { timestamp: 1_760_000_000 }, undefined],
    ['with a time in seconds as text', { timestamp: '1760000000' }, undefined],
    ['with numbers as text', { scoreGiven: '8', scoreMaximum: '10' }, 80],
    ['with fields and words it does not know', { activityProgress: 'Dancing', x: 1 }, 80],
    ['of a third', { scoreGiven: 1, scoreMaximum: 3 }, 33.33333],
    ['above the maximum', { scoreGiven: 12 }, 100],
    ['below zero', { scoreGiven: -3 }, 0],
    ['of a maximum of zero', { scoreGiven: 7, scoreMaximum: 0 }, 7],
    ['with an offset', { timestamp: '2026-11-20T10:00:00+00:00' }, 80],
    ['with a short offset', { timestamp: '2026-11-20T12:00:00+0200' }, 80],
    ['with a blank for the T', { timestamp: '2026-11-20 10:00:00Z' }, 80],
    ['with a day only', { timestamp: '2026-11-20' }, 80],
    ['with many fractions', { timestamp: '2026-11-20T10:00:00.123456Z' }, 80],
  ])('%s', async (_what, changes, shown) => {
    const { status, text } = await post(changes)
    expect([status, text]).toEqual(shown === undefined ? [400, '[]'] : [200, ''])
    expect(grade()?.shown).toBe(shown)
  })

  test('for somebody who is no number breaks the answer itself', async () => {
    await expect(post({ userId: 'abc' })).rejects.toThrow()
  })

  test.each([
    { gradingProgress: 'PendingManual' },
    { gradingProgress: 'Pending' },
    { gradingProgress: 'Whatever' },
    { scoreGiven: undefined },
  ])('with %j erases grade and comment, and an older one is taken afterwards', async (changes) => {
    await post({ comment: 'Well done.' })
    expect((await post({ ...changes, timestamp: '2026-11-20T11:00:00Z' })).status).toBe(200)
    expect(grade()).toMatchObject({ shown: null, comments: [] })
    expect((await post({ timestamp: '2026-11-20T09:00:00Z' })).status).toBe(200)
  })

  test('keeps the markup of a comment as the text that it is', async () => {
    await post({ comment: '<b>Well</b> done.' })
    expect(grade()?.comments).toEqual(['<b>Well</b> done.'])
    const page = await newVisitor().open(`${site.base}/grades?as=samuel`)
    expect(
      page
        .$('td b')
        .toArray()
        .map((one) => page.$(one).text()),
    ).not.toContain('Well')
  })

  test('without a comment erases the one before', async () => {
    await post({ comment: 'Well done.' })
    await post({ timestamp: '2026-11-20T10:00:01Z' })
    expect(grade()?.comments).toEqual([])
  })

  test('from the future locks later ones out', async () => {
    await post({ timestamp: '2099-01-01T00:00:00Z' })
    expect((await post({ timestamp: '2026-11-20T11:00:00Z' })).status).toBe(409)
  })

  test('on a locked column is a 500', async () => {
    const headers = { Cookie: 'lms_moodle=samuel' }
    const body = new URLSearchParams({ lock: 'yes' })
    await fetch(`${site.base}/assignments/1/edit`, { method: 'POST', headers, body })
    expect(await post()).toEqual({ status: 500, text: '[]' })
  })

  test('on a student’s locked grade is a 500, and on nobody else’s', async () => {
    const browser = newVisitor()
    const page = await browser.open(`${site.base}/grades?as=samuel`)
    const noor = site.course.people[0]?.sub ?? ''
    await browser.submit(page, { column: '1', sub: noor, points: '7', lock: 'yes' })
    const later = { timestamp: '2026-11-20T12:30:00Z' }
    expect(await post(later)).toEqual({ status: 500, text: '[]' })
    expect((await post(later, 1)).status).toBe(200)
  })

  test('for whose enrolment is suspended is stored all the same', async () => {
    const [noor] = site.course.people
    if (noor) noor.suspended = true
    expect((await post()).status).toBe(200)
    if (noor) noor.suspended = false
  })

  test('repeats the whole request in the reason of its refusal', async () => {
    const answer = await fetch(addressOf(site, 'scores'), {
      method: 'POST',
      headers: { Authorization: await calls.bearer(world, site), 'Content-Type': TYPES.score },
      body: '{"userId":"31","comment":"private"}',
    })
    expect(answer.statusText).toContain('private')
  })
})

describe('columns (5.1, 5.8, 5.9)', () => {
  test.each<[string, (url: string) => string, number]>([
    ['without its type', (url) => url.replace('?type_id=2', ''), 200],
    ['under a wrong type', (url) => url.replace('type_id=2', 'type_id=9'), 401],
    ['of no course', (url) => url.replace('/150/', '/999/'), 404],
  ])('are read %s', async (_what, change, status) => {
    expect((await read(change(listOf(site)), TYPES.lineItems)).status).toBe(status)
  })

  test('of another tool are not shown and not listed', async () => {
    const theirs = newColumn(site, { label: 'Theirs', tool: 'another' })
    site.book.columns.push(theirs)
    expect((await read(addressOf(site, '', theirs.number))).status).toBe(403)
    const { json } = await read(listOf(site), TYPES.lineItems)
    expect(json).toHaveLength(columns.length)
  })

  test('come all at once, or by a limit with a next page that no parser finds', async () => {
    for (let i = 0; i < 15; i += 1) site.book.columns.push(newColumn(site, { label: `c${i}` }))
    const all = await read(listOf(site), TYPES.lineItems)
    expect(all.json).toHaveLength(16)
    const some = await read(`${listOf(site)}&limit=5`, TYPES.lineItems)
    expect(some.json).toHaveLength(5)
    expect(some.headers.get('link')).not.toMatch(/rel="?next/)
  })

  test('say empty texts for what they lack, and the link twice', async () => {
    const { json } = await read(addressOf(site, ''))
    const { linkId } = site.book.columns[0] ?? {}
    expect(json).toMatchObject({
      resourceId: '',
      tag: '',
      resourceLinkId: linkId,
      ltiLinkId: linkId,
    })
  })

  test('say again what was sent when they are made, kept or not', async () => {
    const Authorization = await calls.bearer(world, site, SCOPES.lineItem)
    const answer = await fetch(listOf(site), {
      method: 'POST',
      headers: { Authorization, 'Content-Type': TYPES.lineItem },
      body: JSON.stringify({ label: 'x', scoreMaximum: 5, endDateTime: '2026-12-01T00:00:00Z' }),
    })
    expect(await answer.json()).toMatchObject({ endDateTime: '2026-12-01T00:00:00Z' })
  })

  test('name no type in results when they were asked for without', async () => {
    await post()
    const bare = addressOf(site, 'results').replace('?type_id=2', '')
    const [row] = (await read(bare)).json
    expect([row.id, row.scoreOf]).toEqual([
      expect.stringMatching(/\/lineitem\/results\/31$/),
      expect.stringMatching(/\/lineitem$/),
    ])
  })

  const byHand = (fields: Record<string, string>) =>
    fetch(`${site.base}/assignments/1/edit`, {
      method: 'POST',
      headers: { Cookie: 'lms_moodle=samuel' },
      body: new URLSearchParams(fields),
    })

  test.each<[string, Record<string, string>, number]>([
    ['rescaled', { rescale: 'yes' }, 40],
    ['left as they are', {}, 80],
  ])('worth less since: grades are %s, and results speak of what it was worth', async (...row) => {
    const [, how, shown] = row
    await post()
    await byHand({ label: 'Micro-internship', points: '50', ...how })
    const [result] = (await read(addressOf(site, 'results'))).json
    expect(result).toMatchObject({ resultScore: shown, resultMaximum: 100 })
    expect((await read(addressOf(site, ''))).json.scoreMaximum).toBe(50)
  })

  test('of an activity spring back when it is saved: grades are not scaled by that', async () => {
    await post()
    const { label } = site.book.columns[0] ?? {}
    const Authorization = await calls.bearer(world, site, SCOPES.lineItem)
    await fetch(addressOf(site, ''), {
      method: 'PUT',
      headers: { Authorization, 'Content-Type': TYPES.lineItem },
      body: JSON.stringify({ label: 'Renamed', scoreMaximum: 200 }),
    })
    expect(site.book.columns[0]).toMatchObject({ label: 'Renamed', points: 200 })
    expect((await claimsOf('noor'))[`${LTI}/resource_link`]?.title).toBe(label)
    await byHand({ save: 'activity' })
    expect(site.book.columns[0]).toMatchObject({ label, points: 100 })
    expect(grade()?.shown).toBe(160)
  })

  test('have results without pages, and a crash where pages are asked for', async () => {
    await post()
    const [row] = (await read(addressOf(site, 'results'))).json
    expect(row).toMatchObject({ resultScore: 80, resultMaximum: 100, comment: '' })
    expect(row.timestamp).toBe('2026-11-20T10:00:00.000Z')
    const paged = await read(`${addressOf(site, 'results')}&limit=1`)
    expect(paged).toMatchObject({ status: 404, text: expect.stringContaining('<!DOCTYPE') })
  })
})

describe('the roster (6)', () => {
  const members = async (query = '') => (await read(`${rosterOf(site)}${query}`)).json.members
  test.each<[string, number]>([
    ['', 6],
    ['?role=Instructor', 1],
    ['?role=http%3A%2F%2Fpurl.imsglobal.org%2Fvocab%2Flis%2Fv2%2Fmembership%23Learner', 5],
    ['?role=Unknown', 6],
    ['?limit=4', 4],
    ['?limit=4&from=4', 2],
    ['?from=4', 6],
  ])('with “%s” has %i', async (query, count) => {
    expect(await members(query)).toHaveLength(count)
  })

  test('drops the role from the address of the next page', async () => {
    const { headers } = await read(`${rosterOf(site)}?role=Learner&limit=2`)
    const next = /<([^>]+)>; rel="next"/.exec(headers.get('link') ?? '')?.[1] ?? ''
    expect(next).toContain('from=2')
    expect(next).not.toContain('role=')
  })

  test('leaves out whose enrolment is suspended, and says nothing of them', async () => {
    const body = new URLSearchParams({ person: 'noor', role: 'student', suspend: 'yes' })
    const headers = { Cookie: 'lms_moodle=samuel' }
    const toggle = () => fetch(`${site.base}/people`, { method: 'POST', headers, body })
    await toggle()
    expect(await members()).toHaveLength(5)
    await toggle()
    expect(await members()).toHaveLength(6)
  })

  test('adds a message for a link it knows, and breaks on what is no number', async () => {
    const { linkId } = site.book.columns[0] ?? {}
    expect((await members(`?rlid=${linkId}`))[0].message).toHaveLength(1)
    expect((await read(`${rosterOf(site)}?rlid=9999`)).status).toBe(404)
    await expect(read(`${rosterOf(site)}?rlid=abc`)).rejects.toThrow()
  })
})

describe('a registration (7)', () => {
  const body = (more: object = {}) => ({
    response_types: ['id_token'],
    token_endpoint_auth_method: 'private_key_jwt',
    client_name: 'Another tool',
    initiate_login_uri: world.tool.loginUrl,
    redirect_uris: [world.tool.launchUrl],
    jwks_uri: world.tool.jwksUrl,
    scope: SCOPES.score,
    [TOOL]: {
      domain: new URL(world.tool.launchUrl).host,
      target_link_uri: world.tool.launchUrl,
      claims: ['iss', 'sub'],
    },
    ...more,
  })
  async function register(address: string, sent: object) {
    const token = new URL(address).searchParams.get('registration_token')
    const answer = await fetch(`${site.base}/mod/lti/openid-registration.php`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${token}` },
      body: JSON.stringify(sent),
    })
    return answer.json()
  }
  const added = (clientId: string) => site.book.tools?.find((one) => one.clientId === clientId)

  test('gives a pending tool tokens, and shares no name that it did not ask for', async () => {
    const { client_id: id } = await register(beginRegistration(site, world.tool.loginUrl), body())
    const claims = { iss: id, sub: id }
    const { status } = await askToken(site, await world.assertion(site, claims), SCOPES.score)
    expect(status).toBe(200)
    const tool = added(id)
    if (tool) tool.state = 'active'
    const headers = { Cookie: 'lms_moodle=noor' }
    const page = await fetch(`${site.base}/open?column=1&tool=${id}`, { headers })
    const { fields } = formIn(await page.text())
    const answer = formIn((await authorize(site, 'noor', fields)).text)
    const said = decodeJwt(answer.fields.id_token ?? '')
    expect(said.aud).toBe(id)
    expect(said).not.toHaveProperty('name')
    expect(said).not.toHaveProperty('email')
  })

  test('once more by the same tool keeps its client id and its deployment', async () => {
    const first = await register(beginRegistration(site, world.tool.loginUrl), body())
    const tool = added(first.client_id)
    const again = beginRegistration(site, world.tool.loginUrl, tool)
    const more = { scope: `${SCOPES.score} ${SCOPES.roster}` }
    const second = await register(again, body(more))
    expect(second.client_id).toBe(first.client_id)
    expect(second[TOOL].deployment_id).toBe(first[TOOL].deployment_id)
    expect(added(first.client_id)?.scopes).toEqual([SCOPES.score, SCOPES.roster])
  })
})
