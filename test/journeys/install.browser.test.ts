// From nothing to the first launch in a real browser: an LMS registers itself, or is entered by hand.

import type { Page } from 'playwright-core'
import { afterEach, expect, it } from 'vitest'
import type { Kind } from '../../src/demo/lms/model.ts'
import { officeAddress } from '../../src/demo/northfield.ts'
import type { Context } from '../../src/services/context.ts'
import { addInstitution } from '../../src/services/office/institutions.ts'
import { t } from '../../src/text.ts'
import { browserWorld, follow, PATIENCE_MS, press, see, titled, toolIn } from '../support/page.ts'

const stage = browserWorld()
afterEach(() => expect(stage.complaints.splice(0)).toEqual([]))

const TEACHER: Record<Kind, string> = { canvas: 'elena', moodle: 'samuel', other: 'ivy' }
const ACTIVATE: Partial<Record<Kind, string>> = {
  canvas: 'Confirm and switch on',
  moodle: 'Activate',
}

/** An institution that has nothing yet. */
async function aNewcomer(slug: string): Promise<Context> {
  const { core } = stage.world.app
  const wish = { slug, name: `College of ${slug}`, timezone: 'America/Chicago' }
  return core.contextFor({ kind: 'worker' }, await addInstitution(core.hands, wish))
}

/** Its administrator, come in. */
async function administrator(ctx: Context): Promise<Page> {
  const page = await stage.newcomer()
  await page.goto(await officeAddress(ctx, 'admin'))
  await press(page, t('enter.button'))
  await titled(page, t('admin.title'))
  return page
}

const toolsAt = (kind: Kind) => `${stage.world.lmsUrl}/${kind}/tools`

/** The LMS's page of tools, and the newest of them. */
async function toolsOf(lms: Page, kind: Kind) {
  await lms.goto(toolsAt(kind))
  return lms.locator('.installed').last()
}

/** A teacher opens the assignment that the new tool has in the course. */
async function firstLaunch(lms: Page, kind: Kind) {
  const tool = await toolsOf(lms, kind)
  await tool.getByRole('button', { name: 'Add an assignment that opens it' }).click()
  await lms.goto(`${lms.url()}?as=${TEACHER[kind]}`)
  return toolIn(lms)
}

it.each(['canvas', 'moodle'] as const)(
  'a %s registers itself by one address, and works when both sides have said yes',
  async (kind) => {
    const ctx = await aNewcomer(`self-${kind}`)
    const [admin, lms] = [await administrator(ctx), await stage.newcomer()]
    await see(admin, t('admin.emptyTitle'))
    await press(admin, t('invite.make'))
    const address = (await admin.locator('code').first().textContent()) ?? ''

    await lms.goto(toolsAt(kind))
    await lms.getByLabel('Registration URL', { exact: true }).fill(address)
    await press(lms, kind === 'moodle' ? 'Add LTI Advantage' : 'Continue')
    // The tool's page asks to be closed, and the LMS shows its tools again.
    await lms.waitForURL(toolsAt(kind), { timeout: PATIENCE_MS })
    await press(lms, ACTIVATE[kind] ?? '')
    await see(await firstLaunch(lms, kind), 'It waits for the administrator of Stint')

    await admin.goto(`${stage.world.toolUrl}/admin`)
    const name = kind === 'canvas' ? 'Northfield University' : new URL(stage.world.lmsUrl).host
    await follow(admin, name)
    await see(admin, t('platform.approveTitle'))
    await see(admin, stage.world.lms[kind].base)
    await press(admin, t('platform.approve'))
    await see(admin, t('notice.platformapprove'))

    if (kind === 'canvas') await approveDeployment(lms, admin)
    await expect.poll(() => opensRule(lms), { timeout: PATIENCE_MS }).toBe(true)
    await admin.reload()
    await see(admin, t('platform.step.frame'))
    await isWell(admin)

    // The same address a second time.
    await lms.goto(toolsAt(kind))
    await lms.getByLabel('Registration URL', { exact: true }).fill(address)
    await press(lms, kind === 'moodle' ? 'Add LTI Advantage' : 'Continue')
    await see(lms.frameLocator('iframe.registering'), t('register.used'))
    if (kind === 'moodle') await registersAnew(lms, admin)
    for (const page of [admin, lms]) await page.context().close()
  },
)

// moodle.md 7.1: the same tool registers itself once more, by an invitation that was made for it.
async function registersAnew(lms: Page, admin: Page): Promise<void> {
  await admin.goto(`${stage.world.toolUrl}/admin`)
  const name = new URL(stage.world.lmsUrl).host
  await follow(admin, name)
  await press(admin, t('platform.invite'))
  const address = (await admin.locator('code').first().textContent()) ?? ''
  const tool = await toolsOf(lms, 'moodle')
  await tool.getByLabel('New registration URL').fill(address)
  await press(tool, 'Update this tool')
  await lms.waitForURL(toolsAt('moodle'), { timeout: PATIENCE_MS })
  await admin.goto(`${stage.world.toolUrl}/admin`)
  await follow(admin, name)
  await see(admin, t('platform.updateTitle'))
  await press(admin, t('platform.updateApprove'))
  await see(admin, t('notice.updateapprove'))
  await isWell(admin)
}

/** The doctor finds nothing to change. */
async function isWell(admin: Page): Promise<void> {
  await admin.goto(`${stage.world.toolUrl}/admin/doctor`)
  await see(admin, t('doctor.well'))
}

// Canvas names no deployment when it registers: the first launch does, and waits (canvas.md 6).
async function approveDeployment(lms: Page, admin: Page): Promise<void> {
  await expect
    .poll(
      async () => {
        await lms.reload()
        const text = await (await toolIn(lms)).locator('main').textContent()
        return text?.includes('on their page and approves it there')
      },
      { timeout: PATIENCE_MS },
    )
    .toBe(true)
  await admin.goto(`${stage.world.toolUrl}/admin`)
  await press(admin, t('admin.approve'))
  await see(admin, t('notice.deploymentapproved'))
  await follow(admin, 'Northfield University')
}

async function opensRule(lms: Page): Promise<boolean> {
  await lms.reload()
  const heading = (await toolIn(lms)).getByRole('heading', { level: 1 })
  return (await heading.textContent()) === t('rule.title')
}

it.each(['canvas', 'moodle', 'other'] as const)(
  'a %s is entered by hand on both sides, each value copied from where it stands',
  async (kind) => {
    const ctx = await aNewcomer(`hand-${kind}`)
    const [admin, lms] = [await administrator(ctx), await stage.newcomer()]
    const guide = await stage.newcomer()
    await guide.goto(`${stage.world.toolUrl}/lti/hand-${kind}/install`)
    const value = async (name: string) =>
      (await guide
        .locator(`#${kind} dl > div`)
        .filter({ has: guide.getByText(name, { exact: true }) })
        .locator('code')
        .textContent()) ?? ''

    await lms.goto(toolsAt(kind))
    const form = lms.locator('form.add').last()
    for (const [label, name] of PASTED[kind]) {
      await form.getByLabel(label, { exact: true }).fill(await value(name))
    }
    await press(form, 'Save')
    const tool = await toolsOf(lms, kind)
    const shown = async (term: string) =>
      (await tool.locator(`dt:text-is("${term}") + dd`).textContent()) ?? ''

    await follow(admin, t('platform.byHand'))
    await admin.getByLabel(t('platform.field.name'), { exact: true }).fill('Our LMS')
    await admin.getByLabel(t(`platform.kind.${kind}`), { exact: true }).check()
    for (const [field, term] of BACK) {
      const from = term === 'Issuer' && kind === 'moodle' ? 'Platform ID' : term
      await admin.locator(`[name=${field}]`).fill(await shown(from))
    }
    // The hosted Canvas's issuer says nothing about where this one is; its frame does.
    await admin.locator('[name=origins]').fill(new URL(stage.world.lmsUrl).origin)
    await press(admin, t('platform.register'))
    await see(admin, t('notice.platformAdded'))

    await firstLaunch(lms, kind)
    // On a busy machine Moodle's roster may be slower than a first launch waits for.
    await expect.poll(() => opensRule(lms), { timeout: PATIENCE_MS }).toBe(true)
    await admin.reload()
    await see(admin, t('platform.step.frame'))
    await isWell(admin)
    for (const page of [admin, lms, guide]) await page.context().close()
  },
)

const BACK = [
  ['issuer', 'Issuer'],
  ['clientId', 'Client ID'],
  ['deployments', 'Deployment ID'],
  ['loginUrl', 'Authentication request URL'],
  ['tokenUrl', 'Access token URL'],
  ['jwksUrl', 'Public keyset URL'],
] as const

/** What the LMS calls a value, and what our page calls it. */
const PASTED: Record<Kind, [label: string, name: string][]> = {
  canvas: [
    ['JSON URL', 'JSON URL'],
    ['Redirect URIs', 'Redirect URIs'],
  ],
  moodle: [
    ['Tool URL', 'Tool URL'],
    ['Initiate login URL', 'Initiate login URL'],
    ['Public keyset', 'Public keyset'],
    ['Custom parameters', 'Custom parameters'],
  ],
  other: [
    ['Launch URL', 'Target link URI, or launch URL'],
    ['Login initiation URL', 'Login initiation URL'],
    ['Keyset URL', 'Public keyset (JWKS) URL'],
    ['Custom parameters', 'Custom parameters'],
  ],
}
