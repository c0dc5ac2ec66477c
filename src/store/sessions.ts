// Sessions: inserted under their transaction's unique key, ended by a mark, removed only long after (design decision 7).

import type { Connection } from 'mongoose'
import type { Person } from '../domain/person.ts'
import type { Session } from '../domain/session.ts'
import { insertOne, readAll, readOne } from './direct.ts'
import { type Desk, deskOf, type FoundDesk } from './places.ts'
import { asConflict, instant, modelOf, plain, type Stored, schemaOf, text, texts } from './shelf.ts'

const schema = schemaOf<Session>({
  publicId: text,
  institutionId: text,
  kind: text,
  personId: text,
  courseId: text,
  assignmentId: text,
  platformId: text,
  launchedFrom: text,
  offices: texts,
  via: text,
  network: text,
  transaction: text,
  csrf: text,
  step: text,
  unresolved: texts,
  createdAt: instant,
  seenAt: instant,
  expiresAt: instant,
  endedAt: instant,
})

export interface SessionOf {
  session: Session
  person: Person
}

export interface SessionStore {
  /** Of one LMS, newest first. */
  lastLaunches(institutionId: string, platformId: string, most: number): Promise<Session[]>
  /** One that was not ended; whether it is too old is the caller's to say. */
  find(id: string): Promise<Session | null>
  /** The same with whose it is, when they are still known. */
  findWithPerson(id: string): Promise<SessionOf | null>
  /** And with what they are and have in the course of the session: all that its first page begins with. */
  findWithDesk(id: string): Promise<(SessionOf & { desk: Desk | null }) | null>
  /** @throws {Conflict} its transaction was used already, also when that session has ended since */
  add(session: Session): Promise<void>
  touch(id: string, at: Date): Promise<void>
  end(id: string, at: Date): Promise<void>
  /** True when this person has lately been signed in from this network. */
  usedNetwork(institutionId: string, personId: string, network: string): Promise<boolean>
}

type Own = 'personId' | 'courseId'

// What belongs to a session, in its institution: the field that must be the session's own, and which of its ids.
function joined(from: string, on: Record<string, Own>): object {
  const same = Object.entries({ institutionId: 'institutionId', ...on }).map(([field, own]) => ({
    $eq: [`$${field}`, `$$${own}`],
  }))
  const ids = { institutionId: '$institutionId', personId: '$personId', courseId: '$courseId' }
  const pipeline = [{ $match: { $expr: { $and: same } } }]
  return { $lookup: { from, as: from, let: ids, pipeline } }
}

const WHOSE = joined('people', { _id: 'personId' })
const DESK = [
  joined('memberships', { courseId: 'courseId', personId: 'personId' }),
  joined('courses', { _id: 'courseId' }),
  joined('assignments', { courseId: 'courseId' }),
  joined('placements', { personId: 'personId' }),
  joined('claims', { personId: 'personId' }),
]

type FoundSession = Stored & { people: Stored[] }

function whoseOf(found: FoundSession | null): SessionOf | null {
  const { people: [person] = [], ...session } = found ?? {}
  return person ? { session: plain<Session>(session), person: plain<Person>(person) } : null
}

/** Opens the sessions of all institutions: a cookie comes before its institution is known. */
export function sessionStore(connection: Connection): SessionStore {
  const model = modelOf(connection, 'sessions', schema, 'directory')
  const whole = async <T extends object>(id: string, more: object[]) => {
    const pipeline = [{ $match: { _id: id, endedAt: null } }, WHOSE, ...more]
    const [found] = await model.collection.aggregate<FoundSession & T>(pipeline).toArray()
    return found ?? null
  }
  return {
    lastLaunches: async (institutionId, platformId, most) => {
      const where = { institutionId, platformId, via: 'launch' }
      const stored = await readAll(model, where, { sort: { createdAt: -1 }, limit: most })
      return stored.map((one) => plain<Session>(one))
    },
    find: async (id) => {
      const stored = await readOne(model, { _id: id, endedAt: null })
      return stored ? plain<Session>(stored) : null
    },
    findWithPerson: async (id) => whoseOf(await whole(id, [])),
    findWithDesk: async (id) => {
      const found = await whole<FoundDesk>(id, DESK)
      if (!found) return null
      const { memberships, courses, assignments, placements, claims, ...rest } = found
      const whose = whoseOf(rest)
      const desk = deskOf({ memberships, courses, assignments, placements, claims })
      return whose && { ...whose, desk }
    },
    add: async ({ id, ...facts }) => {
      try {
        await insertOne(model, { _id: id, ...facts })
      } catch (error) {
        throw asConflict(error)
      }
    },
    touch: async (id, at) => {
      await model.updateOne({ _id: id, endedAt: null }, { $max: { seenAt: at } })
    },
    end: async (id, at) => {
      await model.updateOne({ _id: id, endedAt: null }, { $set: { endedAt: at } })
    },
    usedNetwork: async (institutionId, personId, network) =>
      (await readOne(model, { institutionId, personId, network }, { _id: 1 })) !== null,
  }
}
