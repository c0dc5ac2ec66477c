// A placement counts once, whole: each page says where it is used, and what looks like the same work told twice.

import { load } from 'cheerio'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Statement } from '../../src/domain/placement.ts'
import { testApp } from '../support/app.ts'
import { aClaim, aPlacement, aRule, aStatement } from '../support/builders.ts'
import { aCampus, type Campus, type Who } from '../support/campus.ts'
import { axeFindings, faultsIn } from '../support/html.ts'
import { Visitor } from '../support/visitor.ts'

const stint = testApp()
let campus: Campus
let count = 0
beforeEach(async () => {
  count += 1
  campus = await aCampus(stint.app, stint.lms, `uses-${count}`)
  await campus.ctx.store.assignments.addRule(campus.here.bare.id, aRule({ fullHours: 20 }))
})

const as = (who: Who) => new Visitor(stint.server).holding(campus.people[who])
const course = () => `/courses/${campus.here.course.id}`
const second = () => `${course()}/assignments/${campus.here.bare.id}`
const words = (html: string) => load(html)('main').text().replaceAll(/\s+/g, ' ')

async function draftOf(chosen: string[]) {
  const { ctx, here, people, institution, platform } = campus
  const of = { institutionId: institution.id, personId: people.student.person.id }
  const on = { courseId: here.course.id, assignmentId: here.bare.id, platformId: platform.id }
  const claim = aClaim({ ...of, ...on, state: 'draft', chosen, counts: [], ruleVersion: null })
  await ctx.store.claims.add(claim)
  return claim
}

/** Confirmed work of the student's, as that which counts already was, but for this. */
async function alike(own: Partial<Statement> = {}) {
  const { ctx, institution, people, here } = campus
  const statement = aStatement({ ...here.counted.statement, title: 'Told again', ...own })
  const of = { institutionId: institution.id, personId: people.student.person.id }
  const placement = aPlacement({ ...of, state: 'confirmed', statement })
  await ctx.store.placements.add(placement)
  return placement
}

describe('the first submit wins', () => {
  test('the other draft says where it is used, counts it no more, and is refused in the same words', async () => {
    const { counted, assignment } = campus.here
    await draftOf([counted.id])
    const { text } = await as('student').get(second())
    const where = `on “${assignment.title}”, ${campus.here.course.label}`
    expect(words(text)).toContain(`Counts in your claim ${where}`)
    expect(load(text)('.ledger')).toHaveLength(0)
    expect(faultsIn(text)).toEqual([])
    const fields = { action: 'submit', chosen: counted.id, reflection: 'I learnt.' }
    const late = { [`late-${counted.id}`]: 'I had no access.' }
    const answer = await as('student').post(`${second()}/claim`, { ...fields, ...late })
    expect(answer.status).toBe(409)
    const said = `“${counted.statement.title}” counts in your claim ${where}`
    expect(load(answer.text)('.error-summary').text()).toContain(said)
  })
})

describe('similar work in another claim', () => {
  test('is pointed out to the student before, and to the instructor afterwards, and stops nothing', async () => {
    const { counted, bare } = campus.here
    const again = await alike()
    const draft = await draftOf([again.id])
    const { text } = await as('student').get(second())
    const pair = [counted.statement.title, 'Told again']
    for (const title of pair) expect(words(text)).toContain(`“${title}”`)
    expect(words(text)).toContain('look alike: same employer')
    const store = campus.ctx.store.claims
    const submitted = { state: 'submitted' as const, counts: [again.id], ruleVersion: 1 }
    const at = campus.ctx.now()
    await store.save({ ...draft, ...submitted, firstSubmittedAt: at, submittedAt: at })
    const said = '“Told again” looks like other work of this student that counts in another claim'
    const page = await as('instructor').get(`${course()}/claims/${draft.id}`)
    expect(words(page.text)).toContain(said)
    // What that other work is called is not this course's business.
    expect(words(page.text)).not.toContain(counted.statement.title)
    expect(await axeFindings(page.text)).toEqual([])
    const queue = await as('instructor').get(course())
    expect(words(queue.text)).toContain(said)
    expect(words(queue.text)).toContain(bare.title)
  })
  test('is none that was done for somebody else, or on other days', async () => {
    const other = await alike({ employer: 'Another one' })
    await draftOf([other.id])
    const { text } = await as('student').get(second())
    expect(words(text)).not.toContain('look alike')
  })
})
