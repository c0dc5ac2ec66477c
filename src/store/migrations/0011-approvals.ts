// A student's approvals are numbered, each number once, so that two at once cannot pass a limit together.

import type { Migration } from './migration.ts'

export const approvals: Migration = {
  name: '0011-approvals',
  up: async (db) => {
    const claims = db.collection('claims')
    await claims.updateMany(
      { approvalNumber: { $exists: false } },
      { $set: { approvalNumber: null } },
    )
    await claims.createIndex(
      { institutionId: 1, personId: 1, approvalNumber: 1 },
      { unique: true, partialFilterExpression: { approvalNumber: { $type: 'number' } } },
    )
  },
}
