// Without MONGODB_URI commands work on the demo: on the one that runs, else on its database for the length of the command.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { openCore } from '../../src/core.ts'
import { attachDemo } from '../../src/demo/attach.ts'
import { sayRunning } from '../../src/demo/data.ts'
import { portOf } from '../../src/demo/ports.ts'
import { closeServer, openServer } from '../../src/server.ts'
import { addInstitution } from '../../src/services/office/institutions.ts'
import { freshUri, silent } from '../support/mongo.ts'

let dir: string

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'stint-attach-'))
})

afterAll(() => rmSync(dir, { recursive: true, force: true }))

const config = readConfig({})

describe('while no demo runs', () => {
  it('its database is started for a command, and keeps what the command did', async () => {
    const first = await attachDemo(config, dir)
    const core = await openCore(first.config, silent)
    await addInstitution(core.hands, { slug: 'kept', name: 'Kept', timezone: 'UTC' })
    await core.close()
    await first.stop()
    const second = await attachDemo(config, dir)
    const again = await openCore(second.config, silent)
    expect(await again.hands.directory.institutions.bySlug('kept')).toMatchObject({ name: 'Kept' })
    expect(second.config.masterKeys).toEqual(first.config.masterKeys)
    await again.close()
    await second.stop()
    expect(readFileSync(join(dir, 'settings.json'), 'utf8')).toContain('masterKey')
  }, 60_000)

  it('and what a dead one left behind is not believed', async () => {
    sayRunning(dir, {
      pid: 2 ** 22 + 1,
      mongodbUri: freshUri(),
      urls: { tool: 'http://localhost:1' },
    })
    const attached = await attachDemo(config, dir)
    expect(attached.config.mongodbUri).not.toBe(freshUri())
    await attached.stop()
  }, 60_000)
})

describe('while a demo runs', () => {
  it('its database and its address are used', async () => {
    const tool = await openServer((_req, res) => res.end('ok'), 0, '127.0.0.1')
    const url = `http://127.0.0.1:${portOf(tool)}`
    const mongodbUri = freshUri()
    sayRunning(dir, { pid: process.pid, mongodbUri, urls: { tool: url } })
    const attached = await attachDemo(config, dir)
    expect(attached.config).toMatchObject({ mongodbUri, baseUrl: url })
    await attached.stop()
    await closeServer(tool)
  })
})
