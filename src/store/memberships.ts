// Who belongs to which course, as the LMS said it last.

import type { Connection } from 'mongoose'
import type { Membership } from '../domain/access.ts'
import type { Course } from '../domain/course.ts'
import { asConflict, instant, modelOf, plain, type Stored, schemaOf, shelf, text } from './shelf.ts'

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
  /** The same with its course; null where either is missing. */
  findWithCourse(
    courseId: string,
    personId: string,
  ): Promise<{ membership: Membership; course: Course } | null>
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
    findWithCourse: async (courseId, personId) => {
      const from = { from: 'courses', as: 'courses', localField: 'courseId', foreignField: '_id' }
      const [found] = await model.collection
        .aggregate<Stored & { courses: Stored[] }>([
          { $match: { institutionId, courseId, personId } },
          { $lookup: { ...from, pipeline: [{ $match: { institutionId } }] } },
        ])
        .toArray()
      const { courses: [course] = [], ...membership } = found ?? {}
      if (!course) return null
      return { membership: plain<Membership>(membership), course: plain<Course>(course) }
    },
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
