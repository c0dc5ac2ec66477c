// The demo LMS's own pages: who sees and may do what, and what is kept from one start to the next.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { load } from 'cheerio'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Site } from '../../src/demo/lms/model.ts'
import { startLms } from '../../src/demo/lms/server.ts'
import { newVisitor } from '../../src/demo/visitor.ts'
import { type FakeTool, openFakeTool } from '../support/fake-tool.ts'

let world: FakeTool
let canvas: Site

beforeAll(async () => {
  world = await openFakeTool()
  canvas = world.lms.canvas
})
afterAll(() => world.stop())

async function visit(site: Site, as: string, path = '') {
  const answer = await fetch(`${site.base}${path}`, {
    headers: { Cookie: `lms_${site.kind}=${as}` },
  })
  return { status: answer.status, $: load(await answer.text()) }
}

describe('the gradebook', () => {
  test('shows a student their own row only, and the instructor everybody’s', async () => {
    const own = await visit(canvas, 'ben', '/grades')
    expect(own.$('tbody tr').text()).toContain('Ben Ortiz')
    expect(own.$('tbody tr')).toHaveLength(1)
    const all = await visit(canvas, 'elena', '/grades')
    expect(all.$('tbody tr').length).toBeGreaterThan(10)
  })

  test('moves by itself: what a change by hand did stands in its live data', async () => {
    const ben = canvas.course.people.find((p) => p.key === 'ben')
    const browser = newVisitor()
    const page = await browser.open(`${canvas.base}/grades?as=elena`)
    await browser.submit(page, { column: '1', sub: ben?.sub ?? '', points: '71,5' })
    const live = JSON.parse((await browser.open(`${canvas.base}/grades.json`)).text)
    expect(live).toContainEqual({ id: 'grade-1-ben', points: '71.5', note: 'by hand', open: null })
  })

  test('is changed by the instructor only', async () => {
    const body = new URLSearchParams({
      column: '1',
      sub: canvas.course.people[0]?.sub ?? '',
      points: '100',
    })
    for (const as of ['ada', 'tom', 'ruth']) {
      const headers = { Cookie: `lms_canvas=${as}` }
      const answer = await fetch(`${canvas.base}/grades`, { method: 'POST', headers, body })
      expect(answer.status).toBe(422)
    }
  })
})

describe('the course', () => {
  test('can be opened as anybody in it, and goes on where one was', async () => {
    const browser = newVisitor()
    const page = await browser.open(`${canvas.base}/grades`)
    const after = await browser.submit(page, { person: 'tom' })
    expect(after.url).toBe(`${canvas.base}/grades`)
    expect(after.$('option[selected]').text()).toContain('Tom Quist, teaching assistant')
  })

  test('offers everybody that Canvas knows, the pretend student included', async () => {
    const { $ } = await visit(canvas, 'ada')
    const offered = $('#who option').text()
    for (const role of ['instructor', 'teaching assistant', 'observer', 'pretend student']) {
      expect(offered).toContain(role)
    }
  })

  test('hides an unpublished assignment from students', async () => {
    const [, second] = canvas.book.columns
    if (second) second.published = false
    expect((await visit(canvas, 'ada', '/assignments/2')).status).toBe(404)
    expect((await visit(canvas, 'elena', '/assignments/2')).status).toBe(200)
    if (second) second.published = true
  })

  test('shows names as they are written, and no markup of theirs', async () => {
    const answer = await fetch(`${world.lms.moodle.base}/grades?as=samuel`)
    expect(await answer.text()).toContain('Bär &amp; Holt')
  })
})

test('what can be switched is switched on a page, by the instructor', async () => {
  const change = (as: string, fields: Record<string, string>) =>
    fetch(`${canvas.base}/settings`, {
      method: 'POST',
      redirect: 'manual',
      headers: { Cookie: `lms_canvas=${as}` },
      body: new URLSearchParams(fields),
    })
  expect((await change('ada', {})).status).toBe(403)
  const on = { shareNames: 'yes', shareMail: 'yes', storage: 'yes' }
  await change('elena', { ...on, concluded: 'yes' })
  expect(canvas.settings).toMatchObject({ concluded: true, shareNames: true, visitors: false })
  const { $ } = await visit(canvas, 'elena', '/settings')
  expect($('[name=concluded]').attr('checked')).toBeDefined()
  await change('elena', on)
  expect(canvas.settings.concluded).toBe(false)
})

test('a second start keeps grades, columns and the signing key', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'lms-'))
  const options = { port: 0, tool: world.tool, file: join(dir, 'lms.json') }
  const first = await startLms(options)
  const browser = newVisitor()
  const page = await browser.open(`${first.moodle.base}/grades?as=samuel`)
  const sub = first.moodle.course.people[0]?.sub ?? ''
  await browser.submit(page, { column: '1', sub, points: '64' })
  await first.stop()
  const second = await startLms(options)
  await second.stop()
  await rm(dir, { recursive: true })
  expect(second.moodle.book.grades).toMatchObject([{ sub, shown: 64, overridden: true }])
  expect(second.moodle.book.key).toEqual(first.moodle.book.key)
})

describe('the addresses of real LMSs', () => {
  const leads = async (path: string) => {
    const { origin } = new URL(canvas.base)
    const { status, headers } = await fetch(`${origin}${path}`, { redirect: 'manual' })
    return status === 302 ? headers.get('location') : status
  }

  test('lead to the same pages here, so that a mail of the tool ends where it says', async () => {
    const { number } = canvas.course
    expect(await leads(`/courses/${number}/assignments/1`)).toBe('/canvas/assignments/1')
    expect(await leads(`/courses/${number}`)).toBe('/canvas')
    expect(await leads('/courses/999')).toBe(404)
    const { moodle } = world.lms
    const { course, book } = moodle
    expect(await leads(`/moodle/course/view.php?id=${course.contextId}`)).toBe('/moodle')
    const [column] = book.columns
    expect(await leads(`/moodle/mod/lti/view.php?l=${column?.linkId}`)).toBe(
      `/moodle/assignments/${column?.number}`,
    )
    expect(await leads('/moodle/mod/lti/view.php?l=none')).toBe(404)
  })
})
