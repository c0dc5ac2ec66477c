// The doctor in a real browser: settings are broken where an administrator breaks them, found, named, mended, and gone.

import type { Page } from 'playwright-core'
import { afterEach, beforeAll, expect, it } from 'vitest'
import type { Kind } from '../../src/demo/lms/model.ts'
import { officeAddress } from '../../src/demo/northfield.ts'
import { peopleOf } from '../../src/demo/people.ts'
import { t } from '../../src/text.ts'
import { browserWorld, follow, PHONE, press, see, titled } from '../support/page.ts'
import { axeIn } from '../support/page-axe.ts'

const stage = browserWorld()
afterEach(() => expect(stage.complaints.splice(0)).toEqual([]))

// Every LMS has opened Stint before something breaks.
beforeAll(async () => {
  const people = peopleOf(stage.world)
  for (const [kind, key] of [
    ['canvas', 'elena'],
    ['moodle', 'samuel'],
    ['other', 'ivy'],
  ] as const) {
    await people.launch({ kind, key }, 1)
  }
})

/** The doctor's page of Stint's administrator, at an address that people use. */
async function doctor(options: Parameters<typeof stage.newcomer>[0] = {}): Promise<Page> {
  const page = await stage.newcomer(options)
  await page.goto(await officeAddress(stage.world.ctx, 'admin'))
  await press(page, t('enter.button'))
  await follow(page, t('doctor.link'))
  await titled(page, t('doctor.title'))
  return page
}

/** What the page says must be changed: each with its setting. */
async function wrong(page: Page): Promise<string[]> {
  await page.reload()
  await titled(page, t('doctor.title'))
  const rows = page.getByRole('listitem').filter({ hasText: t('doctor.level.wrong') })
  return (await rows.allTextContents()).map((text) => text.replaceAll(/\s+/g, ' ').trim())
}

/** The LMS administrator changes something about Stint in the LMS. */
async function inLms(
  lms: Page,
  kind: Kind,
  change: (form: ReturnType<Page['locator']>) => unknown,
) {
  await lms.goto(`${stage.world.lmsUrl}/${kind}/tools`)
  const tool = lms.locator('.installed').first()
  await tool.getByText('Settings', { exact: true }).click()
  await change(tool)
  await press(tool, 'Save settings')
}

/** Stint's administrator changes something about the LMS in Stint. */
async function inStint(admin: Page, name: string, change: (page: Page) => unknown): Promise<void> {
  await admin.goto(`${stage.world.toolUrl}/admin`)
  await follow(admin, name)
  await change(admin)
}

const box = (label: string, on: boolean) => (tool: ReturnType<Page['locator']>) =>
  tool.getByLabel(label, { exact: true }).setChecked(on)

interface Broken {
  what: string
  act: (at: { lms: Page; admin: Page }, mends: boolean) => Promise<void>
  /** What is found, and where it says to change it. */
  says: string[]
}

const SCORES = 'Can create and update submission results for assignments associated with the tool'

const BROKEN: Broken[] = [
  {
    what: 'the roster service, switched off in Moodle',
    act: ({ lms }, mends) =>
      inLms(lms, 'moodle', box('IMS LTI Names and Role Provisioning', mends)),
    says: ['does not let us read who is in a course', '“IMS LTI Names and Role Provisioning”'],
  },
  {
    what: 'the roster scope, taken away without a word in another LMS',
    act: ({ lms }, mends) => inLms(lms, 'other', box('Names and Roles', mends)),
    says: ['does not let us read who is in a course', 'scope/contextmembership.readonly'],
  },
  {
    what: 'the score scope, taken off the developer key in Canvas',
    act: ({ lms }, mends) => inLms(lms, 'canvas', box(SCORES, mends)),
    says: ['does not let us send scores', `scope “${SCORES}”`],
  },
  {
    what: 'the developer key, switched off in Canvas',
    act: ({ lms }, mends) => inLms(lms, 'canvas', box('On', mends)),
    says: ['gives no access token', 'Developer Keys, the key of Stint: State “On”'],
  },
  {
    what: 'the address of our keys, mistyped in Canvas',
    act: ({ lms }, mends) =>
      inLms(lms, 'canvas', async (tool) => {
        const field = tool.getByLabel('Public JWK URL')
        const now = await field.inputValue()
        await field.fill(mends ? now.replace(/\.old$/, '') : `${now}.old`)
      }),
    says: ['gives no access token', '“Public JWK URL”'],
  },
  {
    what: 'the address of the tokens, mistyped in Stint',
    act: ({ admin }, mends) =>
      inStint(admin, 'Northfield Moodle', async (page) => {
        await follow(page, t('platform.edit'))
        const field = page.locator('[name=tokenUrl]')
        const now = await field.inputValue()
        await field.fill(mends ? now.replace('tokens', 'token') : now.replace('token', 'tokens'))
        await page.locator('form', { has: field }).locator('button').last().click()
        await see(page, 'Northfield Moodle')
      }),
    says: ['does not fit the others of its registration', '“View configuration details”'],
  },
  {
    what: 'the whole Moodle, paused in Stint',
    act: ({ admin }, mends) =>
      inStint(admin, 'Northfield Moodle', async (page) => {
        await press(page, t(mends ? 'platform.resume' : 'platform.pause'))
        await see(page, t(mends ? 'admin.state.active' : 'admin.state.paused'))
      }),
    says: ['is paused: nobody gets in', `“${t('platform.resume')}”`],
  },
]

it('everything works to begin with, and the page says what it has looked at, on a phone too', async () => {
  const page = await doctor({ viewport: PHONE })
  expect(await wrong(page)).toEqual([])
  await see(page, t('doctor.well'))
  await see(page, 'lets us read who is in a course')
  expect(await axeIn(page)).toEqual([])
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(PHONE.width)
  await page.context().close()
}, 60_000)

it.each(BROKEN)(
  'finds $what, says where it is mended, and is content when it is',
  async ({ act, says }) => {
    const [page, lms] = [await doctor(), await stage.newcomer()]
    const admin = await page.context().newPage()
    await act({ lms, admin }, false)
    const found = await wrong(page)
    expect(found.length).toBeGreaterThan(0)
    for (const words of says) expect(found.join('\n')).toContain(words)
    await act({ lms, admin }, true)
    expect(await wrong(page)).toEqual([])
    for (const one of [page, lms]) await one.context().close()
  },
  60_000,
)

it('finds that people come by another address than the one it is told', async () => {
  const page = await stage.newcomer()
  const address = new URL(await officeAddress(stage.world.ctx, 'admin'))
  address.hostname = '127.0.0.1'
  await page.goto(address.href)
  await press(page, t('enter.button'))
  await page.goto(`${address.origin}/admin/doctor`)
  const [found] = await wrong(page)
  expect(found).toContain(`People reach Stint at ${address.origin}`)
  expect(found).toContain('BASE_URL and TRUST_PROXY')
  await page.context().close()
}, 60_000)
