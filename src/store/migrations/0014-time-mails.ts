// What students are allowed owes a mail that says so; it is found as claims' and placements' are.

import type { Migration } from './migration.ts'

const THERE = { $exists: true }

export const timeMails: Migration = {
  name: '0014-time-mails',
  up: async (db) => {
    const allowances = db.collection('allowances')
    await allowances.updateMany({ debts: { $exists: false } }, { $set: { debts: {} } })
    await allowances.createIndexes([
      { key: { institutionId: 1, nextDueAt: 1 }, partialFilterExpression: { nextDueAt: THERE } },
      { key: { institutionId: 1, stuck: 1 }, partialFilterExpression: { stuck: THERE } },
    ])
  },
}
