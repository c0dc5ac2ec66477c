// The demo's Canvas, item by item of canvas.md 12: what it refuses, what it makes of a score, how it counts calls.

import { decodeJwt } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { withinLimits } from '../../src/demo/lms/canvas-bucket.ts'
import { registrationOf } from '../../src/demo/lms/installed.ts'
import type { Answer, Grade, Person, Site } from '../../src/demo/lms/model.ts'
import { SCOPES, SUBMISSION_TYPE, TYPES } from '../../src/demo/lms/names.ts'
import { newColumn } from '../../src/demo/lms/new-column.ts'
import { throttled } from '../../src/demo/lms/trouble.ts'
import {
  askToken,
  authorize,
  beginLaunch,
  type FakeTool,
  formIn,
  openFakeTool,
} from '../support/fake-tool.ts'
import * as calls from './calls.ts'
import { addressOf, extended, listOf, rosterOf } from './calls.ts'

const LTI = 'https://purl.imsglobal.org/spec/lti/claim'
const AGS = 'https://purl.imsglobal.org/spec/lti-ags/claim/endpoint'
const NRPS = 'https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice'
const UNKNOWN = '9a000000-0000-4000-a000-000000000009'

let world: FakeTool
let site: Site
let columns: Site['book']['columns']
let now = new Date('2026-11-20T12:00:00Z')
beforeAll(async () => {
  world = await openFakeTool({ now: () => now })
  site = world.lms.canvas
  columns = structuredClone(site.book.columns)
})
afterAll(() => world.stop())
beforeEach(() => {
  site.book.columns = structuredClone(columns)
  site.book.grades = []
  site.trouble = {}
  Object.assign(site.settings, {
    ...{ shareNames: true, shareMail: true, visitors: false, hosted: false },
    ...{ concluded: false, stillActive: [], closedPeriod: false, throttles: false },
  })
})

const post = (changes: Record<string, unknown> = {}, as = 0) => calls.post(world, site, changes, as)
const read = (url: string, accept?: string) => calls.read(world, site, url, accept)
const grade = (): Grade | undefined => site.book.grades[0]
const messageOf = (text: string): string => JSON.parse(text).errors.message

async function claimsOf(as: string) {
  const { fields } = await beginLaunch(site, as)
  return decodeJwt(formIn((await authorize(site, as, fields)).text).fields.id_token ?? '')
}

describe('a launch', () => {
  const LIS = `${LTI}/lis`
  test.each([
    ['public', true, true, ['name', 'given_name', 'email', 'picture', LIS]],
    ['name_only', true, false, ['name', 'given_name', LIS]],
    ['email_only', false, true, ['email']],
    ['anonymous', false, false, []],
  ])('at the privacy level %s tells what it tells', async (_level, names, mail, told) => {
    Object.assign(site.settings, { shareNames: names, shareMail: mail })
    const claims = await claimsOf('ada')
    const may = ['name', 'given_name', 'email', 'picture', LIS]
    expect(may.filter((name) => name in claims)).toEqual(told)
  })

  test('of a visitor names nobody', async () => {
    site.settings.visitors = true
    expect(await claimsOf('ada')).not.toHaveProperty('sub')
  })

  test('lives for an hour, from the time of the click', async () => {
    const { iat = 0, exp = 0 } = await claimsOf('ada')
    expect(exp - iat).toBe(3600)
  })

  test('says numbers as text, keeps booleans, and gives what it does not know as its own name', async () => {
    expect((await claimsOf('ada'))[`${LTI}/custom`]).toMatchObject({
      canvas_course_id: '210',
      student_view: false,
      link_history: '$ResourceLink.id.history',
      term_starts: '2026-08-24 00:00:00 -0600',
    })
  })

  test.each<[string, string[], string[]]>([
    ['scores only', [SCOPES.score], [AGS]],
    ['the roster only', [SCOPES.roster], [NRPS]],
    ['nothing', [], []],
  ])('names the services for which the key has scopes: %s', async (_what, scopes, named) => {
    const { scopes: before } = site.settings
    site.settings.scopes = scopes
    const claims = await claimsOf('ada')
    site.settings.scopes = before
    expect([AGS, NRPS].filter((name) => name in claims)).toEqual(named)
  })

  test('has sign-on and keys on another host than the services where it is hosted', async () => {
    site.settings.hosted = true
    const { loginUrl, jwksUrl, tokenUrl, issuer } = registrationOf(site)
    expect(issuer).toBe('https://canvas.instructure.com')
    expect(new URL(loginUrl).host).not.toBe(new URL(tokenUrl).host)
    expect(new URL(jwksUrl).host).toBe(new URL(loginUrl).host)
    const claims = await claimsOf('ada')
    expect(JSON.stringify(claims)).toContain(`${site.base}/api/lti/courses/210/line_items`)
  })

  test('needs its hint within five minutes', async () => {
    const { fields } = await beginLaunch(site, 'ada')
    const before = now
    now = new Date(now.getTime() + 299_000)
    const inTime = formIn((await authorize(site, 'ada', fields)).text)
    now = before
    expect(inTime.fields).toHaveProperty('id_token')
  })
})

describe('a score', () => {
  test.each<[string, number, string, Record<string, unknown>]>([
    ['without a person', 400, 'userId', { userId: undefined }],
    ['without progress', 400, 'activityProgress', { activityProgress: undefined }],
    ['of somebody unknown', 422, 'not a student', { userId: UNKNOWN }],
    ['with a time that is none', 400, 'timestamp', { timestamp: 'soon' }],
    ['without a maximum', 422, 'ScoreMaximum', { scoreMaximum: undefined }],
    ['with a maximum below zero', 422, 'ScoreMaximum', { scoreMaximum: -1 }],
    ['with a maximum of zero', 422, 'ScoreMaximum', { scoreMaximum: 0 }],
    ['below zero', 422, 'ScoreGiven', { scoreGiven: -1 }],
  ])('%s is refused', async (_what, status, words, changes) => {
    const answer = await post(changes)
    expect(answer.status).toBe(status)
    expect(messageOf(answer.text)).toContain(words)
    expect(grade()).toBeUndefined()
  })

  test.each<[string, number | null, Record<string, unknown>]>([
    ['above the maximum is kept as it is', 120, { scoreGiven: 12 }],
    ['that needs a look by hand counts', 80, { gradingProgress: 'PendingManual' }],
    ['that is pending clears', null, { gradingProgress: 'Pending' }],
    ['that is not ready clears', null, { gradingProgress: 'NotReady' }],
    ['that failed clears', null, { gradingProgress: 'Failed' }],
    ['without points clears', null, { scoreGiven: undefined }],
    ['that preserves leaves the grade alone', 30, extended({ preserve_score: true })],
    ['that yields to a grade leaves it alone', 30, extended({ prioritize_non_tool_grade: true })],
    ['for its own number of a person counts', 80, { userId: '4100' }],
  ])('%s', async (_what, shown, changes) => {
    await post({ scoreGiven: 3, timestamp: '2026-11-20T09:00:00Z' })
    expect((await post(changes)).status).toBe(200)
    expect(grade()?.shown).toBe(shown)
    expect(site.book.grades).toHaveLength(1)
  })

  test('from the future is taken, and blocks every one until then', async () => {
    expect((await post({ timestamp: '2099-01-01T00:00:00Z' })).status).toBe(200)
    const next = await post({ timestamp: '2026-11-21T00:00:00Z' })
    expect(next.status).toBe(400)
    expect(messageOf(next.text)).toContain('2099-01-01T00:00:00.000Z')
  })

  test('that is sent again doubles its comment', async () => {
    await post({ comment: 'Well done.' })
    await post({ comment: 'Well done.' })
    expect(grade()?.comments).toEqual(['Well done.', 'Well done.'])
  })

  test.each<[string, Record<string, unknown>]>([
    ['by word', extended({ new_submission: false })],
    ['by type', extended({ submission_type: 'none' })],
    ['by progress', { activityProgress: 'InProgress' }],
  ])('that hands nothing in (%s) uses no attempt up', async (_how, changes) => {
    await post(changes)
    expect(grade()?.attempts).toBe(0)
  })

  test('is refused when all attempts are used up, except for what was handed in before', async () => {
    for (const column of site.book.columns) column.allowedAttempts = 1
    const submission = { submittedAt: '2026-11-20T08:00:00Z' }
    await post({ submission })
    expect((await post({ submission })).status).toBe(200)
    const second = await post()
    expect(second.status).toBe(422)
    expect(messageOf(second.text)).toContain('maximum number of allowed attempts')
  })

  test('in a closed grading period is refused', async () => {
    site.settings.closedPeriod = true
    const { status, text } = await post()
    expect([status, messageOf(text)]).toEqual([422, 'Cannot grade in a closed grading period'])
  })

  test('ends an excuse', async () => {
    await post()
    const known = grade()
    if (known) known.excused = true
    await post({ timestamp: '2026-11-20T10:01:00Z' })
    expect(grade()?.excused).toBe(false)
  })

  test('names the submission that the grader opens', async () => {
    const url = `${world.tool.launchUrl}?claim=c-1`
    await post(extended({ submission_type: 'basic_lti_launch', submission_data: url }))
    expect(grade()?.submission).toBe(url)
  })
})

test('a score that is stored can be answered with a fault all the same', async () => {
  site.settings.losesAnswers = true
  const { status } = await post()
  site.settings.losesAnswers = false
  expect([status, grade()?.shown]).toEqual([502, 80])
})

describe('a course that has concluded', () => {
  beforeEach(() => {
    site.settings.concluded = true
  })

  test('answers nothing any more, reads included, but its roster', async () => {
    for (const url of [listOf(site), addressOf(site, ''), addressOf(site, 'results')]) {
      const { status, text } = await read(url)
      expect([status, messageOf(text)]).toEqual([422, 'This course has concluded'])
    }
    expect((await read(rosterOf(site))).status).toBe(200)
  })

  test('takes the score of whose own enrolment goes on, and of nobody else', async () => {
    const refused = await post()
    expect([refused.status, messageOf(refused.text)]).toEqual([
      422,
      'This course has concluded for this student',
    ])
    site.settings.stillActive = [site.course.people[0]?.sub ?? '']
    expect((await post()).status).toBe(200)
  })
})

describe('a line item', () => {
  async function send(method: 'POST' | 'PUT' | 'DELETE', url: string, body: object) {
    const Authorization = await calls.bearer(world, site, SCOPES.lineItem)
    const headers = { Authorization, 'Content-Type': TYPES.lineItem }
    const answer = await fetch(url, { method, headers, body: JSON.stringify(body) })
    const text = await answer.text()
    return { status: answer.status, text }
  }
  const foreign = () => {
    const column = newColumn(site, { label: 'Theirs', tool: '1', resourceId: 'theirs' })
    site.book.columns.push(column)
    return column
  }

  test('of another tool is not shown, not listed, and not linked to', async () => {
    const { number, linkId } = foreign()
    const one = await read(addressOf(site, '', number))
    expect([one.status, messageOf(one.text)]).toEqual([
      412,
      'Tool does not have permission to view line_item',
    ])
    const listed: { label: string }[] = (await read(listOf(site))).json
    expect(listed.map(({ label }) => label)).not.toContain('Theirs')
    const wish = { label: 'More', scoreMaximum: 5, resourceLinkId: linkId }
    expect((await send('POST', listOf(site), wish)).status).toBe(422)
  })

  test('is not changed under the link of another one', async () => {
    const wish = { label: 'x', scoreMaximum: 5, resourceLinkId: 'another' }
    expect((await send('PUT', addressOf(site, ''), wish)).status).toBe(412)
  })

  test('made so that it opens the tool says that again, and is due when it ends', async () => {
    const type = { type: 'external_tool', external_tool_url: `${world.tool.launchUrl}?a=1` }
    const wish = { label: 'New', scoreMaximum: 5, [SUBMISSION_TYPE]: type }
    const made = await send('POST', listOf(site), { ...wish, endDateTime: '2026-12-20T23:00:00Z' })
    expect(JSON.parse(made.text)).toMatchObject({ [SUBMISSION_TYPE]: type })
    const column = site.book.columns.at(-1)
    expect(column).toMatchObject({ dueAt: '2026-12-20T23:00:00Z', launches: true })
    const address = addressOf(site, '', column?.number)
    const later = { ...wish, endDateTime: '2026-12-24T23:00:00Z' }
    expect((await send('PUT', address, later)).status).toBe(200)
    expect(site.book.columns.at(-1)?.dueAt).toBe('2026-12-24T23:00:00Z')
    expect((await read(addressOf(site, ''))).json).not.toHaveProperty([SUBMISSION_TYPE])
  })

  test.each(['resource_id', 'tag', 'resource_link_id'])('is found by its %s', async (name) => {
    const column = newColumn(site, { resourceId: 'mine', tag: 'mark', label: 'Mine' })
    site.book.columns.push(column)
    const value = { resource_id: 'mine', tag: 'mark', resource_link_id: column.linkId }[name] ?? ''
    const query = new URLSearchParams({ [name]: value })
    const { json } = await read(`${listOf(site)}?${query}`)
    expect(json).toMatchObject([{ label: 'Mine' }])
  })

  test('comes ten to a page, and the next page is linked', async () => {
    for (let i = 0; i < 15; i += 1) site.book.columns.push(newColumn(site, { label: `c${i}` }))
    const first = await read(listOf(site))
    expect(first.json).toHaveLength(10)
    const next = /<([^>]+)>; rel="next"/.exec(first.headers.get('link') ?? '')?.[1] ?? ''
    const second = await read(next)
    expect(second.json).toHaveLength(7)
    expect(second.headers.get('link')).toBeNull()
  })
})

test('a roster comes fifty to a page at most, whatever is asked for', async () => {
  const { people } = site.course
  const crowd = Array.from({ length: 60 }, (_, i): Person => {
    const [first] = people
    if (!first) throw new Error('nobody')
    return { ...first, key: `x${i}`, sub: `sub-${i}`, number: 9000 + i }
  })
  site.course.people = crowd
  const first = await read(`${rosterOf(site)}?limit=1000`)
  expect(first.json.members).toHaveLength(50)
  const next = /<([^>]+)>; rel="next"/.exec(first.headers.get('link') ?? '')?.[1] ?? ''
  expect((await read(next)).json.members).toHaveLength(10)
  site.course.people = people
})

describe('a roster', () => {
  test('is filtered by full role names only', async () => {
    const role = encodeURIComponent('http://purl.imsglobal.org/vocab/lis/v2/membership#Mentor')
    const mentors = await read(`${rosterOf(site)}?role=${role}`)
    expect(mentors.json.members).toHaveLength(1)
    expect((await read(`${rosterOf(site)}?role=Learner`)).json.members).toEqual([])
  })

  test('has a message with each member where a link is named, and refuses a link that is none', async () => {
    const plain = await read(rosterOf(site))
    expect(plain.json.members[0]).not.toHaveProperty('message')
    const withLink = await read(`${rosterOf(site)}?rlid=${site.course.contextId}`)
    expect(withLink.json.members[0].message).toHaveLength(1)
    expect((await read(`${rosterOf(site)}?rlid=unknown`)).status).toBe(400)
  })

  test('leaves out what privacy keeps back', async () => {
    Object.assign(site.settings, { shareNames: false, shareMail: false })
    const [member] = (await read(rosterOf(site))).json.members
    expect(Object.keys(member).sort()).toEqual([
      ...['lti11_legacy_user_id', 'roles', 'status', 'user_id'],
    ])
  })
})

describe('refusals', () => {
  test.each<[string, () => Promise<{ status: number; text: string }>, number, unknown]>([
    [
      'without a token',
      async () => answerOf(await fetch(listOf(site))),
      401,
      { type: 'unauthorized', message: 'Missing access token' },
    ],
    [
      'with a token that is none',
      async () => answerOf(await fetch(listOf(site), { headers: { Authorization: 'Bearer x' } })),
      401,
      { type: 'unauthorized', message: 'Invalid access token' },
    ],
    [
      'of a course that is none',
      () => read(listOf(site).replace('/210/', '/999/')),
      404,
      [{ message: 'The specified resource does not exist.' }],
    ],
    [
      'of a column that is none',
      () => read(addressOf(site, '', 999)),
      404,
      [{ message: 'The specified resource does not exist.' }],
    ],
  ])('%s have the shape of their place', async (_what, ask, status, errors) => {
    const answer = await ask()
    expect([answer.status, JSON.parse(answer.text).errors]).toEqual([status, errors])
  })
  const answerOf = async (answer: Response) => ({
    status: answer.status,
    text: await answer.text(),
  })

  test('to a tool that has been switched off hold for the token it still has', async () => {
    const Authorization = await calls.bearer(world, site)
    site.settings.presetState = 'off'
    const answer = await fetch(listOf(site), { headers: { Authorization } })
    site.settings.presetState = 'active'
    expect([answer.status, messageOf(await answer.text())]).toEqual([
      401,
      'Unknown or inactive Developer Key',
    ])
  })

  test.each<[string, Record<string, unknown>]>([
    ['too old', { iat: Date.parse('2026-11-20T11:54:00Z') / 1000 }],
    ['ahead', { iat: Date.parse('2026-11-20T12:00:31Z') / 1000 }],
    ['over', { exp: Date.parse('2026-11-20T11:59:00Z') / 1000 }],
    ['without an id', { jti: undefined }],
    ['for somebody else', { aud: 'https://elsewhere.example' }],
  ])('of an assertion that is %s are 400', async (_what, claims) => {
    const answer = await askToken(site, await world.assertion(site, claims), SCOPES.score)
    expect(answer.status).toBe(400)
  })

  test('because of too many calls: of twelve that run at once the last, by the text of a 403', async () => {
    site.settings.throttles = true
    // What was used up before has drained by then.
    now = new Date(now.getTime() + 60_000)
    let finish = (): void => {}
    const work = new Promise<Answer>((done) => {
      finish = () => done({ status: 200 })
    })
    const all = Array.from({ length: 12 }, () => withinLimits(site, () => work))
    finish()
    const answers = await Promise.all(all)
    expect(answers.map(({ status }) => status)).toEqual([...Array(11).fill(200), 403])
    expect(answers.at(-1)?.body).toContain('Rate Limit Exceeded')
    expect((await withinLimits(site, () => work)).status).toBe(200)
  })

  test('because of too many calls can be a 429 with a time to wait, or without', async () => {
    const said = { status: 429, type: 'text/plain', body: '429', headers: { 'Retry-After': '3' } }
    site.trouble = throttled(site, 1, said)
    const first = await fetch(registrationOf(site).tokenUrl, { method: 'POST' })
    expect([first.status, first.headers.get('retry-after')]).toEqual([429, '3'])
  })

  test('are announced: each answer says what it cost and what is left', async () => {
    now = new Date(now.getTime() + 60_000)
    const { headers } = await read(rosterOf(site))
    expect(headers.get('x-request-cost')).toBe('1.0')
    expect(Number(headers.get('x-rate-limit-remaining'))).toBeGreaterThan(500)
  })
})
