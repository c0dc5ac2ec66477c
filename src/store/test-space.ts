// A test system's space: what came into being through one registration, found and taken away as a whole.

import type { Connection } from 'mongoose'

/** How much there is of it. */
export interface TestSpaceSize {
  courses: number
  people: number
  claims: number
}

export interface TestSpaceStore {
  size(platformId: string): Promise<TestSpaceSize>
  /** Can be done again where it was cut short: what all else is found by goes last. */
  wipe(platformId: string, at: Date): Promise<void>
}

type Found = Record<'courses' | 'people' | 'placements', string[]>

const BELONGS: [collection: string, field: string, to: keyof Found][] = [
  ['links', 'placementId', 'placements'],
  ['claims', 'personId', 'people'],
  ['allowances', 'personId', 'people'],
  ['placements', 'personId', 'people'],
  ['picks', 'courseId', 'courses'],
  ['rosters', 'courseId', 'courses'],
  ['memberships', 'courseId', 'courses'],
  // Of a course that was wiped while they came in.
  ['memberships', 'personId', 'people'],
  ['assignments', 'courseId', 'courses'],
  ['courses', '_id', 'courses'],
  ['people', '_id', 'people'],
]

/** Opens one institution's test spaces. Nobody from a test system has an account anywhere else (design decision 12). */
export function testSpaceStore(connection: Connection, institutionId: string): TestSpaceStore {
  const own = (name: string) => connection.collection<{ _id: string }>(name)
  const idsIn = async (name: string, where: object): Promise<string[]> => {
    const found = own(name).find({ ...where, institutionId }, { projection: { _id: 1 } })
    return (await found.toArray()).map(({ _id }) => _id)
  }
  const find = async (platformId: string): Promise<Found> => {
    const people = await idsIn('people', { test: true, 'accounts.platformId': platformId })
    return {
      people,
      courses: await idsIn('courses', { platformId }),
      placements: await idsIn('placements', { personId: { $in: people } }),
    }
  }
  return {
    size: async (platformId) => {
      const { people, courses } = await find(platformId)
      const where = { institutionId, personId: { $in: people } }
      const claims = await own('claims').countDocuments(where)
      return { courses: courses.length, people: people.length, claims }
    },
    wipe: async (platformId, at) => {
      const found = await find(platformId)
      // Ended, not removed: their insert is what used a login up (design decision 7).
      const open = { institutionId, personId: { $in: found.people }, endedAt: null }
      await own('sessions').updateMany(open, { $set: { endedAt: at } })
      for (const [name, field, to] of BELONGS) {
        await own(name).deleteMany({ institutionId, [field]: { $in: found[to] } })
      }
    },
  }
}
