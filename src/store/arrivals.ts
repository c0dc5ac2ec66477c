// What a launch asks at once: whether its login was used, and who and what it names. One question instead of four.

import type { Connection } from 'mongoose'
import type { Membership } from '../domain/access.ts'
import type { Course } from '../domain/course.ts'
import type { Person } from '../domain/person.ts'
import { withAccount } from './people.ts'
import { plain, type Stored } from './shelf.ts'

export interface Named {
  platformId: string
  subject: string
  contextId: string
  /** The login's unique key (design decision 7). */
  transaction: string
}

/** What is known of it; null where nothing is. */
export interface KnownArrival {
  isUsed: boolean
  person: Person | null
  course: Course | null
  membership: Membership | null
}

export interface ArrivalStore {
  look(named: Named): Promise<KnownArrival>
}

interface Found {
  sessions: Stored[]
  people: Stored[]
  courses: Stored[]
  memberships: Stored[]
}

/** Opens the look-up of one institution's arrivals. */
export function arrivalStore(connection: Connection, institutionId: string): ArrivalStore {
  const from = (collection: string, where: object, more: object = {}) => ({
    $lookup: {
      ...{ from: collection, as: collection, ...more },
      pipeline: [{ $match: { institutionId, ...where } }],
    },
  })
  return {
    look: async ({ platformId, subject, contextId, transaction }) => {
      const pipeline = [
        { $documents: [{}] },
        from('sessions', { transaction }),
        from('people', withAccount({ platformId, subject })),
        from('courses', { platformId, contextId }),
        from('memberships', SAME, { let: { course: FIRST.course, person: FIRST.person } }),
      ]
      const [found] = (await connection.db?.aggregate<Found>(pipeline).toArray()) ?? []
      return {
        isUsed: (found?.sessions.length ?? 0) > 0,
        person: firstOf<Person>(found?.people),
        course: firstOf<Course>(found?.courses),
        membership: firstOf<Membership>(found?.memberships),
      }
    },
  }
}

// Who or what is not known has an id that nobody has: without one the database reads all memberships there are.
const idIn = (ids: string) => ({ $ifNull: [{ $first: ids }, ''] })
const FIRST = { course: idIn('$courses._id'), person: idIn('$people._id') }
const SAME = {
  $expr: { $and: [{ $eq: ['$courseId', '$$course'] }, { $eq: ['$personId', '$$person'] }] },
}

function firstOf<T>(found: Stored[] | undefined): T | null {
  return found?.[0] ? plain<T>(found[0]) : null
}
