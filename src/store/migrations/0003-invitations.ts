// Invitations are found by their hash, within their institution.

import type { Migration } from './migration.ts'

const HALF_A_YEAR_S = 180 * 86_400

export const invitations: Migration = {
  name: '0003-invitations',
  up: async (db) => {
    await db
      .collection('invitations')
      .createIndexes([
        { key: { institutionId: 1, hash: 1 }, unique: true },
        { key: { institutionId: 1, createdAt: -1 } },
        { key: { expiresAt: 1 }, expireAfterSeconds: HALF_A_YEAR_S },
      ])
  },
}
