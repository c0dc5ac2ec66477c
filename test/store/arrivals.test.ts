// What a launch asks at once: found in one question, in its own institution only, however full the database is.

import { beforeAll, describe, expect, it } from 'vitest'
import { newId, newSecret } from '../../src/random.ts'
import {
  aClaim,
  aCourse,
  aMembership,
  anAssignment,
  aPerson,
  aPlacement,
  aPlatform,
  aSession,
  INSTITUTION,
} from '../support/builders.ts'
import { testDatabase } from '../support/mongo.ts'

const db = testDatabase()
const platform = aPlatform()
const course = aCourse({ platformId: platform.id })
const person = aPerson({ accounts: [{ platformId: platform.id, subject: 'one' }] })
const membership = aMembership({ courseId: course.id, personId: person.id })
const session = aSession({ personId: person.id, courseId: course.id, transaction: newId() })
const named = {
  platformId: platform.id,
  subject: 'one',
  contextId: course.contextId,
  transaction: 'unused',
}
const look = (over: Partial<typeof named> = {}, institution = INSTITUTION) =>
  db.store.within(institution).arrivals.look({ ...named, ...over })

beforeAll(async () => {
  const store = db.store.within(INSTITUTION)
  await store.courses.add(course)
  await store.people.add(person)
  await store.memberships.save(membership)
  await db.store.directory.sessions.add(session)
  for (let i = 0; i < 100; i += 1) {
    const other = aPerson({ id: newId(), accounts: [{ platformId: platform.id, subject: `${i}` }] })
    await store.people.add(other)
    await store.memberships.save(
      aMembership({ id: newId(), courseId: course.id, personId: other.id }),
    )
    const theirs = { id: newSecret(), personId: other.id, transaction: newId() }
    await db.store.directory.sessions.add(aSession(theirs))
  }
})

describe('a launch', () => {
  it('finds who and what it names, and whether its login was used', async () => {
    expect(await look()).toEqual({ isUsed: false, person, course, membership })
    const again = await look({ transaction: session.transaction })
    expect(again.isUsed).toBe(true)
  })

  it('finds as much as there is', async () => {
    const nobody = { isUsed: false, person: null, membership: null }
    expect(await look({ subject: 'new' })).toEqual({ ...nobody, course })
    const nowhere = { isUsed: false, course: null, membership: null }
    expect(await look({ contextId: 'new' })).toEqual({ ...nowhere, person })
  })

  it('finds nothing of another institution', async () => {
    const nothing = { isUsed: false, person: null, course: null, membership: null }
    expect(await look({ transaction: session.transaction }, 'elsewhere')).toEqual(nothing)
  })

  it('finds nobody and no course by the same number in another LMS', async () => {
    const nothing = { isUsed: false, person: null, course: null, membership: null }
    expect(await look({ platformId: 'another' })).toEqual(nothing)
  })

  it('reads what it names and nothing else', async () => {
    await db.raw.command({ profile: 2 })
    await look({ transaction: session.transaction })
    await db.store.within(INSTITUTION).places.desk(course.id, person.id)
    await db.store.directory.sessions.findWithPerson(session.id)
    await db.store.directory.sessions.findWithDesk(session.id)
    await db.raw.command({ profile: 0 })
    const ops = await db.raw
      .collection('system.profile')
      .find({ 'command.aggregate': { $ne: 'system.profile' }, op: 'command' })
      .toArray()
    const read = ops.filter((op) => op.command.aggregate !== undefined)
    expect(read.map(({ docsExamined }) => docsExamined)).toEqual([4, 2, 2, 4])
  })

  it('reads no more where a new person or a new course comes', async () => {
    await db.raw.command({ profile: 2 })
    await look({ subject: 'new' })
    await look({ contextId: 'new' })
    await look({ subject: 'new', contextId: 'new' })
    await db.raw.command({ profile: 0 })
    const read = await db.raw
      .collection('system.profile')
      .find({ 'command.pipeline.1.$lookup.from': 'sessions' })
      .sort({ ts: -1 })
      .limit(3)
      .toArray()
    expect(read.map(({ docsExamined }) => docsExamined)).toEqual([0, 1, 1])
  })
})

describe('a request', () => {
  it('finds a session with whose it is, never with somebody of another institution', async () => {
    const { sessions } = db.store.directory
    expect(await sessions.findWithPerson(session.id)).toEqual({ session, person })
    const foreign = aSession({
      id: newSecret(),
      institutionId: 'elsewhere',
      personId: person.id,
      transaction: newId(),
    })
    await sessions.add(foreign)
    expect(await sessions.findWithPerson(foreign.id)).toBeNull()
  })

  it('finds what somebody is and has in a course, and nothing of another institution', async () => {
    const { places } = db.store.within(INSTITUTION)
    expect(await places.seat(course.id, person.id)).toEqual({ membership, course })
    const own = { membership, course, assignments: [], placements: [], claims: [] }
    expect(await places.desk(course.id, person.id)).toEqual(own)
    const elsewhere = db.store.within('elsewhere').places
    expect(await elsewhere.seat(course.id, person.id)).toBeNull()
    expect(await elsewhere.desk(course.id, person.id)).toBeNull()
  })
})

describe('a first page', () => {
  const begun = async (id = session.id) =>
    (await db.store.directory.sessions.findWithDesk(id))?.desk

  it('finds the session and, in the same question, what the person is and has in its course', async () => {
    const { personId, courseId } = membership
    for (const institutionId of [INSTITUTION, 'elsewhere']) {
      const own = { institutionId, personId, courseId }
      const store = db.store.within(institutionId)
      for (const title of ['One', 'Two']) {
        await store.assignments.add(anAssignment({ id: newId(), institutionId, courseId, title }))
        await store.placements.add(aPlacement({ id: newId(), institutionId, personId }))
      }
      await store.claims.add(aClaim({ id: newId(), ...own }))
      const another = { institutionId, personId: newId() }
      await store.placements.add(aPlacement({ id: newId(), ...another }))
      await store.claims.add(aClaim({ id: newId(), courseId, ...another }))
    }
    const desk = await db.store.within(INSTITUTION).places.desk(course.id, person.id)
    expect(desk).toMatchObject({ assignments: [{ title: 'One' }, { title: 'Two' }], course })
    expect(desk?.placements).toHaveLength(2)
    expect(desk?.claims).toHaveLength(1)
    expect(await db.store.directory.sessions.findWithDesk(session.id)).toEqual({
      session,
      person,
      desk,
    })
  })

  it('finds no desk where the session has no course, or the person does not belong to it', async () => {
    for (const courseId of [null, newId()]) {
      const other = aSession({
        ...{ id: newSecret(), personId: person.id, transaction: newId(), courseId },
      })
      await db.store.directory.sessions.add(other)
      expect(await begun(other.id)).toBeNull()
    }
  })
})

it('a look-up by a field that nobody stores is a mistake, and says so', async () => {
  const misspelt = { ...session, transactoin: 'x' }
  await expect(db.store.directory.sessions.add(misspelt)).rejects.toThrow(/no field 'transactoin'/)
})
