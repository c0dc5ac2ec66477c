// Indexes of the institution's credit rules, and of what is looked up by them.

import type { Migration } from './migration.ts'

export const rules: Migration = {
  name: '0002-rules',
  up: async (db) => {
    await db
      .collection('rules')
      .createIndexes([
        { key: { institutionId: 1, name: 1 }, unique: true },
        { key: { institutionId: 1, createdAt: 1, _id: 1 } },
      ])
    await db
      .collection('assignments')
      .createIndexes([{ key: { institutionId: 1, 'rules.source.ruleId': 1 } }])
    await db
      .collection('claims')
      .createIndexes([{ key: { institutionId: 1, assignmentId: 1, createdAt: -1 } }])
  },
}
