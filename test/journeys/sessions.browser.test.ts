// Sessions that meet in one browser: another person's launch, two courses in two tabs, the office beside the LMS, time that is over.

import { beforeAll, expect, it } from 'vitest'
import * as people from '../../src/demo/doings.ts'
import { peopleOf } from '../../src/demo/people.ts'
import { browserWorld, follow, openInCourse, press, see, titled } from '../support/page.ts'
import { openClaim } from './acts.ts'

let ahead = 0
const stage = browserWorld({ now: () => new Date(Date.now() + ahead) })

const ELENA = { kind: 'canvas', key: 'elena' } as const
const ADA = { kind: 'canvas', key: 'ada' } as const
const TEST_STUDENT = { kind: 'canvas', key: 'test' } as const
const WORK: people.Work = {
  title: 'Survey clean-up',
  employer: 'Delta Foods',
  supervisor: 'Priya Raman',
  mail: 'priya.raman@deltafoods.example',
  delivered: 'The survey without doubles.',
  days: [[12, 8]],
  pay: { payKind: 'hourly', payAmount: '17' },
}

beforeAll(async () => {
  const front = { world: stage.world, people: peopleOf(stage.world) }
  const rule = { academicHours: 0, scheme: 'proportional', fullHours: 20, points: 100 } as const
  await people.setRule(front, ELENA, 1, rule)
  await people.confirm(front, await people.record(front, ADA, 1, WORK))
  await people.claim(front, ADA, 1, 'submit')
})

it('Student View over an instructor’s tab: the old form does nothing, says who one is now, and keeps the note', async () => {
  const page = await stage.newcomer()
  const claim = await openInCourse(page, stage.world, ELENA, 'stint')
  await openClaim(claim, 'Ada Marsh')
  await claim.getByLabel('Note to the student').fill('Half an hour of thought.')

  const other = await page.context().newPage()
  await openInCourse(other, stage.world, TEST_STUDENT, 'assignments/1')
  await page.bringToFront()
  await press(claim, 'Give back')
  await see(claim, 'You are now Test Student.')
  expect(await claim.getByRole('textbox').first().inputValue()).toBe('Half an hour of thought.')

  const again = await openInCourse(page, stage.world, ELENA, 'stint')
  await openClaim(again, 'Ada Marsh')
  await again.getByRole('button', { name: 'Approve' }).waitFor()
  await page.context().close()
})

it('two courses in two tabs: each page stays with its course, and a form of the first still works', async () => {
  const { course } = stage.world.lms.moodle
  const [ada] = stage.world.lms.canvas.course.people
  if (!ada) throw new Error('a course without people')
  course.people.push({ ...ada, number: 99, sub: '99' })
  const first = await stage.newcomer()
  const form = await openInCourse(first, stage.world, ADA, 'assignments/1')
  await follow(form, 'Record another')
  await form.getByLabel('Title').fill('Typed in the first tab')

  const second = await first.context().newPage()
  const moodle = { kind: 'moodle', key: 'ada' } as const
  const other = await openInCourse(second, stage.world, moodle, 'assignments/1')
  await see(other, 'MKT 150')

  await first.bringToFront()
  await press(form, 'Save for later')
  await see(form, 'Saved. Nobody was asked yet.')
  await second.bringToFront()
  await second.reload()
  await see(other, 'MKT 150')
  await see(other, 'Typed in the first tab')
  await first.context().close()
})

it('the office and the LMS live side by side, and signing out of one leaves the other', async () => {
  const office = await stage.newcomer()
  await office.goto(`${stage.world.lmsUrl}/office/registrar`)
  const door = office.url()
  await press(office, 'Come in')
  await titled(office, 'Completions')

  const course = await office.context().newPage()
  const tool = await openInCourse(course, stage.world, ADA, 'assignments/1')
  await titled(tool, 'Micro-internship credit')
  await office.bringToFront()
  await office.reload()
  await titled(office, 'Completions')

  await press(office, 'Sign out')
  await titled(office, 'You are not signed in')
  await office.goBack()
  await titled(office, 'You are not signed in')
  await office.goto(door)
  await see(office, 'It works once; ask for a new one.')

  await course.bringToFront()
  await follow(tool, 'Survey clean-up')
  await titled(tool, 'Survey clean-up')
  await course.context().close()
})

it('a form that was left open for hours says in the frame that the time is over, and keeps the text', async () => {
  const page = await stage.newcomer()
  const form = await openInCourse(page, stage.world, ADA, 'assignments/1')
  await follow(form, 'Record another')
  await form.getByLabel('What you delivered').fill('Typed before lunch.')
  ahead = 3 * 3_600_000
  await press(form, 'Save for later')
  await titled(form, 'You are not signed in')
  await see(form, 'Open Stint from your course page.')
  expect(await form.getByLabel('What you delivered').inputValue()).toBe('Typed before lunch.')
  await page.context().close()
})
