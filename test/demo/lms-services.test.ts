// The demo LMS gives tokens, takes scores and shows rosters as a Canvas and as a Moodle do.

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Site } from '../../src/demo/lms/model.ts'
import { SCOPES, TYPES } from '../../src/demo/lms/names.ts'
import { registrationOf } from '../../src/demo/lms/server.ts'
import { held, lostAfterwards, slow, throttled } from '../../src/demo/lms/trouble.ts'
import { askToken, type FakeTool, openFakeTool } from '../support/fake-tool.ts'
import * as calls from './calls.ts'
import { ALL, addressOf } from './calls.ts'

let world: FakeTool
let canvas: Site
let moodle: Site

beforeAll(async () => {
  world = await openFakeTool()
  ;({ canvas, moodle } = world.lms)
})
afterAll(() => world.stop())

beforeEach(() => {
  for (const site of [canvas, moodle]) {
    site.book.grades = []
    site.trouble = {}
    site.settings.pageSize = null
    for (const column of site.book.columns) column.published = true
  }
})

const bearer = (site: Site, scope = ALL) => calls.bearer(world, site, scope)
const post = (site: Site, changes: Record<string, unknown> = {}, as = 0) =>
  calls.post(world, site, changes, as)

async function shown(site: Site): Promise<number | null> {
  const answer = await fetch(addressOf(site, 'results'), {
    headers: { Authorization: await bearer(site), Accept: TYPES.results },
  })
  const rows: { resultScore: number | null }[] = await answer.json()
  return rows[0]?.resultScore ?? null
}

async function changeByHand(site: Site, points: string) {
  const sub = site.course.people[0]?.sub ?? ''
  const teacher = site.course.people.find((p) => p.role === 'instructor')
  await fetch(`${site.base}/grades`, {
    method: 'POST',
    headers: { Cookie: `lms_${site.kind}=${teacher?.key}` },
    body: new URLSearchParams({ column: '1', sub, points }),
  })
}

describe('tokens', () => {
  test('Canvas refuses an assertion for another audience, and one that is too old', async () => {
    const old = Math.floor(Date.now() / 1000) - 400
    for (const claims of [{ aud: 'https://elsewhere.example/token' }, { iat: old }]) {
      const answer = await askToken(canvas, await world.assertion(canvas, claims), ALL)
      expect(answer.status).toBe(400)
    }
  })

  test('a key that the tool no longer publishes is refused by Canvas, and goes on in Moodle', async () => {
    await bearer(moodle)
    const published = world.keys.splice(0)
    const refused = await askToken(canvas, await world.assertion(canvas), ALL)
    const taken = await askToken(moodle, await world.assertion(moodle), ALL)
    world.keys.push(...published)
    expect([refused.status, taken.status]).toEqual([400, 200])
  })

  test('an assertion that somebody else signed is refused by both', async () => {
    for (const site of [canvas, moodle]) {
      const [head, body] = (await world.assertion(site)).split('.')
      const forged = `${head}.${body}.${Buffer.alloc(256).toString('base64url')}`
      expect((await askToken(site, forged, ALL)).status).toBe(400)
    }
  })

  test('Canvas refuses a scope that was not granted; Moodle drops it without a word', async () => {
    const more = `${SCOPES.score} ${SCOPES.lineItem}`
    for (const site of [canvas, moodle]) site.settings.scopes = ALL.split(' ')
    const refused = await askToken(canvas, await world.assertion(canvas), more)
    expect(JSON.parse(refused.text)).toEqual({ error: 'invalid_scope' })
    const given = await askToken(moodle, await world.assertion(moodle), more)
    expect(JSON.parse(given.text).scope).toBe(SCOPES.score)
    expect(given.type).toContain('text/html')
  })

  test('a service without its scope is 401 on both', async () => {
    for (const site of [canvas, moodle]) {
      const headers = { Authorization: await bearer(site, SCOPES.roster), Accept: TYPES.results }
      expect((await fetch(addressOf(site, 'results'), { headers })).status).toBe(401)
    }
  })
})

describe('scores in Canvas', () => {
  test('are scaled to the column and answered with the result’s address', async () => {
    const answer = await post(canvas)
    expect(answer.status).toBe(200)
    expect(JSON.parse(answer.text).resultUrl).toContain('/results/')
    expect(await shown(canvas)).toBe(80)
  })

  test('with the same time are taken, with an earlier one refused', async () => {
    await post(canvas)
    expect((await post(canvas, { scoreGiven: 9 })).status).toBe(200)
    const older = await post(canvas, { timestamp: '2026-11-20T09:59:59Z', scoreGiven: 1 })
    expect(older.status).toBe(400)
    expect(await shown(canvas)).toBe(90)
  })

  test.each([
    ['for an unpublished column', 422, 'unpublished', {}, 0],
    ['for a teacher', 422, 'not a student', {}, 2],
    ['without a time', 400, 'timestamp', { timestamp: undefined }, 0],
    ['handed in in the future', 400, 'future', { submission: { submittedAt: '2999-01-01' } }, 0],
  ])('%s are refused', async (_what, status, words, changes, as) => {
    for (const column of canvas.book.columns) column.published = words !== 'unpublished'
    const answer = await post(canvas, changes, as)
    expect(answer).toMatchObject({ status, text: expect.stringContaining(words) })
    expect(canvas.book.grades).toEqual([])
  })

  test('that do not count clear the grade', async () => {
    await post(canvas)
    await post(canvas, { gradingProgress: 'Pending' })
    expect(await shown(canvas)).toBeNull()
  })

  test('count an attempt each time, but not for the same submission time', async () => {
    const submission = { submittedAt: '2026-11-20T08:00:00Z' }
    await post(canvas, { submission })
    await post(canvas, { submission })
    expect(canvas.book.grades[0]?.attempts).toBe(1)
    await post(canvas)
    expect(canvas.book.grades[0]?.attempts).toBe(2)
  })

  test('replace a grade that a teacher changed, which the results had shown', async () => {
    await post(canvas)
    await changeByHand(canvas, '55')
    expect(await shown(canvas)).toBe(55)
    await post(canvas)
    expect(await shown(canvas)).toBe(80)
  })
})

describe('scores in Moodle', () => {
  test('are answered with nothing when stored, and with [] when refused', async () => {
    expect(await post(moodle)).toEqual({ status: 200, text: '' })
    expect(await post(moodle, {}, 2)).toEqual({ status: 400, text: '[]' })
    expect(await shown(moodle)).toBe(80)
  })

  test('within the same second are refused, also after a teacher’s own grading', async () => {
    await post(moodle)
    expect((await post(moodle, { timestamp: '2026-11-20T10:00:00.900Z' })).status).toBe(409)
    await changeByHand(moodle, '55')
    expect((await post(moodle, { timestamp: '2026-11-20T11:00:00Z' })).status).toBe(409)
  })

  test('lose silently against a teacher’s grade', async () => {
    await changeByHand(moodle, '55')
    expect((await post(moodle, { timestamp: '2999-01-01T00:00:00Z' })).status).toBe(200)
    expect(await shown(moodle)).toBe(55)
  })

  test('that are refused are answered 200 when the request had a line break', async () => {
    const answer = await fetch(addressOf(moodle, 'scores'), {
      method: 'POST',
      headers: { Authorization: await bearer(moodle), 'Content-Type': TYPES.score },
      body: '{\n"userId": "31"}',
    })
    expect(answer.status).toBe(200)
    expect(await answer.text()).toBe('[]')
  })

  test('need the path before the query, and an exact type', async () => {
    const appended = `${addressOf(moodle, '')}/scores`
    const Authorization = await bearer(moodle)
    const wrongPlace = await fetch(appended, { method: 'POST', headers: { Authorization } })
    expect(wrongPlace.status).toBe(400)
    const list = addressOf(moodle, '').replace('/1/lineitem', '')
    expect((await fetch(list, { headers: { Authorization } })).status).toBe(400)
    const exact = { Authorization, Accept: TYPES.lineItems }
    expect((await fetch(list, { headers: exact })).status).toBe(200)
  })
})

describe('rosters', () => {
  async function roster(site: Site) {
    const { base, course } = site
    const first =
      site.kind === 'canvas'
        ? `${base}/api/lti/courses/${course.number}/names_and_roles`
        : `${base}/mod/lti/services.php/CourseSection/${course.number}/bindings/2/memberships`
    const Authorization = await bearer(site)
    const members: { user_id: string; roles: string[]; name: string }[] = []
    let pages = 0
    for (let next: string | undefined = first; next; pages += 1) {
      const answer: Response = await fetch(next, { headers: { Authorization } })
      members.push(...(await answer.json()).members)
      next = /<([^>]+)>; rel="next"/.exec(answer.headers.get('link') ?? '')?.[1]
    }
    return { members, pages }
  }

  test('go over several pages, and each person is on one of them', async () => {
    for (const site of [canvas, moodle]) {
      site.settings.pageSize = 3
      const { members, pages } = await roster(site)
      const ids = members.map((member) => member.user_id)
      expect(pages).toBeGreaterThan(1)
      expect(ids.sort()).toEqual(site.course.people.map((p) => p.sub).sort())
    }
  })

  test('Moodle calls its assistant a learner there, and escapes names', async () => {
    const { members } = await roster(moodle)
    expect(members.find((m) => m.name.startsWith('Petra'))?.roles).toEqual(['Learner'])
    expect(members.find((m) => m.name.startsWith('Zo'))?.name).toBe('Zoë Bär &amp; Holt')
  })

  test('Canvas names the assistant as one', async () => {
    const { members } = await roster(canvas)
    const roles = members.find((m) => m.name === 'Tom Quist')?.roles
    expect(roles?.some((role) => role.endsWith('Instructor#TeachingAssistant'))).toBe(true)
  })
})

describe('trouble', () => {
  test('can come after the score was stored: the tool hears nothing, the grade is there', async () => {
    canvas.trouble = lostAfterwards('score')
    await expect(post(canvas)).rejects.toThrow()
    canvas.trouble = {}
    expect(await shown(canvas)).toBe(80)
  })

  test('can hold an answer back, after the work or before it', async () => {
    for (const [at, points] of [
      ['before', null],
      ['after', 80],
    ] as const) {
      canvas.book.grades = []
      const hold = held('score', at)
      canvas.trouble = hold
      const answer = post(canvas)
      await hold.arrived
      expect(canvas.book.grades[0]?.shown ?? null).toBe(points)
      hold.release()
      expect((await answer).status).toBe(200)
    }
  })

  test('is too many calls at once, in the words of each platform', async () => {
    for (const [site, status, words] of [
      [canvas, 403, 'Rate Limit Exceeded'],
      [moodle, 429, 'Too Many Requests'],
    ] as const) {
      site.trouble = throttled(site, 1)
      const { tokenUrl } = registrationOf(site)
      const first = await fetch(tokenUrl, { method: 'POST' })
      expect(first.status).toBe(status)
      expect(await first.text()).toContain(words)
      expect((await post(site)).status).toBe(200)
    }
  })

  test('can be slowness', async () => {
    moodle.trouble = slow('token', 300)
    await expect(
      fetch(registrationOf(moodle).tokenUrl, { method: 'POST', signal: AbortSignal.timeout(100) }),
    ).rejects.toThrow()
  })
})
