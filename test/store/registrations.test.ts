// Registrations as launches ask for them: remembered for a moment by each process, and never longer.

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../../src/random.ts'
import { openStore, type Store } from '../../src/store/index.ts'
import { aDeployment, aPlatform, INSTITUTION, NOW } from '../support/builders.ts'
import { silent, testDatabase } from '../support/mongo.ts'

const db = testDatabase()

describe('two processes on one database', () => {
  let time = NOW.getTime()
  let [one, other]: Store[] = []
  const platform = aPlatform()
  const store = (process: Store | undefined) => {
    if (!process) throw new Error('not open yet')
    return process.within(INSTITUTION)
  }
  beforeAll(async () => {
    const options = { uri: db.uri, log: silent, now: () => new Date(time) }
    one = await openStore(options)
    other = await openStore(options)
    await store(one).platforms.add(platform)
    await store(one).deployments.add(aDeployment({ platformId: platform.id, deploymentId: '1' }))
  })
  afterAll(() => Promise.all([one?.close(), other?.close()]))

  const state = async (process: Store | undefined) =>
    (await store(process).registrations.get(platform.id)).state
  const shut = () => store(other).registrations.isApproved(platform.id, '1')

  it('see a pause at once where it was made, and within 5 s everywhere else', async () => {
    expect(await state(other)).toBe('active')
    await store(one).platforms.setState(platform.id, 'paused')
    expect(await state(one)).toBe('paused')
    time += 5000
    expect(await state(other)).toBe('paused')
    expect(await store(other).registrations.find(platform.issuer, platform.clientId)).toMatchObject(
      { id: platform.id, state: 'paused' },
    )
  })

  it('see a deployment that is shut within 5 s, and one that is let in at once', async () => {
    expect(await shut()).toBe(true)
    await store(one).deployments.setState(platform.id, '1', 'paused')
    time += 5000
    expect(await shut()).toBe(false)
    await store(one).deployments.setState(platform.id, '1', 'approved')
    expect(await shut()).toBe(true)
  })

  it('know a new registration at once: what is not there is never remembered', async () => {
    const fresh = aPlatform({ id: newId(), issuer: 'https://new.example.edu' })
    const { registrations } = store(other)
    expect(await registrations.find(fresh.issuer, fresh.clientId)).toBeNull()
    await store(one).platforms.add(fresh)
    expect(await registrations.find(fresh.issuer, fresh.clientId)).toEqual(fresh)
    expect(await registrations.get(fresh.id)).toEqual(fresh)
  })

  it('keep two registrations of one issuer apart, and their deployments', async () => {
    const issuer = 'https://shared.example.edu'
    const both = ['a', 'b'].map((clientId) => aPlatform({ id: newId(), issuer, clientId }))
    for (const each of both) await store(one).platforms.add(each)
    time += 5000
    const { registrations } = store(other)
    for (const each of both) expect(await registrations.find(issuer, each.clientId)).toEqual(each)
    expect(await registrations.find(issuer, null)).toBeNull()
    for (const { id } of both) expect(await registrations.isApproved(id, '1')).toBe(false)
  })

  it('never show those of another institution', async () => {
    const elsewhere = other?.within('elsewhere').registrations
    expect(await elsewhere?.find(platform.issuer, platform.clientId)).toBeNull()
    await expect(elsewhere?.get(platform.id)).rejects.toMatchObject({ status: 404 })
    expect(await elsewhere?.isApproved(platform.id, '1')).toBe(false)
  })
})
