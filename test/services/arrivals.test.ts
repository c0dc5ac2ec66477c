// Arriving by a verified launch: people joined by SIS id only, rights from the roster, and no write that changes nothing.

import mongoose from 'mongoose'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Launch, RosterMember } from '../../src/domain/launch.ts'
import type { Platform } from '../../src/domain/platform.ts'
import { newId } from '../../src/random.ts'
import { arrive } from '../../src/services/arriving/arrivals.ts'
import { decideDeployment } from '../../src/services/office/institutions.ts'
import { placeIn } from '../../src/services/rights.ts'
import { aLogin, aLaunch as launchOf } from '../support/a-launch.ts'
import { aDeployment, aPlatform } from '../support/builders.ts'
import { testDatabase } from '../support/mongo.ts'
import { HOUR, MINUTE } from './hands.ts'
import type { Scene } from './scene.ts'
import { aScene, personContext } from './scene.ts'

const db = testDatabase()
let scene: Scene

beforeEach(async () => {
  scene = await aScene(db.store)
  await admitted(scene.platform)
})

async function admitted(platform: Platform) {
  const institutionId = scene.institution.id
  const deployment = { institutionId, platformId: platform.id, deploymentId: '1' }
  await scene.store.deployments.add(aDeployment(deployment))
}

async function anotherLms(over: Partial<Platform> = {}) {
  const platform = aPlatform({ institutionId: scene.institution.id, ...over })
  await scene.store.platforms.add(platform)
  await admitted(platform)
  return platform
}

/** Opens an assignment that has a gradebook column. */
function aLaunch(over: Partial<Launch> = {}): Launch {
  return launchOf(scene.platform.id, {
    assignment: {
      resourceLinkId: 'r1',
      title: 'Work',
      lineItemUrl: 'https://lms.example.edu/items/1',
      dueAt: null,
      named: null,
      history: [],
      pageUrl: null,
    },
    lineItemsUrl: 'https://lms.example.edu/items',
    ...over,
  })
}

async function arrived(launch: Launch) {
  const platform = await scene.store.platforms.get(launch.platformId)
  return arrive(scene.ctx, launch, platform, aLogin())
}

/** Writes that reach the database of this file while something runs. */
async function writesDuring(run: () => Promise<unknown>): Promise<string[]> {
  const name = new URL(db.uri).pathname.slice(1)
  const client = new mongoose.mongo.MongoClient(db.uri)
  const database = client.db()
  await database.command({ profile: 2 })
  await run()
  await database.command({ profile: 0 })
  const op = { $in: ['insert', 'update', 'remove', 'command'] }
  const seen = await database.collection('system.profile').find({ op }).toArray()
  await database.collection('system.profile').drop()
  await client.close()
  return seen
    .filter((entry) => entry.op !== 'command' || 'findAndModify' in entry.command)
    .map((entry) => `${entry.op} ${String(entry.ns).replace(`${name}.`, '')}`)
}

describe('a launch', () => {
  it('makes person, course, assignment and membership, once', async () => {
    const launch = aLaunch()
    const first = await arrived(launch)
    const second = await arrived(launch)
    expect({ ...second, platform: null }).toEqual({ ...first, platform: null })
    expect(first).toMatchObject({
      person: { name: 'Ben Ortiz', accounts: [{ subject: launch.subject }] },
      course: { label: 'BIO 210' },
      assignment: { title: 'Work', rules: [] },
    })
  })

  it('that says nothing new writes nothing', async () => {
    const launch = aLaunch()
    await arrived(launch)
    expect(await writesDuring(() => arrived(launch))).toEqual([])
    expect(await writesDuring(() => arrived({ ...launch, name: null }))).toEqual([])
    expect(await writesDuring(() => arrived({ ...launch, name: 'Ben B. Ortiz' }))).toEqual([
      'command people',
    ])
  })

  it('of two frames at the same time is one person in one course', async () => {
    const launch = aLaunch()
    const both = await Promise.all([arrived(launch), arrived(launch), arrived(launch)])
    expect(new Set(both.map(({ person }) => person.id)).size).toBe(1)
    expect(new Set(both.map(({ course }) => course.id)).size).toBe(1)
    expect(new Set(both.map(({ assignment }) => assignment?.id)).size).toBe(1)
  })

  it('outside of a course is refused and writes nothing', async () => {
    const writes = await writesDuring(async () => {
      const refused = arrived(aLaunch({ course: null }))
      await expect(refused).rejects.toMatchObject({ status: 400, key: 'lti.noCourse' })
    })
    expect(writes).toEqual([])
  })

  it('keeps silent about a name without erasing the one we know', async () => {
    const launch = aLaunch()
    await arrived(launch)
    const { person } = await arrived({ ...launch, name: null, givenName: null, mail: null })
    expect(person).toMatchObject({ name: 'Ben Ortiz', mail: 'ben@north.example.edu' })
  })
})

describe('a deployment', () => {
  it('that is new waits for approval, and is written once however often it comes', async () => {
    const launch = aLaunch({ deploymentId: 'new' })
    for (let i = 0; i < 3; i += 1) {
      await expect(arrived(launch)).rejects.toMatchObject({ key: 'lti.deploymentWaiting' })
    }
    const waiting = (await scene.store.deployments.list()).filter((d) => d.state === 'waiting')
    expect(waiting).toHaveLength(1)
    expect(await scene.store.people.byAccount(scene.platform.id, launch.subject)).toBeNull()
    await decideDeployment(scene.ctx, scene.platform.id, 'new', 'approved')
    expect((await arrived(launch)).person.name).toBe('Ben Ortiz')
    await decideDeployment(scene.ctx, scene.platform.id, 'new', 'refused')
    await expect(arrived(launch)).rejects.toMatchObject({ key: 'lti.deploymentRefused' })
  })

  it('that is approved in one LMS waits in every other', async () => {
    await arrived(aLaunch())
    const other = aPlatform({ institutionId: scene.institution.id })
    await scene.store.platforms.add(other)
    const elsewhere = aLaunch({ platformId: other.id })
    await expect(arrived(elsewhere)).rejects.toMatchObject({ key: 'lti.deploymentWaiting' })
    expect(await scene.store.people.byAccount(other.id, elsewhere.subject)).toBeNull()
  })

  it('fills no database: fifty wait, no more', async () => {
    for (let i = 0; i < 55; i += 1) {
      await arrived(aLaunch({ deploymentId: `d${i}` })).catch(() => null)
    }
    const waiting = (await scene.store.deployments.list()).filter((d) => d.state === 'waiting')
    expect(waiting).toHaveLength(50)
  })
})

describe('one person in two LMSs', () => {
  it('is joined by SIS id', async () => {
    const moodle = await anotherLms()
    const first = await arrived(aLaunch({ sisPersonId: '4711' }))
    const second = await arrived(aLaunch({ sisPersonId: '4711', platformId: moodle.id }))
    expect(second.person.id).toBe(first.person.id)
    expect(second.person.accounts).toHaveLength(2)
  })

  it('is joined also when they come from both for the first time at the same moment', async () => {
    const [moodle, third] = [await anotherLms(), await anotherLms()]
    const all = ['4711', '4712', '4713', '4714'].flatMap((sisPersonId) => [
      aLaunch({ sisPersonId }),
      aLaunch({ sisPersonId, platformId: moodle.id }),
    ])
    const people = (await Promise.all(all.map(arrived))).map(({ person }) => person.id)
    expect(new Set(people).size).toBe(4)
    const later = await arrived(aLaunch({ sisPersonId: '4711', platformId: third.id }))
    expect(later.person).toMatchObject({ id: people[0], accounts: { length: 3 } })
  })

  it('who has another SIS id by now stands in nobody’s way', async () => {
    const moodle = await anotherLms()
    const launch = aLaunch({ sisPersonId: '4711' })
    const first = await arrived(launch)
    await arrived({ ...launch, sisPersonId: '4799' })
    const next = await arrived(aLaunch({ sisPersonId: '4711', platformId: moodle.id }))
    expect(next.person.id).not.toBe(first.person.id)
    const again = await arrived(aLaunch({ sisPersonId: '4711' }))
    expect([again.person.id === first.person.id, again.person.sisPersonId]).toEqual([false, '4711'])
  })

  it('is never joined by mail or name', async () => {
    const moodle = await anotherLms()
    const first = await arrived(aLaunch())
    const second = await arrived(aLaunch({ platformId: moodle.id }))
    expect(second.person.id).not.toBe(first.person.id)
  })

  it('is not taken for who has the same number in the other', async () => {
    const moodle = await anotherLms()
    const first = await arrived(aLaunch({ subject: '5' }))
    const second = await arrived(aLaunch({ subject: '5', platformId: moodle.id }))
    expect(second.person.id).not.toBe(first.person.id)
    expect(second.course.id).not.toBe(first.course.id)
  })

  it('joins nobody when two have the same SIS id', async () => {
    const [second, third] = [await anotherLms(), await anotherLms()]
    const one = await arrived(aLaunch({ sisPersonId: '4711' }))
    // The same LMS names two people with it: a mistake of theirs, never ours to mend.
    const two = await arrived(aLaunch({ sisPersonId: '4711' }))
    expect(two.person.id).not.toBe(one.person.id)
    for (const platformId of [second.id, third.id]) {
      const next = await arrived(aLaunch({ sisPersonId: '4711', platformId }))
      expect([one.person.id, two.person.id]).not.toContain(next.person.id)
    }
  })

  it('is not joined by what a test system says', async () => {
    const test = await anotherLms({ test: true })
    const first = await arrived(aLaunch({ sisPersonId: '4711' }))
    const second = await arrived(aLaunch({ sisPersonId: '4711', platformId: test.id }))
    expect(second.person.id).not.toBe(first.person.id)
  })
})

describe('who launches from Moodle as Instructor', () => {
  const teaching = (subject = newId()) => aLaunch({ role: 'instructor', subject })
  let launch: Launch

  async function roleAfter(next: Launch) {
    const { person, course } = await arrived(next)
    return placeIn(personContext(scene.ctx, person), course.id)
  }

  const member = (role: 'instructor' | 'assistant' | 'student', subject = launch.subject) => ({
    subject,
    role,
    name: null,
    mail: null,
    sisPersonId: null,
    active: true,
    sections: [],
  })

  beforeEach(async () => {
    scene = await aScene(db.store, { platform: { kind: 'moodle' } })
    await admitted(scene.platform)
    launch = teaching()
  })

  it('is what the roster says, when that is lower', async () => {
    scene.lms.roster = [member('assistant')]
    expect((await roleAfter(launch)).role).toBe('assistant')
    scene.lms.roster = [member('instructor')]
    expect((await roleAfter(teaching())).role).toBe('none')
  })

  it('teaches when the roster agrees, and it is read once an hour, not at every launch', async () => {
    scene.lms.roster = [member('instructor')]
    expect((await roleAfter(launch)).role).toBe('instructor')
    scene.clock.pass(MINUTE)
    await roleAfter(launch)
    expect(scene.lms.rosterReads).toBe(1)
    scene.lms.roster = [member('assistant')]
    scene.clock.pass(HOUR)
    expect((await roleAfter(launch)).role).toBe('assistant')
  })

  it('decides nothing while the roster cannot be read, but comes in', async () => {
    expect(await roleAfter(launch)).toMatchObject({ role: 'assistant', unproven: 'rosterUnread' })
    scene.lms.roster = [member('instructor')]
    await roleAfter(launch)
    expect(scene.lms.rosterReads).toBe(1)
    scene.clock.pass(MINUTE)
    expect(await roleAfter(launch)).toMatchObject({ role: 'instructor', unproven: null })
  })

  it('comes in without waiting for a slow roster, whose answer is kept when it comes', async () => {
    let answers: (members: RosterMember[]) => void = () => {}
    scene.lms.members = () =>
      new Promise((done) => {
        answers = done
      })
    const { person, course } = await arrived(launch)
    const ctx = personContext(scene.ctx, person)
    expect((await placeIn(ctx, course.id)).unproven).toBe('rosterUnread')
    answers([member('instructor')])
    await expect.poll(async () => (await placeIn(ctx, course.id)).role).toBe('instructor')
    const { rosterReadAt } = await scene.store.courses.get(course.id)
    expect(rosterReadAt).toEqual(scene.clock.now())
  })

  it('instructor replaced: who has left the roster has no rights after the next reading', async () => {
    scene.lms.roster = [member('instructor')]
    const { person, course } = await arrived(launch)
    const successor = teaching()
    scene.lms.roster = [member('instructor', successor.subject)]
    expect((await roleAfter(successor)).role).toBe('instructor')
    expect((await placeIn(personContext(scene.ctx, person), course.id)).role).toBe('none')
  })
})

describe('the administrator', () => {
  it('sees when an LMS was last opened, and the verified origin it came from', async () => {
    const returnUrl = 'https://canvas.north.example.edu/courses/1'
    await arrived(aLaunch({ returnUrl }))
    const platform = await scene.store.platforms.get(scene.platform.id)
    expect(platform).toMatchObject({
      lastLaunchAt: scene.clock.now(),
      learnedOrigins: ['https://canvas.north.example.edu'],
    })
    await arrived(aLaunch({ returnUrl: 'http://plain.example.edu/' }))
    await arrived(aLaunch({ returnUrl: 'javascript:alert(1)' }))
    const after = await scene.store.platforms.get(scene.platform.id)
    expect(after.learnedOrigins).toEqual(['https://canvas.north.example.edu'])
  })
})
