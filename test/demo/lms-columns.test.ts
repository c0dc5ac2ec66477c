// The demo LMS's line items: made, changed and deleted by tools as Canvas and Moodle have it.

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Column, Site } from '../../src/demo/lms/model.ts'
import { SCOPES, TYPES } from '../../src/demo/lms/names.ts'
import { askToken, type FakeTool, openFakeTool } from '../support/fake-tool.ts'

let world: FakeTool
let canvas: Site
let moodle: Site
let columns: Map<Site, Column[]>

beforeAll(async () => {
  world = await openFakeTool()
  ;({ canvas, moodle } = world.lms)
  columns = new Map([canvas, moodle].map((site) => [site, structuredClone(site.book.columns)]))
})
afterAll(() => world.stop())
beforeEach(() => {
  for (const site of [canvas, moodle]) {
    site.book.columns = structuredClone(columns.get(site) ?? [])
    site.book.grades = []
  }
})

const listOf = ({ kind, base, course }: Site) =>
  kind === 'canvas'
    ? `${base}/api/lti/courses/${course.number}/line_items`
    : `${base}/mod/lti/services.php/${course.number}/lineitems?type_id=2`

const itemOf = (site: Site, number: number) =>
  site.kind === 'canvas'
    ? `${listOf(site)}/${number}`
    : listOf(site).replace('?', `/${number}/lineitem?`)

async function ask(
  site: Site,
  method: string,
  url: string,
  body?: object,
  scope = SCOPES.lineItem,
  type: string = TYPES.lineItem,
) {
  const { text } = await askToken(site, await world.assertion(site), scope)
  const Authorization = `Bearer ${JSON.parse(text).access_token}`
  const headers = {
    Authorization,
    Accept:
      method === 'GET' && !/\d+(\/lineitem)?(\?|$)/.test(url.slice(-30))
        ? TYPES.lineItems
        : TYPES.lineItem,
    ...(body ? { 'Content-Type': type } : {}),
  }
  const answer = await fetch(url, {
    method,
    headers,
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  const said = await answer.text()
  return { status: answer.status, said, json: said.startsWith('{') ? JSON.parse(said) : null }
}

const WISH = { label: 'Work', scoreMaximum: 40, resourceId: 'a-1', tag: 'stint-credit' }
const EXTERNAL = {
  'https://canvas.instructure.com/lti/submission_type': {
    type: 'external_tool',
    external_tool_url: 'https://stint.example.edu/lti/n/launch?assignment=a-1',
  },
}

describe('Canvas', () => {
  test('makes an assignment of a line item, which opens nothing by itself', async () => {
    const { status, json } = await ask(canvas, 'POST', listOf(canvas), WISH)
    expect(status).toBe(201)
    expect(json).toMatchObject(WISH)
    expect(canvas.book.columns.at(-1)).toMatchObject({ launches: false, madeBy: 'tool' })
    expect((await fetch(json.id)).status).toBe(401)
    expect((await ask(canvas, 'GET', json.id, undefined, SCOPES.readLineItem)).json).toEqual(json)
  })

  test('makes one that opens the tool when the extension says so, and refuses other types', async () => {
    await ask(canvas, 'POST', listOf(canvas), { ...WISH, ...EXTERNAL })
    expect(canvas.book.columns.at(-1)).toMatchObject({
      launches: true,
      toolUrl: 'https://stint.example.edu/lti/n/launch?assignment=a-1',
    })
    const online = { 'https://canvas.instructure.com/lti/submission_type': { type: 'online_url' } }
    expect((await ask(canvas, 'POST', listOf(canvas), { ...WISH, ...online })).status).toBe(400)
  })

  test('wants a label and points, and a link of an assignment where one is named', async () => {
    const post = (body: object) => ask(canvas, 'POST', listOf(canvas), body)
    expect((await post({ label: 'x' })).status).toBe(422)
    const { contextId } = canvas.course
    expect((await post({ ...WISH, resourceLinkId: contextId })).status).toBe(404)
    const linkId = canvas.book.columns[0]?.linkId
    expect((await post({ ...WISH, resourceLinkId: linkId })).status).toBe(201)
  })

  test('renames and rescales by PUT, and deletes only what a tool made', async () => {
    const { json } = await ask(canvas, 'POST', listOf(canvas), WISH)
    const changed = await ask(canvas, 'PUT', json.id, { ...WISH, label: 'New', scoreMaximum: 20 })
    expect(changed.json).toMatchObject({ label: 'New', scoreMaximum: 20 })
    const coupled = await ask(canvas, 'DELETE', itemOf(canvas, 1))
    expect([coupled.status, coupled.said]).toEqual([401, ''])
    expect((await ask(canvas, 'DELETE', json.id)).status).toBe(204)
    expect((await ask(canvas, 'GET', json.id, undefined, SCOPES.readLineItem)).status).toBe(404)
  })

  test('answers 401 to who may only read', async () => {
    const { status } = await ask(canvas, 'POST', listOf(canvas), WISH, SCOPES.readLineItem)
    expect(status).toBe(401)
  })
})

describe('Moodle', () => {
  test('makes a column alone, and a second one with the same marks', async () => {
    const first = await ask(moodle, 'POST', listOf(moodle), WISH)
    const second = await ask(moodle, 'POST', listOf(moodle), WISH)
    expect([first.status, second.status]).toEqual([201, 201])
    expect(first.json.id).not.toBe(second.json.id)
    expect(first.json).toMatchObject({ ...WISH, resourceLinkId: '' })
  })

  test('wants its own media type, a label and points, and a link of the tool', async () => {
    const post = (body: object, type?: string) =>
      ask(moodle, 'POST', listOf(moodle), body, SCOPES.lineItem, type)
    expect((await post(WISH, 'application/json')).status).toBe(400)
    expect((await post({ label: 'x' })).status).toBe(400)
    expect((await post({ ...WISH, resourceLinkId: '999' })).status).toBe(403)
  })

  test('crashes on an over-long mark, and leaves the column behind', async () => {
    const before = moodle.book.columns.length
    const { status } = await ask(moodle, 'POST', listOf(moodle), { ...WISH, tag: 'x'.repeat(256) })
    expect(status).toBe(500)
    expect(moodle.book.columns).toHaveLength(before + 1)
  })

  test('replaces the whole by PUT: what is left out is gone, and grades are scaled and stamped', async () => {
    const { json } = await ask(moodle, 'POST', listOf(moodle), WISH)
    const number = moodle.book.columns.at(-1)?.number ?? 0
    const [student] = moodle.course.people
    moodle.book.grades.push({
      ...{ column: number, sub: student?.sub ?? '', tool: 20, shown: 20, overridden: false },
      ...{ comments: [], attempts: 0, submittedAt: null, timestamp: null, changedAt: '' },
    })
    const put = await ask(moodle, 'PUT', json.id, { label: 'Work', scoreMaximum: 80 })
    expect(put.json).toMatchObject({ scoreMaximum: 80, resourceId: '', tag: '' })
    expect(moodle.book.grades[0]).toMatchObject({ shown: 40, timestamp: expect.any(String) })
  })

  test('deletes a coupled column too: the activity stays and its launches name none', async () => {
    expect((await ask(moodle, 'DELETE', itemOf(moodle, 1))).status).toBe(204)
    expect(moodle.book.columns[0]).toMatchObject({ launches: true, graded: false })
    const { status } = await ask(moodle, 'GET', itemOf(moodle, 1), undefined, SCOPES.readLineItem)
    expect(status).toBe(404)
  })
})

describe('a teacher in the gradebook', () => {
  const edit = (site: Site, as: string, fields: Record<string, string>) =>
    fetch(`${site.base}/assignments/1/edit`, {
      method: 'POST',
      redirect: 'manual',
      headers: { Cookie: `lms_${site.kind}=${as}` },
      body: new URLSearchParams(fields),
    })

  test('renames, rescales and deletes a column; a student does not', async () => {
    expect((await edit(canvas, 'ada', { delete: 'yes' })).status).toBe(422)
    expect((await edit(canvas, 'elena', { label: 'New', points: '50' })).status).toBe(303)
    expect(canvas.book.columns[0]).toMatchObject({ label: 'New', points: 50 })
    await edit(canvas, 'elena', { delete: 'yes' })
    expect(canvas.book.columns.some(({ number }) => number === 1)).toBe(false)
    await edit(moodle, 'samuel', { delete: 'yes' })
    expect(moodle.book.columns[0]).toMatchObject({ graded: false })
  })
})
