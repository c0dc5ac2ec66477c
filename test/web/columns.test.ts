// Gradebook columns in the instructor's hands: made, gone, settled, and scores that a reset took away.

import { load } from 'cheerio'
import { beforeEach, describe, expect, test } from 'vitest'
import { testApp } from '../support/app.ts'
import { aClaim, anAssignment, aScoreDebt } from '../support/builders.ts'
import { aCampus, type Campus, type Who } from '../support/campus.ts'
import { axeFindings, faultsIn } from '../support/html.ts'
import { Visitor } from '../support/visitor.ts'

const stint = testApp()
let campus: Campus
let count = 0
beforeEach(async () => {
  count += 1
  campus = await aCampus(stint.app, stint.lms, `columns-${count}`)
})

const as = (who: Who) => new Visitor(stint.server).holding(campus.people[who])
const course = () => `/courses/${campus.here.course.id}`
const assignment = (which: 'assignment' | 'bare' = 'assignment') =>
  `${course()}/assignments/${campus.here[which].id}`
const store = () => campus.ctx.store
const stored = (which: 'assignment' | 'bare' = 'assignment') =>
  store().assignments.get(campus.here[which].id)
const text = (html: string) => load(html)('main').text().replaceAll(/\s+/g, ' ')

async function sound(html: string): Promise<void> {
  expect(faultsIn(html)).toEqual([])
  expect(await axeFindings(html)).toEqual([])
}

describe('an assignment deleted in the LMS', () => {
  beforeEach(() => {
    stint.lms.json('/items/here', {}, 404)
  })
  const settle = (fate: string) =>
    as('instructor').fill(`${assignment()}/scores`, `${assignment()}/fate`, { fate })
  const claim = () => store().claims.get(campus.here.claim.id)

  test('is said on its page, with the choices, to its instructor alone', async () => {
    const { text: page } = await as('instructor').get(`${assignment()}/scores`)
    expect(text(page)).toContain('The column of this assignment was deleted in Canvas.')
    expect(text(page)).toContain('What becomes of the claims?')
    await sound(page)
    const { text: looked } = await as('assistant').get(`${assignment()}/scores`)
    expect(text(looked)).toContain('was deleted in Canvas')
    expect(load(looked)('form[action$="/fate"]')).toHaveLength(0)
  })

  test('its claims are finished without the gradebook', async () => {
    const answer = await settle('finish')
    expect(answer.headers.location).toBe(`${assignment()}/scores?done=fateSettled`)
    expect(await stored()).toMatchObject({ state: 'open', lineItemUrl: null })
    expect(await claim()).toMatchObject({ state: 'submitted' })
    const { text: page } = await as('instructor').get(`${course()}/claims/${campus.here.claim.id}`)
    expect(text(page)).toContain('Approving sends no score')
  })

  test('it is closed, and its placements are free', async () => {
    await settle('close')
    expect(await stored()).toMatchObject({ state: 'closed' })
    expect(await claim()).toMatchObject({ state: 'withdrawn', counts: [] })
    const { text: page } = await as('instructor').get(`${assignment()}/scores`)
    expect(text(page)).toContain('is closed here')
    expect(load(page)('form[action$="/fate"]')).toHaveLength(0)
  })

  test('its open claims move to another assignment that the page names', async () => {
    const { id: institutionId } = campus.institution
    const other = anAssignment({ institutionId, courseId: campus.here.course.id, title: 'Field' })
    await store().assignments.add(other)
    const { text: page } = await as('instructor').get(`${assignment()}/scores`)
    expect(text(page)).toContain('Move open claims to “Field”')
    expect(text(page)).not.toContain(`“${campus.here.bare.title}”`)
    await settle(other.id)
    expect(await claim()).toMatchObject({ state: 'submitted', assignmentId: other.id })
  })

  test('a choice of nothing, or of what is not there, changes nothing', async () => {
    const nothing = await settle('')
    expect(nothing.status).toBe(422)
    expect(load(nothing.text)('title').text()).toMatch(/^Error/)
    expect(load(nothing.text)('#f-fate-error').text()).not.toBe('')
    await sound(nothing.text)
    expect((await settle('nowhere')).status).toBe(404)
    expect((await settle(campus.here.bare.id)).status).toBe(409)
    expect(await claim()).toMatchObject({ assignmentId: campus.here.assignment.id })
    expect(await stored()).toMatchObject({ state: 'frozen' })
  })
})

describe('an assignment without a column', () => {
  const SCOPES = ['https://purl.imsglobal.org/spec/lti-ags/scope/lineitem']
  const list = () => `${new URL(campus.platform.jwksUrl).origin}/columns-${count}`
  const allow = (scopes: string[]) =>
    store().courses.save({ ...campus.here.course, scopes, lineItemsUrl: list() })

  test('gets one by its button, where the LMS lets us make one', async () => {
    await allow(SCOPES)
    const made = { id: `${list()}/1`, label: 'Micro-internship', scoreMaximum: 100 }
    stint.lms.on(`/columns-${count}`, ({ method, body }, response) => {
      const answer = method === 'POST' ? { ...made, ...JSON.parse(body), id: made.id } : []
      response.writeHead(method === 'POST' ? 201 : 200).end(JSON.stringify(answer))
    })
    stint.lms.json(`/columns-${count}/1`, made)
    const answer = await as('instructor').fill(
      `${assignment('bare')}/rule`,
      `${assignment('bare')}/column`,
    )
    expect(answer.headers.location).toBe(`${assignment('bare')}/rule?done=columnMade`)
    expect(await stored('bare')).toMatchObject({ lineItemUrl: made.id })
    const { text: page } = await as('instructor').get(`${assignment('bare')}/rule`)
    expect(load(page)('form[action$="/column"]')).toHaveLength(0)
    await sound(page)
  })

  test('is offered none where the LMS has not granted that, and says what to do', async () => {
    await allow([])
    const { text: page } = await as('instructor').get(`${assignment('bare')}/rule`)
    expect(load(page)('form[action$="/column"]')).toHaveLength(0)
    const answer = await as('instructor').post(`${assignment('bare')}/column`)
    expect(answer.status).toBe(409)
    expect(text(answer.text)).toContain('Add the assignment there')
    expect(await stored('bare')).toMatchObject({ lineItemUrl: null })
  })
})

describe('LMS grades wiped (course reset)', () => {
  beforeEach(async () => {
    const debts = { score: aScoreDebt({ state: 'done', dueAt: null }) }
    for (const seenGiven of [null, null, 50]) {
      await store().claims.add(
        aClaim({
          ...{ institutionId: campus.institution.id, courseId: campus.here.course.id },
          ...{ personId: campus.people.student.person.id, platformId: campus.platform.id },
          ...{ state: 'final', debts },
          seen: { at: stint.clock.now(), given: seenGiven, maximum: 100 },
        }),
      )
    }
  })
  const page = async (who: Who) => (await as(who).get(course())).text

  test('is one notice on the course’s page, whose button sends them again', async () => {
    const before = await page('instructor')
    expect(text(before)).toContain('2 scores of this course are not in the gradebook any more')
    await sound(before)
    const answer = await as('instructor').fill(course(), `${course()}/scores/again`)
    expect(answer.headers.location).toBe(`${course()}?done=sendingAgain`)
    expect(text(await page('instructor'))).not.toContain('not in the gradebook any more')
    expect(await store().claims.withoutGrade(campus.here.course.id)).toEqual([])
  })

  test('is said to an assistant without the button, and to a student not at all', async () => {
    const looked = await page('assistant')
    expect(text(looked)).toContain('2 scores of this course')
    expect(load(looked)('form[action$="/scores/again"]')).toHaveLength(0)
    expect(text(await page('student'))).not.toContain('not in the gradebook any more')
  })
})
