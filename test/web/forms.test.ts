// Forms: what is wrong is said beside its field, what was typed is kept, and nothing happens twice.

import { load } from 'cheerio'
import type { Response } from 'supertest'
import { beforeAll, describe, expect, test } from 'vitest'
import { newSecret } from '../../src/random.ts'
import { routes } from '../../src/web/routes.ts'
import { everythingIn, testApp } from '../support/app.ts'
import { aPlacement, aRule, aStatement } from '../support/builders.ts'
import { aCampus, aConfirmLink, type Campus, signIn, type Who } from '../support/campus.ts'
import { type Fields, formOn, Visitor } from '../support/visitor.ts'

const stint = testApp()
let campus: Campus
let count = 0
// A campus for each part, so that none sees what another has changed.
const newCampus = () =>
  beforeAll(async () => {
    count += 1
    campus = await aCampus(stint.app, stint.lms, `campus-${count}`)
  })

const as = (who: Who) => new Visitor(stint.server).holding(campus.people[who])
const course = () => `/courses/${campus.here.course.id}`
const assignment = () => `${course()}/assignments/${campus.here.assignment.id}`
const claim = () => `${course()}/claims/${campus.here.claim.id}`
const own = () => ({
  institutionId: campus.institution.id,
  personId: campus.people.student.person.id,
})

/** The fields that the summary on top leads to; fails when one of them is not on the page or says nothing. */
function ledTo(answer: Response): string[] {
  const $ = load(answer.text)
  expect($('title').text()).toMatch(/^Error: /)
  const links = $('.error-summary a').toArray()
  return links.map((link) => {
    const id = ($(link).attr('href') ?? '').slice(1)
    const field = $(`#${id}`)
    expect(field).toHaveLength(1)
    expect(field.attr('aria-describedby') ?? '').toContain(`${id}-error`)
    expect($(`#${id}-error`).text().trim()).toBe($(link).text().trim())
    return id.replace('f-', '')
  })
}

const summary = (answer: Response) => load(answer.text)('.error-summary').text()

function typedIn(answer: Response, name: string): string {
  const $ = load(answer.text)
  const field = $(`[name=${name}]`).first()
  const chosen = field.is('[type=radio]') ? $(`[name=${name}]:checked`) : field
  return String(chosen.val() ?? '')
}

describe('what is wrong', () => {
  newCampus()

  test('in a rule is said field by field, with what was typed', async () => {
    const typed = { fullHours: 'many', points: '0', scheme: 'other', academicHours: '-3' }
    const answer = await as('instructor').fill(`${assignment()}/rule`, `${assignment()}/rule`, {
      ...typed,
      claimBy: 'soon',
    })
    expect(answer.status).toBe(422)
    expect(ledTo(answer)).toEqual(['fullHours', 'academicHours', 'points', 'scheme', 'claimBy'])
    expect(typedIn(answer, 'fullHours')).toBe('many')
    expect(typedIn(answer, 'claimBy')).toBe('soon')
  })

  test('in a rule that cannot be reckoned with is said too, and a day that is none', async () => {
    const rule = { fullHours: '30', points: '10', scheme: 'complete', academicHours: '30' }
    const path = `${assignment()}/rule`
    const answer = await as('instructor').fill(path, path, rule)
    expect(answer.status).toBe(422)
    expect(ledTo(answer)).toEqual(['academicHours'])
    const noDay = { ...rule, academicHours: '1', claimBy: '2026-02-31' }
    const second = await as('instructor').fill(path, path, noDay)
    expect(second.status).toBe(422)
    expect(ledTo(second)).toEqual(['claimBy'])
  })

  test('in a micro-internship is said field by field, and the hours typed stay in their lines', async () => {
    const student = as('student')
    const page = await student.get('/placements/new')
    const action = load(page.text)('form.parts').attr('action') ?? ''
    const answer = await student.post(action, {
      title: 'x'.repeat(300),
      link: 'no link',
      startsOn: '2026-13-01',
      supervisorMail: 'nobody',
      mode: 'moon',
      payKind: 'hourly',
      payAmount: 'much',
      payCurrency: '12',
      on: ['2026-10-05', 'then'],
      hours: ['4', 'some'],
    })
    expect(answer.status).toBe(422)
    expect(ledTo(answer).sort()).toEqual(
      ['title', 'link', 'startsOn', 'supervisorMail', 'mode', 'payAmount', 'payCurrency'].sort(),
    )
    expect(typedIn(answer, 'supervisorMail')).toBe('nobody')
    expect(formOn(answer.text, action).on).toEqual(expect.arrayContaining(['2026-10-05', 'then']))
    const hours = await student.post(action, { on: ['then'], hours: ['some'] })
    expect(ledTo(hours)).toEqual(['hours'])
  })

  test('with asking too early is said for everything that is missing', async () => {
    const student = as('student')
    await student.get('/placements/new')
    const answer = await student.post('/placements', { action: 'ask', title: 'Only a title' })
    expect(answer.status).toBe(422)
    expect(ledTo(answer)).toEqual(
      expect.arrayContaining(['employer', 'delivered', 'hours', 'pay', 'supervisorMail']),
    )
    expect(typedIn(answer, 'title')).toBe('Only a title')
  })

  test('with a claim is said on top, with the choice and the text kept', async () => {
    const other = as('other student')
    const empty = await other.post(`${assignment()}/claim`, { action: 'submit', reflection: 'Why' })
    expect(empty.status).toBe(422)
    expect(summary(empty)).toContain('Choose at least one')
    const path = `${course()}/assignments/${campus.here.bare.id}/claim`
    const early = await as('student').post(path, { action: 'save', reflection: 'Early words' })
    expect(early.status).toBe(409)
  })

  test('with a decision is said beside the note, which is kept', async () => {
    const answer = await as('instructor').fill(claim(), `${claim()}/decide`, { step: 'deny' })
    expect(answer.status).toBe(422)
    expect(summary(answer)).toContain('Write a note')
    const long = { step: 'giveBack', note: 'x'.repeat(6000) }
    const second = await as('instructor').fill(claim(), `${claim()}/decide`, long)
    expect(second.status).toBe(422)
    expect(typedIn(second, 'note')).toBe(long.note)
  })

  test('with a decision on fewer credits leaves the number that was typed, so that a second yes means it', async () => {
    const { assignments, claims } = campus.ctx.store
    const parameters = { mode: 'credits' as const, hoursPerCredit: 15, academicHours: 0 }
    await assignments.addRule(campus.here.assignment.id, aRule({ version: 2, parameters }))
    await claims.save({ ...(await claims.get(campus.here.claim.id)), ruleVersion: 2 })
    const lower = { step: 'deny', requestedCredits: '0,5' }
    const answer = await as('instructor').fill(claim(), `${claim()}/decide`, lower)
    expect(answer.status).toBe(422)
    expect(typedIn(answer, 'requestedCredits')).toBe('0.5')
  })

  test('with an answer of a supervisor is said, with what they wrote', async () => {
    const path = `/confirm/${await aConfirmLink(campus.ctx, campus.waiting)}`
    const nothing = await stint.visitor().fill(path, path)
    expect(nothing.status).toBe(422)
    expect(ledTo(nothing)).toEqual(['kind'])
    const few = { kind: 'fewer', hours: 'about ten', fewerWhy: 'They left early' }
    const fewer = await stint.visitor().fill(path, path, few)
    expect(ledTo(fewer)).toEqual(['hours'])
    expect(typedIn(fewer, 'hours')).toBe('about ten')
    expect(typedIn(fewer, 'fewerWhy')).toBe('They left early')
    const more = await stint.visitor().fill(path, path, { ...few, hours: '500' })
    expect(more.status).toBe(422)
    expect((await campus.ctx.store.placements.get(campus.waiting.id)).answer).toBeNull()
  })
})

describe('somebody was faster', () => {
  newCampus()

  test('with a draft: 409, and both texts are there to compare', async () => {
    const { draft } = campus
    const path = `/placements/${draft.id}`
    const slow = as('student')
    const { text } = await slow.get(path)
    const fields = formOn(text, path)
    await as('student').fill(path, path, { title: 'From the other tab', action: 'save' })
    const answer = await slow.send(path, { ...fields, title: 'From this tab', action: 'save' })
    expect(answer.status).toBe(409)
    expect(typedIn(answer, 'title')).toBe('From this tab')
    expect((await campus.ctx.store.placements.get(draft.id)).statement.title).toBe(
      'From the other tab',
    )
    const again = await slow.send(path, { ...formOn(answer.text, path), action: 'save' })
    expect(again.status).toBe(303)
  })

  test('with a decision: 409, the note is kept and the first decision stands', async () => {
    const slow = as('instructor')
    const { text } = await slow.get(claim())
    const fields = formOn(text, `${claim()}/decide`)
    await as('instructor').fill(claim(), `${claim()}/decide`, { step: 'giveBack', note: 'First' })
    const answer = await slow.send(`${claim()}/decide`, {
      ...fields,
      step: 'approve',
      note: 'Mine',
    })
    expect(answer.status).toBe(409)
    const { decisions } = await campus.ctx.store.claims.get(campus.here.claim.id)
    expect(decisions.map(({ step }) => step)).toEqual(['giveBack'])
  })
})

describe('a form that is not ours', () => {
  newCampus()
  const forms = routes.filter(
    ({ method, for: who }) => method === 'post' && !['anyone', 'link', 'token'].includes(who),
  )
  const fill = (at: string) =>
    at
      .replace(':course', campus.here.course.id)
      .replace(':assignment', campus.here.assignment.id)
      .replace(':claim', campus.here.claim.id)
      .replace(':placement', campus.draft.id)
      .replace(':term', campus.term.id)
  const right = (who: string): Who => {
    if (who === 'admin') return who
    if (who === 'registrar' || who === 'office' || who === 'rule-writer') return 'registrar'
    return who === 'instructor' || who === 'staff' ? 'instructor' : 'student'
  }
  const typed = { title: 'Typed', note: 'Typed', reflection: 'Typed', fullHours: 'Typed' }

  test.each<[string, (guards: Fields) => Fields, number]>([
    ['without any guard', () => ({}), 403],
    ['without its token', ({ _session = '' }) => ({ _session }), 403],
    ['with a wrong token', ({ _session = '' }) => ({ _session, _csrf: newSecret() }), 403],
    [
      'with two tokens',
      ({ _session = '', _csrf = '' }) => ({ _session, _csrf: [_csrf, 'x'].flat() }),
      403,
    ],
    ['of another session', ({ _csrf = '' }) => ({ _session: 'another', _csrf }), 409],
  ])(
    '%s is refused everywhere, changes nothing and loses no text',
    async (_name, change, status) => {
      const before = await everythingIn(stint.raw)
      for (const route of forms) {
        const visitor = as(right(route.for))
        const answer = await visitor.send(fill(route.at), { ...typed, ...change(visitor.guards) })
        expect(`${route.at} ${answer.status}`).toBe(`${route.at} ${status}`)
        expect(answer.text).toContain('Typed')
      }
      expect(await everythingIn(stint.raw)).toBe(before)
    },
  )

  test('the token of one session does not fit another of the same person', async () => {
    const { ctx, people, here } = campus
    const student = as('student')
    const second = await signIn(ctx, people.student.person, here.course)
    const mixed = { _session: String(student.guards._session), _csrf: second.session.csrf }
    expect((await student.send('/placements', { ...mixed, title: 'Mixed' })).status).toBe(403)
  })

  test.each([
    ['application/json', '{"title":"x"}'],
    [
      'multipart/form-data; boundary=b',
      '--b\r\nContent-Disposition: form-data; name="title"\r\n\r\nx\r\n--b--',
    ],
    ['text/plain', 'title=x'],
  ])('%s is no form of ours', async (type, body) => {
    const before = await everythingIn(stint.raw)
    for (const path of ['/placements', '/sign-out', '/lti/nowhere/login']) {
      const { status } = await as('student').ask('post', path).set('Content-Type', type).send(body)
      expect([400, 403, 404, 415]).toContain(status)
    }
    const path = `/confirm/${campus.confirmToken}`
    const { status } = await stint.visitor().ask('post', path).set('Content-Type', type).send(body)
    expect(status).toBe(422)
    expect(await everythingIn(stint.raw)).toBe(before)
  })
})

describe('sent twice', () => {
  newCampus()
  const twice = async (who: Who, page: string, action: string, fields: Fields) => {
    const visitor = as(who)
    const { text } = await visitor.get(page)
    const body = { ...formOn(text, action), ...fields }
    const answers = await Promise.all([visitor.send(action, body), visitor.send(action, body)])
    return answers.map(({ status }) => status).sort()
  }

  test('a new micro-internship is one, also after going back', async () => {
    const student = as('student')
    const { text } = await student.get('/placements/new')
    const action = load(text)('form.parts').attr('action') ?? ''
    const body = { ...formOn(text, action), title: 'Only one', action: 'save' }
    await Promise.all([student.send(action, body), student.send(action, body)])
    await student.send(action, { ...body, title: 'Only one, changed' })
    const all = await campus.ctx.store.placements.ofPerson(own().personId)
    const made = all.filter(({ statement }) => statement.title.startsWith('Only one'))
    expect(made.map(({ statement }) => statement.title)).toEqual(['Only one, changed'])
  })

  test('a question is asked once', async () => {
    const placement = aPlacement({ ...own(), statement: aStatement({ title: 'Asked once' }) })
    await campus.ctx.store.placements.add(placement)
    const path = `/placements/${placement.id}`
    expect(await twice('student', path, path, { action: 'ask' })).toEqual([303, 409])
    expect((await campus.ctx.store.placements.get(placement.id)).asked).toHaveLength(1)
  })

  test('a rule makes one version, and the same terms later make none', async () => {
    const rule = { fullHours: '30', points: '50', scheme: 'complete', academicHours: '' }
    const path = `${assignment()}/rule`
    const statuses = await twice('instructor', path, path, rule)
    expect(statuses[0]).toBe(303)
    await as('instructor').fill(path, path, rule)
    const { rules } = await campus.ctx.store.assignments.get(campus.here.assignment.id)
    expect(rules.map(({ version }) => version)).toEqual([1, 2])
  })

  test('a first claim is one', async () => {
    const { ctx, here, people } = campus
    const body = { action: 'save', reflection: 'Mine' }
    const path = `${assignment()}/claim`
    const other = as('other student')
    const answers = await Promise.all([other.post(path, body), other.post(path, body)])
    expect(answers.map(({ status }) => status)).toContain(303)
    const claims = await ctx.store.claims.ofPerson(people['other student'].person.id)
    expect(claims.map(({ assignmentId }) => assignmentId)).toEqual([here.assignment.id])
  })

  test('a decision is one', async () => {
    const fields = { step: 'approve', note: '' }
    expect(await twice('instructor', claim(), `${claim()}/decide`, fields)).toEqual([303, 409])
    const { decisions } = await campus.ctx.store.claims.get(campus.here.claim.id)
    expect(decisions).toHaveLength(1)
  })

  test('an answer of a supervisor is one', async () => {
    const path = `/confirm/${campus.confirmToken}`
    const answers = await Promise.all(
      [1, 2].map(() => stint.visitor().send(path, { kind: 'giveBack', missing: 'The report' })),
    )
    expect(answers.map(({ status }) => status)).toContain(303)
    const placement = await campus.ctx.store.placements.get(campus.waiting.id)
    expect(placement.state).toBe('active')
    expect(
      placement.history.filter(({ what }) => what === 'placement.giveBack').length,
    ).toBeLessThan(3)
  })
})
