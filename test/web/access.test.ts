// Who may do what: every role at every address of the table, with own ids, those of others, and those of another institution.

import { load } from 'cheerio'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Route, routes } from '../../src/web/routes.ts'
import { everythingIn, testApp } from '../support/app.ts'
import { aClaim, aPlacement, aPlatform } from '../support/builders.ts'
import {
  aCampus,
  type Campus,
  EVERYBODY,
  join,
  officeOf,
  signIn,
  type Who,
} from '../support/campus.ts'
import { bodyOf, type Fields, Visitor } from '../support/visitor.ts'

const stint = testApp()
let north: Campus
let south: Campus
beforeAll(async () => {
  north = await aCampus(stint.app, stint.lms, 'north')
  south = await aCampus(stint.app, stint.lms, 'south')
  for (const { ctx, institution } of [north, south]) {
    const test = { id: trialOf(institution.slug), institutionId: institution.id, test: true }
    await ctx.store.platforms.add(aPlatform(test))
  }
})

const trialOf = (slug: string) => `test-system-of-${slug}`

const RULE = { fullHours: '30', points: '50', scheme: 'complete', academicHours: '', claimBy: '' }
const TERM = { code: 'F1', name: 'F', startsOn: '2026-08-24', endsOn: '2026-12-18' }
const STATEMENT = { action: 'save', title: 'Another title', hoursBy: 'day' }

const REGISTRATION = {
  ...{ name: 'Another LMS', kind: 'moodle', issuer: 'https://other.example.edu', clientId: '8' },
  loginUrl: 'https://other.example.edu/auth',
  tokenUrl: 'https://other.example.edu/token',
  jwksUrl: 'https://other.example.edu/jwks',
}

/** Every route, with a form that would be taken from the right person. */
const FORMS: Record<string, Fields | null> = {
  'get /': null,
  'post /sign-out': {},
  'get /lti/:institution/login': null,
  'post /lti/:institution/login': {},
  'post /lti/:institution/launch': {},
  'get /lti/:institution/jwks.json': null,
  'get /lti/:institution/register': null,
  'get /lti/:institution/install': null,
  'get /lti/:institution/open': null,
  'get /lti/:institution/canvas.json': null,
  'get /lti/:institution/colour.css': null,
  'get /courses/:course': null,
  'get /courses/:course/doctor': null,
  'get /courses/:course/new': null,
  'post /courses/:course/new': { id: 'a'.repeat(20), title: 'Another', ruleOf: 'new' },
  'get /courses/:course/people': null,
  'post /courses/:course/people/read': {},
  'get /courses/:course/mail': null,
  'post /courses/:course/mail/open': { placement: 'unknown' },
  'post /courses/:course/take-over': { assignment: 'nothing' },
  'post /courses/:course/scores/again': {},
  'get /courses/:course/assignments/:assignment': null,
  'get /courses/:course/assignments/:assignment/rule': null,
  'post /courses/:course/assignments/:assignment/rule': RULE,
  'post /courses/:course/assignments/:assignment/rule/copy': {},
  'post /courses/:course/assignments/:assignment/column': {},
  'post /courses/:course/assignments/:assignment/fate': { fate: 'close' },
  'get /courses/:course/assignments/:assignment/scores': null,
  'get /courses/:course/assignments/:assignment/claim': null,
  'post /courses/:course/assignments/:assignment/claim': { action: 'save', reflection: 'Mine' },
  'post /courses/:course/assignments/:assignment/claim/take-back': {},
  'post /courses/:course/assignments/:assignment/claim/drop': {},
  'get /placements/new': null,
  'post /placements': STATEMENT,
  'get /placements/:placement': null,
  'post /placements/:placement': STATEMENT,
  'post /placements/:placement/ask-again': {},
  'post /placements/:placement/reopen': {},
  'post /placements/:placement/withdraw': {},
  'get /picks/:pick': null,
  'post /picks/:pick': { title: 'Another', ruleOf: 'new' },
  'post /picks/:pick/add': {},
  'get /reviews': null,
  'get /courses/:course/claims/:claim': null,
  'post /courses/:course/claims/:claim/check': { note: 'The sheet is there.' },
  'post /courses/:course/claims/:claim/employers': {},
  'post /courses/:course/claims/:claim/decide': { step: 'approve', note: '', version: '0' },
  'post /courses/:course/claims/:claim/send-again': {},
  'get /confirm/:token': null,
  'post /confirm/:token': {},
  'post /confirm/:token/again': {},
  'get /enter/:token': null,
  'post /enter/:token': {},
  'get /reports': null,
  'post /courses/:course/term': { term: '', assignment: '' },
  'get /courses/:course/assignments/:assignment/dates': null,
  'post /courses/:course/assignments/:assignment/dates/time': {
    ...{ students: 'nobody', until: '2026-12-01', why: 'Ill' },
  },
  'post /courses/:course/assignments/:assignment/dates/vouch': {
    ...{ student: 'nobody', parameter: 'minGpa', vouchWhy: 'Seen', claim: '' },
  },
  'get /courses/:course/assignments/:assignment/deadlines.ics': null,
  'get /rules': null,
  'get /rules/new': null,
  'post /rules/new': { name: 'Another', preset: 'uk10', effectiveFrom: '2026-01-01' },
  'get /rules/:rule': null,
  'get /rules/:rule/edit': null,
  'post /rules/:rule/edit': { action: 'save' },
  'get /calendar': null,
  'get /calendar/new': null,
  'post /calendar/new': TERM,
  'get /calendar/import': null,
  'post /calendar/import': { csv: 'code' },
  'post /calendar/import/keep': { csv: 'code', seen: '' },
  'get /calendar/:term': null,
  'post /calendar/:term': TERM,
  'post /calendar/:term/remove': { version: '0' },
  'get /students': null,
  'post /students/preview': { csv: 'sis_id', asOf: '2026-11-01' },
  'post /students/keep': { csv: 'sis_id', asOf: '2026-11-01', seen: '' },
  'get /audit': null,
  'get /admin': null,
  'get /admin/doctor': null,
  'post /admin/deployments': { platformId: 'unknown', deploymentId: 'new', state: 'approved' },
  'get /admin/platforms/new': null,
  'post /admin/platforms': REGISTRATION,
  'get /admin/platforms/:platform': null,
  'post /admin/platforms/:platform/state': { step: 'pause' },
  'post /admin/platforms/:platform/roles': { enough: 'yes' },
  'post /admin/platforms/:platform/update': { step: 'discard', seen: 'nothing' },
  'get /admin/platforms/:platform/edit': null,
  'post /admin/platforms/:platform/edit': REGISTRATION,
  'get /admin/platforms/:platform/remove': null,
  'post /admin/platforms/:platform/remove': {},
  'get /admin/platforms/:platform/wipe': null,
  'post /admin/platforms/:platform/wipe': {},
  'post /admin/invitations': {},
  'post /admin/invitations/:invitation/cancel': {},
  'get /admin/settings': null,
  'post /admin/settings': { name: 'Another name', timezone: 'UTC' },
  'get /admin/security': null,
  'get /api/v1/completions': null,
  'get /api/v1/openapi.json': null,
  'get /health/live': null,
  'get /health/ready': null,
}

/** Doors for strangers answer everybody alike, whoever is signed in. */
const STRANGERS: Record<string, number> = {
  'get /lti/:institution/login': 400,
  'post /lti/:institution/login': 400,
  'post /lti/:institution/launch': 400,
  'get /lti/:institution/jwks.json': 200,
  'get /lti/:institution/register': 404,
  'get /lti/:institution/install': 200,
  'get /lti/:institution/open': 200,
  'get /lti/:institution/canvas.json': 200,
  'get /lti/:institution/colour.css': 200,
  'get /confirm/:token': 200,
  'post /confirm/:token': 422,
  'post /confirm/:token/again': 409,
  'get /enter/:token': 404,
  'post /enter/:token': 404,
  'get /api/v1/completions': 401,
  'get /api/v1/openapi.json': 200,
  'get /health/live': 200,
  'get /health/ready': 200,
}

/** Which roles in a course a guard of the table lets in. */
const LETS_IN: Record<string, string[]> = {
  member: ['student', 'instructor', 'assistant', 'observer', 'rehearsal', 'none'],
  staff: ['instructor', 'assistant'],
  instructor: ['instructor'],
  student: ['student', 'rehearsal'],
}

/**
 * Whose ids stand in the address. `crossed`: the own course, with the assignment or claim of another.
 * Placements: `own` is the student's, `elsewhere` the other student's.
 */
type Ids = 'own' | 'elsewhere' | 'crossed' | 'foreign'
const IDS: Ids[] = ['own', 'elsewhere', 'crossed', 'foreign']

const nameOf = (route: Route) => `${route.method} ${route.at}`
const isOffice = (who: Who) => officeOf(who) !== null

/** Which offices a page of the office lets in. */
const OFFICES: Partial<Record<Route['for'], Who[]>> = {
  registrar: ['registrar'],
  admin: ['admin'],
  'log-reader': ['registrar', 'admin'],
  'rule-reader': ['registrar', 'approver', 'admin'],
  'rule-writer': ['registrar', 'approver'],
}
const isOfficePage = (route: Route) => route.for in OFFICES

function roleIn(who: Who, ids: Ids): string {
  if (ids === 'foreign') return 'outsider'
  const belongsElsewhere = who.endsWith(' elsewhere')
  if (belongsElsewhere !== (ids === 'elsewhere')) return 'outsider'
  return who.replace('other ', '').replace(' elsewhere', '')
}

/** 'yes', or the status of the refusal. */
function expected(route: Route, who: Who | 'nobody', ids: Ids): 'yes' | number {
  if (who === 'nobody') return 401
  if (route.for === 'signed-in') return 'yes'
  if (isOfficePage(route)) return expectedInOffice(route, who, ids)
  return isOffice(who) ? 401 : expectedFromLms(route, who, ids)
}

function expectedFromLms(route: Route, who: Who, ids: Ids): 'yes' | number {
  if (route.for === 'lms') return expectedOutsideCourses(route, who, ids)
  if (route.for === 'concerned') return expectedAtClaim(who, ids)
  const role = roleIn(who, ids)
  // Who plays a student sees all pages, and nothing they send is kept.
  const plays = role === 'rehearsal' && route.for === 'student' && route.method === 'post'
  const shownAgain = !(ids === 'crossed' && route.at.endsWith('/claim'))
  return plays && shownAgain ? 422 : expectedInCourse(route, role, ids)
}

// Staff of its course and its own student, and nobody else; the LMS's grader opens it for both.
function expectedAtClaim(who: Who, ids: Ids): 'yes' | number {
  const role = roleIn(who, ids)
  const isConcerned = ['instructor', 'assistant'].includes(role) || who === OWNER[ids]
  return isConcerned && ids !== 'crossed' ? 'yes' : 404
}

const OWNER: Partial<Record<Ids, Who>> = { own: 'student', elsewhere: 'student elsewhere' }

function expectedInOffice(route: Route, who: Who, ids: Ids): 'yes' | number {
  if (!OFFICES[route.for]?.includes(who)) return isOffice(who) ? 403 : 401
  const isForeign = ids === 'foreign' && /:platform|:invitation|:rule/.test(route.at)
  return isForeign ? 404 : 'yes'
}

function expectedInCourse(route: Route, role: string, ids: Ids): 'yes' | number {
  if (role === 'outsider') return 404
  if (!LETS_IN[route.for]?.includes(role)) return 403
  const isCrossed = ids === 'crossed' && /:assignment|:claim/.test(route.at)
  return isCrossed ? 404 : 'yes'
}

function expectedOutsideCourses(route: Route, who: Who, ids: Ids): 'yes' | number {
  if (route.at === '/reviews') return 'yes'
  if (route.at.includes(':pick')) return DIALOGUE_OF[ids] === who ? 'yes' : 404
  if (!route.at.includes(':placement')) return expectedOfStudents(route, who)
  const owner = { own: 'student', elsewhere: 'other student', crossed: 'student', foreign: null }
  return owner[ids] === who ? 'yes' : 404
}

function expectedOfStudents(route: Route, who: Who): 'yes' | number {
  if (who === 'rehearsal') return route.method === 'get' ? 'yes' : 422
  return who.includes('student') ? 'yes' : 403
}

const DIALOGUE_OF: Partial<Record<Ids, Who>> = {
  own: 'instructor',
  elsewhere: 'instructor elsewhere',
  crossed: 'instructor',
}

function address(route: Route, ids: Ids, home: Campus, other: Campus): string {
  const campus = ids === 'foreign' ? other : home
  const place = ids === 'elsewhere' ? campus.elsewhere : campus.here
  const inner = ids === 'crossed' ? campus.elsewhere : place
  const placement = ids === 'elsewhere' ? campus.othersDraft : campus.draft
  const token = route.at.startsWith('/enter') ? 'unknown' : campus.confirmToken
  const parts: Record<string, string> = {
    institution: campus.institution.slug,
    course: place.course.id,
    assignment: inner.assignment.id,
    claim: inner.claim.id,
    rule: campus.rule,
    placement: placement.id,
    pick: ids === 'elsewhere' ? campus.pickElsewhere : campus.pick,
    term: home.term.id,
    // Only what came from a test system can be wiped.
    platform: route.at.endsWith('/wipe') ? trialOf(campus.institution.slug) : campus.platform.id,
    invitation: campus.invitation,
    token,
  }
  return route.at.replaceAll(/:(\w+)/g, (_all, name: string) => parts[name] ?? 'missing')
}

function as(campus: Campus, who: Who | 'nobody'): Visitor {
  const visitor = new Visitor(stint.server)
  return who === 'nobody' ? visitor : visitor.holding(campus.people[who])
}

interface Visit {
  route: Route
  path: string
  right: 'yes' | number
}

/** Every address behind a session, with whose ids it may carry, and what must come of it. */
function visits(who: Who | 'nobody', home: Campus, other: Campus, sets = IDS): Visit[] {
  const all = routes.filter(isBehindSession).flatMap((route) =>
    sets.map((ids) => {
      const path = address(route, ids, home, other)
      return { route, path, right: expected(route, who, ids) }
    }),
  )
  return [...new Map(all.map((one) => [`${one.route.method} ${one.path}`, one])).values()]
}

const isBehindSession = (route: Route) => !(nameOf(route) in STRANGERS)

/** Makes the visits; what came of them otherwise than it must, one line each. */
async function wrongIn(visitor: Visitor, some: Visit[]): Promise<string[]> {
  const came = await inTurns(some, ({ route, path }) => ask(visitor, route, path))
  return some.flatMap(({ route, path, right }, i) => {
    const status = came[i]
    const isRight = status === (right === 'yes' ? 200 : right)
    return isRight ? [] : [`${nameOf(route)} at ${path}: ${status}, not ${right}`]
  })
}

/** A few at a time. */
async function inTurns<A, B>(list: A[], each: (one: A) => Promise<B>): Promise<B[]> {
  const done: B[] = []
  for (let i = 0; i < list.length; i += 8) {
    done.push(...(await Promise.all(list.slice(i, i + 8).map(each))))
  }
  return done
}

async function ask(visitor: Visitor, route: Route, path: string): Promise<number> {
  const fields = { ...visitor.guards, ...FORMS[nameOf(route)] }
  const asked = visitor.ask(route.method, path)
  return (await (route.method === 'get' ? asked : asked.type('form').send(bodyOf(fields)))).status
}

test('every route of the table is known here', () => {
  expect(routes.map(nameOf).sort()).toEqual(Object.keys(FORMS).sort())
})

test('doors for strangers are those of the table', () => {
  const open = routes.filter((route) => ['anyone', 'link', 'token'].includes(route.for))
  expect(open.map(nameOf).sort()).toEqual(Object.keys(STRANGERS).sort())
})

describe.each([...EVERYBODY, 'nobody'] as const)('%s', (who) => {
  test('is refused what the table does not allow, and nothing is written', async () => {
    const refused = visits(who, north, south).filter(({ right }) => right !== 'yes')
    const before = await everythingIn(stint.raw)
    expect(await wrongIn(as(north, who), refused)).toEqual([])
    expect(await everythingIn(stint.raw)).toBe(before)
    expect(refused.length).toBeGreaterThan(40)
  })

  // What is done by those who may do it is tested below, each on things of its own.
  test('gets every page that is theirs', async () => {
    const theirs = visits(who, north, south).filter(({ right }) => right === 'yes')
    const pages = theirs.filter(({ route }) => route.method === 'get')
    expect(await wrongIn(as(north, who), pages)).toEqual([])
  })

  test('meets the same doors as a stranger', async () => {
    for (const route of routes.filter((one) => !isBehindSession(one))) {
      const status = await ask(as(north, who), route, address(route, 'own', north, south))
      expect(`${nameOf(route)} ${status}`).toBe(`${nameOf(route)} ${STRANGERS[nameOf(route)]}`)
    }
  })
})

test('people of the second institution find nothing of the first', async () => {
  const before = await everythingIn(stint.raw)
  for (const who of EVERYBODY) {
    const foreign = visits(who, south, north, ['foreign'])
    const refused = foreign.filter(({ right }) => right !== 'yes')
    expect(await wrongIn(as(south, who), refused)).toEqual([])
  }
  expect(await everythingIn(stint.raw)).toBe(before)
})

describe('who may, can', () => {
  let campus: Campus
  let count = 0
  const act = async (who: Who, path: string, fields: Fields) =>
    (await as(campus, who).post(path, fields)).status
  const course = () => `/courses/${campus.here.course.id}`
  const assignment = () => `${course()}/assignments/${campus.here.assignment.id}`
  const claim = () => `${course()}/claims/${campus.here.claim.id}`

  beforeAll(async () => {
    count += 1
    campus = await aCampus(stint.app, stint.lms, `may-${count}`)
  })

  test('an instructor sets a rule, decides, and sends a score again', async () => {
    expect(await act('instructor', `${assignment()}/rule`, RULE)).toBe(303)
    const decision = await as(campus, 'instructor').fill(claim(), `${claim()}/decide`, {
      step: 'approve',
    })
    expect(decision.status).toBe(303)
    expect(await act('instructor', `${claim()}/send-again`, {})).toBe(303)
  })

  test('a student records, changes, asks again, takes back and withdraws what is theirs', async () => {
    const { draft, waiting } = campus
    expect(await act('student', '/placements', STATEMENT)).toBe(303)
    expect(await act('student', `/placements/${draft.id}`, STATEMENT)).toBe(303)
    expect(await act('student', `/placements/${waiting.id}/ask-again`, {})).toBe(303)
    expect(await act('student', `/placements/${waiting.id}/reopen`, {})).toBe(303)
    expect(await act('student', `/placements/${draft.id}/withdraw`, {})).toBe(303)
  })

  test('a student saves, takes back and drops their claim', async () => {
    const other = await aCampus(stint.app, stint.lms, 'may-claim')
    const path = `/courses/${other.here.course.id}/assignments/${other.here.assignment.id}/claim`
    const student = as(other, 'student')
    expect((await student.post(`${path}/take-back`)).status).toBe(303)
    expect((await student.post(path, { action: 'save', reflection: 'Mine' })).status).toBe(303)
    expect((await student.post(`${path}/drop`)).status).toBe(303)
  })

  test('an administrator approves a deployment', async () => {
    const fields = {
      platformId: campus.platform.id,
      deploymentId: campus.deployment,
      state: 'approved',
    }
    expect(await act('admin', '/admin/deployments', fields)).toBe(303)
  })

  test('anybody signed in can sign out', async () => {
    expect(await act('admin', '/sign-out', {})).toBe(303)
    expect(await act('observer', '/sign-out', {})).toBe(303)
  })
})

describe('whose things are shown', () => {
  test('nobody decides on their own claim', async () => {
    const { ctx, people, here } = north
    const { instructor } = people
    const placement = aPlacement({
      institutionId: ctx.institution.id,
      personId: instructor.person.id,
      state: 'confirmed',
    })
    const claim = aClaim({
      institutionId: ctx.institution.id,
      ...{ personId: instructor.person.id, courseId: here.course.id },
      ...{ assignmentId: here.assignment.id, state: 'submitted', chosen: [placement.id] },
      platformId: north.platform.id,
    })
    await ctx.store.placements.add(placement)
    await ctx.store.claims.add(claim)
    const path = `/courses/${here.course.id}/claims/${claim.id}`
    for (const step of ['approve', 'deny', 'giveBack']) {
      const fields = { step, note: 'Well done' }
      const answer = await as(north, 'instructor').fill(path, `${path}/decide`, fields)
      expect(answer.status).toBe(422)
      expect(answer.text).toContain('This is your own claim')
    }
    expect((await ctx.store.claims.get(claim.id)).state).toBe('submitted')
  })

  test("a student cannot claim with another student's micro-internship", async () => {
    const { here, people, ctx } = north
    const path = `/courses/${here.course.id}/assignments/${here.assignment.id}/claim`
    const fields = { action: 'submit', reflection: 'Mine', chosen: here.counted.id }
    expect((await as(north, 'other student').post(path, fields)).status).toBe(404)
    const { id } = people['other student'].person
    expect(await ctx.store.claims.find(id, here.assignment.id)).toBeNull()
  })

  test('no page of another student shows what a student wrote', async () => {
    const pages = ['/', `/courses/${north.here.course.id}`, '/reviews', '/placements/new']
    for (const page of pages) {
      const { text } = await as(north, 'other student').get(page)
      expect(text).not.toContain('of the student')
      expect(text).not.toContain('north student')
    }
  })

  test('observers, pretend students and strangers see nobody’s claim, name or work', async () => {
    for (const who of ['observer', 'rehearsal', 'none'] as const) {
      for (const page of ['/', `/courses/${north.here.course.id}`, '/reviews']) {
        const { text } = await as(north, who).get(page)
        expect(text).not.toContain('of the student')
        expect(text).not.toContain('north student')
      }
    }
  })

  test('an instructor sees a micro-internship inside a claim of their course, and nowhere else', async () => {
    const { here, elsewhere, free, draft } = north
    const own = await as(north, 'instructor').get(
      `/courses/${here.course.id}/claims/${here.claim.id}`,
    )
    expect(own.text).toContain(here.counted.statement.title)
    for (const placement of [here.counted, free, draft, elsewhere.counted]) {
      expect((await as(north, 'instructor').get(`/placements/${placement.id}`)).status).toBe(404)
    }
  })

  test('the queue of an instructor holds the claims of their own courses only', async () => {
    const queue = await as(north, 'instructor').get('/reviews')
    expect(queue.text).toContain(north.here.claim.id)
    expect(queue.text).not.toContain(north.elsewhere.claim.id)
    expect(queue.text).not.toContain(south.here.claim.id)
  })

  test('a draft is nobody’s business yet', async () => {
    const { ctx, here, people } = north
    const claim = aClaim({
      institutionId: ctx.institution.id,
      personId: people['other student'].person.id,
      ...{ courseId: here.course.id, assignmentId: here.bare.id, platformId: north.platform.id },
    })
    await ctx.store.claims.add(claim)
    const path = `/courses/${here.course.id}/claims/${claim.id}`
    expect((await as(north, 'instructor').get(path)).status).toBe(404)
    const fields = { step: 'deny', note: 'No', version: '0', seenHours: '0' }
    expect((await as(north, 'instructor').post(`${path}/decide`, fields)).status).toBe(404)
  })

  test('an assistant sees the claim and is offered nothing to decide', async () => {
    const { here } = north
    const path = `/courses/${here.course.id}/claims/${here.claim.id}`
    const page = load((await as(north, 'assistant').get(path)).text)
    const actions = page('main form')
      .toArray()
      .map((form) => page(form).attr('action'))
    expect(actions).toEqual([`${path}/check`])
    expect(page('[name=step]')).toHaveLength(0)
  })

  test('an administrator cannot approve a deployment of another institution', async () => {
    const fields = {
      platformId: south.platform.id,
      deploymentId: south.deployment,
      state: 'approved',
    }
    const { status } = await as(north, 'admin').post('/admin/deployments', fields)
    expect(status).toBe(404)
    const found = await south.ctx.store.deployments.find(south.platform.id, south.deployment)
    expect(found?.state).toBe('waiting')
  })
})

describe('a role that changes while a session is open', () => {
  test('an instructor who became a student decides no more, and one who left sees nothing', async () => {
    const campus = await aCampus(stint.app, stint.lms, 'changing')
    const { ctx, here, people } = campus
    const session = await signIn(ctx, people.instructor.person, here.course)
    const path = `/courses/${here.course.id}/claims/${here.claim.id}`
    const teacher = new Visitor(stint.server).holding(session)
    expect((await teacher.get(path)).status).toBe(200)
    await join(ctx, people.instructor.person, here.course, 'student')
    expect((await teacher.get(path)).status).toBe(404)
    const fields = { step: 'approve', note: '', version: '0', seenHours: '20' }
    expect((await teacher.post(`${path}/decide`, fields)).status).toBe(403)
    await join(ctx, people.instructor.person, here.course, 'none')
    expect((await teacher.get('/reviews')).text).not.toContain(here.claim.id)
  })

  test('on Moodle nobody decides until the roster was read, and the lower role counts', async () => {
    const campus = await aCampus(stint.app, stint.lms, 'moodle')
    const { ctx, here, people, platform } = campus
    await stint.raw
      .collection('platforms')
      .updateOne({ _id: platform.id as never }, { $set: { kind: 'moodle' } })
    const path = `/courses/${here.course.id}/claims/${here.claim.id}`
    const fields = { step: 'approve', note: '', version: '0', seenHours: '20' }
    const refused = await as(campus, 'instructor').post(`${path}/decide`, fields)
    expect(refused.status).toBe(403)
    expect(refused.text).toContain('does not tell us who teaches this course')
    const member = await ctx.store.memberships.find(here.course.id, people.instructor.person.id)
    if (!member) throw new Error('the instructor is a member')
    await ctx.store.memberships.save({ ...member, rosterRole: 'assistant' })
    expect((await as(campus, 'instructor').post(`${path}/decide`, fields)).status).toBe(403)
    await ctx.store.memberships.save({ ...member, rosterRole: 'instructor' })
    const teacher = as(campus, 'instructor')
    const decided = await teacher.fill(path, `${path}/decide`, { step: 'approve' })
    expect(decided.status).toBe(303)
  })
})
