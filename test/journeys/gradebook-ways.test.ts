// What the LMS makes of a score in its own way, and what the instructor then reads: late, in groups, complete or not, by hand.

import { afterAll, beforeAll, expect, test } from 'vitest'
import * as people from '../../src/demo/doings.ts'
import type { Site } from '../../src/demo/lms/model.ts'
import { type People, peopleOf, type Someone } from '../../src/demo/people.ts'
import { startWorld, type TestWorld } from '../support/world.ts'

let world: TestWorld
let stage: { world: TestWorld; people: People }
let canvas: Site
let moodle: Site
let passed = 0
beforeAll(async () => {
  world = await startWorld({ clock: { now: () => new Date(Date.now() + passed) } })
  stage = { world, people: peopleOf(world) }
  ;({ canvas, moodle } = world.lms)
})
afterAll(() => world.stop())

const elena: Someone = { kind: 'canvas', key: 'elena' }
const samuel: Someone = { kind: 'moodle', key: 'samuel' }
const inCanvas = (key: string): Someone => ({ kind: 'canvas', key })
const noor: Someone = { kind: 'moodle', key: 'noor' }

const PATIENT = { timeout: 20_000 }
const RULE = { fullHours: 20, academicHours: 0, points: 100, scheme: 'proportional' as const }

/** A student has confirmed work of some hours, and a claim that waits. */
async function claims(student: Someone, column: number, hours: number): Promise<void> {
  const days: people.Work['days'] = [
    [9, hours / 2],
    [8, hours / 2],
  ]
  const mail = await people.record(stage, student, column, {
    ...{ title: 'Seed trial records', employer: `Farm of ${student.key}`, days },
    ...{ supervisor: 'Priya Raman', mail: `priya@${student.key}-farm.example` },
    ...{ delivered: 'A cleaned table.', pay: { payKind: 'hourly', payAmount: '18' } },
  })
  await people.confirm(stage, mail)
  await people.claim(stage, student, column, 'submit')
}

/** A score's row on the instructor's page, when the gradebook has just been read. */
async function delivery(teacher: Someone, student: string, column: number) {
  const { debts } = world.store.within(
    (await world.store.directory.institutions.list())[0]?.id ?? '',
  )
  await expect.poll(async () => (await debts.counts()).due, PATIENT).toBe(0)
  passed += 6 * 60_000
  const browser = stage.people.browser(teacher)
  const page = await stage.people.launch(teacher, column)
  const label = world.lms[teacher.kind].book.columns[column - 1]?.label ?? ''
  const own = page.$('.row').filter((_, one) => page.$(one).text().includes(label))
  const href = own.find('a[href$="/scores"]').attr('href') ?? ''
  const scores = await browser.open(new URL(href, page.url).href)
  const row = scores.$('tbody tr').filter((_, one) => scores.$(one).text().includes(student))
  return { scores, text: row.text().replaceAll(/\s+/g, ' ') }
}

test('points off for late work: the score has arrived, it says why it is less, and nothing is sent again', async () => {
  await people.setRule(stage, elena, 1, RULE)
  await claims(inCanvas('ada'), 1, 10)
  canvas.settings.latePolicy = true
  const [column] = canvas.book.columns
  const { dueAt = null } = column ?? {}
  // The due date was moved in Canvas since.
  if (column) column.dueAt = new Date(Date.now() - 3_600_000).toISOString()
  await people.approve(stage, elena, inCanvas('ada'), 1)
  expect(await people.gradeShown(stage, elena, inCanvas('ada'), 1)).toBe('40')
  const { scores, text } = await delivery(elena, 'Ada Marsh', 1)
  expect(text).toContain('by a rule of its own, such as points off for late work')
  expect(text).not.toContain('Send again')
  expect(scores.text).toContain('1 of 1 is in Canvas')
  expect(canvas.posts).toHaveLength(1)
  canvas.settings.latePolicy = false
  if (column) column.dueAt = dueAt
})

test('a group assignment: who got another one’s score is told so', async () => {
  const [column] = canvas.book.columns
  if (column) column.forGroups = true
  await claims(inCanvas('ben'), 1, 20)
  await people.approve(stage, elena, inCanvas('ben'), 1)
  expect(await people.gradeShown(stage, elena, inCanvas('ben'), 1)).toBe('100')
  const { text } = await delivery(elena, 'Ada Marsh', 1)
  expect(text).toContain('A group assignment gives the whole group one grade.')
  expect(text).toContain('Send again')
  expect((await delivery(elena, 'Ben Ortiz', 1)).text).toContain('In the gradebook since')
})

test('complete or incomplete, posted by hand: any score is all the points, and a student who sees none knows why', async () => {
  const column = canvas.book.columns[1]
  if (column) Object.assign(column, { passFail: true, postsByHand: true })
  await people.setRule(stage, elena, 2, { ...RULE, points: 50 })
  await claims(inCanvas('chloe'), 2, 10)
  await people.approve(stage, elena, inCanvas('chloe'), 2)
  expect(await people.gradeShown(stage, elena, inCanvas('chloe'), 2)).toBe('complete')
  expect((await delivery(elena, 'Chloe Tran', 2)).text).toContain('complete and incomplete only')
  const own = await stage.people.launch(inCanvas('chloe'), 2)
  expect(own.text).toContain('your instructor has not posted it there')
})

test('a course that has concluded takes the score of whose enrolment goes on, and says of whom it does not', async () => {
  const sub = (key: string) => canvas.course.people.find((one) => one.key === key)?.sub ?? ''
  for (const key of ['elif', 'femi']) await claims(inCanvas(key), 2, 10)
  Object.assign(canvas.settings, { concluded: true, stillActive: [sub('elif')] })
  for (const key of ['elif', 'femi']) await people.approve(stage, elena, inCanvas(key), 2)
  expect(await people.gradeShown(stage, elena, inCanvas('elif'), 2)).toBe('complete')
  await people.scoreRefused(stage, 'canvas')
  expect((await delivery(elena, 'Femi Adeyemi', 2)).text).toContain(
    'The course is over for this student in the LMS.',
  )
  canvas.settings.concluded = false
})

test('a student who was excused since: the score is gone, and sending it again is a choice', async () => {
  await people.changeGrade(stage, elena, inCanvas('elif'), { column: 2, points: 'EX' })
  const { text } = await delivery(elena, 'Elif Kaya', 2)
  expect(text).toContain('is not there any more')
  const page = await stage.people.launch(elena, 2)
  expect(page.text).toContain('excusing a student, which a score would undo')
})

test('a Canvas that keeps nothing for tools in the browser launches all the same', async () => {
  canvas.settings.storage = false
  const page = await stage.people.launch(inCanvas('grace'), 1)
  expect(page.text).toContain('Record a micro-internship')
  canvas.settings.storage = true
})

test('Moodle keeps a grade set by hand, whatever is sent: it says how ours can show', async () => {
  await people.setRule(stage, samuel, 1, RULE)
  await claims(noor, 1, 10)
  await people.changeGrade(stage, samuel, noor, { column: 1, points: '77' })
  await people.approve(stage, samuel, noor, 1)
  const { scores, text } = await delivery(samuel, 'Noor Haddad', 1)
  expect(text).toContain('Send again to replace it')
  await stage.people.browser(samuel).submit(scores, {}, undefined)
  await expect.poll(() => moodle.posts.length, PATIENT).toBe(1)
  expect((await delivery(samuel, 'Noor Haddad', 1)).text).toContain(
    'When that one is taken away there, ours shows.',
  )
})

test('Moodle’s column is worth less since: a grade that was scaled along stands there, one that was not is pointed out', async () => {
  const maya: Someone = { kind: 'moodle', key: 'maya' }
  await claims(maya, 1, 10)
  await people.approve(stage, samuel, maya, 1)
  expect(await people.gradeShown(stage, samuel, maya, 1)).toBe('50')
  const browser = stage.people.browser(samuel)
  const worth = async (points: string, how: Record<string, string>) => {
    const page = await browser.open(`${world.lmsUrl}/moodle/grades`)
    await browser.submit(page, { label: moodle.book.columns[0]?.label ?? '', points, ...how })
  }
  await worth('50', { rescale: 'yes' })
  expect((await delivery(samuel, 'Maya Iyer', 1)).text).toContain('In the gradebook since')
  await worth('25', {})
  expect((await delivery(samuel, 'Maya Iyer', 1)).text).toContain(
    'the gradebook shows something else now',
  )
})

test('who had to enrol in Moodle first is a student like any other', async () => {
  const ida: Someone = { kind: 'moodle', key: 'ida' }
  const browser = stage.people.browser(ida)
  const door = await browser.open(`${world.lmsUrl}/moodle/assignments/1?as=ida`)
  await browser.submit(door, { back: '/moodle/assignments/1' })
  expect((await stage.people.launch(ida, 1)).text).toContain('Record a micro-internship')
})
