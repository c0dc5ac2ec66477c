// Applies migrations in order, each once, by one process at a time.

import { setTimeout as pause } from 'node:timers/promises'
import type { Connection } from 'mongoose'
import type { Logger } from '../log.ts'
import { newId } from '../random.ts'
import { type LeaseStore, leaseStore } from './leases.ts'
import { indexes } from './migrations/0001-indexes.ts'
import { rules } from './migrations/0002-rules.ts'
import { invitations } from './migrations/0003-invitations.ts'
import { calendar } from './migrations/0004-calendar.ts'
import { copies } from './migrations/0006-copies.ts'
import { picks } from './migrations/0007-picks.ts'
import { rosters } from './migrations/0008-rosters.ts'
import { launches } from './migrations/0009-launches.ts'
import { trust } from './migrations/0010-trust.ts'
import { approvals } from './migrations/0011-approvals.ts'
import { left } from './migrations/0012-left.ts'
import { holds } from './migrations/0013-holds.ts'
import { timeMails } from './migrations/0014-time-mails.ts'
import { audit } from './migrations/0015-audit.ts'
import { firstBySis } from './migrations/0016-first-by-sis.ts'
import type { Migration } from './migrations/migration.ts'
import { instant, modelOf, schemaOf } from './shelf.ts'

const ALL: Migration[] = [
  indexes,
  rules,
  invitations,
  calendar,
  copies,
  picks,
  rosters,
  launches,
  trust,
  approvals,
  left,
  holds,
  timeMails,
  audit,
  firstBySis,
]

const LEASE = 'migrate'
const LEASE_MS = 60_000
const LOOK_AGAIN_MS = 200
const MOST_WAIT_MS = 600_000

const schema = schemaOf<{ appliedAt: Date }>({ appliedAt: instant })

interface Options {
  connection: Connection
  log: Logger
  migrations?: Migration[]
}

/**
 * Applies what is missing. Many processes may start at once: one applies, the others wait for it.
 * @returns the names applied by this call
 */
export async function migrate(options: Options): Promise<string[]> {
  const { connection, log, migrations = ALL } = options
  const leases = leaseStore(connection)
  const holder = newId()
  const giveUpAt = Date.now() + MOST_WAIT_MS
  while ((await missing(connection, migrations)).length > 0) {
    if (await leases.take(LEASE, holder, LEASE_MS)) {
      return underLease(leases, holder, () => apply(connection, log, migrations))
    }
    if (Date.now() > giveUpAt) throw new Error('another process has been migrating for too long')
    await pause(LOOK_AGAIN_MS)
  }
  return []
}

async function missing(connection: Connection, migrations: Migration[]): Promise<Migration[]> {
  const model = modelOf(connection, 'migrations', schema, 'directory')
  const applied = new Set((await model.find().lean()).map((stored) => stored._id))
  return migrations.filter((migration) => !applied.has(migration.name))
}

// Prolonged while the work takes; should this process die, the lease runs out.
async function underLease<T>(leases: LeaseStore, holder: string, work: () => Promise<T>) {
  const timer = setInterval(() => {
    leases.take(LEASE, holder, LEASE_MS).catch(() => {})
  }, LEASE_MS / 3)
  try {
    return await work()
  } finally {
    clearInterval(timer)
    await leases.free(LEASE, holder)
  }
}

async function apply(connection: Connection, log: Logger, migrations: Migration[]) {
  const model = modelOf(connection, 'migrations', schema, 'directory')
  const applied: string[] = []
  for (const { name, up } of await missing(connection, migrations)) {
    await up(connection.getClient().db(connection.name))
    await model.create({ _id: name, appliedAt: new Date() })
    log.info({ migration: name }, 'migration applied')
    applied.push(name)
  }
  return applied
}
