// What holds of the database that all tests share.

import { describe, expect, it } from 'vitest'
import { testDatabase } from './mongo.ts'

const db = testDatabase()

describe('the database of the tests', () => {
  it('sweeps nothing away by the machine’s clock, whatever day it is', async () => {
    const { client } = db.raw
    const answer = await client.db('admin').command({ getParameter: 1, ttlMonitorEnabled: 1 })
    expect(answer).toMatchObject({ ttlMonitorEnabled: false })
  })
})
