// The student's and the instructor's part of the main job by keyboard alone, in a frame that scrolls by itself.

import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import * as people from '../../src/demo/doings.ts'
import { peopleOf } from '../../src/demo/people.ts'
import { focusedIn, tabIntoTool, tabTo, write } from '../support/keyboard.ts'
import { browserWorld, frameIn, openInCourse, see, toolIn } from '../support/page.ts'
import { dayBefore } from './acts.ts'

const stage = browserWorld()

const SAMUEL = { kind: 'moodle', key: 'samuel' } as const
const MAYA = { kind: 'moodle', key: 'maya' } as const
const MAIL = 'g.mensah@harbourmarket.example'

it('student and instructor do their parts with Tab, Enter, Space and arrow keys', async () => {
  const [teacher, student] = [await stage.newcomer(), await stage.newcomer()]
  await begin(teacher, SAMUEL)
  await setRule(teacher)

  await begin(student, MAYA)
  await skips(student)
  await record(student)
  const [mail] = [await stage.world.mail.waitFor({ to: MAIL })]
  await people.confirm({ world: stage.world, people: peopleOf(stage.world) }, mail)

  await begin(student, MAYA)
  await claim(student)

  await begin(teacher, SAMUEL)
  await approve(teacher)
}, 180_000)

async function begin(page: Page, who: typeof SAMUEL | typeof MAYA): Promise<void> {
  await openInCourse(page, stage.world, who, 'assignments/1')
  await tabIntoTool(page)
}

async function setRule(page: Page): Promise<void> {
  const { keyboard } = page
  await tabTo(page, 'Hours for all the points')
  await write(page, '20')
  await tabTo(page, 'Points')
  await write(page, '100')
  await tabTo(page, 'A share of the points')
  await keyboard.press('ArrowDown')
  await expect.poll(() => focusedIn(page)).toBe('No points')
  await keyboard.press('ArrowUp')
  await tabTo(page, 'Set this rule')
  await keyboard.press('Enter')
  await see(await toolIn(page), 'The rule is set. Students can claim by it now.')
}

// The first stop leads past the masthead.
async function skips(page: Page): Promise<void> {
  await expect.poll(() => focusedIn(page)).toBe('Skip to the content')
  await page.keyboard.press('Enter')
  const inMain = async () => (await frameIn(page)).evaluate(() => document.activeElement?.id)
  await expect.poll(inMain).toBe('main')
}

async function record(page: Page): Promise<void> {
  const { keyboard } = page
  await keyboard.press('Tab')
  await tabTo(page, 'Record a micro-internship')
  await keyboard.press('Enter')
  await see(await toolIn(page), 'Four short parts.')
  await fillForm(page)
  await keyboard.press('Enter')

  await expect.poll(() => focusedIn(page)).toContain('One thing needs another look')
  await keyboard.press('Tab')
  await expect.poll(() => focusedIn(page)).toBe("Your supervisor's mail address")
  await keyboard.press('Enter')
  await expect.poll(() => focusedIn(page)).toBe("Supervisor's mail address")
  await keyboard.type(MAIL)
  await keyboard.press('Enter')
  await see(await toolIn(page), 'The question is on its way to your supervisor.')
}

async function fillForm(page: Page): Promise<void> {
  const { keyboard } = page
  const [, month = '', day = ''] = dayBefore(9).split('-')
  const date = `${month}${day}${dayBefore(9).slice(0, 4)}`
  await tabTo(page, 'Title')
  await keyboard.type('Corner shop survey')
  await tabTo(page, 'Employer')
  await keyboard.type('Harbour Market')
  await tabTo(page, 'What you delivered')
  await keyboard.type('Forty interviews.')
  await tabTo(page, 'First day')
  await keyboard.type(date)
  await tabTo(page, 'Last day')
  await keyboard.type(date)
  await tabTo(page, 'Remote')
  await keyboard.press('Space')
  await tabTo(page, 'Day, line 1')
  await keyboard.type(date)
  await tabTo(page, 'Hours, line 1')
  await keyboard.type('8')
  await tabTo(page, 'A fixed amount for all of it')
  await keyboard.press('Space')
  await keyboard.press('ArrowDown')
  await expect.poll(() => focusedIn(page)).toBe('By the hour')
  await tabTo(page, 'Amount')
  await keyboard.type('17')
  await tabTo(page, "Supervisor's name")
  await keyboard.type('Grace Mensah')
  await tabTo(page, 'Save and ask my supervisor')
}

async function claim(page: Page): Promise<void> {
  const { keyboard } = page
  await tabTo(page, 'Corner shop survey, Harbour Market: 8 hours')
  await keyboard.press('Space')
  await tabTo(page, 'Reflection')
  await keyboard.type('I learned to ask early.')
  await tabTo(page, 'Submit my claim')
  await keyboard.press('Enter')
  await see(await toolIn(page), 'Your claim is with your instructor.')
}

async function approve(page: Page): Promise<void> {
  const { keyboard } = page
  await tabTo(page, 'Maya Iyer')
  await keyboard.press('Enter')
  await see(await toolIn(page), 'Approving sends 40 of 100 points to Moodle')
  await tabTo(page, 'Note to the student')
  await keyboard.type('Well asked.')
  await tabTo(page, 'Approve')
  await keyboard.press('Enter')
  await see(await toolIn(page), 'Approved: 40 of 100 points')
}
