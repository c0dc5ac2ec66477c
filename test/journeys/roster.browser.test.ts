// The roster in a real browser: somebody joins, changes role, leaves or stops teaching, and every page follows.

import type { Page } from 'playwright-core'
import { afterEach, expect, it } from 'vitest'
import * as people from '../../src/demo/doings.ts'
import type { Kind } from '../../src/demo/lms/model.ts'
import { peopleOf } from '../../src/demo/people.ts'
import { t } from '../../src/text.ts'
import { browserWorld, follow, openInCourse, press, see, titled } from '../support/page.ts'
import { axeIn } from '../support/page-axe.ts'
import * as acts from './acts.ts'

const stage = browserWorld()
afterEach(() => expect(stage.complaints.splice(0)).toEqual([]))

interface Cast {
  kind: Kind
  lms: string
  teacher: string
  assistant: [key: string, name: string]
  changes: [key: string, name: string]
  leaves: [key: string, name: string]
  stays: [key: string, name: string]
  told: string
  queueAt: string
}

const CASTS: Cast[] = [
  {
    ...{ kind: 'canvas', lms: 'Canvas', teacher: 'elena', queueAt: 'stint' },
    ...{ assistant: ['tom', 'Tom Quist'], changes: ['ben', 'Ben Ortiz'] },
    ...{ leaves: ['devon', 'Devon Price'], stays: ['ada', 'Ada Marsh'] },
    told: 'Canvas told of 16 people',
  },
  {
    ...{ kind: 'moodle', lms: 'Moodle', teacher: 'samuel', queueAt: 'assignments/1' },
    ...{ assistant: ['petra', 'Petra Lang'], changes: ['maya', 'Maya Iyer'] },
    ...{ leaves: ['zoe', 'Zoë Bär & Holt'], stays: ['noor', 'Noor Haddad'] },
    told: 'Moodle told of 6 people',
  },
  {
    ...{ kind: 'other', lms: 'The LMS', teacher: 'ivy', queueAt: 'assignments/1' },
    ...{ assistant: ['paul', 'Paul Brandt'], changes: ['nora', 'Nora Weiss'] },
    ...{ leaves: ['omar', 'Omar Said'], stays: ['lena', 'Lena Fischer'] },
    told: 'The LMS told of 5 people',
  },
]

const TERMS = { fullHours: 20, academicHours: 0, points: 100, scheme: 'proportional' as const }

const work = (title: string): people.Work => ({
  title,
  employer: 'Delta Foods',
  supervisor: 'Priya Raman',
  mail: 'priya.raman@deltafoods.example',
  delivered: 'A cleaned table.',
  days: [[9, 8]],
  pay: { payKind: 'hourly', payAmount: '18' },
})

const record = () => ({ world: stage.world, people: peopleOf(stage.world) })

async function claimed(kind: Cast['kind'], [key, name]: [string, string]): Promise<void> {
  const at = record()
  await people.confirm(at, await people.record(at, { kind, key }, 1, work(`Work of ${name}`)))
  await people.claim(at, { kind, key }, 1, 'submit')
}

/** The LMS's own list of people, where its instructor changes something. */
async function inLms(page: Page, { kind, teacher }: Cast, name: string, act: string | null) {
  await page.goto(`${stage.world.lmsUrl}/${kind}/people?as=${teacher}`)
  const row = page.getByRole('row').filter({ hasText: name })
  if (act === null) await press(row, 'Remove')
  else {
    await row.getByLabel('Role').selectOption(act)
    await press(row, 'Change role')
  }
  await see(page, 'People')
}

async function enrolled(page: Page, { kind, teacher }: Cast, given: string, family: string) {
  await page.goto(`${stage.world.lmsUrl}/${kind}/people?as=${teacher}`)
  await page.getByLabel('Given name').fill(given)
  await page.getByLabel('Family name').fill(family)
  await press(page, 'Enrol')
  await see(page, `${given} ${family}`)
}

it.each(CASTS)(
  'who joins, changes role or leaves in $kind is told on the page of the course, and has or loses what follows',
  async (cast) => {
    const { kind, teacher, changes, leaves, stays, queueAt } = cast
    const elena = { kind, key: teacher }
    await people.setRule(record(), elena, 1, TERMS)
    await claimed(kind, leaves)
    await claimed(kind, stays)
    const [desk, lms, leaver] = [
      await stage.newcomer(),
      await stage.newcomer(),
      await stage.newcomer(),
    ]
    await openInCourse(leaver, stage.world, { kind, key: changes[0] }, 'assignments/1')
    const page = await openInCourse(leaver, stage.world, { kind, key: leaves[0] }, 'assignments/1')
    await see(page, 'With the instructor')

    const tool = await openInCourse(desk, stage.world, elena, queueAt)
    await see(tool, leaves[1])
    await follow(tool, t('people.link'))
    await press(tool, t('roster.readNow'))
    await see(tool, cast.told)
    expect(await axeIn(desk)).toEqual([])

    await enrolled(lms, cast, 'Yara', 'Lindholm')
    await inLms(lms, cast, changes[1], 'assistant')
    await inLms(lms, cast, leaves[1], null)
    await press(tool, t('roster.readNow'))
    await see(tool, 'Yara Lindholm joined as student')
    await see(tool, `${leaves[1]} left; they were student`)
    if (kind === 'canvas') await see(tool, `${changes[1]} is now teaching assistant`)

    const queue = await openInCourse(desk, stage.world, elena, queueAt)
    await see(queue, stays[1])
    expect(await queue.getByText(leaves[1]).count()).toBe(0)
    // The page that was open stays open in the browser, and does nothing any more.
    await follow(page, 'Start')
    await titled(page, t('home.other.title'))

    const changed = await openInCourse(lms, stage.world, { kind, key: changes[0] }, queueAt)
    await see(changed, 'Deciding is for the instructor.')
    const fresh = await openInCourse(lms, stage.world, { kind, key: 'yara' }, 'assignments/1')
    await see(fresh, 'Record a micro-internship')
    for (const one of [desk, lms, leaver]) await one.context().close()
  },
  120_000,
)

it.each(CASTS)(
  'who stops teaching in $kind decides nothing from the next reading of the roster on',
  async (cast) => {
    const { kind, teacher, assistant, stays, queueAt } = cast
    const [desk, lms, second] = [
      await stage.newcomer(),
      await stage.newcomer(),
      await stage.newcomer(),
    ]
    await inLms(lms, cast, assistant[1], 'instructor')
    const tool = await openInCourse(desk, stage.world, { kind, key: teacher }, queueAt)
    await follow(tool, t('people.link'))
    await press(tool, t('roster.readNow'))
    const other = await openInCourse(second, stage.world, { kind, key: assistant[0] }, queueAt)
    await acts.openClaim(other, stays[1])
    await other.getByRole('button', { name: 'Approve', exact: true }).waitFor()

    await inLms(lms, cast, assistant[1], 'assistant')
    await press(tool, t('roster.readNow'))
    await see(tool, t('notice.rosterRead'))
    await press(other, 'Approve')
    await see(other, t('errors.title.s403'))
    await follow(other, 'Start')
    await see(other, 'Deciding is for the instructor.')
    for (const one of [desk, lms, second]) await one.context().close()
  },
  120_000,
)
