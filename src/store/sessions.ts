// Sessions: inserted under their transaction's unique key, ended by a mark, removed only long after (design decision 7).

import type { Connection } from 'mongoose'
import type { Session } from '../domain/session.ts'
import { asConflict, instant, modelOf, plain, schemaOf, text, texts } from './shelf.ts'

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

export interface SessionStore {
  /** Of one LMS, newest first. */
  lastLaunches(institutionId: string, platformId: string, most: number): Promise<Session[]>
  /** One that was not ended; whether it is too old is the caller's to say. */
  find(id: string): Promise<Session | null>
  /** @throws {Conflict} its transaction was used already, also when that session has ended since */
  add(session: Session): Promise<void>
  /** True when this transaction has opened a session, whatever became of it. */
  isUsed(transaction: string): Promise<boolean>
  touch(id: string, at: Date): Promise<void>
  end(id: string, at: Date): Promise<void>
  /** True when this person has lately been signed in from this network. */
  usedNetwork(institutionId: string, personId: string, network: string): Promise<boolean>
}

/** Opens the sessions of all institutions: a cookie comes before its institution is known. */
export function sessionStore(connection: Connection): SessionStore {
  const model = modelOf(connection, 'sessions', schema, 'directory')
  return {
    lastLaunches: async (institutionId, platformId, most) => {
      const where = { institutionId, platformId, via: 'launch' }
      const stored = await model.find(where).sort({ createdAt: -1 }).limit(most).lean()
      return stored.map((one) => plain<Session>(one))
    },
    find: async (id) => {
      const stored = await model.findOne({ _id: id, endedAt: null }).lean()
      return stored ? plain<Session>(stored) : null
    },
    add: async ({ id, ...facts }) => {
      try {
        await model.create({ _id: id, ...facts })
      } catch (error) {
        throw asConflict(error)
      }
    },
    isUsed: async (transaction) => (await model.exists({ transaction })) !== null,
    touch: async (id, at) => {
      await model.updateOne({ _id: id, endedAt: null }, { $max: { seenAt: at } })
    },
    end: async (id, at) => {
      await model.updateOne({ _id: id, endedAt: null }, { $set: { endedAt: at } })
    },
    usedNetwork: async (institutionId, personId, network) =>
      (await model.exists({ institutionId, personId, network })) !== null,
  }
}
