// The first person of a SIS id is one, also of two who come at the same moment (design decision 12).

import type { Migration } from './migration.ts'

export const firstBySis: Migration = {
  name: '0016-first-by-sis',
  up: async (db) => {
    await db
      .collection('people')
      .createIndex(
        { institutionId: 1, sisFirst: 1 },
        { unique: true, partialFilterExpression: { sisFirst: { $type: 'string' } } },
      )
  },
}
