// A real mongod of our own: a replica set of one node on loopback. For the demo and the tests only.

import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { MongoMemoryServer } from 'mongodb-memory-server'
import mongoose, { type mongo } from 'mongoose'
import { findMongod, type Mongod } from './mongod.ts'

const SET = 'stint'
const LOOPBACK = '127.0.0.1'
const START_MS = 60_000
const IN_USE_MS = 15_000
const NOT_YET_INITIALIZED = 94

export interface Embedded {
  uri: string
  stop(): Promise<void>
}

interface Options {
  /** Null: thrown away on stop. */
  dataDir: string | null
  /** Wanted; a free one is taken when it is not. */
  port?: number
  say: (line: string) => void
}

/**
 * Starts MongoDB; it ends with `stop`, or by itself when this process dies.
 * @throws {Error} no mongod to be had, or the data are in use by another one
 */
export async function startEmbedded(options: Options): Promise<Embedded> {
  const mongod = await findMongod(options.say)
  if (options.dataDir !== null) await mkdir(options.dataDir, { recursive: true })
  const server = await launch(mongod, options)
  const port = server.instanceInfo?.port ?? 0
  try {
    await becomeReplicaSet(port, options.dataDir !== null)
  } catch (error) {
    await server.stop()
    throw error
  }
  return {
    uri: `mongodb://${LOOPBACK}:${port}/?replicaSet=${SET}`,
    stop: async () => {
      await server.stop()
    },
  }
}

async function launch(mongod: Mongod, options: Options): Promise<MongoMemoryServer> {
  if (options.dataDir !== null) await untilFree(options.dataDir)
  return MongoMemoryServer.create(serverOptions(mongod, options))
}

// After a kill, the last mongod may need a moment to let go of the data.
async function untilFree(dataDir: string): Promise<void> {
  const giveUpAt = Date.now() + IN_USE_MS
  while (await isHeld(dataDir)) {
    if (Date.now() > giveUpAt) {
      throw new Error(`The data in ${dataDir} are in use by another MongoDB.`)
    }
    await pause(200)
  }
}

// mongod writes its process id there, and empties the file when it ends well.
async function isHeld(dataDir: string): Promise<boolean> {
  const pid = Number(await readFile(join(dataDir, 'mongod.lock'), 'utf8').catch(() => ''))
  if (!(pid > 0)) return false
  try {
    process.kill(pid, 0)
  } catch {
    return false
  }
  // The id may belong to something else by now; where nobody can tell, it is taken for a mongod.
  return readFile(`/proc/${pid}/cmdline`, 'utf8').then(
    (command) => command.includes('mongod'),
    () => true,
  )
}

function serverOptions({ path, version }: Mongod, { dataDir, port }: Options) {
  const quick = ['--setParameter', 'diagnosticDataCollectionEnabled=false']
  const small = ['--wiredTigerCacheSizeGB', '0.5']
  const closed = process.platform === 'win32' ? [] : ['--nounixsocket']
  return {
    binary: { systemBinary: path, version },
    instance: {
      ip: LOOPBACK,
      replSet: SET,
      storageEngine: 'wiredTiger' as const,
      launchTimeout: START_MS,
      args: [...quick, ...small, ...closed],
      ...(port === undefined ? {} : { port }),
      ...(dataDir === null ? {} : { dbPath: dataDir }),
    },
    // A group of its own: Ctrl-C is for us, who close the database last.
    spawn: { detached: true },
  }
}

async function becomeReplicaSet(port: number, keeps: boolean): Promise<void> {
  const client = new mongoose.mongo.MongoClient(`mongodb://${LOOPBACK}:${port}/`, {
    directConnection: true,
    serverSelectionTimeoutMS: START_MS,
  })
  try {
    await untilPrimary(client.db('admin'), `${LOOPBACK}:${port}`, keeps)
  } finally {
    await client.close()
  }
}

// A mongod that starts reads its old configuration meanwhile, and drops connections when it has it: each step may
// fail once for nothing, so all of them are tried until the last one holds.
async function untilPrimary(admin: mongo.Db, host: string, keeps: boolean): Promise<void> {
  const giveUpAt = Date.now() + START_MS
  let cause: unknown
  while (Date.now() < giveUpAt) {
    try {
      await takeAddress(admin, host, keeps)
      if ((await admin.command({ hello: 1 })).isWritablePrimary) return
    } catch (error) {
      cause = error
    }
    await pause(50)
  }
  throw new Error('MongoDB started but does not take writes.', { cause })
}

async function takeAddress(admin: mongo.Db, host: string, keeps: boolean): Promise<void> {
  const config = await currentConfig(admin)
  const members = [{ _id: 0, host }]
  if (config === null) {
    const fresh = { _id: SET, members, writeConcernMajorityJournalDefault: keeps }
    await admin.command({ replSetInitiate: fresh })
  } else if (config.members[0]?.host !== host) {
    // Another port than last time: the set has to learn its new address.
    const moved = { ...config, members, version: config.version + 1 }
    await admin.command({ replSetReconfig: moved, force: true })
  }
}

interface SetConfig {
  version: number
  members: { host: string }[]
}

async function currentConfig(admin: mongo.Db): Promise<SetConfig | null> {
  try {
    const answer = await admin.command({ replSetGetConfig: 1 })
    return answer.config
  } catch (error) {
    if (error instanceof mongoose.mongo.MongoServerError && error.code === NOT_YET_INITIALIZED) {
      return null
    }
    throw error
  }
}
