// The office's rules by their pages: written, previewed and read without a script; and a course's credits in a claim.

import { load } from 'cheerio'
import { beforeEach, describe, expect, test } from 'vitest'
import { testApp } from '../support/app.ts'
import { aTerm } from '../support/builders.ts'
import { aCampus, type Campus, type Who } from '../support/campus.ts'
import { type Fields, formOn, Visitor } from '../support/visitor.ts'

const stint = testApp()
let campus: Campus
let count = 0
beforeEach(async () => {
  count += 1
  campus = await aCampus(stint.app, stint.lms, `rules-${count}`)
})

const as = (who: Who) => new Visitor(stint.server).holding(campus.people[who])
const rule = () => `/rules/${campus.rule}`
const course = () => `/courses/${campus.here.course.id}`
const assignment = () => `${course()}/assignments/${campus.here.assignment.id}`
const claim = () => `${course()}/claims/${campus.here.claim.id}`
const main = (html: string) => load(html)('main').text().replaceAll(/\s+/g, ' ')

/** The editor's form as it stands, sent with something else. */
async function edited(fields: Fields, who: Who = 'registrar') {
  const visitor = as(who)
  const { text } = await visitor.get(`${rule()}/edit`)
  return visitor.send(`${rule()}/edit`, { ...formOn(text, `${rule()}/edit#preview`), ...fields })
}

/** The assignment of the campus goes by the institution's rule. */
async function chosen(fields: Fields = {}) {
  const terms = { fullHours: '40', points: '100', scheme: 'proportional', academicHours: '' }
  return as('instructor').fill(`${assignment()}/rule`, `${assignment()}/rule`, {
    ...terms,
    ...fields,
  })
}

describe('the editor', () => {
  test('has a label, a hint and its unit for every parameter, and keeps all when nothing is touched', async () => {
    const { text } = await as('registrar').get(`${rule()}/edit`)
    const $ = load(text)
    const fields = $('.parameter .field')
    expect(fields.length).toBeGreaterThan(45)
    for (const field of fields.toArray()) {
      expect($(field).find('label, legend').first().text().trim()).not.toBe('')
      expect($(field).find('.hint').first().text().trim()).not.toBe('')
    }
    const same = await edited({ action: 'save' })
    expect(main(same.text)).toContain('Nothing differs from version 1.')
    expect(same.status).toBe(422)
  })

  test('says beside a field what is wrong in it, and keeps what was typed', async () => {
    const wrong = { increment: 'a quarter', workShareMax: '3/2', maxCredit: '', paidAllowed: 'yes' }
    const answer = await edited({ ...wrong, action: 'save' })
    const $ = load(answer.text)
    expect(answer.status).toBe(422)
    for (const field of Object.keys(wrong)) expect($(`#f-${field}-error`)).toHaveLength(1)
    expect($('#f-increment').val()).toBe('a quarter')
    expect($('.error-summary').text()).toContain('Steps of credit: Write a number')
    expect((await campus.ctx.store.rules.get(campus.rule)).versions).toHaveLength(1)
  })

  test('takes the numbers of a preset', async () => {
    const { text } = await as('registrar').get(`${rule()}/edit?preset=uk10`)
    const $ = load(text)
    expect([$('#f-hoursPerCredit').val(), $('#f-increment').val()]).toEqual(['10', '5'])
    expect($('[name=creditUnit]:checked').val()).toBe('uk')
  })

  test('shows what would change, and writes nothing until it is told to', async () => {
    await chosen()
    await as('student').post(`${assignment()}/claim/take-back`)
    const { here } = campus
    const fields = { action: 'submit', reflection: 'Mine', chosen: here.counted.id }
    expect((await as('student').post(`${assignment()}/claim`, fields)).status).toBe(303)
    const preview = await edited({ capHours: '10', action: 'preview' })
    expect(preview.status).toBe(200)
    expect(main(preview.text)).toContain('1 of 1 claim would come out otherwise.')
    expect(main(preview.text)).toContain('With the instructor. It keeps its version.')
    expect(load(preview.text)('#f-capHours').val()).toBe('10')
    expect((await campus.ctx.store.rules.get(campus.rule)).versions).toHaveLength(1)
    const saved = await edited({ capHours: '10', action: 'save' })
    expect(saved.status).toBe(303)
    const page = main((await as('registrar').get(saved.headers.location ?? '')).text)
    expect(page).toContain('Version 2 holds')
    expect(page).toContain('Most hours of one micro-internship: 40 hours, now 10 hours')
    expect(page).toContain('1 submitted claim keeps its version.')
  })

  test('offers the terms of the calendar beside a day, and a chosen one is its first day', async () => {
    const { ctx, institution } = campus
    const of = { institutionId: institution.id }
    const spring = {
      code: 'S99',
      name: 'Spring 2099',
      startsOn: '2099-01-12',
      endsOn: '2099-05-08',
    }
    const past = { code: 'P20', name: 'Spring 2020', startsOn: '2020-01-13', endsOn: '2020-05-08' }
    for (const term of [spring, past]) await ctx.store.terms.add(aTerm({ ...of, ...term }))
    const options = load((await as('registrar').get(`${rule()}/edit`)).text)('#f-term option')
    expect(options.text()).toContain('Spring 2099, Mon 12 Jan 2099')
    expect(options.text()).not.toContain('Spring 2020')
    const chosen = { capHours: '33', term: '2099-01-12' }
    const preview = await edited({ ...chosen, action: 'preview' })
    expect(load(preview.text)('#f-effectiveFrom').val()).toBe('2099-01-12')
    expect((await edited({ ...chosen, action: 'save' })).status).toBe(303)
    const last = (await ctx.store.rules.get(campus.rule)).versions.at(-1)
    expect(last).toMatchObject({ effectiveFrom: '2099-01-12', parameters: { capHours: 33 } })
    const fields = { name: 'From spring', preset: 'uk10', term: '2099-01-12' }
    expect((await as('registrar').fill('/rules/new', '/rules/new', fields)).status).toBe(303)
    const made = (await ctx.store.rules.list()).find(({ name }) => name === 'From spring')
    expect(made?.versions[0]?.effectiveFrom).toBe('2099-01-12')
  })

  test('refuses a version that somebody else wrote first', async () => {
    const visitor = as('registrar')
    const { text } = await visitor.get(`${rule()}/edit`)
    const form = formOn(text, `${rule()}/edit#preview`)
    await edited({ capHours: '30', action: 'save' })
    const late = await visitor.send(`${rule()}/edit`, { ...form, capHours: '20', action: 'save' })
    expect(late.status).toBe(409)
    expect(main(late.text)).toContain('Somebody wrote a version of this rule')
  })

  test('is for those who write rules; administrators read them', async () => {
    expect((await edited({ capHours: '30', action: 'save' }, 'approver')).status).toBe(303)
    const { text } = await as('admin').get(rule())
    expect(load(text)('main a[href$="/edit"]')).toHaveLength(0)
    expect((await as('admin').get(`${rule()}/edit`)).status).toBe(403)
  })
})

describe('another rule', () => {
  test('begins with a preset, and stands in the instructor’s form', async () => {
    const fields = { name: 'Credit in ECTS', preset: 'ects30', effectiveFrom: '2026-01-01' }
    const made = await as('registrar').fill('/rules/new', '/rules/new', fields)
    expect(made.status).toBe(303)
    const list = main((await as('registrar').get('/rules')).text)
    expect(list).toContain('Credit in ECTS')
    const { text } = await as('instructor').get(`${assignment()}/rule`)
    expect(load(text)('[name=ruleId]')).toHaveLength(2)
  })
})

describe('a course that gives credits', () => {
  /** The institution's rule gives credits, the instructor approves academic hours. */
  async function inCredits() {
    await edited({ mode: 'credits', academicBasis: 'approved', action: 'save' })
    expect((await chosen({ mode: 'credits', minCredit: '', maxCredit: '3' })).status).toBe(303)
    await as('student').post(`${assignment()}/claim/take-back`)
  }
  const submitting = (requestedCredits: string) =>
    as('student').post(`${assignment()}/claim`, {
      ...{ action: 'submit', reflection: 'Mine', chosen: campus.here.counted.id, requestedCredits },
    })

  test('lets a student choose an amount, within the rule, and says what is wrong with another', async () => {
    await inCredits()
    const { text } = await as('student').get(assignment())
    expect(load(text)('#f-requestedCredits').val()).toBe('1')
    expect(main(text)).toContain('From 0.25 to 3, in steps of 0.25.')
    expect(main(text)).toContain('as if your instructor approves all 15 academic hours')
    const between = await submitting('0.3')
    expect(between.status).toBe(422)
    expect(load(between.text)('#f-requestedCredits-error').text()).toContain('steps of 0.25')
    expect((await submitting('0.5')).status).toBe(303)
  })

  test('shows an instructor what other numbers make, and approves a lower request with a reason', async () => {
    await inCredits()
    await submitting('1')
    const decide = `${claim()}/decide`
    const look = { step: 'look', requestedCredits: '0.5', academicHoursApproved: '7.5' }
    const seen = await as('instructor').fill(claim(), decide, look)
    expect(seen.status).toBe(200)
    expect(main(seen.text)).toContain('Earns 0.5 credits, 100 of 100')
    expect(load(seen.text)('#f-requestedCredits').val()).toBe('0.5')
    const silent = await as('instructor').fill(claim(), decide, { ...look, step: 'approve' })
    expect(silent.status).toBe(422)
    expect(main(silent.text)).toContain('why less is approved than was asked for')
    const fields = { ...look, step: 'approve', note: 'Half of it is there.' }
    expect((await as('instructor').fill(claim(), decide, fields)).status).toBe(303)
    const page = main((await as('student').get(assignment())).text)
    expect(page).toContain('Approved: 0.5 credits, and 100 of 100 points')
  })
})

describe('employers', () => {
  test('are joined by an instructor, with a line in the thread', async () => {
    const { free, ctx, here } = campus
    const both = [here.counted.id, free.id]
    await as('student').post(`${assignment()}/claim/take-back`)
    await as('student').post(`${assignment()}/claim`, {
      ...{ action: 'submit', reflection: 'Mine', chosen: both },
    })
    const { text } = await as('instructor').get(claim())
    const form = formOn(text, `${claim()}/employers`)
    expect(main(text)).toContain('look alike: same employer')
    const names = { [`employer-${free.id}`]: 'Another Studio' }
    const answer = await as('instructor').send(`${claim()}/employers`, { ...form, ...names })
    expect(answer.status).toBe(303)
    const kept = await ctx.store.claims.get(here.claim.id)
    expect(kept.employers[free.id]).toBe('Another Studio')
    const after = main((await as('instructor').get(claim())).text)
    expect(after).toContain('Said which employer counts')
    expect(after).not.toContain('look alike')
  })
})

describe('an instructor who sets a rule', () => {
  test('reads what was loosened and who may allow it, beside the field', async () => {
    await edited({ mayLoosen: [], action: 'save', capHours: '30' })
    const answer = await chosen({ academicHours: '0' })
    expect(answer.status).toBe(422)
    const said = load(answer.text)('#f-academicHours-error').text()
    expect(said).toContain('Share that may be work would go from 2/3 to 1/1')
    expect(said).toContain('the registrar’s office')
  })
})
