// A gradebook changes under the tool's hands: renamed, worth more, emptied, deleted, graded anew; each is told and mended.

import type { FrameLocator, Page } from 'playwright-core'
import { afterEach, expect, it } from 'vitest'
import * as people from '../../src/demo/doings.ts'
import { columnsIn } from '../../src/demo/lms/grades.ts'
import { peopleOf } from '../../src/demo/people.ts'
import { t } from '../../src/text.ts'
import { browserWorld, follow, openInCourse, press, see } from '../support/page.ts'

const MINUTE_MS = 60_000
let ahead = 0
const stage = browserWorld({ now: () => new Date(Date.now() + ahead) })
afterEach(() => expect(stage.complaints.splice(0)).toEqual([]))

/** What the LMS has told is gone by for five minutes. */
const later = (): void => {
  ahead += 6 * MINUTE_MS
}

interface Cast {
  kind: 'canvas' | 'moodle'
  lms: string
  teacher: string
  student: string
}

const CASTS: Cast[] = [
  { kind: 'canvas', lms: 'Canvas', teacher: 'elena', student: 'ada' },
  { kind: 'moodle', lms: 'Moodle', teacher: 'samuel', student: 'noor' },
]

const TERMS = { fullHours: 20, academicHours: 0, points: 100, scheme: 'proportional' as const }
const WORK: people.Work = {
  title: 'Seed trial records',
  employer: 'Delta Foods',
  supervisor: 'Priya Raman',
  mail: 'priya.raman@deltafoods.example',
  delivered: 'A cleaned table.',
  days: [
    [9, 8],
    [8, 4],
  ],
  pay: { payKind: 'hourly', payAmount: '18' },
}

const record = () => ({ world: stage.world, people: peopleOf(stage.world) })

/** A claim that was approved, and whose points stand in the gradebook. */
async function delivered({ kind, teacher, student }: Cast): Promise<void> {
  const [elena, ada] = [
    { kind, key: teacher },
    { kind, key: student },
  ]
  await people.setRule(record(), elena, 1, TERMS)
  await people.confirm(record(), await people.record(record(), ada, 1, WORK))
  await people.claim(record(), ada, 1, 'submit')
  await people.approve(record(), elena, ada, 1)
  expect(await people.gradeShown(record(), elena, ada, 1)).toBe('60')
}

/** The instructor's list of scores, some minutes later. */
async function scores(page: Page, { kind, teacher }: Cast, from: string): Promise<FrameLocator> {
  later()
  const tool = await openInCourse(page, stage.world, { kind, key: teacher }, from)
  await follow(tool, t('courses.scores'))
  await tool.getByRole('heading', { name: /^Scores:/, level: 1 }).waitFor()
  return tool
}

it.each(CASTS)(
  'a column of $kind that is renamed and worth more is told; its scores keep their share',
  async (cast) => {
    const { kind, lms, teacher } = cast
    await delivered(cast)
    const page = await stage.newcomer()
    await page.goto(`${stage.world.lmsUrl}/${kind}/grades?as=${teacher}`)
    const column = page.locator('.column').first()
    await column.getByLabel('Name').fill('Practice')
    await column.getByLabel('Points').fill('200')
    await press(column, 'Save')
    const tool = await scores(page, cast, 'assignments/1')
    await see(tool, /“.*” is now “Practice”/)
    await see(tool, `Worth 200 points in ${lms} now; it was 100`)
    await see(tool, `The column is worth 200 points in ${lms} now; the rule speaks of 100.`)
    await page.context().close()
  },
  120_000,
)

it.each(CASTS)(
  'grades of $kind that a reset took away are told once for the course, and go there again by a click',
  async (cast) => {
    const { kind, teacher, student } = cast
    const page = await stage.newcomer()
    await page.goto(`${stage.world.lmsUrl}/${kind}?as=${teacher}`)
    await press(page, 'Take all grades away')
    await page.waitForURL(/\/grades$/)
    await scores(page, cast, 'assignments/1')
    const course = await openInCourse(page, stage.world, { kind, key: teacher }, 'assignments/1')
    await see(course, '1 score of this course is not in the gradebook any more')
    await press(course, t('scores.lostSend'))
    const elena = { kind, key: teacher }
    // 60 of 100, in a column that is worth 200 by now.
    expect(await people.gradeShown(record(), elena, { kind, key: student }, 1)).toBe('120')
    await page.context().close()
  },
  120_000,
)

it('an activity of Moodle whose column was deleted waits, and goes on by its new column when it is graded again', async () => {
  const cast = CASTS[1]
  if (!cast) throw new Error('no Moodle')
  const page = await stage.newcomer()
  await page.goto(`${stage.world.lmsUrl}/moodle/grades?as=samuel`)
  await page.locator('.column').first().getByRole('button', { name: 'Delete' }).click()
  await page.waitForURL(/\/grades$/)
  await see(await scores(page, cast, 'assignments/1'), 'was deleted in Moodle')

  await page.goto(`${stage.world.lmsUrl}/moodle/grades`)
  await press(page, 'Grade it again')
  await page.waitForURL(/\/grades$/)
  const column = columnsIn(stage.world.lms.moodle).at(0)?.number
  const tool = await scores(page, cast, `assignments/${column}`)
  await see(tool, 'launches this assignment with another column than before')
  expect(await tool.getByText('Nothing is decided and nothing is sent until').count()).toBe(0)
  await page.context().close()
}, 120_000)

it('an assignment that is deleted in Canvas freezes, until its instructor says what becomes of it', async () => {
  const cast = CASTS[0]
  if (!cast) throw new Error('no Canvas')
  const page = await stage.newcomer()
  await page.goto(`${stage.world.lmsUrl}/canvas/assignments/1?as=elena`)
  await press(page, 'Delete this assignment')
  await page.waitForURL(/\/grades$/)
  const tool = await scores(page, cast, 'stint')
  await see(tool, 'The column of this assignment was deleted in Canvas.')
  await tool.getByLabel(t('fate.finish')).check()
  await press(tool, t('fate.go'))
  await tool.getByText(t('fate.title')).waitFor({ state: 'detached' })
  await page.context().close()
}, 120_000)
