// Dates in a real browser: the registrar imports a calendar, the student sees the date and why, the instructor extends.

import type { FrameLocator, Locator } from 'playwright-core'
import { afterEach, expect, it } from 'vitest'
import * as people from '../../src/demo/doings.ts'
import { officeAddress } from '../../src/demo/northfield.ts'
import { peopleOf } from '../../src/demo/people.ts'
import { day } from '../../src/text.ts'
import { browserWorld, follow, openInCourse, press, see } from '../support/page.ts'
import * as acts from './acts.ts'

const stage = browserWorld()
afterEach(() => expect(stage.complaints.splice(0)).toEqual([]))

const ADA = { kind: 'canvas', key: 'ada' } as const
const RIVERA = { kind: 'canvas', key: 'elena' } as const

const WORK: people.Work = {
  title: 'Weir counts',
  employer: 'Delta Foods',
  supervisor: 'Priya Raman',
  mail: 'priya.raman@deltafoods.example',
  delivered: 'Counts of three weekends.',
  days: [
    [9, 8],
    [8, 8],
  ],
  pay: { payKind: 'hourly', payAmount: '17' },
}

const inDays = (days: number) => acts.dayBefore(-days)

// Grades are due soon enough that claims were due a few days ago, and decisions can still be graded.
const CALENDAR = [
  'code;name;starts;ends;grades due;holidays',
  `F26;This term;${inDays(-80)};${inDays(8)};${inDays(11)};`,
  'S27;Next term;01/11/2027;2027-05-07;2027-05-12;',
].join('\r\n')

async function open(who: { kind: 'canvas'; key: string }, path: string): Promise<FrameLocator> {
  return openInCourse(await stage.newcomer(), stage.world, who, path)
}

/** Waits until a text stands in one part of a page. */
const shows = (part: Locator, text: string | RegExp) => part.getByText(text).first().waitFor()

async function importCalendar(): Promise<void> {
  const office = await stage.newcomer()
  await office.goto(await officeAddress(stage.world.ctx, 'registrar'))
  await press(office, 'Come in')
  await follow(office, 'Calendar')
  await see(office, 'No terms yet')
  await follow(office, 'Import a file')
  const file = {
    name: 'calendar.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(`\uFEFF${CALENDAR}`),
  }
  await office.getByLabel('CSV file').setInputFiles(file)
  await press(office, 'Look at what it does')
  await see(office, '1 new term, 0 changed, 0 as before.')
  await see(office, /“01\/11\/2027” is not a day as we write it/)
  await press(office, 'Keep 1 term')
  await see(office, 'The calendar is kept. Dates follow it from now on.')
  await see(office, 'This term')
}

it('a calendar is imported, a student sees the date and why, gets more time, and submits late', async () => {
  const stagePeople = { world: stage.world, people: peopleOf(stage.world) }
  await importCalendar()
  await acts.setRule(await open(RIVERA, 'assignments/2'), {
    hours: '16',
    academic: '',
    points: '50',
  })
  await people.confirm(stagePeople, await people.record(stagePeople, ADA, 2, WORK))

  const closed = await open(ADA, 'assignments/2')
  const claimBy = closed.locator('.deadline').first()
  await claimBy.getByText('(why?)').click()
  await shows(claimBy, /10 business days before grades are due on/)
  await shows(claimBy, 'America/Chicago')
  await see(closed, /Claims were due/)
  await acts.fillClaim(closed, 'I learnt to count twice.')
  await press(closed, 'Submit my claim')
  await see(closed, /An instructor of the course can give more time\./)

  const course = await open(RIVERA, 'stint')
  await course
    .getByRole('listitem')
    .filter({ hasText: 'Field practice' })
    .getByRole('link', { name: 'Dates' })
    .click()
  await course.getByLabel('Ada Marsh').check()
  await course.getByLabel('Until the end of').fill(inDays(1))
  await course.getByLabel('Reason').first().fill('The boat was broken.')
  await press(course, 'Give more time')
  await see(course, 'More time is given. The students see the date and why.')

  const again = await open(ADA, 'assignments/2')
  const later = again.locator('.deadline').first()
  await shows(later, `Claim by ${day(inDays(1))}`)
  await later.getByText('(why?)').click()
  await shows(later, /Elena Rivera gave more time: The boat was broken\./)
  await acts.fillClaim(again, 'I learnt to count twice.')
  await press(again, 'Submit my claim')
  await see(again, 'Your claim is with your instructor.')

  const queue = await open(RIVERA, 'stint')
  await see(queue, /With more time: it was due/)
})
