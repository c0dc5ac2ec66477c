// The first indexes. Those of an institution's data begin with it; single-key look-ups are the exception.

import type { mongo } from 'mongoose'
import type { Migration } from './migration.ts'

const DAY_S = 86_400
const BOTH = { $exists: true }

type Index = mongo.IndexDescription

function index(keys: Record<string, 1 | -1>, more: Omit<Index, 'key'> = {}): Index {
  return { key: keys, ...more }
}

function ours(keys: Record<string, 1 | -1>, more: Omit<Index, 'key'> = {}): Index {
  return index({ institutionId: 1, ...keys }, more)
}

const unique = { unique: true }
const owing = [
  ours({ nextDueAt: 1 }, { partialFilterExpression: { nextDueAt: BOTH } }),
  ours({ stuck: 1 }, { partialFilterExpression: { stuck: BOTH } }),
]

const INDEXES: Record<string, Index[]> = {
  institutions: [index({ slug: 1 }, unique)],
  people: [
    ours(
      { 'accounts.platformId': 1, 'accounts.subject': 1 },
      { ...unique, partialFilterExpression: { 'accounts.0': BOTH } },
    ),
    ours({ sisPersonId: 1 }),
    ours({ mailKey: 1 }),
    ours({ mailDomain: 1 }),
    ours({ offices: 1, name: 1 }),
  ],
  platforms: [ours({ issuer: 1, clientId: 1 }, unique)],
  deployments: [ours({ platformId: 1, deploymentId: 1 }, unique)],
  courses: [ours({ platformId: 1, contextId: 1 }, unique)],
  assignments: [ours({ courseId: 1, resourceLinkId: 1 }, unique)],
  memberships: [ours({ courseId: 1, personId: 1 }, unique), ours({ personId: 1 })],
  placements: [ours({ personId: 1, createdAt: -1 }), ours({ 'answer.byMail': 1 }), ...owing],
  claims: [
    ours({ personId: 1, assignmentId: 1 }, unique),
    // A placement counts in one claim (design decision 4).
    ours({ counts: 1 }, { ...unique, partialFilterExpression: { 'counts.0': BOTH } }),
    ours({ courseId: 1, state: 1, submittedAt: 1, _id: 1 }),
    ours({ assignmentId: 1 }),
    ours({ platformId: 1 }),
    ours({ state: 1, _id: 1 }),
    ...owing,
  ],
  keys: [
    ours({}, { ...unique, name: 'one_active_key', partialFilterExpression: { state: 'active' } }),
    ours({ createdAt: 1 }),
  ],
  audit: [ours({ at: -1, _id: -1 })],
  tokens: [index({ hash: 1 }, unique), ours({ createdAt: 1 })],
  // Used links explain themselves for half a year after they ended.
  links: [ours({ placementId: 1 }), index({ expiresAt: 1 }, { expireAfterSeconds: 180 * DAY_S })],
  sessions: [
    ours({ transaction: 1 }, unique),
    ours({ personId: 1, network: 1 }),
    // Long after any login transaction has run out: until then its key refuses a replay.
    index({ expiresAt: 1 }, { expireAfterSeconds: 7 * DAY_S }),
  ],
}

export const indexes: Migration = {
  name: '0001-indexes',
  up: async (db) => {
    for (const [collection, wanted] of Object.entries(INDEXES)) {
      await db.collection(collection).createIndexes(wanted)
    }
  },
}
