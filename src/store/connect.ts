// The connection: majority writes, bounded waits, and a replica set of a version we know.

import mongoose, { type Connection } from 'mongoose'
import type { Logger } from '../log.ts'

const OLDEST = 6
const DEFAULT_NAME = 'stint'
const PING_MS = 2_000

/** Why Stint does not start on this database, in words; the code tells it from failures without words. */
class UnfitDatabase extends Error {
  readonly code = 'UNFIT_DATABASE'

  constructor(why: string) {
    super(`Stint cannot use this MongoDB: ${why}`)
    this.name = 'UnfitDatabase'
  }
}

/**
 * Connects.
 * @throws {UnfitDatabase} not reachable, not a replica set, or too old
 */
export async function connect(uri: string, log: Logger): Promise<Connection> {
  const connection = mongoose.createConnection(uri, {
    dbName: databaseName(uri),
    autoIndex: false,
    autoCreate: false,
    bufferCommands: false,
    retryWrites: true,
    retryReads: true,
    writeConcern: { w: 'majority', wtimeoutMS: 10_000 },
    serverSelectionTimeoutMS: 5_000,
    connectTimeoutMS: 5_000,
    socketTimeoutMS: 60_000,
  })
  connection.on('error', (error) => log.error({ err: error }, 'database connection'))
  try {
    await connection.asPromise()
  } catch (error) {
    await connection.close().catch(() => {})
    throw new UnfitDatabase(`it cannot be reached (${reason(error)}).`)
  }
  try {
    await checkFit(connection)
  } catch (error) {
    await connection.close()
    throw error
  }
  return connection
}

/** The database that an address names, else ours. */
export function databaseName(uri: string): string {
  const named = /^mongodb(?:\+srv)?:\/\/[^/]+\/([^?]+)/.exec(uri)?.[1]
  return named ? decodeURIComponent(named) : DEFAULT_NAME
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

async function checkFit(connection: Connection): Promise<void> {
  const admin = connection.getClient().db('admin')
  const hello = await admin.command({ hello: 1 })
  // A router of a sharded cluster has replica sets behind it.
  if (!hello.setName && hello.msg !== 'isdbgrid') {
    throw new UnfitDatabase(
      'it is not a replica set. One node is enough: start mongod with --replSet rs0 and call rs.initiate() once.',
    )
  }
  const { version } = await admin.command({ buildInfo: 1 })
  if (Number.parseInt(version, 10) < OLDEST) {
    throw new UnfitDatabase(`it is version ${version}; ${OLDEST}.0 or newer is needed.`)
  }
}

/** The database's version; null when it does not answer soon. */
export async function serverVersion(connection: Connection): Promise<string | null> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), PING_MS)
  })
  const answer = Promise.resolve()
    .then(() => connection.getClient().db('admin').command({ buildInfo: 1 }))
    .then(({ version }) => String(version))
    .catch(() => null)
  try {
    return await Promise.race([answer, late])
  } finally {
    clearTimeout(timer)
  }
}

/** True when the database answers soon. */
export async function ping(connection: Connection): Promise<boolean> {
  return (await serverVersion(connection)) !== null
}
