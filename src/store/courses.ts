// Courses of an institution's LMSs.

import type { Connection } from 'mongoose'
import type { Course } from '../domain/course.ts'
import { NotFound } from '../errors.ts'
import { instant, modelOf, schemaOf, shelf, text } from './shelf.ts'

const schema = schemaOf<Course>({
  institutionId: text,
  platformId: text,
  deploymentId: text,
  contextId: text,
  label: text,
  title: text,
  sisCourseId: text,
  sisSectionId: text,
  lineItemsUrl: text,
  rosterUrl: text,
  rosterReadAt: instant,
})

export interface CourseStore {
  /** @throws {NotFound} not here */
  get(id: string): Promise<Course>
  /** By id; one that is not here is left out. */
  getMany(ids: string[]): Promise<Map<string, Course>>
  byContext(platformId: string, contextId: string): Promise<Course | null>
  /** @throws {Conflict} this context is known already */
  add(course: Course): Promise<void>
  save(course: Course): Promise<void>
}

/** Opens one institution's courses. */
export function courseStore(connection: Connection, institutionId: string): CourseStore {
  const own = shelf<Course>(modelOf(connection, 'courses', schema), institutionId)
  return {
    get: own.get,
    getMany: own.getMany,
    byContext: (platformId, contextId) => own.find({ platformId, contextId }),
    add: (course) => own.add(course),
    save: async (course) => {
      const { id, institutionId: _, ...facts } = course
      if (!(await own.change({ _id: id }, { $set: facts }))) throw new NotFound()
    },
  }
}
