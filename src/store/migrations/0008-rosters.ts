// Rosters, one for each course; and since when somebody is no longer in one.

import type { Migration } from './migration.ts'

const BEFORE = { $exists: false }

export const rosters: Migration = {
  name: '0008-rosters',
  up: async (db) => {
    const key = { institutionId: 1, courseId: 1 } as const
    await db.collection('rosters').createIndex(key, { unique: true })
    await db.collection('courses').createIndex({ institutionId: 1, rosterTriedAt: 1 })
    await db.collection('memberships').updateMany({ leftAt: BEFORE }, { $set: { leftAt: null } })
    await db.collection('claims').updateMany({ leftAt: BEFORE }, { $set: { leftAt: null } })
  },
}
