// Whether an LMS's launches are enough to decide by, where it tells no roster: no, until its administrator says so.

import type { Migration } from './migration.ts'

export const trust: Migration = {
  name: '0010-trust',
  up: async (db) => {
    await db
      .collection('platforms')
      .updateMany({ launchRoleEnough: { $exists: false } }, { $set: { launchRoleEnough: false } })
  },
}
