// The main job in a real browser: from the course page's frame to the grade and the report, on both platforms.

import type { FrameLocator, Page } from 'playwright-core'
import { afterEach, expect, it } from 'vitest'
import * as people from '../../src/demo/doings.ts'
import type { Kind } from '../../src/demo/lms/model.ts'
import { officeAddress } from '../../src/demo/northfield.ts'
import { peopleOf } from '../../src/demo/people.ts'
import { browserWorld, openInCourse, PATIENCE_MS, PHONE, press, see } from '../support/page.ts'
import * as acts from './acts.ts'

const stage = browserWorld()

interface Cast {
  kind: Kind
  teacher: string
  student: string
  name: string
  mail: string
  assistant: string
  /** Where the teacher finds the claims. */
  queueAt: string
  rule: acts.Rule
  work: acts.Work
  confirmed: number
  points: string
}

const CANVAS: Cast = {
  kind: 'canvas',
  teacher: 'elena',
  student: 'ada',
  name: 'Ada Marsh',
  mail: 'ada.marsh@northfield.example',
  assistant: 'tom',
  queueAt: 'stint',
  rule: { hours: '45', academic: '15', points: '100' },
  work: {
    title: 'Seed trial records',
    employer: 'Delta Foods',
    supervisor: 'Priya Raman',
    mail: 'priya.raman@deltafoods.example',
    days: [
      [16, 8],
      [15, 8],
      [14, 8],
    ],
  },
  confirmed: 21,
  points: '80',
}

const MOODLE: Cast = {
  kind: 'moodle',
  teacher: 'samuel',
  student: 'noor',
  name: 'Noor Haddad',
  mail: 'noor.haddad@northfield.example',
  assistant: 'petra',
  queueAt: 'assignments/1',
  rule: { hours: '20', academic: '', points: '100' },
  work: {
    title: 'Corner shop survey',
    employer: 'Harbour Market',
    supervisor: 'Grace Mensah',
    mail: 'g.mensah@harbourmarket.example',
    days: [
      [12, 6],
      [11, 6],
      [10, 6],
    ],
  },
  confirmed: 15,
  points: '75',
}

const OPEN_EDX: Cast = {
  kind: 'other',
  teacher: 'ivy',
  student: 'lena',
  name: 'Lena Fischer',
  mail: 'lena.fischer@northfield.example',
  assistant: 'paul',
  queueAt: 'assignments/1',
  rule: { hours: '15', academic: '', points: '100' },
  work: {
    title: 'Bench calibration',
    employer: 'Clearview Optics',
    supervisor: 'Henrik Dahl',
    mail: 'h.dahl@clearviewoptics.example',
    days: [
      [9, 8],
      [8, 6],
    ],
  },
  confirmed: 12,
  points: '80',
}

// Asked, and not answered before the claim is made.
const SECOND: people.Work = {
  title: 'Lab inventory',
  employer: 'Green Bench',
  supervisor: 'Ngozi Okafor',
  mail: 'okafor@greenbench.example',
  delivered: 'An inventory sheet.',
  days: [[5, 6]],
  pay: { payKind: 'fixed', payAmount: '90' },
}

afterEach(() => expect(stage.complaints.splice(0)).toEqual([]))

it.each([CANVAS, MOODLE, OPEN_EDX])(
  'a student’s work becomes a grade in $kind, every step on its page',
  async (cast) => {
    const { kind, work } = cast
    const [teacher, student] = [await stage.newcomer(), await stage.newcomer()]

    await acts.setRule(await open(teacher, cast.teacher, 'assignments/1'), cast.rule)

    await recordAndAsk(await open(student, cast.student, 'assignments/1'), work)
    await fewerHours(cast)
    const record = { world: stage.world, people: peopleOf(stage.world) }
    await people.record(record, { kind, key: cast.student }, 1, SECOND)

    const claim = await open(student, cast.student, 'assignments/1')
    await see(claim, `Confirmed by ${work.supervisor}`)
    await claimAll(claim)

    await assistantLooks(cast)
    const queue = await open(teacher, cast.teacher, cast.queueAt)
    await see(queue, '1 supervisor has not answered yet')
    await giveBack(queue, cast)
    await resubmit(student, cast)

    const grades = await gradebook(teacher, cast)
    await approve(await open(teacher, cast.teacher, cast.queueAt), cast)
    await expect
      .poll(() => gradeOn(grades, cast), { timeout: PATIENCE_MS })
      .toEqual({ points: cast.points, moved: true })
    await see(await open(student, cast.student, 'assignments/1'), 'In the gradebook since')
    await registrarSees(cast)
    for (const page of [teacher, student]) await page.context().close()

    function open(page: Page, key: string, path: string): Promise<FrameLocator> {
      return openInCourse(page, stage.world, { kind, key }, path)
    }
  },
  180_000,
)

it('a claim that is denied says why, sends no score, and frees the work', async () => {
  const { kind, name } = { kind: 'canvas' as const, name: 'Ben Ortiz' }
  const [ben, elena] = [
    { kind, key: 'ben' },
    { kind, key: 'elena' },
  ]
  const front = { world: stage.world, people: peopleOf(stage.world) }
  await people.confirm(front, await people.record(front, ben, 1, SECOND))
  await people.claim(front, ben, 1, 'submit')

  const teacher = await stage.newcomer()
  const queue = await openInCourse(teacher, stage.world, elena, 'stint')
  await acts.openClaim(queue, name)
  await acts.decide(queue, 'Deny', 'This was work of another term.')
  await see(queue, 'Denied. The student')

  const student = await stage.newcomer()
  const claim = await openInCourse(student, stage.world, ben, 'assignments/1')
  await see(claim, 'This was work of another term.')
  await see(claim, 'Your instructor has denied this claim.')
  await student.goto(`${stage.world.lmsUrl}/${kind}/grades`)
  expect(await student.locator('#grade-1-ben b').textContent()).toBe('–')
}, 120_000)

// A draft first; then a mistake, which the summary names and leads to; then it is mended.
async function recordAndAsk(tool: FrameLocator, work: acts.Work): Promise<void> {
  await acts.beginDraft(tool, work)
  await see(tool, 'Still missing before you can ask:')
  await acts.fillRecord(tool, { ...work, mail: 'supervisor at work' })
  await acts.fillLine(tool, 1, work.days[0]?.[0] ?? 0, 30)
  await press(tool, 'Save and ask my supervisor')
  const summary = tool.getByRole('alert')
  await summary.getByRole('link', { name: 'This is not a mail address.' }).click()
  expect(await tool.locator(':focus').getAttribute('name')).toBe('supervisorMail')
  expect(await tool.getByLabel('Employer').inputValue()).toBe(work.employer)
  await tool.getByLabel("Supervisor's mail address").fill(work.mail)
  await press(tool, 'Save and ask my supervisor')
  await summary.getByRole('link', { name: 'One day has more than 24 hours.' }).waitFor()
  await acts.fillLine(tool, 1, work.days[0]?.[0] ?? 0, work.days[0]?.[1] ?? 0)
  await press(tool, 'Save and ask my supervisor')
  await see(tool, 'The question is on its way to your supervisor.')
  await see(tool, `Waits for ${work.supervisor}`)
}

async function fewerHours({ kind, work, name, confirmed, mail }: Cast): Promise<void> {
  const phone = await stage.newcomer({ viewport: PHONE, isMobile: true, hasTouch: true })
  const page = await acts.openMail(phone, stage.world, work.mail)
  // Open edX tells whole names only (edx.md 10), which cannot be taken apart.
  const who = kind === 'other' ? name : shortened(name)
  await see(page, `${who} asks you to confirm this work.`)
  await page.getByLabel('Yes, but fewer hours').check()
  await page.getByLabel('Hours you confirm').fill(String(confirmed))
  await press(page, 'Send my answer')
  await page.getByRole('alert').getByText('Write in a few words why it is fewer hours.').waitFor()
  await page.getByLabel('Why fewer?').fill('One morning was training, which we do not count.')
  await press(page, 'Send my answer')
  await see(page, 'Thank you. Your answer is kept')
  await see(page, `Yes, but ${confirmed} hours.`)
  await stage.world.mail.waitFor({ to: mail, subject: /Your supervisor has answered/ })
  await phone.context().close()
}

// Employers need no more than this.
function shortened(name: string): string {
  return name.replace(/ (\p{L})\S*$/u, ' $1.')
}

async function claimAll(tool: FrameLocator): Promise<void> {
  await acts.fillClaim(tool, '')
  await press(tool, 'Save my draft')
  await see(tool, 'Your draft is saved. Nothing was sent.')
  await see(tool.getByRole('table', { name: 'What this earns' }), 'not yet')
  await press(tool, 'Submit my claim')
  await tool.getByRole('alert').getByText('Write your reflection first.').waitFor()
  await acts.fillClaim(tool, 'I learned to ask early.')
  await press(tool, 'Submit my claim')
  await see(tool, 'Your claim is with your instructor.')
}

// On Moodle an assistant arrives as Instructor; the roster knows better.
async function assistantLooks({ kind, assistant, queueAt, name }: Cast): Promise<void> {
  const page = await stage.newcomer()
  const tool = await openInCourse(page, stage.world, { kind, key: assistant }, queueAt)
  await see(tool, 'Deciding is for the instructor.')
  await acts.openClaim(tool, name)
  await see(tool, 'I learned to ask early.')
  await see(tool, 'Deciding is for the instructor.')
  for (const name of ['Approve', 'Give back', 'Deny']) {
    expect(await tool.getByRole('button', { name, exact: true }).count()).toBe(0)
  }
  await tool.getByLabel('Note for staff').fill('The hours fit the days.')
  await press(tool, 'I have checked it')
  await see(tool, 'Marked as checked. The instructor decides.')
  await page.context().close()
}

async function giveBack(tool: FrameLocator, { name, confirmed, work }: Cast): Promise<void> {
  await acts.openClaim(tool, name)
  await see(tool, 'The hours fit the days.')
  const said = work.days.reduce((sum, [, hours]) => sum + hours, 0)
  await see(tool, `The student said ${said} h, the supervisor confirmed ${confirmed} h.`)
  await acts.decide(tool, 'Give back', '')
  await tool.getByRole('alert').getByText('Write a note, so that the student knows why.').waitFor()
  await acts.decide(tool, 'Give back', 'Say what you would do otherwise.')
  await see(tool, 'Given back. The student was told by mail.')
}

async function resubmit(page: Page, { kind, student, mail }: Cast): Promise<void> {
  await stage.world.mail.waitFor({ to: mail, subject: /Your claim was decided/ })
  const tool = await openInCourse(page, stage.world, { kind, key: student }, 'assignments/1')
  await see(tool, 'Say what you would do otherwise.')
  expect(await tool.getByLabel('Reflection').inputValue()).toBe('I learned to ask early.')
  await acts.fillClaim(tool, 'I learned to ask early. Next time I plan the survey first.')
  await press(tool, 'Submit my claim')
  await see(tool, 'Your claim is with your instructor.')
}

async function approve(tool: FrameLocator, { name, points }: Cast): Promise<void> {
  await acts.openClaim(tool, name)
  await see(tool, `Approving sends ${points} of 100 points to`)
  await press(tool, 'Approve')
  await see(tool, `Approved: ${points} of 100 points`)
  await see(tool, 'In the gradebook since')
}

// A second tab beside the tool, open while the decision is made.
async function gradebook(teacher: Page, cast: Cast): Promise<Page> {
  const page = await teacher.context().newPage()
  await page.goto(`${stage.world.lmsUrl}/${cast.kind}/grades`)
  expect(await gradeOn(page, cast)).toEqual({ points: '–', moved: false })
  return page
}

async function gradeOn(page: Page, { student }: Cast) {
  const cell = page.locator(`#grade-1-${student}`)
  const moved = ((await cell.getAttribute('class')) ?? '').includes('moved')
  return { points: await cell.locator('b').textContent(), moved }
}

async function registrarSees({ kind, name, work, points }: Cast): Promise<void> {
  const page = await stage.newcomer()
  await page.goto(await officeAddress(stage.world.ctx, 'registrar'))
  await press(page, 'Come in')
  await see(page, 'Every approved claim, with its hours, its score and who approved it.')
  const row = page.getByRole('row').filter({ hasText: work.employer })
  const text = await row.textContent()
  if (kind !== 'other') expect(text).toContain(name.split(' ').at(-1))
  expect(text).toContain(points)
  await page.context().close()
}
