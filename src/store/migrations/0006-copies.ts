// Assignments before their first launch, and what is known of columns, copies and rosters.

import type { Migration } from './migration.ts'

const BEFORE = { $exists: false }

export const copies: Migration = {
  name: '0006-copies',
  up: async (db) => {
    const assignments = db.collection('assignments')
    const fresh = { column: null, notes: [], state: 'open', copyOf: null }
    await assignments.updateMany({ state: BEFORE }, { $set: fresh })
    const known = { scopes: [], rosterTriedAt: null, launchedOn: null }
    await db.collection('courses').updateMany({ scopes: BEFORE }, { $set: known })
    const key = { institutionId: 1, courseId: 1, resourceLinkId: 1 } as const
    const old = (await assignments.indexes()).find(
      ({ name, partialFilterExpression }) =>
        name === 'institutionId_1_courseId_1_resourceLinkId_1' && !partialFilterExpression,
    )
    if (old?.name) await assignments.dropIndex(old.name)
    // One without a link yet is no second one.
    await assignments.createIndex(key, {
      unique: true,
      partialFilterExpression: { resourceLinkId: { $type: 'string' } },
    })
    await assignments.createIndex({ institutionId: 1, courseId: 1, createdAt: 1 })
  },
}
