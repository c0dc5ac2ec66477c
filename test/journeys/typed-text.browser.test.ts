// What was being typed when a session ended is there after the next launch in the same tab, for the same person only.

import { beforeAll, expect, it } from 'vitest'
import * as people from '../../src/demo/doings.ts'
import { peopleOf } from '../../src/demo/people.ts'
import { browserWorld, follow, openInCourse, press, see, titled } from '../support/page.ts'

const HOURS_MS = 3_600_000
let ahead = 0
const stage = browserWorld({ now: () => new Date(Date.now() + ahead) })
const ADA = { kind: 'canvas', key: 'ada' } as const
const BEN = { kind: 'canvas', key: 'ben' } as const
const ELENA = { kind: 'canvas', key: 'elena' } as const
const BACK = 'What you typed before your session ended is back.'

beforeAll(async () => {
  const front = { world: stage.world, people: peopleOf(stage.world) }
  const rule = { academicHours: 0, scheme: 'proportional' } as const
  await people.setRule(front, ELENA, 1, { ...rule, fullHours: 45, points: 100 })
})

it('comes back after the next launch, is another person’s never, and goes when it is saved', async () => {
  const page = await stage.newcomer()
  const open = async (who: typeof ADA | typeof BEN, link = 'Record a micro-internship') => {
    const tool = await openInCourse(page, stage.world, who, 'assignments/1')
    await follow(tool, link)
    await titled(tool, 'Record a micro-internship')
    return tool
  }
  const first = await open(ADA)
  await first.getByLabel('Title', { exact: true }).fill('Survey clean-up')
  await first.getByLabel('What you delivered').fill('A clean data set')
  ahead = 3 * HOURS_MS
  page.on('dialog', (dialog) => dialog.accept())
  await press(first, 'Save for later')
  await see(first, 'You are not signed in')
  // Without a script it can be copied from here.
  await see(first, 'Survey clean-up')

  const other = await open(BEN)
  expect(await other.getByLabel('Title', { exact: true }).inputValue()).toBe('')

  const again = await open(ADA)
  await see(again, BACK)
  expect(await again.getByLabel('Title', { exact: true }).inputValue()).toBe('Survey clean-up')
  expect(await again.getByLabel('What you delivered').inputValue()).toBe('A clean data set')
  await press(again, 'Save for later')
  await see(again, 'Saved. Nobody was asked yet.')
  const last = await open(ADA, 'Record another')
  expect(await last.getByLabel('Title', { exact: true }).inputValue()).toBe('')
  await page.context().close()
})
