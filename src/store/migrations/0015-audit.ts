// The audit log by kind and by person, newest first.

import type { Migration } from './migration.ts'

export const audit: Migration = {
  name: '0015-audit',
  up: async (db) => {
    await db
      .collection('audit')
      .createIndexes([
        { key: { institutionId: 1, what: 1, at: -1, _id: -1 } },
        { key: { institutionId: 1, personId: 1, at: -1, _id: -1 } },
      ])
  },
}
