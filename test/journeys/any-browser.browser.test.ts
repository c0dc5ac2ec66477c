// Any browser: cookies allowed or blocked in frames, frames side by side, reloads, the back button, hints that are spent.

import type { Page } from 'playwright-core'
import { afterEach, beforeAll, expect, it } from 'vitest'
import * as people from '../../src/demo/doings.ts'
import { peopleOf } from '../../src/demo/people.ts'
import { blockFramedCookies, crossLogins } from '../support/framed-requests.ts'
import {
  browserWorld,
  follow,
  frameIn,
  openInCourse,
  PATIENCE_MS,
  press,
  see,
  titled,
  toolIn,
} from '../support/page.ts'

const stage = browserWorld()

const ADA = { kind: 'canvas', key: 'ada' } as const
const ELENA = { kind: 'canvas', key: 'elena' } as const
const NOOR = { kind: 'moodle', key: 'noor' } as const
const SAMUEL = { kind: 'moodle', key: 'samuel' } as const

const FIRST = 'Micro-internship credit'
const SECOND = 'Field practice'
const AGAIN = /Open (Stint|it) again from/

beforeAll(async () => {
  const front = { world: stage.world, people: peopleOf(stage.world) }
  const rule = { academicHours: 0, scheme: 'proportional' } as const
  await people.setRule(front, ELENA, 1, { ...rule, fullHours: 45, points: 100 })
  await people.setRule(front, ELENA, 2, { ...rule, fullHours: 12, points: 50 })
  await people.setRule(front, SAMUEL, 1, { ...rule, fullHours: 20, points: 100 })
})

afterEach(() => expect(stage.complaints.splice(0)).toEqual([]))

it('with cookies allowed Stint works in the frame, by cookies that only this LMS’s frame holds', async () => {
  const page = await stage.newcomer()
  await titled(await openInCourse(page, stage.world, ADA, 'assignments/1'), FIRST)
  const cookies = await page.context().cookies(stage.world.toolUrl)
  expect(cookies.length).toBeGreaterThanOrEqual(2)
  for (const cookie of cookies) {
    expect(cookie).toMatchObject({ httpOnly: true, secure: true, sameSite: 'None' })
    expect(cookie.partitionKey).toMatch(/^http:\/\/127\.0\.0\.1/)
  }
  const alone = await page.context().newPage()
  expect((await alone.goto(stage.world.toolUrl))?.status()).toBe(401)
  await see(alone, 'You are not signed in')
  await page.context().close()
})

it('with cookies blocked a button carries the unspent login to a window, which arrives where one was going', async () => {
  const page = await stage.newcomer()
  await blockFramedCookies(page, stage.world.toolUrl)
  const tool = await openInCourse(page, stage.world, ADA, 'assignments/2')
  await see(tool, 'Your browser keeps Stint from working inside this page.')
  const opened = await newWindow(page, () => press(tool, 'Open Stint'))
  await titled(opened, SECOND)
  expect(new URL(opened.url()).pathname).toMatch(/^\/courses\/\w+\/assignments\/\w+$/)

  // The LMS's hint was good once.
  const late = await newWindow(page, () => press(tool, 'Open Stint'))
  await see(late, AGAIN)
  await opened.reload()
  await titled(opened, SECOND)
  await page.context().close()
})

it('with cookies blocked the window works for Moodle’s hint too', async () => {
  const page = await stage.newcomer()
  await blockFramedCookies(page, stage.world.toolUrl)
  const tool = await openInCourse(page, stage.world, NOOR, 'assignments/1')
  const opened = await newWindow(page, () => press(tool, 'Open Stint'))
  await titled(opened, 'Micro-internship, 20 hours')

  // A hint that is spent never comes back to us from Moodle: its own page says so little that ours has said what to do.
  const late = await newWindow(page, () => press(tool, 'Open Stint'))
  await see(late, 'Invalid request')
  await see(
    tool,
    /If the new window shows something else than Stint.* open Stint again from your course/,
  )
  await opened.reload()
  await titled(opened, 'Micro-internship, 20 hours')
  await page.context().close()
})

it('a double click on the button opens the right page once, and the other window says what to do', async () => {
  const page = await stage.newcomer()
  await blockFramedCookies(page, stage.world.toolUrl)
  const tool = await openInCourse(page, stage.world, ADA, 'assignments/1')
  const windows: Page[] = []
  page.on('popup', (opened) => windows.push(opened))
  await tool.getByRole('button', { name: 'Open Stint' }).dblclick()
  await expect.poll(() => windows.length, { timeout: PATIENCE_MS }).toBe(2)
  const shown = windows.map(async (opened) => {
    const right = opened.getByRole('heading', { name: FIRST, level: 1 })
    await right.or(opened.getByText(AGAIN)).first().waitFor()
    return (await right.count()) === 1 ? 'right' : 'again'
  })
  expect((await Promise.all(shown)).sort()).toEqual(['again', 'right'])
  await page.context().close()
})

it('two frames that load together both arrive, also when their answers cross', async () => {
  const page = await stage.newcomer()
  await page.goto(`${stage.world.lmsUrl}/canvas?as=ada`)
  const crossed = await crossLogins(page, stage.world.lms.canvas.tool)
  await page.evaluate(() => {
    for (const column of [1, 2]) {
      const frame = document.createElement('iframe')
      Object.assign(frame, { id: `f${column}`, src: `/canvas/open?column=${column}` })
      document.body.append(frame)
    }
  })
  await titled(page.frameLocator('#f1'), FIRST)
  await titled(page.frameLocator('#f2'), SECOND)
  await crossed.end()
  await page.context().close()
})

it('a reload of the course page or of the frame, and the back button, lead to the right page', async () => {
  const page = await stage.newcomer()
  const tool = await openInCourse(page, stage.world, ADA, 'assignments/1')
  await page.reload()
  await titled(await toolIn(page), FIRST)

  await follow(tool, 'Record a micro-internship')
  await titled(tool, 'Record a micro-internship')
  await (await frameIn(page)).evaluate(() => location.reload())
  await titled(tool, 'Record a micro-internship')
  await page.evaluate(() => history.back())
  await titled(tool, FIRST)
  await page.context().close()
})

it('back behind the launch, the frame says to open it again from the course', async () => {
  const page = await stage.newcomer()
  const tool = await openInCourse(page, stage.world, ADA, 'assignments/1')
  const [spent] = await Promise.all([
    page.waitForRequest((one) => one.url().endsWith('/launch')),
    page.reload(),
  ])
  await titled(tool, FIRST)
  const frame = await frameIn(page)
  await frame.evaluate(send, { action: spent.url(), body: spent.postData() ?? '' })
  await see(tool, AGAIN)
  await page.context().close()
})

function send({ action, body }: { action: string; body: string }): void {
  const form = document.createElement('form')
  Object.assign(form, { method: 'post', action })
  for (const [name, value] of new URLSearchParams(body)) {
    form.append(Object.assign(document.createElement('input'), { name, value }))
  }
  document.body.append(form)
  form.submit()
}

async function newWindow(page: Page, open: () => Promise<void>): Promise<Page> {
  const [opened] = await Promise.all([page.waitForEvent('popup'), open()])
  return opened
}
