// Scores: what is sent where, and what each answer of an LMS means for us.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ScoreAnswer } from '../../src/domain/lms.ts'
import type { PlatformKind } from '../../src/domain/platform.ts'
import { FakePlatform } from '../support/fake-platform.ts'
import { anLti } from './launching.ts'
import { atWork, score } from './services.ts'

let fake: FakePlatform
beforeAll(async () => {
  fake = await FakePlatform.start()
})
afterAll(() => fake.stop())

const SCORES = '/items/3/lineitem/scores'
const RESULTS = '/items/3/lineitem/results'

async function post(kind: PlatformKind = 'canvas') {
  const { lti, platform, lineItemUrl } = await atWork(fake, { kind })
  const answer = await lti.lms.postScore(platform, lineItemUrl, score)
  return { answer, sent: fake.hits(SCORES).at(-1) }
}

async function answered(
  status: number,
  body: unknown,
  kind: PlatformKind = 'canvas',
  headers: Record<string, string> = {},
): Promise<ScoreAnswer> {
  fake.json(SCORES, body, status, headers)
  return (await post(kind)).answer
}

describe('what is sent', () => {
  test('to Canvas: the score with its own times, the submission, and no comment', async () => {
    fake.json(SCORES, { resultUrl: 'x' })
    const { answer, sent } = await post('canvas')
    expect(answer).toEqual({ kind: 'stored' })
    expect(JSON.parse(sent?.body ?? '')).toEqual({
      userId: 'person-7',
      scoreGiven: 83.33,
      scoreMaximum: 100,
      activityProgress: 'Completed',
      gradingProgress: 'FullyGraded',
      timestamp: '2026-03-14T10:00:00.123Z',
      submission: { submittedAt: '2026-03-01T09:00:00.000Z' },
      'https://canvas.instructure.com/lti/submission': {
        submitted_at: '2026-03-01T09:00:00.000Z',
        submission_type: 'basic_lti_launch',
        submission_data: 'https://stint.example.edu/lti/oakwood/launch?claim=claim-1',
      },
    })
  })

  test('to Moodle: below the path and before the query, on one line, no extras', async () => {
    fake.json(SCORES, '')
    const { sent } = await post('moodle')
    expect(sent?.url).toBe(`${SCORES}?type_id=1`)
    expect(sent?.body).not.toMatch(/[\r\n]/)
    expect(Object.keys(JSON.parse(sent?.body ?? ''))).not.toContain('submission')
  })

  test('with the exact media type and a bearer token for the score scope only', async () => {
    fake.json(SCORES, '')
    const { sent } = await post('canvas')
    expect(sent?.headers['content-type']).toBe('application/vnd.ims.lis.v1.score+json')
    expect(sent?.headers.authorization).toMatch(/^Bearer token-\d+$/)
    const asked = new URLSearchParams(fake.hits('/token').at(-1)?.body)
    expect(asked.get('scope')).toBe('https://purl.imsglobal.org/spec/lti-ags/scope/score')
  })
})

describe('what an answer means', () => {
  const error = (message: string) => ({ errors: { type: 'unprocessable_entity', message } })
  const refused = (reason: string) => ({ kind: 'refused', reason })

  test.each([200, 201, 204])('%i is stored', async (status) => {
    expect(await answered(status, '')).toEqual({ kind: 'stored' })
  })

  test.each([
    ['[]', 'moodle'],
    ['[]', 'other'],
    ['<html>', 'moodle'],
  ] as const)('200 with %s is refused (%s)', async (body, kind) => {
    expect(await answered(200, body, kind)).toEqual(refused('lms.scoreRefused'))
  })

  test.each([
    [422, error('User not found in course or is not a student'), 'lms.notEnrolled'],
    [422, error('This assignment is still unpublished'), 'lms.unpublished'],
    [422, error('This course has concluded.'), 'lms.concluded'],
    [422, error('This course has concluded for this student'), 'lms.concludedForStudent'],
    [422, error('The maximum number of allowed attempts has been reached'), 'lms.attemptsUsed'],
    [422, error('Cannot grade in a closed grading period'), 'lms.periodClosed'],
    [422, error('Something else'), 'lms.scoreRefused'],
    [400, '[]', 'lms.scoreRefused'],
    [404, '<html>', 'lms.notThere'],
    [410, '', 'lms.notThere'],
    [412, error('Tool does not have permission to view line_item'), 'lms.notAllowed'],
    [401, error('Insufficient permissions'), 'lms.notAllowed'],
    [403, '[]', 'lms.notAllowed'],
    [301, '', 'lms.moved'],
  ])('%i %o is refused', async (status, body, reason) => {
    expect(await answered(status, body)).toEqual(refused(reason))
  })

  test('409, and a 400 about the timestamp, mean that something newer is there', async () => {
    const conflict = { kind: 'conflict', reason: 'lms.newerThere' }
    expect(await answered(409, '[]', 'moodle')).toEqual(conflict)
    const canvas = error('Provided timestamp of 10:00 before last updated timestamp of 11:00')
    expect(await answered(400, canvas)).toEqual(conflict)
    expect(await answered(400, { timestamp: ['too old'] }, 'other')).toEqual(conflict)
  })

  test('429, and 403 with the words of Canvas, mean later', async () => {
    const later = { kind: 'later', reason: 'lms.busy', retryAfterMs: null }
    expect(await answered(429, '')).toEqual(later)
    expect(await answered(403, '403 Forbidden (Rate Limit Exceeded)')).toEqual(later)
    expect(await answered(425, '')).toEqual(later)
    expect(await answered(408, '')).toEqual(later)
  })

  test.each([
    ['7', 7000],
    ['999999', 3_600_000],
    ['soon', null],
    ['Mon, 01 Jan 2001 00:00:00 GMT', 0],
  ])('Retry-After %s', async (value, retryAfterMs) => {
    const answer = await answered(429, '', 'canvas', { 'Retry-After': value })
    expect(answer).toEqual({ kind: 'later', reason: 'lms.busy', retryAfterMs })
  })

  test('a server fault leaves open whether it was stored', async () => {
    expect(await answered(502, '')).toEqual({ kind: 'unknown', reason: 'lms.serverTrouble' })
    expect(await answered(500, '[]', 'moodle')).toEqual({ kind: 'unknown', reason: 'lms.locked' })
    expect(await answered(500, '[]', 'canvas')).toMatchObject({ reason: 'lms.serverTrouble' })
    expect(await answered(503, '', 'canvas', { 'Retry-After': '5' })).toMatchObject({
      kind: 'later',
      retryAfterMs: 5000,
    })
  })

  test('silence, a broken connection and a huge answer leave it open too', async () => {
    const unknown = { kind: 'unknown', reason: 'lms.noAnswer' }
    fake.on(SCORES, () => {})
    expect((await post()).answer).toEqual(unknown)
    fake.on(SCORES, (_seen, response) => response.destroy())
    expect((await post()).answer).toEqual(unknown)
    expect(await answered(200, 'x'.repeat(1_100_000))).toEqual(unknown)
  })

  test('where nobody listens it is certainly not stored', async () => {
    const gone = await FakePlatform.start()
    await gone.stop()
    const platform = gone.registration()
    const token = `${fake.origin}/token`
    const { lms } = await anLti([platform, fake.registration()])
    const answer = await lms.postScore({ ...platform, tokenUrl: token }, `${gone.origin}/i`, score)
    expect(answer).toEqual({ kind: 'later', reason: 'lms.unreachable', retryAfterMs: null })
    expect(fake.hits('/token').length).toBeGreaterThan(0)
  })

  test.each(['https://10.0.0.1/item', 'http://example.edu/item', 'nonsense', ''])(
    'the column address %s is not called',
    async (lineItemUrl) => {
      const { lti, platform } = await atWork(fake)
      const answer = await lti.lms.postScore(platform, lineItemUrl, score)
      expect(answer).toEqual(refused('lms.badAddress'))
    },
  )

  test('a paused registration gets nothing, and the score stays owed', async () => {
    const { lti, platform, lineItemUrl } = await atWork(fake, { state: 'paused' })
    const before = fake.seen.length
    const answer = await lti.lms.postScore(platform, lineItemUrl, score)
    expect(answer).toEqual({ kind: 'later', reason: 'lms.paused', retryAfterMs: null })
    const paused = { key: 'lms.paused', retry: true }
    const { lms } = lti
    await expect(lms.readScore(platform, lineItemUrl, 'p')).rejects.toMatchObject(paused)
    await expect(lms.readLineItem(platform, lineItemUrl)).rejects.toMatchObject(paused)
    await expect(lms.members(platform, lineItemUrl)).rejects.toMatchObject(paused)
    expect(fake.seen.length).toBe(before)
  })
})

describe('reading back', () => {
  async function seen(body: unknown, kind: PlatformKind = 'canvas', status = 200) {
    fake.json(RESULTS, body, status)
    const { lti, platform, lineItemUrl } = await atWork(fake, { kind })
    return lti.lms.readScore(platform, lineItemUrl, 'person-7')
  }

  test("Canvas's result", async () => {
    const own = { id: 'x', userId: 'person-7', resultScore: 8, resultMaximum: 10, comment: null }
    expect(await seen([own])).toEqual({ given: 8, maximum: 10 })
    const asked = fake.hits(RESULTS).at(-1)
    expect(asked?.url).toBe(`${RESULTS}?user_id=person-7`)
    expect(asked?.headers.accept).toBe('application/vnd.ims.lis.v2.resultcontainer+json')
  })

  test("Moodle's result, asked for beside the query of the column", async () => {
    const own = { userId: 'person-7', resultScore: 0, resultMaximum: 100, timestamp: 'x' }
    expect(await seen([own], 'moodle')).toEqual({ given: 0, maximum: 100 })
    expect(fake.hits(RESULTS).at(-1)?.url).toBe(`${RESULTS}?type_id=1&user_id=person-7`)
  })

  const COLUMN = '/items/3/lineitem'
  const stale = { userId: 'person-7', resultScore: 25, resultMaximum: 100 }

  test('what Moodle’s column is worth now, for its results speak of what it was worth when they came', async () => {
    fake.json(COLUMN, { label: 'x', scoreMaximum: 50 })
    expect(await seen([stale], 'moodle')).toEqual({ given: 25, maximum: 50 })
    const { lti, platform, lineItemUrl } = await atWork(fake, { kind: 'moodle' })
    const all = await lti.lms.readScores(platform, lineItemUrl)
    expect(all.get('person-7')).toEqual({ given: 25, maximum: 50 })
    const asked = fake.hits(COLUMN).length
    expect(await seen([stale], 'canvas')).toEqual({ given: 25, maximum: 100 })
    expect(await seen([], 'moodle')).toBeNull()
    expect(fake.hits(COLUMN)).toHaveLength(asked)
  })

  test('the result’s own word where Moodle does not let us read its column', async () => {
    fake.json(COLUMN, '', 500)
    await expect(seen([stale], 'moodle')).rejects.toMatchObject({ retry: true })
    fake.json(COLUMN, '', 401)
    expect(await seen([stale], 'moodle')).toEqual({ given: 25, maximum: 100 })
  })

  test('the right one of everybody, where the filter is ignored', async () => {
    const everybody = [
      { userId: 'person-1', resultScore: 1, resultMaximum: 10 },
      { userId: 'person-7', resultScore: '7.5', resultMaximum: '10' },
    ]
    expect(await seen(everybody, 'other')).toEqual({ given: 7.5, maximum: 10 })
  })

  test('nothing there yet', async () => {
    expect(await seen([])).toBeNull()
    expect(await seen([{ userId: 'person-7', resultScore: null }])).toEqual({
      given: null,
      maximum: null,
    })
  })

  test.each([
    [200, 'not json', 'lms.badAnswer', true],
    [200, { results: [] }, 'lms.badAnswer', true],
    [500, '', 'lms.serverTrouble', true],
    [429, '', 'lms.busy', true],
    [403, 'Rate Limit Exceeded', 'lms.busy', true],
    [404, '', 'lms.notThere', false],
    [401, '', 'lms.notAllowed', false],
    [302, '', 'lms.moved', false],
  ])('%i %o', async (status, body, key, retry) => {
    await expect(seen(body, 'canvas', status)).rejects.toMatchObject({ status: 502, key, retry })
  })

  test('silence', async () => {
    fake.on(RESULTS, () => {})
    const { lti, platform, lineItemUrl } = await atWork(fake)
    const read = lti.lms.readScore(platform, lineItemUrl, 'person-7')
    await expect(read).rejects.toMatchObject({ key: 'lms.unreachable', retry: true })
  })
})

describe('reading everybody', () => {
  const one = (userId: string, resultScore: number) => ({ userId, resultScore, resultMaximum: 10 })

  test('page by page on Canvas, a hundred at once', async () => {
    const { lti, platform, lineItemUrl } = await atWork(fake)
    const next = `${fake.origin}${RESULTS}?page=2`
    fake.on(RESULTS, ({ url }, response) => {
      const isFirst = !url.includes('page=2')
      const link = isFirst ? { Link: `<${next}>; rel="next"` } : {}
      response.writeHead(200, { 'Content-Type': 'application/json', ...link })
      response.end(JSON.stringify([isFirst ? one('a', 1) : one('b', 2)]))
    })
    const seen = await lti.lms.readScores(platform, lineItemUrl)
    expect([...seen]).toEqual([
      ['a', { given: 1, maximum: 10 }],
      ['b', { given: 2, maximum: 10 }],
    ])
    expect(fake.hits(RESULTS).at(-2)?.url).toBe(`${RESULTS}?limit=100`)
  })

  test('in one go on Moodle, which breaks when it is asked for pages', async () => {
    fake.json(RESULTS, [one('7', 3)])
    const { lti, platform, lineItemUrl } = await atWork(fake, { kind: 'moodle' })
    const seen = await lti.lms.readScores(platform, lineItemUrl)
    expect(seen.get('7')).toEqual({ given: 3, maximum: 10 })
    expect(fake.hits(RESULTS).at(-1)?.url).toBe(`${RESULTS}?type_id=1`)
  })

  test('and what is no list is not taken for an empty one', async () => {
    fake.json(RESULTS, { results: [] })
    const { lti, platform, lineItemUrl } = await atWork(fake)
    await expect(lti.lms.readScores(platform, lineItemUrl)).rejects.toMatchObject({
      key: 'lms.badAnswer',
    })
  })
})

describe('a column', () => {
  test('has a name and points', async () => {
    const column = { id: 'x', label: 'Micro-internship', scoreMaximum: 100, tag: '' }
    fake.json('/items/3/lineitem', column)
    const { lti, platform, lineItemUrl } = await atWork(fake, { kind: 'moodle' })
    expect(await lti.lms.readLineItem(platform, lineItemUrl)).toEqual({
      label: 'Micro-internship',
      scoreMaximum: 100,
    })
    const asked = fake.hits('/items/3/lineitem').at(-1)
    expect(asked?.url).toBe('/items/3/lineitem?type_id=1')
    expect(asked?.headers.accept).toBe('application/vnd.ims.lis.v2.lineitem+json')
  })

  test('without them is not understood', async () => {
    fake.json('/items/3/lineitem', { label: 'x' })
    const { lti, platform, lineItemUrl } = await atWork(fake)
    await expect(lti.lms.readLineItem(platform, lineItemUrl)).rejects.toMatchObject({
      key: 'lms.badAnswer',
    })
  })
})
