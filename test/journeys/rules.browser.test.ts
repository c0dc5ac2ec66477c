// The registrar writes a rule and sees what it would change; student and instructor go by it, in a real browser.

import type { Page } from 'playwright-core'
import { afterEach, expect, it } from 'vitest'
import * as people from '../../src/demo/doings.ts'
import { officeAddress } from '../../src/demo/northfield.ts'
import { peopleOf } from '../../src/demo/people.ts'
import { browserWorld, follow, openInCourse, PHONE, press, see, titled } from '../support/page.ts'
import { axeIn } from '../support/page-axe.ts'
import * as acts from './acts.ts'

const stage = browserWorld()
const ELENA = { kind: 'canvas' as const, key: 'elena' }
const ADA = { kind: 'canvas' as const, key: 'ada' }
const BEN = { kind: 'canvas' as const, key: 'ben' }

afterEach(() => expect(stage.complaints.splice(0)).toEqual([]))

const WORK: people.Work = {
  title: 'Seed trial records',
  employer: 'Delta Foods',
  supervisor: 'Priya Raman',
  mail: 'priya.raman@deltafoods.example',
  delivered: 'A cleaned table.',
  days: [
    [16, 8],
    [15, 8],
    [14, 8],
  ],
  pay: { payKind: 'hourly', payAmount: '18' },
}

const record = () => ({ world: stage.world, people: peopleOf(stage.world) })

async function confirmedWork(who: typeof ADA, work: people.Work, then: 'save' | 'submit') {
  const at = record()
  await people.confirm(at, await people.record(at, who, 1, work))
  await people.claim(at, who, 1, then)
}

async function registrar(options: Parameters<typeof stage.newcomer>[0] = {}): Promise<Page> {
  const page = await stage.newcomer(options)
  await page.goto(await officeAddress(stage.world.ctx, 'registrar'))
  await press(page, 'Come in')
  await follow(page, 'Rules')
  await titled(page, 'Credit rules')
  return page
}

it('the registrar looks at what a version would change, writes it, and nobody’s submitted claim moves', async () => {
  const terms = { fullHours: 45, academicHours: 15, points: 100, scheme: 'proportional' as const }
  await people.setRule(record(), ELENA, 1, terms)
  await confirmedWork(ADA, WORK, 'submit')
  await confirmedWork(BEN, { ...WORK, title: 'Label check' }, 'save')

  const office = await registrar()
  expect(await axeIn(office)).toEqual([])
  await follow(office, 'Micro-internships')
  await see(office, 'None of 2 claims would come out otherwise.')
  expect(await axeIn(office)).toEqual([])
  await follow(office, 'Write the next version')
  await office.getByLabel('Most hours of one micro-internship').fill('12')
  await press(office, 'Show what would change')
  await see(office, '2 of 2 claims would come out otherwise.')
  await see(office, 'Ada Marsh')
  await see(office, '1 draft takes the new version, with a notice.')
  await see(office, '86.67 of 100')
  expect(await office.evaluate(() => document.activeElement?.id)).toBe('preview')
  expect(await axeIn(office)).toEqual([])
  await press(office, 'Write version 2')
  await see(office, 'Version 2 holds')
  await see(office, 'Most hours of one micro-internship: 40 hours, now 12 hours')
  await see(office, '1 submitted claim keeps its version.')

  const student = await stage.newcomer()
  const kept = await openInCourse(student, stage.world, ADA, 'assignments/1')
  await see(kept, 'With the instructor')
  expect(await kept.locator('.ledger').textContent()).toContain('86.67')
  const draft = await openInCourse(student, stage.world, BEN, 'assignments/1')
  await see(draft, /The rule has changed since you saved this draft: Most hours/)
  expect(await draft.locator('.ledger').textContent()).toContain('60')
  await office.context().close()
  await student.context().close()
}, 180_000)

it('the editor works on a phone, and says beside the field what is wrong', async () => {
  const office = await registrar({ viewport: PHONE })
  await follow(office, 'Micro-internships')
  await follow(office, 'Write the next version')
  await office.getByLabel('Steps of credit').fill('')
  await press(office, 'Show what would change')
  await see(office, 'Steps of credit: This is needed.')
  expect(await office.evaluate(() => document.documentElement.scrollWidth)).toBe(PHONE.width)
  expect(await axeIn(office)).toEqual([])
  await office.context().close()
}, 120_000)

it('a student asks for credits; the instructor tries a lower request and approves it with a reason', async () => {
  const office = await registrar()
  await follow(office, 'Write another rule')
  await office.getByLabel('Name').fill('Credit for field work')
  await office.getByLabel('45 hours a credit').check()
  await press(office, 'Begin')
  await office.getByLabel('the course’s credits').check()
  await office.getByLabel('no points', { exact: true }).check()
  // The students were enrolled today; what they did before may count.
  await office.getByLabel('Days that work may have ended before the window opened').fill('')
  await press(office, 'Write version 2')
  await see(office, 'Version 2 holds')

  const teacher = await stage.newcomer()
  const form = await openInCourse(teacher, stage.world, ELENA, 'assignments/2')
  await form.getByLabel('Credit for field work').check()
  await form.getByLabel("The course's credits").check()
  await form.getByLabel('No points', { exact: true }).check()
  await press(form, 'Set this rule')
  await see(form, 'The rule is set. Students can claim by it now.')

  const student = await stage.newcomer()
  const at = record()
  const cara = { kind: 'canvas' as const, key: 'chloe' }
  await people.confirm(at, await people.record(at, cara, 2, { ...WORK, title: 'Shelf life' }))
  const page = await openInCourse(student, stage.world, cara, 'assignments/2')
  await see(page, '6 more confirmed hours make 1 credit.')
  await acts.fillClaim(page, 'I learnt to count.')
  expect(await page.getByLabel('Credits you ask for').inputValue()).toBe('1')
  await press(page, 'Submit my claim')
  await see(page, 'Your claim is with your instructor.')

  const review = await openInCourse(teacher, stage.world, ELENA, 'stint')
  await acts.openClaim(review, 'Chloe Tran')
  await see(review, 'This cannot be approved as it is.')
  await review.getByLabel('Credits to approve').fill('0.75')
  await press(review, 'Show what this earns')
  await see(review, /Approving gives 0.75 credits, and sends 50 of 50 points/)
  await review.getByLabel('Note to the student').fill('Three quarters of it are there.')
  await press(review, 'Approve')
  await see(review, 'Approved: 0.75 credits, and 50 of 50 points')
  for (const one of [office, teacher, student]) await one.context().close()
}, 180_000)
