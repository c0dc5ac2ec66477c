// A throw-away database for one test file, on the mongod of the run.

import mongoose, { type mongo } from 'mongoose'
import { afterAll, beforeAll, inject } from 'vitest'
import { type Logger, openLog } from '../../src/log.ts'
import { newId } from '../../src/random.ts'
import { openStore, type Store } from '../../src/store/index.ts'

/** A log that says nothing. */
export const silent: Logger = openLog('silent', false)

/** The address of a database that nobody else uses. */
export function freshUri(): string {
  const uri = new URL(inject('mongoUri'))
  uri.pathname = `/t${newId()}`
  return uri.href
}

export interface TestDatabase {
  readonly uri: string
  /** Migrated and open while the tests of the file run. */
  readonly store: Store
  /** The same database without the store, to look at what is there. */
  readonly raw: mongo.Db
}

/** Call at the top of a test file (or a `describe`): opens a store of its own, and drops its database afterwards. */
export function testDatabase(): TestDatabase {
  const uri = freshUri()
  const client = new mongoose.mongo.MongoClient(uri)
  let store: Store | null = null
  beforeAll(async () => {
    store = await openStore({ uri, log: silent })
    await store.migrate()
  })
  afterAll(async () => {
    await store?.close()
    await client.db().dropDatabase()
    await client.close()
  })
  return {
    uri,
    get store() {
      if (!store) throw new Error('the store is open only while tests run')
      return store
    },
    get raw() {
      return client.db()
    },
  }
}
