// Which database Stint starts on, and what it says about others.

import { MongoMemoryServer } from 'mongodb-memory-server'
import { describe, expect, it } from 'vitest'
import { databaseName } from '../../src/store/connect.ts'
import { openStore } from '../../src/store/index.ts'
import { findMongod } from '../../src/store/mongod.ts'
import { freshUri, silent } from '../support/mongo.ts'

describe('opening the store', () => {
  it('refuses a server that is not a replica set, and says what to do', async () => {
    const { path, version } = await findMongod(() => {})
    const alone = await MongoMemoryServer.create({ binary: { systemBinary: path, version } })
    try {
      await expect(openStore({ uri: alone.getUri(), log: silent })).rejects.toThrow(
        /not a replica set.*rs\.initiate/,
      )
    } finally {
      await alone.stop()
    }
  })

  it('gives up in seconds on a server that is away', async () => {
    const uri = 'mongodb://127.0.0.1:9/stint?replicaSet=stint'
    await expect(openStore({ uri, log: silent })).rejects.toThrow(/cannot be reached/)
  })

  it('refuses an address that it cannot read, without repeating its password', async () => {
    const uri = 'mongodb://user:secret@:bad:/stint'
    const refused = openStore({ uri, log: silent })
    await expect(refused).rejects.toThrow(/cannot be reached/)
    await expect(refused).rejects.not.toThrow(/secret/)
  })

  it('writes to the majority, and tells that the database answers', async () => {
    const store = await openStore({ uri: freshUri(), log: silent })
    expect(await store.ping()).toBe(true)
    await store.close()
    expect(await store.ping()).toBe(false)
  })

  it('uses the database that the address names, else one called stint', async () => {
    expect(databaseName('mongodb://a:1,b:2/other?replicaSet=x')).toBe('other')
    expect(databaseName('mongodb+srv://u:p@cluster.example/?w=majority')).toBe('stint')
    expect(databaseName('mongodb://a:1')).toBe('stint')
  })
})
