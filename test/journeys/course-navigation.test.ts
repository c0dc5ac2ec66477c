// From the course's own menu: an instructor makes an assignment, a student opens it, and a mail leads back to the LMS.

import { afterAll, beforeAll, expect, test } from 'vitest'
import * as people from '../../src/demo/doings.ts'
import { peopleOf } from '../../src/demo/people.ts'
import { newVisitor } from '../../src/demo/visitor.ts'
import { startWorld, type TestWorld } from '../support/world.ts'

let world: TestWorld
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.stop())

const RULE = { fullHours: '40', points: '80', scheme: 'proportional', academicHours: '' }

test('an assignment made from Canvas’s course navigation is launched as that very one', async () => {
  const teacher = newVisitor()
  const course = await teacher.openFrame(
    await teacher.open(`${world.lmsUrl}/canvas/stint?as=elena`),
  )
  const form = await teacher.follow(course, { text: /^Add an assignment$/ })
  const rule = await teacher.submit(form, { title: 'Field credit', ruleOf: 'new' })
  expect(rule.text).toContain('Set its rule; then its column is made.')
  const made = await teacher.submit(rule, { ...RULE, claimBy: '' })
  expect(made.text).toContain('Made, with its gradebook column.')
  const column = world.lms.canvas.book.columns.at(-1)
  expect(column).toMatchObject({ label: 'Field credit', points: 80, tag: 'stint-credit' })
  if (column) column.published = true

  const student = newVisitor()
  const seen = await student.openFrame(
    await student.open(`${world.lmsUrl}/canvas/assignments/${column?.number}?as=ada`),
  )
  expect(seen.text).toContain('Field credit')
  expect(seen.text).toContain('80 points')
  const [institution] = await world.store.directory.institutions.list()
  const { assignments } = world.store.within(institution?.id ?? '')
  const own = await assignments.get(column?.resourceId ?? '')
  expect(own).toMatchObject({ title: 'Field credit', resourceLinkId: column?.linkId })
  expect((await assignments.ofCourse(own.courseId)).filter((a) => a.title === own.title)).toEqual([
    own,
  ])
})

test.each([
  ['canvas', 'elena', 'ada', 'Open it in Canvas'],
  ['moodle', 'samuel', 'noor', 'Open it in Moodle'],
] as const)(
  'in %s a mail to a student leads to the assignment’s page in the LMS',
  async (...cast) => {
    const [kind, teacher, student, words] = cast
    const record = { world, people: peopleOf(world) }
    const [elena, ada] = [
      { kind, key: teacher },
      { kind, key: student },
    ]
    const terms = { fullHours: 20, academicHours: 0, points: 100, scheme: 'proportional' as const }
    await people.setRule(record, elena, 1, terms)
    const work: people.Work = {
      title: 'Seed trial records',
      employer: 'Delta Foods',
      supervisor: 'Priya Raman',
      mail: `priya.${kind}@deltafoods.example`,
      delivered: 'A cleaned table.',
      days: [[9, 8]],
      pay: { payKind: 'hourly', payAmount: '18' },
    }
    await people.confirm(record, await people.record(record, ada, 1, work))
    await people.claim(record, ada, 1, 'submit')
    await people.approve(record, elena, ada, 1)
    const address = world.lms[kind].course.people.find(({ key }) => key === student)?.mail ?? ''
    const mail = await world.mail.waitFor({ to: address, subject: /was decided/ })
    const link = new RegExp(`${words}:\\n(\\S+)`).exec(mail.text)?.[1] ?? ''
    const browser = newVisitor()
    await browser.open(`${world.lmsUrl}/${kind}?as=${student}`)
    const page = await browser.openFrame(await browser.open(link))
    expect(page.text).toContain('Seed trial records')
  },
)
