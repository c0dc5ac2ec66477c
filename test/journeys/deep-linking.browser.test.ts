// An instructor adds an assignment from the LMS's own dialogue in a real browser, and a student claims by it.

import type { FrameLocator, Page } from 'playwright-core'
import { afterEach, expect, it } from 'vitest'
import * as people from '../../src/demo/doings.ts'
import { columnsIn } from '../../src/demo/lms/grades.ts'
import type { Kind } from '../../src/demo/lms/model.ts'
import { peopleOf, type Someone } from '../../src/demo/people.ts'
import { t } from '../../src/text.ts'
import { browserWorld, follow, openInCourse, press, see, titled, toolIn } from '../support/page.ts'
import { axeIn } from '../support/page-axe.ts'
import * as acts from './acts.ts'

const stage = browserWorld()
afterEach(() => expect(stage.complaints.splice(0)).toEqual([]))

interface Cast {
  kind: Kind
  teacher: string
  student: string
  name: string
  lms: string
  save: string
}

const CANVAS: Cast = {
  ...{ kind: 'canvas', teacher: 'elena', student: 'ada', name: 'Ada Marsh' },
  ...{ lms: 'Canvas', save: 'Save and publish' },
}
const MOODLE: Cast = {
  ...{ kind: 'moodle', teacher: 'samuel', student: 'noor', name: 'Noor Haddad' },
  ...{ lms: 'Moodle', save: 'Save and display' },
}
const OPEN_EDX: Cast = {
  ...{ kind: 'other', teacher: 'ivy', student: 'lena', name: 'Lena Fischer' },
  ...{ lms: t('lms.name.other'), save: 'Save and display' },
}

const RULE = { hours: '20', academic: '', points: '50' }
const WORK: people.Work = {
  title: 'Seed trial records',
  employer: 'Delta Foods',
  supervisor: 'Priya Raman',
  mail: 'priya.raman@deltafoods.example',
  delivered: 'A cleaned table.',
  days: [[9, 8]],
  pay: { payKind: 'hourly', payAmount: '18' },
}

/** The LMS's dialogue, with the tool in it. */
async function dialogue(page: Page, { kind, teacher }: Cast, link: string): Promise<FrameLocator> {
  await page.goto(`${stage.world.lmsUrl}/${kind}?as=${teacher}`)
  await follow(page, link)
  const tool = await toolIn(page)
  await titled(tool, t('pick.title'))
  return tool
}

async function begun(tool: FrameLocator, title: string, rule: string | RegExp): Promise<void> {
  await tool.getByLabel(t('pick.name')).fill(title)
  await tool.getByLabel(rule).check()
  await press(tool, t('pick.go'))
}

async function ruleOfItsOwn(tool: FrameLocator): Promise<void> {
  await tool.getByLabel('Hours for all the points').fill(RULE.hours)
  await tool.getByLabel('Points', { exact: true }).fill(RULE.points)
  await press(tool, 'Set this rule')
}

const student = ({ kind, student: key }: Cast): Someone => ({ kind, key })
const record = () => ({ world: stage.world, people: peopleOf(stage.world) })

it.each([CANVAS, MOODLE, OPEN_EDX])(
  'an assignment that an instructor adds in $kind is in the course, and a student’s claim on it reaches the gradebook',
  async (cast) => {
    const { kind, lms } = cast
    const teacher = await stage.newcomer()
    const title = `Field work in ${lms}`
    const tool = await dialogue(teacher, cast, 'Add an assignment')
    expect(await axeIn(teacher)).toEqual([])
    await begun(tool, title, t('pick.newRule'))
    await ruleOfItsOwn(tool)
    await press(tool, `Add it to ${lms}`)
    await teacher.waitForURL(/assignments\/new\?from=/)
    expect(await teacher.getByLabel('Name').inputValue()).toBe(title)
    // Open edX takes no points from a tool: its block has its own (edx.md 9).
    const points = kind === 'other' ? '100' : RULE.points
    expect(await teacher.getByLabel('Points').inputValue()).toBe(points)
    await press(teacher, cast.save)
    await see(teacher, title)
    const column = columnsIn(stage.world.lms[kind]).at(-1)?.number ?? 0
    await teacher.goto(`${stage.world.lmsUrl}/${kind}`)
    await see(teacher, title)

    const page = await stage.newcomer()
    const own = await openInCourse(page, stage.world, student(cast), `assignments/${column}`)
    await titled(own, title)
    const at = record()
    await people.confirm(at, await people.record(at, student(cast), column, WORK))
    await people.claim(at, student(cast), column, 'submit')
    const queueAt = kind === 'canvas' ? 'stint' : `assignments/${column}`
    const elena = { kind, key: cast.teacher }
    const claims = await openInCourse(teacher, stage.world, elena, queueAt)
    await acts.openClaim(claims, cast.name)
    await press(claims, 'Approve')
    await see(claims, 'Approved: 20 of 50 points')
    const shown = kind === 'other' ? '40' : '20'
    expect(await people.gradeShown(at, elena, student(cast), column)).toBe(shown)
    for (const one of [teacher, page]) await one.context().close()
  },
  120_000,
)

it.each([CANVAS, MOODLE, OPEN_EDX])(
  'the next one in $kind takes over the rule of the first in one step',
  async (cast) => {
    const { kind, lms } = cast
    const teacher = await stage.newcomer()
    const tool = await dialogue(teacher, cast, 'Add an assignment')
    await begun(tool, `More field work in ${lms}`, new RegExp(`The same as “Field work in ${lms}”`))
    await see(tool, /20 confirmed hours earn 50 points/)
    await press(tool, `Add it to ${lms}`)
    await teacher.waitForURL(/assignments\/new\?from=/)
    await press(teacher, cast.save)
    const made = columnsIn(stage.world.lms[kind]).at(-1)?.number ?? 0
    const page = await stage.newcomer()
    const own = await openInCourse(page, stage.world, student(cast), `assignments/${made}`)
    await titled(own, `More field work in ${lms}`)
    await see(own, /20 confirmed hours/)
    for (const one of [teacher, page]) await one.context().close()
  },
  120_000,
)

it('an item of a Canvas module comes unpublished with its column, and works once it is published', async () => {
  const teacher = await stage.newcomer()
  const tool = await dialogue(teacher, CANVAS, 'Add an item to a module')
  await begun(tool, 'Module work', t('pick.newRule'))
  await ruleOfItsOwn(tool)
  await press(tool, 'Add it to Canvas')
  await teacher.waitForURL(`${stage.world.lmsUrl}/canvas`)
  await see(teacher, /50 points, not published/)
  const column = columnsIn(stage.world.lms.canvas).at(-1)?.number ?? 0
  await teacher.goto(`${stage.world.lmsUrl}/canvas/assignments/${column}`)
  await press(teacher, 'Publish')
  const page = await stage.newcomer()
  await titled(
    await openInCourse(page, stage.world, student(CANVAS), `assignments/${column}`),
    'Module work',
  )
  for (const one of [teacher, page]) await one.context().close()
}, 120_000)
