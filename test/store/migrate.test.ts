// Migrations: in order, once, by one process at a time.

import { setTimeout as pause } from 'node:timers/promises'
import type { Connection } from 'mongoose'
import { afterEach, describe, expect, it } from 'vitest'
import { newId } from '../../src/random.ts'
import { connect } from '../../src/store/connect.ts'
import { openStore } from '../../src/store/index.ts'
import { leaseStore } from '../../src/store/leases.ts'
import { migrate } from '../../src/store/migrate.ts'
import { freshUri, silent } from '../support/mongo.ts'

const open: Connection[] = []

async function connection(uri: string): Promise<Connection> {
  const opened = await connect(uri, silent)
  open.push(opened)
  return opened
}

afterEach(async () => {
  await open[0]?.dropDatabase()
  await Promise.all(open.splice(0).map((c) => c.close()))
})

describe('migrations', () => {
  it('are applied by one of many processes that start at once; the others wait for it', async () => {
    const uri = freshUri()
    await connection(uri)
    const stores = await Promise.all(
      Array.from({ length: 4 }, () => openStore({ uri, log: silent })),
    )
    const applied = await Promise.all(stores.map((store) => store.migrate()))
    expect(applied.flat()).toEqual([...new Set(applied.flat())].sort())
    expect(applied.flat()).toContain('0001-indexes')
    const [store] = stores
    expect(await store?.migrate()).toEqual([])
    await Promise.all(stores.map((s) => s.close()))
  })

  it('run in order, and go on after one that failed without repeating what is done', async () => {
    const db = await connection(freshUri())
    const ran: string[] = []
    let broken = true
    const step = (name: string) => ({
      name,
      up: async () => {
        if (name === '2' && broken) throw new Error('disk full')
        ran.push(name)
      },
    })
    const migrations = [step('1'), step('2'), step('3')]
    const options = { connection: db, log: silent, migrations }
    await expect(migrate(options)).rejects.toThrow('disk full')
    broken = false
    expect(await migrate(options)).toEqual(['2', '3'])
    expect(await migrate(options)).toEqual([])
    expect(ran).toEqual(['1', '2', '3'])
  })

  it('wait for a process that died until its lease runs out, not longer', async () => {
    const db = await connection(freshUri())
    await leaseStore(db).take('migrate', 'dead', 700)
    const migrations = [{ name: '1', up: async () => {} }]
    expect(await migrate({ connection: db, log: silent, migrations })).toEqual(['1'])
    expect(await leaseStore(db).take('migrate', 'next', 1_000)).toBe(true)
  })
})

describe('a lease', () => {
  it('has one holder, who may prolong it and give it back', async () => {
    const leases = leaseStore(await connection(freshUri()))
    const holders = Array.from({ length: 10 }, () => newId())
    const taken = await Promise.all(holders.map((h) => leases.take('job', h, 60_000)))
    expect(taken.filter(Boolean)).toHaveLength(1)
    const holder = holders[taken.indexOf(true)] ?? ''
    await leases.free('job', 'somebody else')
    expect(await leases.take('job', 'another', 60_000)).toBe(false)
    await leases.free('job', holder)
    expect(await leases.take('job', 'another', 60_000)).toBe(true)
  })
  it('holds as long as it was prolonged', async () => {
    const leases = leaseStore(await connection(freshUri()))
    expect(await leases.take('job', 'mine', 200)).toBe(true)
    expect(await leases.take('job', 'mine', 60_000)).toBe(true)
    await pause(300)
    expect(await leases.take('job', 'another', 60_000)).toBe(false)
  })
})
