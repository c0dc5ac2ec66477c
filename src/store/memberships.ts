// Who belongs to which course, as the LMS said it last.

import type { Connection } from 'mongoose'
import type { Membership } from '../domain/access.ts'
import { asConflict, instant, modelOf, schemaOf, shelf, text } from './shelf.ts'

const schema = schemaOf<Membership>({
  institutionId: text,
  courseId: text,
  personId: text,
  subject: text,
  launchRole: text,
  rosterRole: text,
  seenAt: instant,
  firstSeenAt: instant,
  leftAt: instant,
})

export interface MembershipStore {
  find(courseId: string, personId: string): Promise<Membership | null>
  ofCourse(courseId: string): Promise<Membership[]>
  ofPerson(personId: string): Promise<Membership[]>
  /** Adds or replaces the one membership of this person in this course. */
  save(membership: Membership): Promise<void>
}

/** Opens one institution's memberships. */
export function membershipStore(connection: Connection, institutionId: string): MembershipStore {
  const model = modelOf(connection, 'memberships', schema)
  const own = shelf<Membership>(model, institutionId)
  return {
    find: (courseId, personId) => own.find({ courseId, personId }),
    ofCourse: (courseId) => own.list({ courseId }),
    ofPerson: (personId) => own.list({ personId }),
    save: async ({ id, courseId, personId, institutionId: _, ...facts }) => {
      const update = { $set: facts, $setOnInsert: { _id: id } }
      try {
        await model.updateOne({ institutionId, courseId, personId }, update, { upsert: true })
      } catch (error) {
        throw asConflict(error)
      }
    },
  }
}
