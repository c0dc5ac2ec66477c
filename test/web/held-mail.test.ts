// A test system by its pages: marked on each of them, its mail read on one, and the supervisor's page opened from it.

import { load } from 'cheerio'
import { beforeAll, describe, expect, test } from 'vitest'
import { owe } from '../../src/domain/debt.ts'
import { testApp } from '../support/app.ts'
import { aPlacement } from '../support/builders.ts'
import { aCampus, type Campus, type Who } from '../support/campus.ts'
import { Visitor } from '../support/visitor.ts'

const DAY_MS = 86_400_000

const stint = testApp()
let campus: Campus
let placement: string
beforeAll(async () => {
  campus = await aCampus(stint.app, stint.lms, 'rehearsal')
  const { ctx, people, platform, institution } = campus
  await stint.raw
    .collection('platforms')
    .updateOne({ _id: platform.id as never }, { $set: { test: true } })
  for (const who of ['student', 'instructor'] as const) {
    await ctx.store.people.save({ ...people[who].person, test: true, mail: null })
  }
  const asks = aPlacement({
    ...{ institutionId: institution.id, personId: people.student.person.id, state: 'submitted' },
  })
  if (!asks.request) throw new Error('nobody is asked')
  const value = { requestId: asks.request.id }
  const { ask } = owe({}, { key: 'ask', kind: 'mail', value, at: ctx.now() })
  if (!ask) throw new Error('nothing is owed')
  const answers = [{ at: ctx.now(), text: 'mail.heldBack' }]
  const held = { ...ask, state: 'done' as const, dueAt: null, doneAt: ctx.now(), answers }
  const request = { ...asks.request, expiresAt: new Date(ctx.now().getTime() + DAY_MS) }
  await ctx.store.placements.add({ ...asks, request, debts: { ask: held } })
  placement = asks.id
})

const as = (who: Who) => new Visitor(stint.server).holding(campus.people[who])
const course = () => `/courses/${campus.here.course.id}`
const text = (html: string) => load(html)('main').text().replaceAll(/\s+/g, ' ')

describe('a test system', () => {
  test('is marked on the course, the claim, the queue and the student’s page', async () => {
    const { here } = campus
    const pages: [Who, string][] = [
      ['instructor', course()],
      ['instructor', '/reviews'],
      ['instructor', `${course()}/claims/${here.claim.id}`],
      ['student', `${course()}/assignments/${here.assignment.id}`],
    ]
    for (const [who, path] of pages) {
      expect((await as(who).get(path)).text).toContain('You came from a test system')
    }
  })

  test('shows its mail to the course’s staff, who open the supervisor’s page from it', async () => {
    const visitor = as('instructor')
    expect((await visitor.get(course())).text).toContain(`${course()}/mail`)
    const page = await visitor.get(`${course()}/mail`)
    expect(text(page.text)).toContain('This mail would have gone to grace@harbour.example')
    const opened = await visitor.post(`${course()}/mail/open`, { placement })
    expect(opened.status).toBe(303)
    const supervisor = await stint.visitor().get(opened.headers.location ?? '')
    expect(supervisor.status).toBe(200)
    expect(text(supervisor.text)).toContain('Did this happen?')
  })

  test('shows it to nobody else, and leads nobody to another placement', async () => {
    expect((await as('student').get(`${course()}/mail`)).status).toBe(403)
    const visitor = as('instructor')
    await visitor.get(`${course()}/mail`)
    for (const other of ['unknown', campus.elsewhere.counted.id]) {
      expect((await visitor.post(`${course()}/mail/open`, { placement: other })).status).toBe(404)
    }
  })
})
