// The demo LMS asks for assignments in its "add" dialogues, and makes of the answer what a Canvas and a Moodle make.

import { decodeJwt, SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { columnsIn } from '../../src/demo/lms/grades.ts'
import type { Kind, Site } from '../../src/demo/lms/model.ts'
import { newVisitor } from '../../src/demo/visitor.ts'
import { authorize, type FakeTool, formIn, openFakeTool } from '../support/fake-tool.ts'

const LTI = 'https://purl.imsglobal.org/spec/lti/claim'
const DL = 'https://purl.imsglobal.org/spec/lti-dl/claim'
const AGS = 'https://purl.imsglobal.org/spec/lti-ags/claim/endpoint'
const NRPS = 'https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice'
const TEACHER: Record<Kind, string> = { canvas: 'elena', moodle: 'samuel', other: 'ivy' }

let world: FakeTool
const now = new Date('2026-11-20T10:00:00Z')
beforeAll(async () => {
  world = await openFakeTool({ now: () => now })
})
afterAll(() => world.stop())

type Claims = Record<string, Record<string, unknown>>

/** What the tool is asked in a dialogue. */
async function asked(site: Site, add = 'yes'): Promise<Claims> {
  const headers = { Cookie: `lms_${site.kind}=${TEACHER[site.kind]}` }
  const { fields } = formIn(await (await fetch(`${site.base}/open?add=${add}`, { headers })).text())
  const answer = formIn((await authorize(site, TEACHER[site.kind], fields)).text)
  return decodeJwt<Claims>(answer.fields.id_token ?? '')
}

const settingsOf = (claims: Claims) => claims[`${DL}/deep_linking_settings`] ?? {}

const ITEM = {
  type: 'ltiResourceLink',
  title: 'Title of the item',
  text: 'Text',
  url: 'https://stint.example.edu/lti/n/launch?assignment=a-1',
  custom: { stint_assignment: 'a-1', number: 7 },
  submission: { endDateTime: '2026-12-01T23:00:00Z' },
  lineItem: { scoreMaximum: 40.5, label: 'Label of the column', resourceId: 'a-1', tag: 'stint' },
}

/** A tool answers the dialogue; gives what the LMS says. */
async function replied(site: Site, items: object[], claims: object = {}, add = 'yes') {
  const jwt = await world.assertion(site, {
    ...{ aud: site.flavour.issuer(site), nonce: 'n-1' },
    [`${LTI}/message_type`]: 'LtiDeepLinkingResponse',
    [`${DL}/content_items`]: items,
    ...claims,
  })
  return sent(site, jwt, add)
}

async function sent(site: Site, jwt: string, add = 'yes') {
  const back = settingsOf(await asked(site, add)).deep_link_return_url
  const body = new URLSearchParams({ JWT: jwt })
  const headers = { Cookie: `lms_${site.kind}=${TEACHER[site.kind]}` }
  const answer = await fetch(String(back), { method: 'POST', headers, body })
  return { status: answer.status, text: await answer.text() }
}

/** The form that the LMS then shows, and what saving it makes. */
async function saved(site: Site, page: string, publish = 'yes') {
  const browser = newVisitor()
  const next = /href="([^"]+)"/.exec(page)?.[1] ?? ''
  await browser.open(`${site.base}?as=${TEACHER[site.kind]}`)
  const form = await browser.open(`${world.lms.url}${next}`)
  const label = form.$('[name=label]').attr('value') ?? ''
  await browser.submit(form, { label }, { name: 'publish', value: publish })
  return columnsIn(site).at(-1)
}

describe('a Canvas', () => {
  const site = () => world.lms.canvas

  test('asks for one assignment in its form, and for several in a module', async () => {
    const form = await asked(site())
    expect(settingsOf(form)).toMatchObject({
      ...{ accept_types: ['ltiResourceLink'], accept_multiple: false },
      accept_presentation_document_targets: ['iframe', 'window'],
    })
    expect(settingsOf(form)).not.toHaveProperty('data')
    expect(form).not.toHaveProperty(`${LTI}/resource_link`)
    expect(form['https://www.instructure.com/placement']).toBe('assignment_selection')
    const list = await asked(site(), 'link_selection')
    expect(settingsOf(list)).toMatchObject({ accept_multiple: true })
    expect(list['https://www.instructure.com/placement']).toBe('link_selection')
  })

  test('fills the form and makes nothing until it is saved: the label wins over the title', async () => {
    const before = columnsIn(site()).length
    const { text } = await replied(site(), [ITEM, ITEM])
    expect(columnsIn(site())).toHaveLength(before)
    expect(await saved(site(), text, 'no')).toMatchObject({
      ...{ label: 'Label of the column', points: 40.5, text: 'Text', published: false },
      ...{ resourceId: 'a-1', tag: 'stint', toolUrl: ITEM.url, dueAt: '2026-12-01T23:00:00Z' },
      custom: { stint_assignment: 'a-1', number: '7' },
    })
  })

  test('makes all items of a module at once, unpublished, and none without points', async () => {
    const before = columnsIn(site()).length
    const pointless = { ...ITEM, lineItem: { label: 'x' } }
    await replied(site(), [ITEM, pointless, ITEM], {}, 'link_selection')
    const made = columnsIn(site()).slice(before)
    expect(made.map(({ published, label }) => [published, label])).toEqual([
      [false, 'Label of the column'],
      [false, 'Label of the column'],
    ])
  })

  test.each<[string, () => Promise<string>]>([
    ['JWT format is invalid', async () => 'no token'],
    [
      'JWT has unexpected alg',
      () => new SignJWT({}).setProtectedHeader({ alg: 'HS256' }).sign(new Uint8Array(32)),
    ],
    ['Client not found', () => world.assertion(site(), { iss: '1' })],
    [
      'JWT verification failure',
      async () => `${(await world.assertion(site())).split('.', 2).join('.')}.AAAA`,
    ],
    ['JWT exception', () => world.assertion(site(), { aud: 'https://elsewhere.example' })],
    ['JWT exception', () => world.assertion(site(), { iat: now.getTime() / 1000 - 301 })],
  ])('says “%s” as JSON in the dialogue', async (message, jwt) => {
    const { status, text } = await sent(site(), await jwt())
    expect(status).toBe(400)
    expect(JSON.parse(text)).toEqual({ errors: { message } })
  })

  test('closes the dialogue without a word when nothing was chosen', async () => {
    expect((await replied(site(), [])).text).toContain('href="/canvas"')
  })
})

describe('a Moodle', () => {
  const site = () => world.lms.moodle

  test('takes several, says nothing of columns, and gives no data to echo', async () => {
    const claims = await asked(site())
    expect(settingsOf(claims)).toMatchObject({ accept_multiple: true, auto_create: false })
    expect(settingsOf(claims)).not.toHaveProperty('accept_lineitem')
    expect(settingsOf(claims)).not.toHaveProperty('data')
    expect(String(settingsOf(claims).deep_link_return_url)).toContain('sesskey=')
    expect(claims[AGS]).toHaveProperty('lineitems')
    expect(claims[AGS]).not.toHaveProperty('lineitem')
  })

  test('names its roster there only once the tool is in the course', async () => {
    expect(await asked(site())).toHaveProperty([NRPS])
    const { columns } = site().book
    site().book.columns = []
    const claims = await asked(site())
    site().book.columns = columns
    expect(claims).not.toHaveProperty([NRPS])
  })

  test('calls it by its title, in whole points, and drops the dates', async () => {
    const { text } = await replied(site(), [ITEM])
    expect(await saved(site(), text)).toMatchObject({
      ...{ label: 'Title of the item', points: 41, graded: true, dueAt: null, published: true },
      ...{ resourceId: 'a-1', tag: 'stint', toolUrl: ITEM.url },
    })
  })

  test('grades nothing without a line item', async () => {
    const { lineItem: _, ...plain } = ITEM
    const { text } = await replied(site(), [plain])
    expect(await saved(site(), text)).toMatchObject({ graded: false, resourceId: '' })
  })

  test('posts an answer to itself once more when its cookie did not come along', async () => {
    const back = String(settingsOf(await asked(site())).deep_link_return_url)
    const send = (body: Record<string, string>) =>
      fetch(back, { method: 'POST', body: new URLSearchParams(body) })
    const { action, fields } = formIn(await (await send({ JWT: 'x' })).text())
    expect(new URL(action, back).href).toBe(back)
    expect(fields).toEqual({ JWT: 'x', repost: '1' })
    expect(await (await send(fields)).text()).toContain('timed out')
  })

  test('ignores a line item where it accepts grades from no tool', async () => {
    site().settings.takesGrades = false
    const { text } = await replied(site(), [ITEM])
    expect(await saved(site(), text)).toMatchObject({ graded: false, label: 'Title of the item' })
    site().settings.takesGrades = true
  })

  test('saves several one after the other', async () => {
    const before = columnsIn(site()).length
    await replied(site(), [ITEM, { ...ITEM, title: 'The second' }])
    expect(
      columnsIn(site())
        .slice(before)
        .map(({ label }) => label),
    ).toEqual(['Title of the item', 'The second'])
  })

  test.each<[string, Record<string, unknown>]>([
    ['Consumer key is incorrect', { iss: 'https://tool.example' }],
    ['Expired token', { exp: 1 }],
    ['Cannot handle token with iat in the future', { iat: 4_000_000_000 }],
  ])('says “%s”', async (words, claims) => {
    expect(await replied(site(), [ITEM], claims)).toMatchObject({
      status: 400,
      text: expect.stringContaining(words),
    })
  })

  test.each([{ aud: 'anybody' }, { nonce: undefined }, { [`${LTI}/message_type`]: 'x' }])(
    'does not look at %j',
    async (claims) => {
      expect((await replied(site(), [ITEM], claims)).status).toBe(200)
    },
  )
})

test('a student is shown no dialogue', async () => {
  const page = await fetch(`${world.lms.canvas.base}/open?add=yes`, {
    headers: { Cookie: 'lms_canvas=ada' },
  })
  expect(page.status).toBe(403)
})
