// Launches that come in, through the real app: each role and each gap of the certification suite ends on a page that fits.

import { load } from 'cheerio'
import { beforeAll, describe, expect, test } from 'vitest'
import { t } from '../../../src/text.ts'
import { everythingIn, testApp } from '../../support/app.ts'
import { aCampus, type Campus } from '../../support/campus.ts'
import { asInstructor, beginIn, by, inCourse, launchIn, whoIsOn } from '../../support/launches.ts'
import { formOn } from '../../support/visitor.ts'
import { refused } from './nothing.ts'

const LTI = 'https://purl.imsglobal.org/spec/lti/claim'
const MEMBERSHIP = 'http://purl.imsglobal.org/vocab/lis/v2/membership'
const PERSON = 'http://purl.imsglobal.org/vocab/lis/v2/institution/person'
const TEST_USER = 'http://purl.imsglobal.org/vocab/lti/system/person#TestUser'

const stint = testApp()

async function anLms(kind: 'canvas' | 'moodle'): Promise<Campus> {
  const campus = await aCampus(stint.app, stint.lms, kind)
  await stint.raw
    .collection<{ _id: string }>('platforms')
    .updateOne({ _id: campus.platform.id }, { $set: { kind } })
  return campus
}

let canvas: Campus
let moodle: Campus
beforeAll(async () => {
  canvas = await anLms('canvas')
  moodle = await anLms('moodle')
})

const roles = (...names: string[]) => ({ [`${LTI}/roles`]: names })
const quiet = { name: undefined, given_name: undefined, family_name: undefined, email: undefined }

/** Launches somebody new and follows to where it leads. */
async function lands(campus: Campus, more: Record<string, unknown>) {
  const visitor = stint.visitor()
  const answer = await launchIn(visitor, stint, campus, { sub: `new ${Math.random()}`, ...more })
  expect(answer.status).toBe(303)
  const page = await visitor.get(answer.headers.location ?? '')
  expect(page.status).toBe(200)
  expect((await visitor.get('/')).status).toBe(200)
  return { visitor, answer, page, text: load(page.text)('main').text() }
}

describe.each(['canvas', 'moodle'] as const)('from %s', (kind) => {
  const campus = () => (kind === 'canvas' ? canvas : moodle)

  describe.each([
    { who: 'student', first: 22, role: 'Learner' },
    { who: 'instructor', first: 13, role: 'Instructor' },
  ])('as $who', ({ first, role }) => {
    const full = `${MEMBERSHIP}#${role}`
    const staff = role === 'Instructor'
    const theirs = staff ? t('reviews.title') : t('claim.title')

    test.each([
      [first, 'plain', roles(full)],
      [first + 1, 'with several roles', roles(full, `${PERSON}#Instructor`)],
      [first + 2, 'with a short role', roles(role)],
      [first + 3, 'with an unknown role beside it', roles(full, 'http://example.org/x#Y')],
      [first + 5, 'with a mail only', { ...roles(full), ...quiet, email: 'x@y.example' }],
      [first + 6, 'with names only', { ...roles(full), email: undefined }],
      [first + 7, 'without a word about the person', { ...roles(full), ...quiet }],
    ])('certification %i: %s', async (_number, _name, more) => {
      const { page, text } = await lands(campus(), more)
      expect(text).toContain(theirs)
      const shown = 'name' in more ? t('person.unnamed') : campus().people.student.person.name
      expect(whoIsOn(page)).toContain(shown)
    })

    test.each([
      [first + 3, 'an unknown role alone', roles('http://example.org/x#Y')],
      [first + 4, 'no role', roles()],
    ])('certification %i: %s gives the least view', async (_number, _name, more) => {
      expect((await lands(campus(), more)).text).toContain(t('home.other.none'))
    })

    test(`certification ${first + 8}: outside of a course says to open it from one, and nobody comes in`, async () => {
      const visitor = stint.visitor()
      const more = { ...roles(full), ...quiet, email: 'x@y.example', [`${LTI}/context`]: undefined }
      const wanted = { status: 400, says: 'lti.noCourse' }
      await refused(stint, visitor, wanted, () => launchIn(visitor, stint, campus(), more))
    })
  })
})

describe('roles', () => {
  test.each([
    ['who observes', roles(`${MEMBERSHIP}#Mentor`), 'home.other.observer'],
    ['with a role in the institution only', roles(`${PERSON}#Instructor`), 'home.other.none'],
  ])('somebody %s gets a page that says so', async (_name, more, says) => {
    expect((await lands(canvas, more)).text).toContain(t(says))
  })

  test('an assistant sees the queue and marks a claim as checked, for staff to read', async () => {
    const assists = roles(`${MEMBERSHIP}/Instructor#TeachingAssistant`, `${MEMBERSHIP}#Instructor`)
    const { visitor } = await lands(canvas, { ...assists, ...by('assistant 1', 'Theo Assist') })
    const path = `/courses/${canvas.here.course.id}/claims/${canvas.here.claim.id}`
    const note = 'The sheet is complete.'
    expect((await visitor.fill(path, `${path}/check`, { note })).status).toBe(303)
    const decided = await visitor.post(`${path}/decide`, { step: 'deny', note, version: '0' })
    expect(decided.status).toBe(403)
    const { visitor: teacher, text } = await lands(canvas, asInstructor)
    expect(text).toContain(t('review.checkedBy', { who: 'Theo Assist' }))
    expect((await teacher.get(path)).text).toContain(note)
    const student = await lands(canvas, by(subjectOf(canvas), 'canvas student'))
    expect(student.text).not.toContain(note)
  })

  test('Canvas’s Test Student gets the student’s pages, told that nothing is kept, and nothing is', async () => {
    const { visitor, text, answer } = await lands(canvas, {
      ...roles(`${MEMBERSHIP}#Learner`, TEST_USER),
      ...by('test student', 'Test Student'),
    })
    expect(text).toContain(t('rehearsal.banner'))
    const before = await everythingIn(stint.raw)
    const page = await visitor.get('/placements/new')
    const action = load(page.text)('form[method=post]').first().attr('action') ?? ''
    const placement = await visitor.post(action, { ...formOn(page.text, action), title: 'Trying' })
    const form = `${answer.headers.location}/claim`
    const sent = await visitor.post(form, { action: 'save', reflection: 'Just trying.' })
    for (const page of [sent, placement]) {
      expect(load(page.text)('main').text()).toContain(t('rehearsal.nothingKept'))
    }
    expect(await everythingIn(stint.raw)).toBe(before)
  })

  test('staff see who can decide, and why', async () => {
    const { visitor } = await lands(moodle, { ...asInstructor, ...by('noor', 'Noor Haddad') })
    const { text } = await visitor.get(`/courses/${moodle.here.course.id}/people`)
    expect(text).toContain('Noor Haddad')
    expect(text).toContain(t('people.why.noRoster', { lms: 'Moodle' }).slice(0, 60))
  })
})

const subjectOf = (campus: Campus) => campus.people.student.person.accounts[0]?.subject ?? ''

describe('from the grader', () => {
  const naming = (claimId: string) => ({
    [`${LTI}/target_link_uri`]: `https://stint.example.edu/lti/canvas/launch?claim=${claimId}`,
  })
  const opens = async (more: Record<string, unknown>, claimId = canvas.here.claim.id) => {
    const visitor = stint.visitor()
    const { headers } = await launchIn(visitor, stint, canvas, { ...naming(claimId), ...more })
    return visitor.get(headers.location ?? '')
  }

  test('an instructor of the course opens that student’s claim', async () => {
    const page = await opens({ ...asInstructor, ...by('grader', 'Lin Okafor') })
    expect(page.status).toBe(200)
    expect(load(page.text)('h1').text()).toBe('canvas student')
  })

  test('the student opens their own', async () => {
    const page = await opens(by(subjectOf(canvas), 'canvas student'))
    expect(page.status).toBe(200)
    expect(page.text).toContain(canvas.here.claim.reflection)
  })

  test.each([
    ['another student', by('somebody', 'Somebody')],
    ['an observer', { ...roles(`${MEMBERSHIP}#Mentor`), ...by('watcher', 'Watcher') }],
    ['the Test Student', { ...roles('Learner', TEST_USER), ...by('tester', 'Tester') }],
    ['an instructor of another course', { ...asInstructor, ...inCourse('other', 'Other') }],
  ])('%s gets 404, and none of it', async (_name, more) => {
    const page = await opens({ sub: 'x', name: 'X', ...more })
    expect(page.status).toBe(404)
    expect(page.text).not.toContain(canvas.here.claim.reflection)
  })

  test.each(['unknown', '../../../admin', '$ne', 'a'.repeat(300)])(
    'the claim "%s" leads nowhere, and not out of the course',
    async (claimId) => {
      const page = await opens(asInstructor, encodeURIComponent(claimId))
      expect([200, 404]).toContain(page.status)
      expect(page.text).not.toContain(canvas.here.claim.reflection)
    },
  )
})

describe('a test registration', () => {
  test('comes in under its own issuer, marked on every page; without one it is refused by name', async () => {
    const campus = await aCampus(stint.app, stint.lms, 'beta')
    const issuer = 'https://canvas.beta.instructure.com'
    const set = (test: boolean) =>
      stint.raw
        .collection<{ _id: string }>('platforms')
        .updateOne({ _id: campus.platform.id }, { $set: { issuer, test } })
    const from = { ...campus, platform: { ...campus.platform, issuer } }
    await set(false)
    const visitor = stint.visitor()
    const login = `/lti/beta/login`
    const params = { iss: issuer, login_hint: 'x' }
    const target_link_uri = 'https://stint.example.edu/lti/beta/launch'
    const refused = await visitor.send(login, { ...params, target_link_uri })
    expect(refused.status).toBe(403)
    expect(refused.text).toContain(t('lti.testSystem'))
    await set(true)
    stint.clock.forward(5000)
    await beginIn(visitor, from)
    const { text } = await lands(from, {})
    expect(text).toContain(t('shell.testSystem'))
  })
})

describe('Moodle’s link from its gradebook (a submission review)', () => {
  const REVIEW = { [`${LTI}/message_type`]: 'LtiSubmissionReviewRequest' }
  const REVIEWED = inCourse('reviewed', 'Reviewed')
  const sessions = () => stint.raw.collection('sessions').countDocuments()
  const wayOn = (html: string) => load(html)('main a.button-main').attr('href')

  test('leads on to where the person was, by the session their browser holds, and opens none', async () => {
    const { visitor } = await lands(moodle, { ...REVIEWED, ...asInstructor })
    const before = await sessions()
    const answer = await launchIn(visitor, stint, moodle, { ...REVIEWED, ...REVIEW })
    expect(answer.status).toBe(400)
    expect(answer.text).toContain('Open the assignment itself from your course')
    expect((await visitor.get(wayOn(answer.text) ?? '')).status).toBe(200)
    expect(await sessions()).toBe(before)
  })

  test('says “open it from your course” to whose browser holds no session, or one of another institution', async () => {
    const stranger = stint.visitor()
    const elsewhere = (await lands(canvas, inCourse('reviewed', 'Reviewed'))).visitor
    for (const visitor of [stranger, elsewhere]) {
      const answer = await launchIn(visitor, stint, moodle, { ...REVIEWED, ...REVIEW })
      expect(answer.status).toBe(400)
      expect(answer.text).toContain('Open the assignment itself from your course')
      expect(wayOn(answer.text)).toBeUndefined()
    }
    expect((await stranger.get('/')).status).toBe(401)
  })

  test('is not believed: nobody and no course is kept from it', async () => {
    const count = async () => [
      await stint.raw.collection('people').countDocuments(),
      await stint.raw.collection('courses').countDocuments(),
    ]
    const before = await count()
    await launchIn(stint.visitor(), stint, moodle, { ...REVIEW, sub: 'nobody we know' })
    expect(await count()).toEqual(before)
  })
})
