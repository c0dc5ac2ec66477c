// Rosters: one document for each course, replaced at each reading.

import type { Connection } from 'mongoose'
import type { Roster, RosterEntry } from '../domain/roster.ts'
import { instant, modelOf, nested, plain, schemaOf, shelf, text } from './shelf.ts'

const schema = schemaOf<Roster>({
  institutionId: text,
  courseId: text,
  readAt: instant,
  entries: nested,
  news: nested,
})

export interface RosterStore {
  ofCourse(courseId: string): Promise<Roster | null>
  /** One person's line, read alone. */
  entryOf(courseId: string, subject: string): Promise<RosterEntry | null>
  save(roster: Roster): Promise<void>
}

/** Opens one institution's rosters. */
export function rosterStore(connection: Connection, institutionId: string): RosterStore {
  const model = modelOf(connection, 'rosters', schema)
  const own = shelf<Roster>(model, institutionId)
  return {
    ofCourse: (courseId) => own.find({ courseId }),
    entryOf: async (courseId, subject) => {
      const one = { entries: { $elemMatch: { subject } } }
      const stored = await model.findOne({ institutionId, courseId }, one).lean()
      return stored ? (plain<Roster>(stored).entries?.[0] ?? null) : null
    },
    save: async ({ id, institutionId: _, ...facts }) => {
      if (!(await own.change({ courseId: facts.courseId }, { $set: facts }))) {
        await own.add({ id, institutionId, ...facts })
      }
    },
  }
}
