// An instructor adds an assignment from the LMS's own dialogue, and a student opens it: in the demo's Canvas and Moodle.

import { load } from 'cheerio'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { newVisitor, type Page, type Visitor } from '../../src/demo/visitor.ts'
import { startWorld, type TestWorld } from '../support/world.ts'

let world: TestWorld
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.stop())

/** The LMSs of the demo that have an "add" dialogue. */
type Kind = 'canvas' | 'moodle'

const TEACHER: Record<Kind, string> = { canvas: 'elena', moodle: 'samuel' }
const STUDENT: Record<Kind, string> = { canvas: 'ada', moodle: 'noor' }
const RULE = {
  fullHours: '40',
  points: '80',
  scheme: 'proportional',
  academicHours: '',
  claimBy: '',
}

let teacher: Visitor
beforeEach(() => {
  teacher = newVisitor()
})

async function dialogue(kind: Kind, who = TEACHER[kind]): Promise<Page> {
  const page = await teacher.open(`${world.lmsUrl}/${kind}/assignments/new?as=${who}`)
  return page.status === 200 ? teacher.openFrame(page) : page
}

/** From the dialogue to the LMS's own form, with a rule of its own or one that is taken over. */
async function picked(
  kind: Kind,
  title: string,
  ruleOf = 'new',
): Promise<{ ready: Page; reply: Page }> {
  const begun = await teacher.submit(await dialogue(kind), { title, ruleOf })
  const ready = ruleOf === 'new' ? await teacher.submit(begun, RULE) : begun
  const add = ready
    .$('form')
    .filter((_i, form) => /\/add$/.test(ready.$(form).attr('action') ?? ''))
  expect(add).toHaveLength(1)
  const reply = await teacher.submit(only(ready, add.first().attr('action') ?? ''), {})
  return { ready, reply }
}

/** The same page with one form alone, so that it is the one filled in. */
function only(page: Page, action: string): Page {
  const $ = load(page.text)
  $('form').each((_i, form) => {
    if ($(form).attr('action') !== action) $(form).remove()
  })
  return { ...page, $ }
}

async function saved(reply: Page): Promise<Page> {
  const back = await teacher.submit(reply, {})
  expect(back.status).toBe(200)
  const form = await teacher.follow(back, { text: /Go on/ })
  return teacher.submit(
    form,
    { label: form.$('[name=label]').attr('value') ?? '' },
    { name: 'publish', value: 'yes' },
  )
}

describe.each(['canvas', 'moodle'] as const)('in %s', (kind) => {
  test('a new assignment with a rule of its own goes into the course, with its column', async () => {
    const title = `New work in ${kind}`
    const { reply } = await picked(kind, title)
    const page = await saved(reply)
    const column = world.lms[kind].book.columns.at(-1)
    expect(column).toMatchObject({ label: title, points: 80, graded: true, tag: 'stint-credit' })
    expect(column?.custom).toEqual({ stint_assignment: column?.resourceId })

    const student = newVisitor()
    await student.open(`${world.lmsUrl}/${kind}?as=${STUDENT[kind]}`)
    const seen = await student.openFrame(await student.open(page.url))
    expect(seen.text).toContain(title)
    expect(seen.text).toContain('80')
    const [assignment] = await assignments(kind, title)
    expect(assignment).toMatchObject({
      id: column?.resourceId,
      resourceLinkId: column?.linkId,
      lineItemUrl: expect.stringContaining(`/${column?.number}`),
    })
    expect(await assignments(kind, title)).toHaveLength(1)
  })

  test('another rule of the instructor is taken over in one step', async () => {
    const before = (await assignments(kind, `New work in ${kind}`))[0]
    const title = `More work in ${kind}`
    const { reply } = await picked(kind, title, before?.id)
    await saved(reply)
    const [after] = await assignments(kind, title)
    expect(after?.rules[0]?.parameters).toEqual(before?.rules[0]?.parameters)
  })

  test('the answer is given once', async () => {
    const { ready } = await picked(kind, `Once in ${kind}`)
    const again = await teacher.submit(ready, {})
    expect(again.status).toBe(409)
    expect(again.text).not.toContain('name="JWT"')
  })

  test("somebody else's dialogue is not there", async () => {
    const page = await dialogue(kind)
    const address = page.url
    const other = newVisitor()
    await other.openFrame(
      await other.open(`${world.lmsUrl}/${kind}/assignments/1?as=${STUDENT[kind]}`),
    )
    expect((await other.open(address)).status).toBe(404)
  })
})

test('a teaching assistant of Canvas is not offered it', async () => {
  const page = await dialogue('canvas', 'tom')
  expect(page.status).toBe(403)
})

async function assignments(kind: Kind, title: string) {
  const [institution] = await world.store.directory.institutions.list()
  const store = world.store.within(institution?.id ?? '')
  const platform = (await store.platforms.list()).find((p) => p.kind === kind)
  const course = await store.courses.byContext(platform?.id ?? '', world.lms[kind].course.contextId)
  const all = await store.assignments.ofCourse(course?.id ?? '')
  return all.filter((one) => one.title === title)
}
