// Rosters: one document for each course, replaced at each reading.

import type { Connection } from 'mongoose'
import type { Roster } from '../domain/roster.ts'
import { instant, modelOf, nested, schemaOf, shelf, text } from './shelf.ts'

const schema = schemaOf<Roster>({
  institutionId: text,
  courseId: text,
  readAt: instant,
  entries: nested,
  news: nested,
})

export interface RosterStore {
  ofCourse(courseId: string): Promise<Roster | null>
  save(roster: Roster): Promise<void>
}

/** Opens one institution's rosters. */
export function rosterStore(connection: Connection, institutionId: string): RosterStore {
  const own = shelf<Roster>(modelOf(connection, 'rosters', schema), institutionId)
  return {
    ofCourse: (courseId) => own.find({ courseId }),
    save: async ({ id, institutionId: _, ...facts }) => {
      if (!(await own.change({ courseId: facts.courseId }, { $set: facts }))) {
        await own.add({ id, institutionId, ...facts })
      }
    },
  }
}
