// Indexes of the academic calendar, of what students are allowed, and of imported facts; and since when people belong to a course.

import type { Migration } from './migration.ts'

const unique = { unique: true }

export const calendar: Migration = {
  name: '0004-calendar',
  up: async (db) => {
    await db
      .collection('terms')
      .createIndexes([
        { key: { institutionId: 1, code: 1 }, ...unique },
        { key: { institutionId: 1, startsOn: 1 } },
      ])
    await db
      .collection('allowances')
      .createIndexes([{ key: { institutionId: 1, assignmentId: 1, personId: 1 }, ...unique }])
    await db
      .collection('imports')
      .createIndexes([{ key: { institutionId: 1, number: 1 }, ...unique }])
    await db
      .collection('student_facts')
      .createIndexes([{ key: { institutionId: 1, sisPersonId: 1, importId: 1 }, ...unique }])
    await db
      .collection('courses')
      .updateMany({ termCode: { $exists: false } }, { $set: { termCode: null, termHint: null } })
    await db
      .collection('placements')
      .updateMany({ lateReason: { $exists: false } }, { $set: { lateReason: null } })
    // Until now only the last change of a membership was kept: the earliest day that we can tell.
    await db
      .collection('memberships')
      .updateMany({ firstSeenAt: { $exists: false } }, [{ $set: { firstSeenAt: '$seenAt' } }])
  },
}
