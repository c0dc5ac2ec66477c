// Courses of an institution's LMSs.

import type { Connection } from 'mongoose'
import type { Course } from '../domain/course.ts'
import { NotFound } from '../errors.ts'
import { instant, modelOf, nested, schemaOf, shelf, text, texts } from './shelf.ts'

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
  pageUrl: text,
  termCode: text,
  termHint: nested,
  scopes: texts,
  rosterTriedAt: instant,
  launchedOn: text,
})

export interface CourseStore {
  /** @throws {NotFound} not here */
  get(id: string): Promise<Course>
  /** By id; one that is not here is left out. */
  getMany(ids: string[]): Promise<Map<string, Course>>
  byContext(platformId: string, contextId: string): Promise<Course | null>
  /** Those of one LMS with any of these contexts. */
  byContexts(platformId: string, contextIds: string[]): Promise<Course[]>
  /** @throws {Conflict} this context is known already */
  add(course: Course): Promise<void>
  /** Saves everything but the term that an instructor chose, and when the roster was read. */
  save(course: Course): Promise<void>
  /** Notes when a roster was asked for or read; nothing else of the course is touched. */
  noteRoster(
    id: string,
    facts: Partial<Pick<Course, 'rosterTriedAt' | 'rosterReadAt'>>,
  ): Promise<void>
  /** The course of an LMS that was opened last, if any was. */
  newestOf(platformId: string): Promise<Course[]>
  /** Courses that were opened since then, longest unread first. */
  openedSince(since: Date, most: number): Promise<Course[]>
  /** @throws {NotFound} not here */
  chooseTerm(id: string, code: string | null): Promise<void>
}

/** Opens one institution's courses. */
export function courseStore(connection: Connection, institutionId: string): CourseStore {
  const own = shelf<Course>(modelOf(connection, 'courses', schema), institutionId)
  return {
    get: own.get,
    getMany: own.getMany,
    byContext: (platformId, contextId) => own.find({ platformId, contextId }),
    byContexts: (platformId, contextIds) =>
      own.list({ platformId, contextId: { $in: contextIds } }),
    add: (course) => own.add(course),
    noteRoster: async (id, facts) => {
      await own.change({ _id: id }, { $set: facts })
    },
    newestOf: (platformId) => own.list({ platformId }, { launchedOn: -1, _id: -1 }, 1),
    openedSince: (since, most) => {
      const launchedOn = { $gte: since.toISOString().slice(0, 10) }
      return own.list({ launchedOn }, { rosterTriedAt: 1, _id: 1 }, most)
    },
    save: async (course) => {
      const { id, institutionId: _, termCode: __, ...rest } = course
      const { rosterReadAt: ___, rosterTriedAt: ____, ...facts } = rest
      if (!(await own.change({ _id: id }, { $set: facts }))) throw new NotFound()
    },
    chooseTerm: async (id, termCode) => {
      if (!(await own.change({ _id: id }, { $set: { termCode } }))) throw new NotFound()
    },
  }
}
