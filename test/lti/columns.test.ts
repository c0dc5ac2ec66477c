// Gradebook columns: found by our marks, made in each LMS's way, and never where the list is not.

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { PlatformKind } from '../../src/domain/platform.ts'
import { FakePlatform } from '../support/fake-platform.ts'
import { atWork } from './services.ts'

let fake: FakePlatform
beforeAll(async () => {
  fake = await FakePlatform.start()
})
afterAll(() => fake.stop())
beforeEach(() => {
  fake.seen.length = 0
})

const MARKS = { resourceId: 'assignment-1', tag: 'stint-credit' }
const WISH = {
  ...MARKS,
  label: 'Micro-internship',
  points: 100,
  launchUrl: 'https://stint.example.edu/lti/oakwood/launch?assignment=assignment-1',
}
const item = (more: object = {}) => ({
  id: `${fake.origin}/items/9`,
  label: 'Micro-internship',
  scoreMaximum: 100,
  ...MARKS,
  ...more,
})

async function find(kind: PlatformKind = 'canvas') {
  const { lti, platform } = await atWork(fake, { kind })
  return lti.lms.findColumns(platform, `${fake.origin}/items?type_id=1`, MARKS)
}

async function make(kind: PlatformKind = 'canvas', wish = WISH) {
  const { lti, platform } = await atWork(fake, { kind })
  return lti.lms.makeColumn(platform, `${fake.origin}/items?type_id=1`, wish)
}

describe('finding our column', () => {
  test('asks by resource id and tag, keeps the rest of the address, and wants exactly the list type', async () => {
    fake.json('/items', [item()])
    expect(await find('moodle')).toMatchObject([{ url: `${fake.origin}/items/9`, points: 100 }])
    const [asked] = fake.hits('/items')
    expect(asked?.url).toBe('/items?type_id=1&resource_id=assignment-1&tag=stint-credit')
    expect(asked?.headers.accept).toBe('application/vnd.ims.lis.v2.lineitemcontainer+json')
  })

  test('goes through all pages, and takes only what carries our marks when the LMS did not filter', async () => {
    const other = item({ id: `${fake.origin}/items/1`, resourceId: 'another' })
    fake.json('/items', [other, { id: 7 }, null], 200, { Link: '</items/2>; rel="next"' })
    fake.json('/items/2', [item()])
    expect((await find()).map(({ url }) => url)).toEqual([`${fake.origin}/items/9`])
  })

  test.each([
    ['a column of another origin', () => [item({ id: 'https://evil.example/items/9' })]],
    ['a column without an address', () => [item({ id: undefined })]],
  ])('%s is none', async (_name, answer) => {
    fake.json('/items', answer())
    expect(await find()).toEqual([])
  })

  test.each([
    ['no list', { items: [] }, 'lms.badAnswer'],
    ['a no', 'nothing', 'lms.badAnswer'],
  ])('%s is told as such', async (_name, body, key) => {
    fake.json('/items', body)
    await expect(find()).rejects.toMatchObject({ key })
  })

  test('is patient when the LMS asks us to slow down, and gives up after a while', async () => {
    let left = 2
    fake.on('/items', (_seen, response) => {
      left -= 1
      if (left >= 0) response.writeHead(403).end('403 Forbidden (Rate Limit Exceeded)')
      else response.writeHead(200).end(JSON.stringify([item()]))
    })
    expect(await find()).toHaveLength(1)
    expect(fake.hits('/items')).toHaveLength(3)
    left = 1000
    await expect(find()).rejects.toMatchObject({ key: 'lms.busy' })
  })
})

describe('making a column', () => {
  test('on Canvas makes an assignment that opens us', async () => {
    fake.json('/items', item(), 201)
    expect(await make()).toMatchObject({ url: `${fake.origin}/items/9`, label: 'Micro-internship' })
    const [sent] = fake.hits('/items')
    expect(sent?.headers['content-type']).toBe('application/vnd.ims.lis.v2.lineitem+json')
    expect(JSON.parse(sent?.body ?? '')).toEqual({
      label: 'Micro-internship',
      scoreMaximum: 100,
      ...MARKS,
      'https://canvas.instructure.com/lti/submission_type': {
        type: 'external_tool',
        external_tool_url: WISH.launchUrl,
      },
    })
    const asked = new URLSearchParams(fake.hits('/token').at(-1)?.body)
    expect(asked.get('scope')).toBe('https://purl.imsglobal.org/spec/lti-ags/scope/lineitem')
  })

  test('elsewhere makes a column alone, on one line and within the limits of the gradebook', async () => {
    fake.json('/items', item(), 201)
    await make('moodle', { ...WISH, label: 'x'.repeat(400) })
    const body = fake.hits('/items')[0]?.body ?? ''
    expect(body).not.toMatch(/[\r\n]/)
    expect(Object.keys(JSON.parse(body))).toEqual(['label', 'scoreMaximum', 'resourceId', 'tag'])
    expect(JSON.parse(body).label).toHaveLength(255)
  })

  test('where only whole points are taken, whole points are asked for', async () => {
    fake.json('/items', item(), 201)
    await make('other', { ...WISH, points: 12.5 })
    expect(JSON.parse(fake.hits('/items')[0]?.body ?? '').scoreMaximum).toBe(13)
  })

  test.each([
    [401, 'column.mayNotMake'],
    [404, 'column.refused'],
    [422, 'column.refused'],
    [500, 'lms.serverTrouble'],
    [429, 'lms.busy'],
  ])('status %s is told as %s', async (status, key) => {
    fake.json('/items', 'no', status)
    await expect(make()).rejects.toMatchObject({ key })
  })

  test('an answer that names a column of another origin is not believed', async () => {
    fake.json('/items', item({ id: 'https://evil.example/items/9' }), 201)
    await expect(make()).rejects.toMatchObject({ key: 'lms.badAnswer' })
  })
})
