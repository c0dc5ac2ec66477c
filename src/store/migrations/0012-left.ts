// Claims of those who have left a course, found again when their section has moved to another one.

import type { Migration } from './migration.ts'

export const left: Migration = {
  name: '0012-left',
  up: async (db) => {
    const partialFilterExpression = { leftAt: { $type: 'date' } }
    await db
      .collection('claims')
      .createIndex({ institutionId: 1, leftAt: 1 }, { partialFilterExpression })
  },
}
