// Test systems, deployments that are paused, and teachers in a switched role: what is not real reaches nobody.

import { beforeEach, describe, expect, it } from 'vitest'
import type { CourseRole } from '../../src/domain/access.ts'
import type { Launch } from '../../src/domain/launch.ts'
import type { Person } from '../../src/domain/person.ts'
import type { Platform } from '../../src/domain/platform.ts'
import { arrive } from '../../src/services/arriving/arrivals.ts'
import { openSession } from '../../src/services/arriving/sign-ins.ts'
import {
  addPlatform,
  decideDeployment,
  removePlatform,
} from '../../src/services/office/institutions.ts'
import { completionPage } from '../../src/services/office/reports.ts'
import { testSpace, wipeTestSpace } from '../../src/services/office/test-space.ts'
import { placeIn } from '../../src/services/rights.ts'
import { aLaunch, aLogin } from '../support/a-launch.ts'
import { aDeployment, aPlatform } from '../support/builders.ts'
import { testDatabase } from '../support/mongo.ts'
import * as scenes from './scene.ts'

const db = testDatabase()
let scene: scenes.Scene
beforeEach(async () => {
  scene = await scenes.aScene(db.store)
})

async function lms(over: Partial<Platform> = {}): Promise<Platform> {
  const institutionId = scene.institution.id
  const platform = aPlatform({ institutionId, ...over })
  await scene.store.platforms.add(platform)
  const deployment = { institutionId, platformId: platform.id, deploymentId: '1' }
  await scene.store.deployments.add(aDeployment(deployment))
  return platform
}

const arrived = (platform: Platform, over: Partial<Launch> = {}) =>
  arrive(scene.ctx, aLaunch(platform.id, over), platform, aLogin())

describe('who comes from a test system', () => {
  it('is marked, and neither mail nor SIS id is kept, so nobody real is joined or written to', async () => {
    const test = await lms({ test: true })
    const { person } = await arrived(test, { sisPersonId: '4711' })
    expect(person).toMatchObject({ test: true, mail: null, sisPersonId: null, name: 'Ben Ortiz' })
    expect(await scene.store.people.hasMail('ben@north.example.edu')).toBe(false)
    const real = await arrived(await lms(), { sisPersonId: '4711' })
    expect(real.person.id).not.toBe(person.id)
    expect(real.person.test).toBe(false)
    const again = await arrived(test, { sisPersonId: '4711' })
    expect([person.id, real.person.id]).not.toContain(again.person.id)
  })

  it('asks supervisors without a mail leaving, and it is told why', async () => {
    const { person } = scene.student.actor
    await scene.store.people.save({ ...person, test: true })
    const placement = await scenes.asked(scene)
    expect(scene.mail.sent).toEqual([])
    expect(placement.debts.ask).toMatchObject({ state: 'done' })
    expect(placement.debts.ask?.answers.at(-1)?.text).toBe('mail.heldBack')
  })

  it('stands in no report', async () => {
    scene = await scenes.aScene(db.store, { platform: { test: true } })
    const claim = await scenes.submittedWith(scene, [(await scenes.confirmed(scene)).id])
    await scenes.approved(scene, claim.id)
    expect((await completionPage(scene.ctx, null, 10)).rows).toEqual([])
  })

  it('stands in no report either when the test system has been removed', async () => {
    scene = await scenes.aScene(db.store, { platform: { test: true } })
    const claim = await scenes.submittedWith(scene, [(await scenes.confirmed(scene)).id])
    await scenes.approved(scene, claim.id)
    await scenes.scoreOnce(scene)
    await scene.store.people.save({ ...scene.student.actor.person, test: true })
    await removePlatform(scene.ctx, scene.platform.id)
    expect((await completionPage(scene.ctx, null, 10)).rows).toEqual([])
  })
})

describe('the space of a test system', () => {
  const mark = (person: Person) => scene.store.people.save({ ...person, test: true })

  // All that names one of these, whatever its kind; of the registration and the log is more to be known later.
  async function traces(of: string[]): Promise<string[]> {
    const kept = ['platforms', 'deployments', 'audit', 'institutions', 'migrations', 'leases']
    const names = (await db.raw.listCollections().toArray()).map(({ name }) => name)
    const found = names.map(async (name) => {
      const all = await db.raw.collection(name).find().toArray()
      return all.some((one) => of.some((id) => JSON.stringify(one).includes(id))) ? [name] : []
    })
    return (await Promise.all(found)).flat().filter((name) => !kept.includes(name))
  }

  it('is wiped whole: people, courses, work, claims, links and sessions; nothing else goes', async () => {
    scene = await scenes.aScene(db.store, { platform: { test: true } })
    const { platform, course, student, instructor, ctx, store } = scene
    const institutionId = ctx.institution.id
    const claim = await scenes.submittedWith(scene, [(await scenes.confirmed(scene)).id])
    await scenes.approved(scene, claim.id)
    // Only now: a test system's supervisors get no mail, and so no link.
    await mark(student.actor.person)
    await mark(instructor.actor.person)
    const own = { platformId: platform.id, courseId: course.id }
    const opening = { kind: 'lms', via: 'launch', assignmentId: null, network: '' } as const
    const more = { launchedFrom: null, offices: [], transaction: 'test-space' }
    const personId = student.actor.person.id
    const { session } = await openSession(ctx, { ...opening, ...own, ...more, personId })
    const open = () => ctx.directory.sessions.find(session.id)
    expect(await open()).not.toBeNull()
    const real = await arrived(await lms())
    const place = { platformId: platform.id, deploymentId: '1' }
    await store.deployments.add(aDeployment({ institutionId, ...place }))
    const entries = { readAt: ctx.now(), entries: [], news: [] }
    await store.rosters.save({ ...entries, id: 'r1', institutionId, courseId: course.id })
    const ids = [personId, instructor.actor.person.id, course.id, platform.id, ...claim.chosen]
    expect(await traces(ids)).toEqual(expect.arrayContaining(['links', 'sessions', 'claims']))

    const { size } = await testSpace(ctx, platform.id)
    expect(size).toEqual({ people: 2, courses: 1, claims: 1 })
    await wipeTestSpace(ctx, platform.id)
    // Ended, and kept for as long as any: a session's insert is what uses its login up (design decision 7).
    expect(await traces(ids)).toEqual(['sessions'])
    expect(await store.platforms.get(platform.id)).toMatchObject({ test: true })
    expect(await open()).toBeNull()
    const replay = openSession(ctx, { ...opening, ...own, ...more, personId: real.person.id })
    await expect(replay).rejects.toMatchObject({ status: 409 })
    expect(await store.people.get(real.person.id)).toEqual(real.person)
    expect(await store.courses.get(real.course.id)).toEqual(real.course)
    await expect(arrived(platform)).resolves.toMatchObject({ person: { test: true } })
  })

  it('is wiped the second time also of who came in the very moment of the first', async () => {
    scene = await scenes.aScene(db.store, { platform: { test: true } })
    const { ctx, course, platform, student } = scene
    const { person } = student.actor
    await mark(person)
    await db.raw.collection('courses').deleteOne({ _id: course.id as never })
    await wipeTestSpace(ctx, platform.id)
    expect(await traces([person.id])).toEqual([])
  })

  it('is all that can be wiped: what came from an LMS in use stays', async () => {
    const refused = { status: 409, key: 'platform.notTest' }
    await expect(wipeTestSpace(scene.ctx, scene.platform.id)).rejects.toMatchObject(refused)
    expect(await scene.store.courses.get(scene.course.id)).toEqual(scene.course)
  })
})

describe('Canvas’s beta and test systems', () => {
  const wish = (issuer: string, test: boolean) => {
    const { name, kind, loginUrl, tokenUrl, jwksUrl } = aPlatform()
    const urls = { loginUrl, tokenUrl, jwksUrl, tokenAudience: null }
    const rest = { deployments: [], origins: [], clientId: '17' }
    return addPlatform(scene.ctx, { name, kind, issuer, test, ...urls, ...rest })
  }

  it.each(['https://canvas.beta.instructure.com', 'https://canvas.test.instructure.com'])(
    '%s is registered as a test system or not at all',
    async (issuer) => {
      await expect(wish(issuer, false)).rejects.toMatchObject({ key: 'platform.isTest' })
      expect((await wish(issuer, true)).test).toBe(true)
    },
  )
})

describe('a deployment', () => {
  const set = (platform: Platform, state: 'approved' | 'paused' | 'refused') =>
    decideDeployment(scene.ctx, platform.id, '1', state)

  it.each([
    ['paused', 'lti.deploymentPaused'],
    ['refused', 'lti.deploymentRefused'],
  ] as const)(
    'that is %s lets nobody in, says who can change it, and may be approved again',
    async (state, key) => {
      const platform = await lms()
      await arrived(platform)
      await set(platform, state)
      const facts = { institution: scene.institution.name }
      await expect(arrived(platform)).rejects.toMatchObject({ status: 403, key, facts })
      await set(platform, 'approved')
      await expect(arrived(platform)).resolves.toBeDefined()
    },
  )

  it('that is paused gets no scores until it is approved again', async () => {
    const { platform, course, store, institution } = scene
    const where = { institutionId: institution.id, platformId: platform.id, deploymentId: '1' }
    await store.deployments.add(aDeployment(where))
    await store.courses.save({ ...course, deploymentId: '1' })
    const claim = await scenes.submittedWith(scene, [(await scenes.confirmed(scene)).id])
    await scenes.approved(scene, claim.id)
    const asked: Platform['state'][] = []
    const post = scene.lms.postScore.bind(scene.lms)
    scene.lms.postScore = (to, url, score) => {
      asked.push((to as Platform).state)
      return post(to, url, score)
    }
    await set(platform, 'paused')
    await scenes.scoreOnce(scene)
    await set(platform, 'approved')
    scene.lms.grades.clear()
    expect(asked).toEqual(['paused'])
  })
})

describe('a teacher in a switched role', () => {
  const roleOf = async (platform: Platform, role: CourseRole, subject: string) => {
    const { person, course } = await arrived(platform, { role, subject })
    return (await placeIn(scenes.personContext(scene.ctx, person, platform.id), course.id)).role
  }
  const listed = (role: CourseRole) => {
    const rest = { name: null, mail: null, sisPersonId: null, active: true, sections: [] }
    scene.lms.roster = [{ subject: 'teacher', role, ...rest }]
  }

  it('only plays a student, as long as the roster says that they teach', async () => {
    const moodle = await lms({ kind: 'moodle' })
    listed('instructor')
    expect(await roleOf(moodle, 'instructor', 'teacher')).toBe('instructor')
    expect(await roleOf(moodle, 'student', 'teacher')).toBe('rehearsal')
    expect(await roleOf(moodle, 'instructor', 'teacher')).toBe('instructor')
    listed('student')
    scene.clock.pass(2 * 3_600_000)
    expect(await roleOf(moodle, 'student', 'teacher')).toBe('student')
  })

  it('plays one also where no roster is told, and stays one who plays', async () => {
    const moodle = await lms({ kind: 'moodle' })
    await roleOf(moodle, 'instructor', 'teacher')
    expect(await roleOf(moodle, 'student', 'teacher')).toBe('rehearsal')
    expect(await roleOf(moodle, 'student', 'teacher')).toBe('rehearsal')
    for (const time of ['first', 'second']) {
      expect(await roleOf(moodle, 'student', 'somebody else'), time).toBe('student')
    }
  })

  it('is a student in Canvas, which says itself who only plays one', async () => {
    const canvas = await lms({ kind: 'canvas' })
    await roleOf(canvas, 'instructor', 'teacher')
    expect(await roleOf(canvas, 'student', 'teacher')).toBe('student')
  })
})
