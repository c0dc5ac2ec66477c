// Every page of the table, in the states that matter, is sound HTML and passes axe; error answers are pages too.

import type { Response } from 'supertest'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Answer } from '../../src/domain/confirmation.ts'
import type { Placement } from '../../src/domain/placement.ts'
import { newId } from '../../src/random.ts'
import { routes } from '../../src/web/routes.ts'
import { BASE_URL, testApp } from '../support/app.ts'
import {
  aClaim,
  aCourse,
  aDecision,
  anAnswer,
  anInstitution,
  aPerson,
  aPlacement,
  aPlatform,
  aScoreDebt,
  aStatement,
  daysLater,
} from '../support/builders.ts'
import {
  aCampus,
  aConfirmLink,
  anEnterLink,
  type Campus,
  join,
  type Signed,
  signIn,
  signIntoOffice,
  type Who,
} from '../support/campus.ts'
import { axeFindings, faultsIn } from '../support/html.ts'
import { type Fields, formOn, Visitor } from '../support/visitor.ts'

const stint = testApp()
let campus: Campus
beforeAll(async () => {
  campus = await aCampus(stint.app, stint.lms, 'north')
})

const visited = new Set<string>()

/** Opens a page and checks it; an answer that was to be a page and is not, fails. */
async function look(response: Promise<Response>, status = 200): Promise<string> {
  const { text, status: got, type, request } = await response
  expect(got).toBe(status)
  expect(type).toBe('text/html')
  expect(faultsIn(text)).toEqual([])
  expect(await axeFindings(text)).toEqual([])
  const path = new URL(request.url).pathname
  if (request.method === 'GET' && got === 200) visited.add(path)
  return text
}

const as = (who: Who) => new Visitor(stint.server).holding(campus.people[who])
const course = () => `/courses/${campus.here.course.id}`
const assignment = () => `${course()}/assignments/${campus.here.assignment.id}`
const bare = () => `${course()}/assignments/${campus.here.bare.id}`
const claim = () => `${course()}/claims/${campus.here.claim.id}`
const own = () => ({ institutionId: campus.institution.id })

/** Another student of the course, signed in, with placements of theirs. */
async function aStudent(over: Parameters<typeof aPerson>[0] = {}) {
  const { ctx, here } = campus
  const person = aPerson({ ...own(), ...over })
  await ctx.store.people.add(person)
  await join(ctx, person, here.course, 'student')
  const signed = await signIn(ctx, person, here.course)
  const add = async (facts: Partial<Placement>): Promise<Placement> => {
    const placement = aPlacement({ ...own(), personId: person.id, ...facts })
    await ctx.store.placements.add(placement)
    return placement
  }
  return { person, visitor: new Visitor(stint.server).holding(signed), add }
}

type ClaimFacts = Parameters<typeof aClaim>[0]

async function aStudentWithClaim(facts: ClaimFacts, statement = aStatement()) {
  const { ctx, here, platform } = campus
  const student = await aStudent()
  const placement = await student.add({ state: 'confirmed', statement })
  const made = aClaim({
    ...own(),
    ...{ personId: student.person.id, courseId: here.course.id },
    ...{ assignmentId: here.assignment.id, platformId: platform.id, chosen: [placement.id] },
    ...facts,
  })
  await ctx.store.claims.add(made)
  return { ...student, placement, claim: made, page: `${course()}/claims/${made.id}` }
}

describe('students', () => {
  test.each([
    ['the first page', () => '/'],
    ['the course', course],
    ['an assignment with a submitted claim', assignment],
    ['the claim form', () => `${assignment()}/claim`],
    ['an assignment without a rule', bare],
    ['a new micro-internship', () => '/placements/new'],
    ['a draft', () => `/placements/${campus.draft.id}`],
    ['one that waits for its supervisor', () => `/placements/${campus.waiting.id}`],
    ['a confirmed one', () => `/placements/${campus.free.id}`],
  ])('%s', async (_name, path) => {
    await look(as('student').get(path()))
  })

  test('an assignment, by somebody who has recorded nothing', async () => {
    const { visitor } = await aStudent()
    await look(visitor.get(assignment()))
    await look(visitor.get(course()))
  })

  test('a course without assignments', async () => {
    const { ctx, platform } = campus
    const empty = aCourse({ ...own(), platformId: platform.id })
    await ctx.store.courses.add(empty)
    const { person, visitor } = await aStudent()
    await join(ctx, person, empty, 'student')
    await look(visitor.get(`/courses/${empty.id}`))
    await join(ctx, person, empty, 'instructor')
    await look(visitor.get(`/courses/${empty.id}`))
  })

  test.each(['giveBack', 'didNotHappen', 'wrongPerson', 'unknown'] as const)(
    'a micro-internship whose supervisor said: %s',
    async (kind) => {
      const { visitor, add } = await aStudent()
      const said: Partial<Answer> = { kind, hours: null, why: 'Why', rightPerson: 'Somebody' }
      const state = kind === 'giveBack' ? 'active' : 'aside'
      const placement = await add({ state, answer: anAnswer(said) })
      await look(visitor.get(`/placements/${placement.id}`))
      await look(visitor.get(course()))
    },
  )

  test('an empty draft, and what a nameless student sees', async () => {
    const { visitor, add } = await aStudent({ name: null, givenName: null, familyName: null })
    const nothing = aStatement({ title: '', employer: '', pay: null, startsOn: null, endsOn: null })
    const { id } = await add({ statement: { ...nothing, hours: { by: 'week', entries: [] } } })
    await look(visitor.get(`/placements/${id}`))
    await look(visitor.get(assignment()))
  })

  test('what somebody typed is shown as text, never as HTML', async () => {
    const { visitor, add } = await aStudent({ name: '<b>Ada</b>' })
    const { id } = await add({
      state: 'submitted',
      statement: aStatement({
        title: '<img src=x onerror=alert(1)>',
        link: 'https://x.example/"><script>',
      }),
    })
    const text = await look(visitor.get(`/placements/${id}`))
    expect(text).not.toContain('<b>Ada')
    expect(text).not.toContain('<img')
    expect(text).not.toContain('"><script>')
  })
})

describe('claims in every state, for student and instructor', () => {
  const score = (over: Parameters<typeof aScoreDebt>[0]) => ({ score: aScoreDebt(over) })
  const seen = { at: daysLater(-1), given: 12, maximum: 100 }
  test.each<[string, ClaimFacts]>([
    ['submitted', { state: 'submitted' }],
    ['approved, the score on its way', { state: 'approved', debts: score({}) }],
    [
      'approved, with trouble',
      {
        state: 'approved',
        debts: score({ state: 'stuck', answers: [{ at: daysLater(0), text: 'lms.notAllowed' }] }),
      },
    ],
    [
      'in the gradebook',
      { state: 'final', debts: score({ state: 'done', doneAt: daysLater(0) }), seen },
    ],
    ['denied', { state: 'denied', decisions: [aDecision({ step: 'deny', note: 'Not this one' })] }],
    [
      'given back',
      {
        state: 'draft',
        firstSubmittedAt: daysLater(-3),
        decisions: [aDecision({ step: 'giveBack', note: 'Say more' })],
      },
    ],
  ])('%s', async (_name, facts) => {
    const made = await aStudentWithClaim(facts)
    await look(made.visitor.get(assignment()))
    await look(made.visitor.get(made.page))
    await look(as('instructor').get(made.page))
    await look(as('assistant').get(made.page))
  })

  test.each<[string, ClaimFacts]>([
    ['a draft', {}],
    ['a dropped claim', { state: 'dropped' }],
  ])('%s is for its student alone', async (_name, facts) => {
    const { visitor } = await aStudentWithClaim(facts)
    await look(visitor.get(assignment()))
  })
})

describe('those who teach', () => {
  test('the queue, the course, the rule, a claim and the scores', async () => {
    await aStudentWithClaim({ state: 'approved', debts: { score: aScoreDebt() } })
    const pages = [
      '/',
      '/reviews',
      course(),
      `${course()}/people`,
      `${course()}/mail`,
      `${course()}/doctor`,
      `${assignment()}/dates`,
      claim(),
      `${assignment()}/scores`,
    ]
    for (const path of pages) {
      await look(as('instructor').get(path))
      await look(as('assistant').get(path))
    }
    await look(as('instructor').get(`${assignment()}/rule`))
    await look(as('instructor').get(`${course()}/new`))
    await look(as('instructor').get(`/picks/${campus.pick}`))
    await look(as('instructor').get(bare()))
    await look(as('instructor').get(`${bare()}/scores`))
    await look(as('instructor elsewhere').get('/reviews'))
  })

  test.each(['observer', 'rehearsal', 'none'] as const)('%s: a page that says so', async (who) => {
    await look(as(who).get('/'))
    await look(as(who).get('/reviews'))
  })
})

describe('the office', () => {
  test('the report and the administrator’s page, full and empty', async () => {
    await look(as('registrar').get('/reports'))
    await look(as('registrar').get('/'))
    await look(as('admin').get('/admin'))
    const { id } = campus.platform
    for (const path of [`/${id}`, `/${id}/edit`, `/${id}/remove`, '/new']) {
      await look(as('admin').get(`/admin/platforms${path}`))
    }
    const beta = aPlatform({ institutionId: campus.institution.id, test: true })
    await stint.app.core.store.within(campus.institution.id).platforms.add(beta)
    await look(as('admin').get(`/admin/platforms/${beta.id}/wipe`))
    await look(as('admin').get('/admin/settings'))
    await look(as('admin').get('/admin/security'))
    await look(as('admin').get('/admin/doctor'))
    await look(as('registrar').get('/audit'))
    await look(as('admin').get('/audit'))
    const fresh = anInstitution({ id: newId(), slug: 'fresh', name: 'Fresh' })
    await stint.app.core.store.directory.institutions.add(fresh)
    const ctx = stint.app.core.contextFor({ kind: 'worker' }, fresh)
    const person = aPerson({ institutionId: fresh.id, accounts: [], mail: null })
    await ctx.store.people.add(person)
    for (const [office, path] of [
      ['registrar', '/reports'],
      ['admin', '/admin'],
    ] as const) {
      const signed: Signed = await signIntoOffice(ctx, person, office)
      await look(new Visitor(stint.server).holding(signed).get(path))
    }
  })

  test('the calendar, and what is known about students', async () => {
    for (const path of ['/calendar', '/calendar/new', '/calendar/import', '/students']) {
      await look(as('registrar').get(path))
    }
    await look(as('registrar').get(`/calendar/${campus.term.id}`))
  })

  test('the rules: the list, one with claims that a version treats otherwise, a new one, the editor and its preview', async () => {
    const registrar = as('registrar')
    const path = `/rules/${campus.rule}`
    await look(registrar.get('/rules'))
    await look(registrar.get('/rules/new'))
    await look(registrar.post('/rules/new', { name: '', preset: 'none' }), 422)
    const form = formOn(await look(registrar.get(`${path}/edit`)), `${path}/edit#preview`)
    await look(registrar.get(`${path}/edit?preset=ects25`))
    await look(registrar.send(`${path}/edit`, { ...form, capHours: '10', action: 'preview' }))
    await look(registrar.send(`${path}/edit`, { ...form, increment: '', action: 'save' }), 422)
    await look(registrar.get(path))
    await look(as('approver').get('/'))
    await look(as('admin').get(path))
  })

  test('what an LMS’s administrator is shown, and an address that is spent on nothing', async () => {
    await look(stint.visitor().get('/lti/north/install'))
    await look(stint.visitor().get('/lti/north/open'))
    const made = await look(as('admin').post('/admin/invitations'))
    const secret = /register\?invite&#x3D;([\w-]{43})/.exec(made)?.[1]
    await look(stint.visitor().get(`/lti/north/register?invite=${secret}`))
    await look(stint.visitor().get('/lti/north/register?invite=unknown'), 404)
  })

  test('the door with one button, and what it says when it is spent, over or unknown', async () => {
    const { ctx, enterToken } = campus
    await look(stint.visitor().get(`/enter/${enterToken}`))
    await look(stint.visitor().get('/enter/unknown'), 404)
    const over = await anEnterLink(ctx, 'registrar', daysLater(-1))
    await look(stint.visitor().get(`/enter/${over}`), 409)
    await stint.visitor().post(`/enter/${enterToken}`)
    await look(stint.visitor().get(`/enter/${enterToken}`), 409)
  })
})

describe('supervisors', () => {
  test('the question, the answer, and what can still be said', async () => {
    const { ctx, waiting } = campus
    const path = `/confirm/${await aConfirmLink(ctx, waiting)}`
    await look(stint.visitor().get(path))
    await look(stint.visitor().post(path), 422)
    await look(stint.visitor().post(path, { kind: 'fewer', hours: 'many' }), 422)
    await stint.visitor().post(path, { kind: 'giveBack', missing: 'The report' })
    await look(stint.visitor().get(`${path}?done=answered`))
  })

  test('links that are over, dead, decided or unknown', async () => {
    const { ctx, here, draft } = campus
    const { add } = await aStudent()
    const late = `/confirm/${await aConfirmLink(ctx, await add({ state: 'submitted' }), daysLater(-1))}`
    await look(stint.visitor().get(late), 410)
    await look(stint.visitor().post(late, { kind: 'confirm' }), 409)
    await look(stint.visitor().post(`${late}/again`))
    const dead = `/confirm/${await aConfirmLink(ctx, { ...draft, request: null }, daysLater(1))}`
    await look(stint.visitor().get(dead), 410)
    await look(stint.visitor().get('/confirm/unknown'), 404)
    const decided = await aStudentWithClaim({ state: 'approved' })
    const path = `/confirm/${await aConfirmLink(ctx, decided.placement)}`
    await look(stint.visitor().get(path))
    await look(stint.visitor().post(path, { kind: 'unknown' }), 409)
    await look(stint.visitor().get(`/confirm/${await aConfirmLink(ctx, here.counted)}`))
  })
})

describe('forms with something wrong', () => {
  test.each<[string, Who, () => string, () => string, Fields]>([
    [
      'the rule',
      'instructor',
      () => `${assignment()}/rule`,
      () => `${assignment()}/rule`,
      { fullHours: 'x', points: '0', academicHours: '-', claimBy: 'soon' },
    ],
    ['the claim', 'student', () => `${bare()}`, () => `${bare()}/claim`, { reflection: '' }],
    [
      'a micro-internship',
      'student',
      () => '/placements/new',
      () => '/placements',
      { action: 'ask', title: '' },
    ],
    [
      'its numbers',
      'student',
      () => '/placements/new',
      () => '/placements',
      {
        payKind: 'fixed',
        payAmount: 'x',
        payCurrency: '12',
        startsOn: 'x',
        link: 'x',
        supervisorMail: 'x',
        mode: 'x',
        on: 'x',
        hours: 'y',
      },
    ],
    [
      'a decision',
      'instructor',
      claim,
      () => `${claim()}/decide`,
      { step: 'deny', note: '', seenHours: '1' },
    ],
  ])('%s', async (_name, who, page, action, fields) => {
    const visitor = as(who)
    await visitor.get(page())
    const answer = await visitor.post(action(), fields)
    expect([409, 422]).toContain(answer.status)
    await look(Promise.resolve(answer), answer.status)
  })
})

describe('errors', () => {
  test('are pages, each with a number that stands in the log', async () => {
    const text = await look(stint.visitor().get('/nothing-here'), 404)
    const id = /<strong>(\w{20})|(\w{20})<\/p>/.exec(text)?.slice(1).find(Boolean)
    expect(stint.log.some((line) => line.requestId === id)).toBe(true)
    await look(stint.visitor().get('/'), 401)
    await look(as('student').get('/reports'), 401)
    await look(as('registrar').get('/admin'), 403)
    await look(as('student').get(`${assignment()}/rule`), 403)
    await look(stint.visitor().get('/courses/%zz'), 400)
    await look(stint.visitor().get('/lti/nowhere/login'), 404)
    await look(stint.visitor().post('/lti/north/login'), 400)
    await look(stint.visitor().post('/lti/north/launch', { error: 'login_required' }), 400)
    await look(stint.visitor().post('/lti/north/launch', { id_token: 'x'.repeat(70_000) }), 413)
    await look(as('student').send('/placements', { title: 'Kept' }), 403)
    const other = await look(
      as('student').post('/placements', { _session: 'x', title: 'Kept' }),
      409,
    )
    expect(other).toContain('Kept')
  })
})

test('a browser that keeps no cookies in frames is offered a new window', async () => {
  const { platform } = campus
  const login = new URLSearchParams({
    iss: platform.issuer,
    client_id: platform.clientId,
    login_hint: 'hint',
    target_link_uri: `${BASE_URL}/lti/north/launch`,
    stint_cookie: '1',
  })
  const framed = { 'Sec-Fetch-Dest': 'iframe' }
  await look(stint.visitor().get(`/lti/north/login?${login}`, framed))
})

test('every page of the table was looked at', () => {
  const machines = /^\/(api|health)\/|jwks|canvas\.json|colour\.css|\.ics$/
  const pages = routes.filter(({ method, at }) => method === 'get' && !machines.test(at))
  const pattern = (at: string) => new RegExp(`^${at.replaceAll(/:\w+/g, '[^/]+')}$`)
  const missed = pages.filter(({ at }) => ![...visited].some((path) => pattern(at).test(path)))
  expect(missed.map(({ at }) => at)).toEqual([])
})
