// The demo's Canvas, what becomes of a score that it took (canvas.md 3.5): late, in groups, complete or not, hidden, excused.

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Column, Site } from '../../src/demo/lms/model.ts'
import { newVisitor } from '../../src/demo/visitor.ts'
import { type FakeTool, openFakeTool } from '../support/fake-tool.ts'
import * as calls from './calls.ts'
import { addressOf, extended } from './calls.ts'

let world: FakeTool
let site: Site
let columns: Column[]
beforeAll(async () => {
  world = await openFakeTool({ now: () => new Date('2026-11-20T12:00:00Z') })
  site = world.lms.canvas
  columns = structuredClone(site.book.columns)
})
afterAll(() => world.stop())
beforeEach(() => {
  site.book.columns = structuredClone(columns)
  site.book.grades = []
  Object.assign(site.settings, { latePolicy: false, concluded: false, stillActive: [] })
})

const post = (changes: Record<string, unknown> = {}, as = 0) => calls.post(world, site, changes, as)
const subOf = (key: string) => site.course.people.find((one) => one.key === key)?.sub ?? ''
const gradeOf = (key: string) => site.book.grades.find(({ sub }) => sub === subOf(key))
function set(facts: Partial<Column>) {
  Object.assign(site.book.columns[0] ?? {}, facts)
}

/** What somebody finds in the gradebook for the first assignment. */
async function reads(as: string, student: string) {
  const { $ } = await newVisitor().open(`${site.base}/grades?as=${as}`)
  return $(`#grade-1-${student}`).text().replaceAll(/\s+/g, ' ').trim()
}

describe('the late policy', () => {
  test.each<[string, Partial<Column>, number]>([
    ['takes a tenth of the points off for every begun day', {}, 60],
    ['never goes below nothing', { dueAt: '2026-01-01T00:00:00Z' }, 0],
    ['goes by the student’s own date', { dueFor: { ada: '2026-11-20T23:00:00Z' } }, 80],
    ['needs a date', { dueAt: null }, 80],
  ])('%s', async (_what, facts, shown) => {
    site.settings.latePolicy = true
    set({ dueAt: '2026-11-18T23:00:00Z', ...facts })
    await post({ submission: { submittedAt: '2026-11-20T08:00:00Z' } })
    expect(gradeOf('ada')?.shown).toBe(shown)
    const { json } = await calls.read(world, site, addressOf(site, 'results'))
    expect(json).toMatchObject([{ resultScore: shown }])
  })

  test('shows what it took off', async () => {
    site.settings.latePolicy = true
    set({ dueAt: '2026-11-19T23:00:00Z' })
    await post()
    expect(await reads('elena', 'ada')).toBe('70 late, 10 off')
  })
})

test.each([
  [0.1, 100, 'complete'],
  [0, 0, 'incomplete'],
])('a score of %f for a complete or incomplete assignment', async (scoreGiven, shown, word) => {
  set({ passFail: true })
  await post({ scoreGiven })
  expect(gradeOf('ada')?.shown).toBe(shown)
  expect(await reads('elena', 'ada')).toBe(word)
})

describe('a group assignment', () => {
  beforeEach(() => set({ forGroups: true }))

  test('gives everybody of the group what one member got, and nobody else', async () => {
    await post()
    expect([gradeOf('ada')?.shown, gradeOf('ben')?.shown]).toEqual([80, 80])
    expect(site.book.grades).toHaveLength(2)
  })

  test('is what an assignment is only when it is set so', async () => {
    set({ forGroups: false })
    await post()
    expect(site.book.grades).toHaveLength(1)
  })

  test('skips whom it excused', async () => {
    const browser = newVisitor()
    const page = await browser.open(`${site.base}/grades?as=elena`)
    await browser.submit(page, { column: '1', sub: subOf('ben'), points: 'EX' })
    await post()
    expect([gradeOf('ada')?.shown, gradeOf('ben')?.shown]).toEqual([80, null])
    expect(await reads('elena', 'ben')).toBe('– by hand, excused')
  })

  test('has results only for whom the tool named, and they move with the group', async () => {
    await post()
    const results = async () => (await calls.read(world, site, addressOf(site, 'results'))).json
    expect(await results()).toMatchObject([{ userId: subOf('ada'), resultScore: 80 }])
    await post({ scoreGiven: 5 }, 1)
    expect((await results()).map((one: { resultScore: number }) => one.resultScore)).toEqual([
      50, 50,
    ])
  })
})

test('grades that are posted by hand are there, and the student does not see them before', async () => {
  set({ postsByHand: true })
  await post()
  expect(await reads('elena', 'ada')).toBe('80 not posted')
  expect(await reads('ada', 'ada')).toBe('– not posted')
  const { json } = await calls.read(world, site, addressOf(site, 'results'))
  expect(json).toMatchObject([{ resultScore: 80 }])
  const browser = newVisitor()
  const page = await browser.open(`${site.base}/grades?as=elena`)
  await browser.submit(page, {}, { name: 'post', value: 'yes' })
  expect(await reads('ada', 'ada')).toBe('80')
})

test.each<[string, number, object[]]>([
  ['no file', 422, []],
  ['an address', 422, [{ type: 'link' }]],
  ['a file', 200, [{ type: 'file', url: 'https://tool.example/1.pdf' }]],
])('a score handed in as an upload with %s', async (_what, status, content_items) => {
  const answer = await post(extended({ submission_type: 'online_upload', content_items }))
  expect(answer.status).toBe(status)
})

describe('by hand', () => {
  test('the late policy is switched on the page of settings', async () => {
    const browser = newVisitor()
    const page = await browser.open(`${site.base}/settings?as=elena`)
    expect(page.text).toContain('10 % of the points off for every day after the due date')
    await browser.submit(page, { latePolicy: 'yes' })
    expect(site.settings.latePolicy).toBe(true)
  })

  test('the teacher sets how an assignment is graded, on its page', async () => {
    const browser = newVisitor()
    const page = await browser.open(`${site.base}/assignments/1?as=elena`)
    const wish = { passFail: 'yes', forGroups: 'yes', due: '2026-12-24', attempts: '2' }
    const after = await browser.submit(page, wish)
    expect(site.book.columns[0]).toMatchObject({
      ...{ passFail: true, forGroups: true, postsByHand: false },
      ...{ dueAt: '2026-12-24T23:00:00Z', allowedAttempts: 2 },
    })
    expect(after.$('[name=passFail]').attr('checked')).toBeDefined()
    expect(after.$('[name=postsByHand]').attr('checked')).toBeUndefined()
    const { text } = await newVisitor().open(`${site.base}/assignments/1?as=ada`)
    expect(text).not.toContain('How it is graded')
  })

  test('a student’s own enrolment goes on when the course has concluded', async () => {
    site.settings.concluded = true
    const browser = newVisitor()
    const page = await browser.open(`${site.base}/people?as=elena`)
    await browser.submit(page, { person: 'ada' }, { name: 'extend', value: 'yes' })
    expect([(await post()).status, (await post({}, 1)).status]).toEqual([200, 422])
  })
})
