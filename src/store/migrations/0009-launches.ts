// The last launches of an LMS, for the doctor.

import type { Migration } from './migration.ts'

export const launches: Migration = {
  name: '0009-launches',
  up: async (db) => {
    await db.collection('sessions').createIndex({ institutionId: 1, platformId: 1, createdAt: -1 })
  },
}
