// Claims that came along with their section, on the page of the course that receives them.

import { load } from 'cheerio'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Course } from '../../src/domain/course.ts'
import { rosterWith } from '../../src/domain/roster.ts'
import { newId } from '../../src/random.ts'
import { testApp } from '../support/app.ts'
import { aCampus, type Campus, type Who } from '../support/campus.ts'
import { axeFindings, faultsIn } from '../support/html.ts'
import { Visitor } from '../support/visitor.ts'

const stint = testApp()
let campus: Campus
let count = 0

const as = (who: Who) => new Visitor(stint.server).holding(campus.people[who])
const there = () => `/courses/${campus.elsewhere.course.id}`
const text = (html: string) => load(html)('main').text().replaceAll(/\s+/g, ' ')

/** The student's section has moved to the other course, and both rosters have been read since. */
async function crossListed(): Promise<void> {
  const { ctx, here, elsewhere } = campus
  const { subject } = here.claim
  const member = { subject, role: 'student' as const, name: null, mail: null, sisPersonId: null }
  const roster = (course: Course) => {
    const institutionId = campus.institution.id
    const facts = { id: newId(), institutionId, courseId: course.id, readAt: ctx.now() }
    return rosterWith(null, [{ ...member, active: true, sections: ['BIO-01'] }], facts)
  }
  await ctx.store.rosters.save(roster(here.course))
  await ctx.store.rosters.save(roster(elsewhere.course))
  const left = { state: 'withdrawn' as const, counts: [], leftAt: ctx.now() }
  await ctx.store.claims.save({ ...here.claim, ...left })
}

beforeEach(async () => {
  count += 1
  campus = await aCampus(stint.app, stint.lms, `moved-${count}`)
  await crossListed()
})

describe('cross-listing', () => {
  test('the receiving instructor sees who came along, and takes them over with a button', async () => {
    const { text: page } = await as('instructor elsewhere').get(there())
    expect(text(page)).toContain('1 claim came along with its section')
    expect(text(page)).toContain(`moved-${count} student, submitted in`)
    expect(faultsIn(page)).toEqual([])
    expect(await axeFindings(page)).toEqual([])
    const answer = await as('instructor elsewhere').fill(there(), `${there()}/take-over`)
    expect(answer.headers.location).toBe(`${there()}?done=takenOver`)
    const { text: after } = await as('instructor elsewhere').get(there())
    expect(text(after)).not.toContain('came along')
    expect(load(after)(`a[href="${there()}/claims/${campus.here.claim.id}"]`)).toHaveLength(1)
  })

  test('nobody else is told of it', async () => {
    const { text: page } = await as('student elsewhere').get(there())
    expect(text(page)).not.toContain('came along')
    const { text: before } = await as('instructor').get(`/courses/${campus.here.course.id}`)
    expect(text(before)).not.toContain('came along')
  })
})
