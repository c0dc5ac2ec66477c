// What people do in the story, each through the front door: pages, forms, mails and the gradebook, never the store.

import { setTimeout as pause } from 'node:timers/promises'
import { linkIn, type Mail } from './catcher/mailbox.ts'
import { homeOf, type People, type Someone } from './people.ts'
import { type Page, pathOf } from './visitor.ts'
import type { World } from './world.ts'

export interface RuleTerms {
  fullHours: number
  academicHours: number
  points: number
  scheme: 'proportional' | 'complete'
}

export interface Work {
  title: string
  employer: string
  supervisor: string
  mail: string
  delivered: string
  /** Days of work, counted back from today, each with its hours. */
  days: [ago: number, hours: number][]
  pay: { payKind: string; payAmount?: string; payReason?: string }
}

/** What people need of a world to act in it; its tool may run in another process. */
export interface Ground extends Pick<World, 'urls' | 'lms'> {
  ctx: Pick<World['ctx'], 'now'>
  mail: Pick<World['mail'], 'list' | 'waitFor'>
}

/** A world and the people who act in it. */
export interface Stage {
  world: Ground
  people: People
}

const REFLECTION = [
  'I planned the work myself, asked early when the data did not fit, and wrote down what I would do otherwise.',
  'The course’s chapter on missing values was what I used most.',
].join(' ')

/** An instructor opens the assignment in the LMS for the first time and sets the rule. */
export async function setRule(
  { people }: Stage,
  teacher: Someone,
  column: number,
  terms: RuleTerms,
): Promise<void> {
  const page = await people.launch(teacher, column)
  const fields = Object.entries(terms).map(([name, value]) => [name, String(value)])
  done(await people.browser(teacher).submit(page, Object.fromEntries(fields)))
}

/** A student records work and asks the supervisor; gives the mail that goes out. */
export async function record(
  { world, people }: Stage,
  student: Someone,
  column: number,
  work: Work,
): Promise<Mail> {
  const browser = people.browser(student)
  const page = await people.launch(student, column)
  const form = await browser.follow(page, { to: /\/placements\/new/ })
  const last = world.mail.list().at(-1)?.id ?? 0
  const ask = { name: 'action', value: 'ask' }
  done(await browser.submit(form, fieldsOf(work, world.ctx.now()), ask))
  return world.mail.waitFor({ to: work.mail, subject: titled(work), after: last })
}

/** The supervisor's link is looked at twice, as mail scanners do, and only then answered. */
export async function confirm(
  { people }: Stage,
  mail: Mail,
  answer: Record<string, string> = { kind: 'confirm' },
): Promise<void> {
  const browser = people.employer(mail.to[0] ?? '')
  await browser.open(linkIn(mail))
  const page = await browser.open(linkIn(mail))
  if (page.$('input[name=kind][checked]').length > 0) throw new Error('looking has answered')
  done(await browser.submit(page, answer))
}

/** A student puts everything they have into the claim, and keeps it or submits it. */
export async function claim(
  { people }: Stage,
  student: Someone,
  column: number,
  action: 'save' | 'submit',
): Promise<void> {
  const page = await people.launch(student, column)
  const boxes = page.$('input[name=chosen]').toArray()
  const chosen = boxes.map((box) => page.$(box).attr('value') ?? '')
  const fields = { chosen, reflection: REFLECTION }
  done(await people.browser(student).submit(page, fields, { name: 'action', value: action }))
}

/** The instructor finds the student's claim in the queue and approves it. */
export async function approve(
  { world, people }: Stage,
  teacher: Someone,
  student: Someone,
  column: number,
): Promise<void> {
  const browser = people.browser(teacher)
  const { hasNavigation } = world.lms[teacher.kind].flavour
  const queue = await people.launch(teacher, hasNavigation ? null : column)
  const page = await browser.open(claimIn(queue, world, student, column))
  done(await browser.submit(page, { note: '' }, { name: 'step', value: 'approve' }))
}

/** What the LMS's own gradebook comes to show for a student. */
export async function gradeShown(
  { world, people }: Stage,
  teacher: Someone,
  student: Someone,
  column: number,
): Promise<string> {
  const browser = people.browser(teacher)
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await pause(POLL_MS)) {
    const page = await browser.open(`${world.urls.lms}/${homeOf(teacher)}/grades`)
    const points = page.$(`#grade-${column}-${student.key} b`).text()
    if (points !== '–') return points
  }
  throw new Error('the gradebook stayed empty')
}

/** The instructor changes a grade by hand in the LMS. */
export async function changeGrade(
  { world, people }: Stage,
  teacher: Someone,
  student: Someone,
  { column, points }: { column: number; points: string },
): Promise<void> {
  const browser = people.browser(teacher)
  const page = await browser.open(`${world.urls.lms}/${homeOf(teacher)}/grades`)
  const sub = personIn(world, student)?.sub ?? ''
  done(await browser.submit(page, { column: String(column), sub, points }))
}

/** The instructor publishes an assignment in the LMS, or takes it back. */
export async function publish(
  { world, people }: Stage,
  teacher: Someone,
  column: number,
): Promise<void> {
  const browser = people.browser(teacher)
  const page = await browser.open(`${world.urls.lms}/${homeOf(teacher)}/assignments/${column}`)
  done(await browser.submit(page, {}, { name: 'publish', value: 'yes' }))
}

/** Waits until the LMS has refused a score. */
export async function scoreRefused({ world }: Stage, kind: Someone['kind']): Promise<void> {
  const refused = (): boolean => world.lms[kind].posts.some(({ status }) => status >= 400)
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await pause(POLL_MS)) {
    if (refused()) return
  }
  throw new Error('the score was not refused')
}

const PATIENCE_MS = 20_000
const POLL_MS = 60

/** @throws {Error} the page says that something was wrong, in its own words */
function done(page: Page): void {
  if (page.status === 200) return
  const said = page.$('main').text().replaceAll(/\s+/g, ' ').trim().slice(0, 300)
  throw new Error(`${page.status} at ${pathOf(page)}: ${said}`)
}

function titled({ title }: Work): RegExp {
  return new RegExp(title.replaceAll(/[^\w ]/g, '.'))
}

// The same person in whichever course.
function personIn({ lms }: Ground, { kind, key }: Someone) {
  const everybody = lms[kind].book.courses.flatMap((course) => course.people)
  return everybody.find((one) => one.key === key)
}

function claimIn(queue: Page, world: Ground, student: Someone, column: number): string {
  const site = world.lms[student.kind]
  const person = personIn(world, student)
  // Open edX gives its links no title (edx.md 10).
  const hasTitles = student.kind !== 'other'
  const label = (hasTitles && site.book.columns.find((c) => c.number === column)?.label) || ''
  const rows = queue.$('table tbody tr').toArray()
  const row = rows.find((one) => {
    const text = queue.$(one).text()
    return text.includes(`${person?.given} ${person?.family}`) && text.includes(label)
  })
  const href = row && queue.$(row).find('a[href]').attr('href')
  if (!href) throw new Error(`no claim of ${student.key} in the queue`)
  return new URL(href, queue.url).href
}

const DAY_MS = 86_400_000

function fieldsOf(work: Work, now: Date): Record<string, string> {
  const day = (ago: number): string =>
    new Date(now.getTime() - ago * DAY_MS).toISOString().slice(0, 10)
  const agos = work.days.map(([ago]) => ago)
  return {
    title: work.title,
    employer: work.employer,
    delivered: work.delivered,
    startsOn: day(Math.max(...agos)),
    endsOn: day(Math.min(...agos)),
    hoursBy: 'day',
    paste: work.days.map(([ago, hours]) => `${day(ago)}\t${hours}`).join('\n'),
    ...work.pay,
    mode: 'remote',
    supervisorName: work.supervisor,
    supervisorMail: work.mail,
  }
}
