// The course is held again: copied in Canvas, restored from a backup in Moodle; nobody of last term is in it.

import type { FrameLocator, Page } from 'playwright-core'
import { afterEach, expect, it } from 'vitest'
import * as people from '../../src/demo/doings.ts'
import type { Kind } from '../../src/demo/lms/model.ts'
import { roomsOf } from '../../src/demo/lms/rooms.ts'
import { peopleOf, type Someone } from '../../src/demo/people.ts'
import { browserWorld, openInCourse, press, see, titled } from '../support/page.ts'
import { axeIn } from '../support/page-axe.ts'
import * as acts from './acts.ts'

const stage = browserWorld()
afterEach(() => expect(stage.complaints.splice(0)).toEqual([]))

interface Cast {
  kind: Extract<Kind, 'canvas' | 'moodle'>
  teacher: string
  /** Last term: one approved, one who waits and comes again. */
  before: [name: string, key: string][]
  student: string
  name: string
  copy: string
  queueAt: string | null
}

const CASTS: Cast[] = [
  {
    kind: 'canvas',
    teacher: 'elena',
    before: [
      ['Ada Marsh', 'ada'],
      ['Liam O’Dell', 'liam'],
    ],
    ...{ student: 'mina', name: 'Mina Sato', copy: 'Copy this course', queueAt: 'stint' },
  },
  {
    kind: 'moodle',
    teacher: 'samuel',
    before: [
      ['Noor Haddad', 'noor'],
      ['Oskar Lund', 'oskar'],
    ],
    ...{ student: 'paolo', name: 'Paolo Conti', queueAt: null },
    copy: 'Restore a backup as a new course',
  },
]

const TERMS = { fullHours: 20, academicHours: 0, points: 100, scheme: 'proportional' as const }

function work(title: string): people.Work {
  return {
    title,
    employer: 'Delta Foods',
    supervisor: 'Priya Raman',
    mail: 'priya.raman@deltafoods.example',
    delivered: 'A cleaned table.',
    ...{ days: [[9, 8] as [number, number], [8, 4] as [number, number]] },
    pay: { payKind: 'hourly', payAmount: '18' },
  }
}

const record = () => ({ world: stage.world, people: peopleOf(stage.world) })

async function claimed(who: Someone, column: number, title: string): Promise<void> {
  const at = record()
  await people.confirm(at, await people.record(at, who, column, work(title)))
  await people.claim(at, who, column, 'submit')
}

/** Last term, as it ended: one claim is in the gradebook, one waits. */
async function lastTerm({ kind, teacher, before }: Cast): Promise<void> {
  const elena = { kind, key: teacher }
  await people.setRule(record(), elena, 1, TERMS)
  for (const [name, key] of before) await claimed({ kind, key }, 1, `Work of ${name}`)
  const first = { kind, key: before[0]?.[1] ?? '' }
  await people.approve(record(), elena, first, 1)
  expect(await people.gradeShown(record(), elena, first, 1)).toBe('60')
}

/** The instructor makes the copy on the course's page; gives its number and the assignment's. */
async function copied(page: Page, { kind, teacher, copy }: Cast) {
  await page.goto(`${stage.world.lmsUrl}/${kind}?as=${teacher}`)
  await press(page, copy)
  await page.waitForURL(/courses\/\d+$/)
  const room = roomsOf(stage.world.lms[kind]).at(-1)
  const link = await page.locator('ul.items a').first().getAttribute('href')
  const column = Number(/\d+$/.exec(link ?? '')?.[0])
  return { course: room?.course.number ?? 0, column }
}

async function nobodyOfLastTerm(tool: FrameLocator, { before }: Cast): Promise<void> {
  const shown = (await tool.locator('body').textContent()) ?? ''
  for (const [name] of before) expect(shown).not.toContain(name.split(' ').at(-1))
}

it.each(CASTS)(
  'a course of $kind that is held again offers last term’s rule, and nobody of last term',
  async (cast) => {
    const { kind } = cast
    await lastTerm(cast)
    const posts = stage.world.lms[kind].posts.length
    const teacher = await stage.newcomer()
    const { course, column } = await copied(teacher, cast)
    const samuel = { kind, key: cast.teacher, course }
    const at = `assignments/${column}`

    const rule = await openInCourse(teacher, stage.world, samuel, at)
    await see(rule, /This is a copy of “.*” in .*\. Nobody’s claims came along\./)
    await nobodyOfLastTerm(rule, cast)
    expect(await axeIn(teacher)).toEqual([])
    await press(rule, 'Use the same rule')
    await see(rule, 'The rule is set. Students can claim by it now.')
    await nobodyOfLastTerm(rule, cast)
    const queueAt = cast.queueAt ?? at
    const queue = await openInCourse(teacher, stage.world, samuel, queueAt)
    await nobodyOfLastTerm(queue, cast)

    const student = await stage.newcomer()
    const again = { kind, key: cast.before[1]?.[1] ?? '', course }
    const own = await openInCourse(student, stage.world, again, at)
    await titled(own, stage.world.lms[kind].book.columns[0]?.label ?? '')
    expect(await own.getByText('With the instructor').count()).toBe(0)

    await claimed({ kind, key: cast.student, course }, column, 'Work of this term')
    const claims = await openInCourse(teacher, stage.world, samuel, queueAt)
    await acts.openClaim(claims, cast.name)
    await see(claims, 'Approving sends 60 of 100 points to')
    await press(claims, 'Approve')
    await see(claims, 'Approved: 60 of 100 points')
    const mina = { kind, key: cast.student, course }
    expect(await people.gradeShown(record(), samuel, mina, column)).toBe('60')
    expect(stage.world.lms[kind].posts.slice(posts)).toHaveLength(1)
    for (const page of [teacher, student]) await page.context().close()
  },
  180_000,
)
