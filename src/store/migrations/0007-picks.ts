// What "add" dialogues wait for: found by their person and assignment, forgotten a day after they ended.

import type { Migration } from './migration.ts'

export const picks: Migration = {
  name: '0007-picks',
  up: async (db) => {
    await db
      .collection('picks')
      .createIndexes([
        { key: { institutionId: 1, personId: 1, assignmentId: 1, createdAt: -1 } },
        { key: { expiresAt: 1 }, expireAfterSeconds: 86_400 },
      ])
  },
}
