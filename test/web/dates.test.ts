// Dates on every screen: the one derived date and why, more time, a word for a student, and the calendar file.

import { load } from 'cheerio'
import { beforeEach, describe, expect, test } from 'vitest'
import { testApp } from '../support/app.ts'
import { aTerm } from '../support/builders.ts'
import { aCampus, type Campus, type Who } from '../support/campus.ts'
import { axeFindings, faultsIn } from '../support/html.ts'
import { Visitor } from '../support/visitor.ts'

const stint = testApp()
let campus: Campus
let count = 0
beforeEach(async () => {
  count += 1
  campus = await aCampus(stint.app, stint.lms, `north-${count}`)
})

const as = (who: Who) => new Visitor(stint.server).holding(campus.people[who])
const course = () => `/courses/${campus.here.course.id}`
const assignment = () => `${course()}/assignments/${campus.here.assignment.id}`
const DAY_MS = 86_400_000
const inDays = (days: number) =>
  new Date(stint.clock.now().getTime() + days * DAY_MS).toISOString().slice(0, 10)

/** A term around today, by which claims are due in some days. */
async function aTermNow(): Promise<void> {
  const { institution, ctx } = campus
  await ctx.store.terms.add(
    aTerm({
      ...{ institutionId: institution.id, code: 'NOW', name: 'This term' },
      ...{ startsOn: '2026-01-05', endsOn: inDays(60), gradesDueOn: inDays(63) },
    }),
  )
}

/** The dates on a page with their reasons. */
function datesOn(html: string): { text: string; why: string }[] {
  const $ = load(html)
  return $('.deadline')
    .toArray()
    .map((one) => ({
      text: $(one).find('strong').text(),
      why: $(one).find('p').text(),
    }))
}

async function sound(html: string): Promise<void> {
  expect(faultsIn(html)).toEqual([])
  expect(await axeFindings(html)).toEqual([])
}

describe('a date', () => {
  test('is the same on every screen, with its reason', async () => {
    await aTermNow()
    const { id } = campus.here.claim
    const pages = await Promise.all([
      as('student').get(assignment()),
      as('student').get(`${course()}`),
      as('instructor').get(course()),
      as('instructor').get(`${assignment()}/dates`),
      as('instructor').get(`${course()}/claims/${id}`),
    ])
    const shown = pages.map(({ text }) => datesOn(text)[0])
    expect(new Set(shown.map((one) => one?.text)).size).toBe(1)
    expect(shown[0]?.text).toMatch(/^Claim by \w{3} \d+ \w{3} \d{4}$/)
    expect(shown[0]?.why).toContain('10 business days before grades are due on')
    expect(shown[0]?.why).toContain('Days end at 23:59 in Europe/Berlin.')
    const rule = await as('instructor').get(`${assignment()}/rule`)
    expect(rule.text).toContain('Without a day here it is')
  })
  test('that nobody has set is said to be none', async () => {
    const { text } = await as('student').get(assignment())
    expect(datesOn(text)[0]).toMatchObject({ text: 'Claim by: no date set' })
  })
  test('of the instructor is theirs, and the page says so', async () => {
    const { ctx, here } = campus
    await ctx.store.assignments.change(here.assignment.id, { claimBy: inDays(5) })
    const { text } = await as('student').get(assignment())
    expect(datesOn(text)[0]?.why).toContain('Your instructor set this day.')
  })
})

describe('more time', () => {
  const path = () => `${assignment()}/dates`
  test('is given with a reason by form, and the student sees both, in the date and in the thread', async () => {
    await aTermNow()
    const students = campus.people.student.person.id
    const wish = { students, until: inDays(52), why: 'The lab <b>was</b> closed.' }
    const given = await as('instructor').fill(path(), `${path()}/time`, wish)
    expect(given.status).toBe(303)
    const page = await as('instructor').get(path())
    await sound(page.text)
    const student = await as('student').get(assignment())
    await sound(student.text)
    const [claimBy] = datesOn(student.text)
    expect(claimBy?.why).toContain('gave more time: The lab <b>was</b> closed.')
    expect(student.text).not.toContain('<b>was</b>')
    expect(load(student.text)('.thread').text()).toContain('Gave more time, until')
    const other = await as('other student').get(assignment())
    expect(datesOn(other.text)[0]?.why).toContain('business days before')
  })
  test('needs somebody, a day and a reason, and keeps what was typed', async () => {
    await aTermNow()
    const nobody = await as('instructor').fill(path(), `${path()}/time`, {
      until: inDays(9),
      why: 'Ill',
    })
    expect(nobody.status).toBe(422)
    expect(load(nobody.text)('.error-summary a').attr('href')).toBe('#f-students')
    expect(load(nobody.text)('#f-why').text().trim()).toBe('Ill')
    const students = campus.people.student.person.id
    for (const [fields, field] of [
      [{ students, until: inDays(9), why: ' ' }, '#f-why'],
      [{ students, until: 'soon', why: 'Ill' }, '#f-until'],
    ] as const) {
      const { text, status } = await as('instructor').fill(path(), `${path()}/time`, fields)
      await sound(text)
      expect([status, load(text)('.error-summary a').attr('href')]).toEqual([422, field])
    }
  })
  test('is for the assistant to look at', async () => {
    await aTermNow()
    const { text } = await as('assistant').get(path())
    await sound(text)
    expect(load(text)('main form')).toHaveLength(0)
  })
})

describe('a word for a student', () => {
  test('is given on the claim’s page, and lets it be approved', async () => {
    const { ctx, here, people } = campus
    const [rule] = (await ctx.store.assignments.get(here.assignment.id)).rules
    if (!rule) throw new Error('no rule')
    await stint.raw
      .collection('assignments')
      .updateOne({ _id: here.assignment.id as never }, { $set: { 'rules.0.parameters.minGpa': 3 } })
    const claim = `${course()}/claims/${here.claim.id}`
    const before = await as('instructor').get(claim)
    await sound(before.text)
    expect(before.text).toContain('This cannot be approved as it is.')
    expect(load(before.text)('.checks').text()).toContain('not known yet')
    const vouch = `${assignment()}/dates/vouch`
    const silent = await as('instructor').fill(claim, vouch, { vouchWhy: '' })
    expect([silent.status, load(silent.text)('.error-summary a').attr('href')]).toEqual([
      422,
      '#f-vouchWhy',
    ])
    const given = await as('instructor').fill(claim, vouch, { vouchWhy: 'Transcript seen.' })
    expect([given.status, given.headers.location]).toEqual([303, `${claim}?done=vouched`])
    const after = await as('instructor').get(claim)
    expect(load(after.text)('.checks').text()).toContain('vouched for')
    expect(
      (await as('instructor').fill(claim, `${claim}/decide`, { step: 'approve' })).status,
    ).toBe(303)
    const own = await as('student').get(assignment())
    await sound(own.text)
    expect(load(own.text)('.thread').text()).toContain('Transcript seen.')
    expect(
      (await ctx.store.claims.get(here.claim.id)).decisions[0]?.standing?.checks,
    ).toMatchObject([{ parameter: 'minGpa', outcome: 'attested' }])
    expect(people.student.person.id).toBe(here.claim.personId)
  })
})

describe('the term of a course', () => {
  test('is chosen by its instructor, among the calendar’s', async () => {
    await aTermNow()
    const path = `${assignment()}/dates`
    const set = await as('instructor').fill(path, `${course()}/term`, { term: 'S20' })
    expect(set.status).toBe(303)
    expect((await as('instructor').get(path)).text).toContain('its instructor said so')
    expect(
      (await as('instructor').post(`${course()}/term`, { term: 'X', assignment: '' })).status,
    ).toBe(422)
  })
})

describe('the calendar file', () => {
  const file = () => as('student').get(`${assignment()}/deadlines.ics`)
  const unfolded = (text: string) => text.replaceAll('\r\n ', '')
  test('holds the page’s deadlines as days, and nothing about anybody', async () => {
    await aTermNow()
    const answer = await file()
    expect(answer.headers['content-type']).toBe('text/calendar; charset=utf-8')
    expect(answer.headers['content-disposition']).toContain('deadlines.ics')
    const { text } = answer
    const lines = unfolded(text).split('\r\n')
    expect(lines[0]).toBe('BEGIN:VCALENDAR')
    expect(lines.at(-2)).toBe('END:VCALENDAR')
    expect(lines.filter((line) => line === 'BEGIN:VEVENT')).toHaveLength(4)
    expect(lines.filter((line) => /^DTSTART;VALUE=DATE:\d{8}$/.test(line))).toHaveLength(4)
    const { person } = campus.people.student
    for (const own of [person.name, person.id, person.mail]) expect(text).not.toContain(String(own))
    expect(text).not.toContain(campus.people.instructor.person.name)
  })
  test('names each deadline the same every time', async () => {
    await aTermNow()
    const uids = async () => unfolded((await file()).text).match(/^UID:.*$/gm)
    const first = await uids()
    expect(new Set(first).size).toBe(4)
    expect(await uids()).toEqual(first)
    expect(first?.[0]).toContain(campus.here.assignment.id)
  })
  test('holds a due date of the LMS as its moment', async () => {
    const { ctx, here, people } = campus
    const at = new Date('2030-03-01T17:30:00Z')
    const whom = { id: 'al', assignmentId: here.assignment.id, personId: people.student.person.id }
    await ctx.store.allowances.setDue(whom, at)
    expect(unfolded((await file()).text)).toContain('\r\nDTSTART:20300301T173000Z\r\n')
  })
  test('is a good one also when there is nothing to hold', async () => {
    const { text, status } = await file()
    expect([status, text.includes('VEVENT')]).toEqual([200, false])
  })
  test('is linked on the page where there is something to take along', async () => {
    const link = (html: string) => load(html)('a[download]').attr('href')
    expect(link((await as('student').get(assignment())).text)).toBeUndefined()
    await aTermNow()
    expect(link((await as('student').get(assignment())).text)).toBe(`${assignment()}/deadlines.ics`)
  })
})

describe('a claim after its cut-off', () => {
  test('is refused with the date and who can help, and the page says it first', async () => {
    const { ctx, here } = campus
    await ctx.store.assignments.change(here.assignment.id, { claimBy: inDays(-2) })
    const student = as('student')
    await student.post(`${assignment()}/claim/take-back`)
    const page = await student.get(assignment())
    expect(page.text).toContain('Claims were due')
    const answer = await student.fill(assignment(), `${assignment()}/claim`, {
      ...{ action: 'submit', chosen: here.counted.id, reflection: 'Mine' },
      [`late-${here.counted.id}`]: 'I forgot.',
    })
    expect(answer.status).toBe(422)
    await sound(answer.text)
    expect(answer.text).toContain('An instructor of the course can give more time.')
    expect(answer.text).toContain('23:59 in Europe/Berlin')
  })
  test('that was in time before the date was moved is marked as late in the queue', async () => {
    const { ctx, here } = campus
    await ctx.store.assignments.change(here.assignment.id, { claimBy: '2026-01-15' })
    const { text } = await as('instructor').get('/reviews')
    expect(load(text)('.queue').text()).toContain('Late: it was due Thu 15 Jan 2026')
  })
})

describe('work recorded long after it ended', () => {
  test('asks why where it is chosen, once', async () => {
    const { free, here } = campus
    const student = as('student')
    await student.post(`${assignment()}/claim/take-back`)
    await stint.raw
      .collection('placements')
      .updateOne(
        { _id: free.id as never },
        { $set: { createdAt: new Date('2026-11-25T00:00:00Z') } },
      )
    const field = `late-${free.id}`
    const fields = { action: 'submit', chosen: free.id, reflection: 'Mine' }
    const first = await student.fill(assignment(), `${assignment()}/claim`, fields)
    expect([first.status, load(first.text)('.error-summary a').attr('href')]).toEqual([
      422,
      `#f-${field}`,
    ])
    await sound(first.text)
    const second = await student.fill(assignment(), `${assignment()}/claim`, {
      ...fields,
      [field]: 'I was away.',
    })
    expect(second.status).toBe(303)
    const claim = await as('instructor').get(`${course()}/claims/${here.claim.id}`)
    expect(claim.text).toContain('I was away.')
  })
})
