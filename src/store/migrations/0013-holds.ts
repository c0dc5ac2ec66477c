// Denied claims that hold their placements for a while are found by when that ends.

import type { Migration } from './migration.ts'

export const holds: Migration = {
  name: '0013-holds',
  up: async (db) => {
    const claims = db.collection('claims')
    await claims.updateMany({ heldUntil: { $exists: false } }, { $set: { heldUntil: null } })
    await claims.createIndex(
      { institutionId: 1, heldUntil: 1 },
      { partialFilterExpression: { heldUntil: { $type: 'date' } } },
    )
  },
}
