// Sessions: opened by a launch or a link, carried by a cookie, ended for good, never mixed up.

import { beforeAll, describe, expect, test } from 'vitest'
import { openDoorFor } from '../../src/services/arriving/sign-ins.ts'
import { t } from '../../src/text.ts'
import { testApp } from '../support/app.ts'
import { aCampus, anEnterLink, type Campus, signIn, signIntoOffice } from '../support/campus.ts'
import {
  asInstructor,
  beginIn,
  by,
  finishIn,
  inCourse,
  launchIn,
  loginOf,
  sentTo,
  tokenFor,
  whoIsOn,
} from '../support/launches.ts'
import { setCookies, Visitor } from '../support/visitor.ts'

const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000
const stint = testApp()
let north: Campus
let south: Campus
beforeAll(async () => {
  north = await aCampus(stint.app, stint.lms, 'north')
  south = await aCampus(stint.app, stint.lms, 'south')
})

const LMS = '__Host-stint-lms'
const OFFICE = '__Host-stint-office'
const course = (campus: Campus) => `/courses/${campus.here.course.id}`
const assignment = (campus: Campus) => `${course(campus)}/assignments/${campus.here.assignment.id}`

describe('a launch', () => {
  test('opens a session: the same browser gets 200 from the first page', async () => {
    const visitor = stint.visitor()
    expect((await visitor.get('/')).status).toBe(401)
    const answer = await launchIn(visitor, stint, north)
    expect(answer.status).toBe(303)
    expect(answer.headers.location).toBe(assignment(north))
    expect(answer.headers['cache-control']).toBe('no-store')
    expect((await visitor.get('/')).status).toBe(200)
    expect((await stint.visitor().get('/')).status).toBe(401)
  })

  test('sets cookies that only this host reads, only over https, never a script, apart for each LMS', async () => {
    const visitor = stint.visitor()
    const login = await visitor.send('/lti/north/login', loginOf(north))
    const begun = sentTo(login)
    const answer = await finishIn(visitor, north, begun, await tokenFor(stint, north, begun))
    const [proof = ''] = setCookies(login)
    const [session = ''] = setCookies(answer)
    for (const line of [proof, session]) {
      expect(line).toMatch(/^__Host-stint-(proof-[\w-]{8}|lms)=[\w-]{43}; /)
      expect(line.split('; ').slice(1).sort()).toEqual(
        ['HttpOnly', 'Partitioned', 'Path=/', 'SameSite=None', 'Secure'].sort(),
      )
    }
  })

  test('gives a new secret each time, and the old one is over', async () => {
    const visitor = stint.visitor()
    await launchIn(visitor, stint, north)
    const old = stint.visitor()
    old.cookies.set(LMS, visitor.cookies.get(LMS) ?? '')
    await launchIn(visitor, stint, north)
    expect(visitor.cookies.get(LMS)).not.toBe(old.cookies.get(LMS))
    expect((await visitor.get('/')).status).toBe(200)
    expect((await old.get('/')).status).toBe(401)
  })

  test('never takes over a cookie that somebody planted', async () => {
    const visitor = stint.visitor()
    visitor.cookies.set(LMS, 'a'.repeat(43))
    await launchIn(visitor, stint, north)
    expect(visitor.cookies.get(LMS)).not.toBe('a'.repeat(43))
  })

  test('is good once, also of six at the same moment', async () => {
    const visitor = stint.visitor()
    const begun = await beginIn(visitor, north)
    const token = await tokenFor(stint, north, begun)
    const browsers = Array.from({ length: 6 }, () => {
      const same = new Visitor(stint.server)
      for (const [name, value] of visitor.cookies) same.cookies.set(name, value)
      return same
    })
    const answers = await Promise.all(
      browsers.map((browser) => finishIn(browser, north, begun, token)),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 409, 409, 409, 409, 409])
    expect(browsers.filter(({ cookies }) => cookies.has(LMS))).toHaveLength(1)
  })

  test('cannot be finished in another browser', async () => {
    const begun = await beginIn(stint.visitor(), north)
    const thief = stint.visitor()
    const token = await tokenFor(stint, north, begun)
    expect((await finishIn(thief, north, begun, token)).status).toBe(403)
    expect((await thief.get('/')).status).toBe(401)
  })
})

describe('the end of a session', () => {
  test('comes after two idle hours, and not while somebody works', async () => {
    const visitor = stint.visitor()
    await launchIn(visitor, stint, north)
    for (let i = 0; i < 3; i += 1) {
      stint.clock.forward(HOUR_MS + 30 * MINUTE_MS)
      expect((await visitor.get('/')).status).toBe(200)
    }
    stint.clock.forward(2 * HOUR_MS + MINUTE_MS)
    expect((await visitor.get('/')).status).toBe(401)
  })

  test('comes after twelve hours, however much somebody works', async () => {
    const visitor = stint.visitor()
    await launchIn(visitor, stint, north)
    for (let i = 0; i < 11; i += 1) {
      stint.clock.forward(HOUR_MS)
      expect((await visitor.get('/')).status).toBe(200)
    }
    stint.clock.forward(HOUR_MS)
    expect((await visitor.get('/')).status).toBe(401)
  })

  test('by sign-out is for good: neither the cookie nor the launch opens it again', async () => {
    const visitor = stint.visitor()
    const begun = await beginIn(visitor, north)
    const token = await tokenFor(stint, north, begun)
    await finishIn(visitor, north, begun, token)
    await visitor.get('/placements/new')
    const secret = visitor.cookies.get(LMS) ?? ''
    expect((await visitor.post('/sign-out')).status).toBe(303)
    expect(visitor.cookies.has(LMS)).toBe(false)
    visitor.cookies.set(LMS, secret)
    expect((await visitor.get('/')).status).toBe(401)
    expect((await finishIn(visitor, north, begun, token)).status).toBe(409)
    expect((await visitor.get('/')).status).toBe(401)
  })

  test('is told in the frame of its own LMS, and in no other', async () => {
    const framers = async () => {
      const { headers } = await visitor.get('/')
      return /frame-ancestors ([^;]*)/.exec(headers['content-security-policy'] ?? '')?.[1]
    }
    const visitor = stint.visitor()
    expect(await framers()).toBe("'none'")
    await launchIn(visitor, stint, north)
    const live = await framers()
    stint.clock.forward(3 * HOUR_MS)
    expect(await framers()).toBe(live)
  })

  test('shows what was being typed', async () => {
    const visitor = stint.visitor()
    await launchIn(visitor, stint, north)
    await visitor.get('/placements/new')
    stint.clock.forward(3 * HOUR_MS)
    const answer = await visitor.post('/placements', { title: 'What I typed for an hour' })
    expect(answer.status).toBe(401)
    expect(answer.text).toContain('What I typed for an hour')
  })
})

describe('two sessions in one browser', () => {
  test('of the LMS and of the office do not see each other’s pages', async () => {
    const visitor = stint.visitor()
    await launchIn(visitor, stint, north)
    expect((await visitor.get('/reports')).status).toBe(401)
    const entered = await visitor.post(`/enter/${await anEnterLink(north.ctx, 'registrar')}`)
    expect(entered.headers.location).toBe('/reports')
    expect((await visitor.get('/reports')).status).toBe(200)
    expect(whoIsOn(await visitor.get('/reports'))).toContain('New registrar')
    expect(whoIsOn(await visitor.get('/'))).toContain('north student')
    visitor.cookies.delete(LMS)
    expect(whoIsOn(await visitor.get('/'))).toContain('New registrar')
    expect((await visitor.get(course(north))).status).toBe(401)
  })

  test('are not mistaken for each other, under whatever name a secret is sent', async () => {
    const { ctx, people, here } = north
    const lms = await signIn(ctx, people.student.person, here.course)
    const office = await signIntoOffice(ctx, people.admin.person, 'admin')
    const visitor = stint.visitor()
    visitor.cookies.set(OFFICE, lms.secret).set(LMS, office.secret)
    for (const path of ['/', '/admin', '/reports', course(north)]) {
      expect((await visitor.get(path)).status).toBe(401)
    }
  })

  test('signing out of the office leaves the LMS session, and the other way round', async () => {
    const visitor = stint.visitor()
    await launchIn(visitor, stint, north)
    await visitor.post(`/enter/${await anEnterLink(north.ctx, 'registrar')}`)
    await visitor.get('/reports')
    expect((await visitor.post('/sign-out')).status).toBe(303)
    expect((await visitor.get('/reports')).status).toBe(401)
    expect((await visitor.get('/')).status).toBe(200)
    expect(visitor.cookies.has(OFFICE)).toBe(false)
    expect(visitor.cookies.has(LMS)).toBe(true)
  })

  test('a form of somebody who was there before is refused, says who is there now, and keeps the text', async () => {
    const visitor = stint.visitor()
    await launchIn(visitor, stint, north)
    await visitor.get('/placements/new')
    const { guards } = visitor
    await launchIn(visitor, stint, north, by('test student', 'Pretend Student'))
    const answer = await visitor.send('/placements', { ...guards, title: 'Typed before' })
    expect(answer.status).toBe(409)
    expect(answer.text).toContain('You are now Pretend Student')
    expect(answer.text).toContain('Typed before')
    const { id } = north.people.student.person
    const kept = await north.ctx.store.placements.ofPerson(id)
    expect(kept.some(({ statement }) => statement.title === 'Typed before')).toBe(false)
  })

  test('another institution’s launch takes the browser over as a whole', async () => {
    const visitor = stint.visitor()
    await launchIn(visitor, stint, north)
    await visitor.get('/placements/new')
    const { guards } = visitor
    await launchIn(visitor, stint, south)
    expect((await visitor.get(course(north))).status).toBe(404)
    expect((await visitor.get(course(south))).status).toBe(200)
    expect((await visitor.send('/placements', { ...guards, title: 'North' })).status).toBe(409)
  })

  test('the same person in two courses, in two tabs: each page stays with its course, and its form works', async () => {
    const visitor = stint.visitor()
    await launchIn(visitor, stint, north)
    await visitor.get('/placements/new')
    const { guards } = visitor
    const second = await launchIn(visitor, stint, north, inCourse('another', 'Another course'))
    const path = (second.headers.location ?? '').split('/assignments/')[0] ?? ''
    expect(path).not.toBe(course(north))
    expect((await visitor.get(path)).text).toContain('Another course')
    const first = await visitor.get(course(north))
    expect(first.text).toContain('Course here')
    expect(first.text).not.toContain('Another course')
    const saved = await visitor.send('/placements', { ...guards, title: 'From the first tab' })
    expect(saved.status).toBe(303)
  })
})

describe('a role', () => {
  test('follows the latest launch into the same course', async () => {
    const visitor = stint.visitor()
    const who = by('somebody new', 'Somebody New')
    await launchIn(visitor, stint, north, { ...who, ...asInstructor })
    const review = `${course(north)}/claims/${north.here.claim.id}`
    expect((await visitor.get(review)).status).toBe(200)
    await launchIn(stint.visitor(), stint, north, who)
    expect((await visitor.get(review)).status).toBe(404)
  })
})

describe('the office’s door', () => {
  test('looking at it spends nothing, also by HEAD', async () => {
    const path = `/enter/${await anEnterLink(north.ctx, 'admin')}`
    for (let i = 0; i < 3; i += 1) expect((await stint.visitor().get(path)).status).toBe(200)
    const looked = await stint.visitor().ask('head', path)
    expect(looked.status).toBe(200)
    expect(setCookies(looked)).toEqual([])
    expect((await stint.visitor().post(path)).headers.location).toBe('/admin')
  })

  test('opens for exactly one of many who knock at once', async () => {
    const path = `/enter/${await anEnterLink(north.ctx, 'registrar')}`
    const answers = await Promise.all(Array.from({ length: 8 }, () => stint.visitor().post(path)))
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(7)
    expect(answers.flatMap(setCookies)).toHaveLength(1)
  })

  test('says that its link was used to who looks at it afterwards', async () => {
    const path = `/enter/${await anEnterLink(north.ctx, 'registrar')}`
    await stint.visitor().post(path)
    const looked = await stint.visitor().get(path)
    expect([looked.status, looked.text]).toEqual([409, expect.stringContaining(t('enter.spent'))])
  })

  test('sets a cookie for this site alone', async () => {
    const path = `/enter/${await anEnterLink(north.ctx, 'registrar')}`
    const [line = ''] = setCookies(await stint.visitor().post(path))
    expect(line.split('; ').slice(1).sort()).toEqual([
      'HttpOnly',
      'Path=/',
      'SameSite=Lax',
      'Secure',
    ])
  })

  test('stays shut when it is over, and the session behind it lasts two hours', async () => {
    const path = `/enter/${await anEnterLink(north.ctx, 'registrar')}`
    const late = `/enter/${await anEnterLink(north.ctx, 'registrar')}`
    const visitor = stint.visitor()
    await visitor.post(path)
    stint.clock.forward(16 * MINUTE_MS)
    expect((await stint.visitor().post(late)).status).toBe(409)
    expect((await visitor.get('/reports')).text).toContain('ends after 2 hours')
    stint.clock.forward(104 * MINUTE_MS)
    expect((await visitor.get('/reports')).status).toBe(401)
  })

  test('a confirmation link opens no office, and an office link confirms nothing', async () => {
    for (const path of [`/enter/${north.confirmToken}`, `/confirm/${north.enterToken}`]) {
      expect((await stint.visitor().get(path)).status).toBe(404)
      expect((await stint.visitor().post(path)).status).toBe(404)
    }
  })

  test('is made for 15 minutes, and for 72 hours when nobody administers yet', async () => {
    const hours = async (office: 'registrar' | 'admin', wish: number | null) => {
      const { expiresAt } = await openDoorFor(north.ctx, { office, name: 'Kim', hours: wish })
      return (expiresAt.getTime() - stint.clock.now().getTime()) / HOUR_MS
    }
    expect(await hours('registrar', null)).toBe(0.25)
    expect(await hours('admin', null)).toBe(0.25)
    expect(await hours('admin', 3)).toBe(3)
    const people = stint.raw.collection('people')
    await people.updateMany({ institutionId: north.institution.id }, { $set: { offices: [] } })
    expect(await hours('admin', null)).toBe(72)
    expect(await hours('registrar', null)).toBe(0.25)
  })
})
