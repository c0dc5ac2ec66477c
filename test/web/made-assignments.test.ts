// Course navigation: an instructor makes an assignment from the course's page, or reads how to add it in the LMS.

import { load } from 'cheerio'
import { beforeEach, describe, expect, test } from 'vitest'
import { newId } from '../../src/random.ts'
import { testApp } from '../support/app.ts'
import { aCampus, type Campus, type Who } from '../support/campus.ts'
import { axeFindings, faultsIn } from '../support/html.ts'
import { formOn, Visitor } from '../support/visitor.ts'

const MAKES = 'https://purl.imsglobal.org/spec/lti-ags/scope/lineitem'
const RULE = { fullHours: '30', points: '50', scheme: 'complete', academicHours: '', claimBy: '' }

const stint = testApp()
let campus: Campus
let count = 0
let made: Record<string, unknown>[]

const as = (who: Who) => new Visitor(stint.server).holding(campus.people[who])
const course = () => `/courses/${campus.here.course.id}`
const path = () => `${course()}/new`
const assignments = () => campus.ctx.store.assignments.ofCourse(campus.here.course.id)
const text = (html: string) => load(html)('main').text().replaceAll(/\s+/g, ' ')

beforeEach(async () => {
  count += 1
  made = []
  campus = await aCampus(stint.app, stint.lms, `making-${count}`)
  await grant([MAKES])
  const list = `/made-${count}`
  stint.lms.on(list, ({ method, body }, response) => {
    const wish = method === 'POST' ? JSON.parse(body) : null
    if (wish) made.push({ ...wish, id: `${stint.lms.origin}${list}/${made.length + 1}` })
    response.writeHead(wish ? 201 : 200).end(JSON.stringify(wish ? made.at(-1) : made))
  })
  stint.lms.json(`${list}/1`, { label: 'Field credit', scoreMaximum: 50 })
})

async function grant(scopes: string[]): Promise<void> {
  const lineItemsUrl = `${stint.lms.origin}/made-${count}`
  const known = await campus.ctx.store.courses.get(campus.here.course.id)
  await campus.ctx.store.courses.save({ ...known, scopes, lineItemsUrl })
}

describe('where the LMS lets Stint make columns', () => {
  test('an assignment with the rule of another one is made in one step, with its column', async () => {
    const { text: page } = await as('instructor').get(course())
    expect(load(page)(`a[href="${path()}"]`).text()).toBe('Add an assignment')
    const { text: form } = await as('instructor').get(path())
    expect(text(form)).toContain('Stint makes it in Canvas, with its gradebook column.')
    expect(faultsIn(form)).toEqual([])
    expect(await axeFindings(form)).toEqual([])
    const answer = await as('instructor').fill(path(), path(), { title: 'Field credit' })
    expect(answer.headers.location).toBe(`${course()}?done=assignmentMade`)
    const own = (await assignments()).find(({ title }) => title === 'Field credit')
    expect(own).toMatchObject({ lineItemUrl: made[0]?.id, rules: [{ version: 1 }] })
    expect(made).toMatchObject([
      {
        ...{ label: 'Field credit', scoreMaximum: 100, resourceId: own?.id },
        'https://canvas.instructure.com/lti/submission_type': {
          type: 'external_tool',
          external_tool_url: expect.stringContaining(`/launch?assignment=${own?.id}`),
        },
      },
    ])
  })

  test('one with a rule of its own gets that first, and a column of its points then', async () => {
    const instructor = as('instructor')
    const answer = await instructor.fill(path(), path(), { title: 'Field credit', ruleOf: 'new' })
    const own = (await assignments()).find(({ title }) => title === 'Field credit')
    const rule = `${course()}/assignments/${own?.id}/rule`
    expect(answer.headers.location).toBe(`${rule}?make=yes`)
    expect(made).toEqual([])
    const wrong = await instructor.fill(`${rule}?make=yes`, rule, { ...RULE, points: 'many' })
    expect(wrong.status).toBe(422)
    expect(load(wrong.text)('input[name=make]').attr('value')).toBe('yes')
    const { text: form } = await instructor.get(`${rule}?make=yes`)
    const fields = { ...formOn(form, rule), ...RULE }
    for (const kept of await Promise.all([1, 2].map(() => instructor.send(rule, fields)))) {
      expect(kept.headers.location).toBe(`${course()}?done=assignmentMade`)
    }
    expect(made).toMatchObject([{ label: 'Field credit', scoreMaximum: 50 }])
  })

  test('the same form sent twice makes one', async () => {
    const instructor = as('instructor')
    const { text: form } = await instructor.get(path())
    const id = load(form)('input[name=id]').attr('value') ?? ''
    const fields = { id, title: 'Field credit', ruleOf: campus.here.assignment.id }
    const both = await Promise.all([
      instructor.post(path(), fields),
      instructor.post(path(), fields),
    ])
    const third = await instructor.post(path(), fields)
    // Each ends on the one that was made, also who comes while it is being made.
    for (const { status, headers } of [...both, third]) {
      expect([status, headers.location]).toEqual([303, `${course()}?done=assignmentMade`])
    }
    expect(made).toHaveLength(1)
    expect((await assignments()).filter(({ title }) => title === 'Field credit')).toHaveLength(1)
  })

  test('without a rule yet, too, and both come to its rule', async () => {
    const instructor = as('instructor')
    await instructor.get(path())
    const fields = { id: newId(), title: 'Field credit', ruleOf: 'new' }
    const both = await Promise.all([1, 2].map(() => instructor.post(path(), fields)))
    const rule = `${course()}/assignments/${fields.id}/rule?make=yes`
    expect(both.map(({ headers }) => headers.location)).toEqual([rule, rule])
  })

  test('an LMS that fails leaves one that is finished by sending the form again', async () => {
    stint.lms.json(`/made-${count}`, {}, 503)
    const fields = { id: newId(), title: 'Field credit', ruleOf: campus.here.assignment.id }
    expect((await as('instructor').post(path(), fields)).status).toBe(502)
    const list = `/made-${count}`
    const column = { id: `${stint.lms.origin}${list}/9`, label: 'Field credit', scoreMaximum: 100 }
    stint.lms.on(list, ({ method }, response) => {
      response.writeHead(200).end(JSON.stringify(method === 'POST' ? column : []))
    })
    expect((await as('instructor').post(path(), fields)).status).toBe(303)
    const own = (await assignments()).filter(({ title }) => title === 'Field credit')
    expect(own).toMatchObject([{ id: fields.id, lineItemUrl: column.id }])
  })

  test('a name is needed, and a rule that the instructor teaches by', async () => {
    const nameless = await as('instructor').fill(path(), path(), { title: '' })
    expect(nameless.status).toBe(422)
    expect(load(nameless.text)('#f-title-error')).toHaveLength(1)
    const foreign = campus.elsewhere.assignment.id
    expect((await as('instructor').fill(path(), path(), { ruleOf: foreign })).status).toBe(404)
    expect(made).toEqual([])
  })
})

describe('where it does not', () => {
  test.each([
    ['canvas', 'Submission Type “External Tool”', 'Can create and view assignment data'],
    ['moodle', '“Select content”', 'Use this service for grade sync and column management'],
    ['other', 'external tool (LTI 1.3)', 'lti-ags/scope/lineitem'],
  ] as const)('on %s the page says how, in its words', async (kind, how, scope) => {
    await grant([`${MAKES}.readonly`])
    const { id, institutionId: _, ...facts } = campus.platform
    await campus.ctx.store.platforms.change(id, { ...facts, kind })
    if (kind === 'moodle') {
      await campus.ctx.store.platforms.change(id, { launchRoleEnough: true })
    }
    const { text: page } = await as('instructor').get(path())
    expect(text(page)).toContain(how)
    expect(text(page)).toContain(scope)
    expect(load(page)(`form[action="${path()}"]`)).toHaveLength(0)
    expect(faultsIn(page)).toEqual([])
    const fields = { id: newId(), title: 'Field credit', ruleOf: 'new' }
    expect((await as('instructor').post(path(), fields)).status).toBe(409)
    expect(await assignments()).toHaveLength(2)
  })
})

describe('students who come from the course’s navigation', () => {
  test('see the assignments of the course, and none that was only begun', async () => {
    await as('instructor').fill(path(), path(), { title: 'Only begun', ruleOf: 'new' })
    const { text: page } = await as('student').get(course())
    const shown = load(page)('section')
      .first()
      .find('.row-title')
      .toArray()
      .map((row) => load(row).text())
    expect(shown).toEqual([campus.here.assignment.title, campus.here.bare.title])
    expect(text(page)).not.toContain('Only begun')
  })
})
