// How Stint sits in the LMS's frame: as tall as its page, never wider than its frame, readable on paper and at night.

import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import * as people from '../../src/demo/doings.ts'
import { peopleOf, type Someone } from '../../src/demo/people.ts'
import { browserWorld, follow, frameIn, openInCourse, PHONE, titled } from '../support/page.ts'

const stage = browserWorld()

const ELENA = { kind: 'canvas', key: 'elena' } as const
const ADA = { kind: 'canvas', key: 'ada' } as const
const NOOR = { kind: 'moodle', key: 'noor' } as const
const WORK: people.Work = {
  title: 'Survey clean-up of all the branches of the north',
  employer: 'Delta Foods',
  supervisor: 'Priya Raman',
  mail: 'priya.raman@deltafoods.example',
  delivered: 'The survey without doubles.',
  days: [
    [13, 7.5],
    [12, 8],
  ],
  pay: { payKind: 'hourly', payAmount: '17' },
}

interface Look {
  name: string
  who: Someone
  path: string
  /** A link to follow from there. */
  via?: string
  title: string
}

const MINE = { who: ADA, path: 'assignments/1' }
const COURSE = { who: ELENA, path: 'stint' }
const LOOKS: Look[] = [
  { name: 'the student’s first page', ...MINE, title: 'Micro-internship credit' },
  { name: 'the form', ...MINE, via: 'Record another', title: 'Record a micro-internship' },
  { name: 'a micro-internship', ...MINE, via: WORK.title, title: WORK.title },
  { name: 'the claims to decide', ...COURSE, title: 'Claims to decide' },
  { name: 'a claim', ...COURSE, via: 'Ada Marsh', title: 'Ada Marsh' },
  { name: 'the rule', ...COURSE, via: 'Rule', title: 'How hours earn points' },
  { name: 'the scores', ...COURSE, via: 'Scores', title: 'Scores: Micro-internship credit' },
]

beforeAll(async () => {
  const front = { world: stage.world, people: peopleOf(stage.world) }
  const rule = { academicHours: 5, scheme: 'proportional', fullHours: 20, points: 100 } as const
  await people.setRule(front, ELENA, 1, rule)
  await people.confirm(front, await people.record(front, ADA, 1, WORK))
  await people.claim(front, ADA, 1, 'submit')
})

afterEach(() => expect(stage.complaints.splice(0)).toEqual([]))

describe.each(LOOKS)('$name', ({ who, path, via, title }) => {
  it('is as tall and never wider than its frame, and can be read by day and by night', async () => {
    const page = await stage.newcomer()
    const tool = await openInCourse(page, stage.world, who, path)
    if (via) await follow(tool, via)
    await titled(tool, title)
    for (const width of [320, 600]) {
      await narrow(page, width)
      expect(await sideways(page)).toBe(0)
      await expect.poll(() => hiddenBelow(page)).toBeLessThanOrEqual(0)
    }
    expect(await complaints(page, ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])).toEqual([])
    await page.emulateMedia({ colorScheme: 'dark' })
    expect(await complaints(page, ['color-contrast'])).toEqual([])
    await page.context().close()
  })
})

it('a Moodle, which listens to no height, gives the frame its own scroll bar', async () => {
  const page = await stage.newcomer({ viewport: PHONE })
  await openInCourse(page, stage.world, NOOR, 'assignments/1')
  expect(await sideways(page)).toBe(0)
})

/** Makes the LMS's frame as wide as this. */
async function narrow(page: Page, width: number): Promise<void> {
  await page.locator('iframe.tool').evaluate((frame, to) => {
    frame.style.width = `${to}px`
  }, width)
}

async function sideways(page: Page): Promise<number> {
  return (await frameIn(page)).evaluate(() => document.documentElement.scrollWidth - innerWidth)
}

async function hiddenBelow(page: Page): Promise<number> {
  return (await frameIn(page)).evaluate(() => document.documentElement.scrollHeight - innerHeight)
}

async function complaints(page: Page, rules: string[]): Promise<string[]> {
  const frame = await frameIn(page)
  await frame.evaluate(axe.source)
  return frame.evaluate(async (only) => {
    const run = Reflect.get(window, 'axe').run as typeof axe.run
    const { violations } = await run(document, { runOnly: only })
    return violations.flatMap((v) => v.nodes.map((node) => `${v.id}: ${node.html.slice(0, 200)}`))
  }, rules)
}
