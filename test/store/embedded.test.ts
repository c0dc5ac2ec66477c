// Our own mongod: keeps its data over restarts, also after a crash, and never outlives us.

import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Embedded, startEmbedded } from '../../src/store/embedded.ts'
import { openStore } from '../../src/store/index.ts'
import { anInstitution } from '../support/builders.ts'
import { silent } from '../support/mongo.ts'

let dataDir: string

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'stint-embedded-'))
})
afterEach(() => rm(dataDir, { recursive: true, force: true }))

const start = (): Promise<Embedded> => startEmbedded({ dataDir, say: () => {} })

async function mongodPid(): Promise<number> {
  return Number(await readFile(join(dataDir, 'mongod.lock'), 'utf8'))
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

async function untilGone(pid: number): Promise<void> {
  while (isAlive(pid)) await pause(100)
}

/** A process that starts the database, says where, and waits to be killed. */
async function starter() {
  const code = `import { startEmbedded } from ${JSON.stringify(join(process.cwd(), 'src/store/embedded.ts'))}
    const { uri } = await startEmbedded({ dataDir: ${JSON.stringify(dataDir)}, say: () => {} })
    console.log(uri)
    setInterval(() => {}, 1_000)`
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', '--input-type=module', '--eval', code],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const uri = await new Promise<string>((resolve) => {
    child.stdout.once('data', (line: Buffer) => resolve(line.toString().trim()))
  })
  return { uri, kill: () => child.kill('SIGKILL') }
}

describe('the embedded MongoDB', () => {
  it('listens on loopback, and keeps its data from one start to the next, at whatever port', async () => {
    const first = await start()
    expect(new URL(first.uri).hostname).toBe('127.0.0.1')
    const store = await openStore({ uri: first.uri, log: silent })
    await store.directory.institutions.add(anInstitution())
    await store.close()
    await first.stop()
    const second = await start()
    expect(second.uri).not.toBe(first.uri)
    const again = await openStore({ uri: second.uri, log: silent })
    expect(await again.directory.institutions.list()).toEqual([anInstitution()])
    expect(await again.ping()).toBe(true)
    await second.stop()
    expect(await again.ping()).toBe(false)
    await again.close()
  })

  it('dies with the process that started it, and a new start at once waits for it', async () => {
    const child = await starter()
    const store = await openStore({ uri: child.uri, log: silent })
    await store.directory.institutions.add(anInstitution())
    await store.close()
    const pid = await mongodPid()
    expect(isAlive(pid)).toBe(true)
    child.kill()
    const next = await start()
    // Gone is gone for the system only when somebody has taken note of it.
    await untilGone(pid)
    const again = await openStore({ uri: next.uri, log: silent })
    expect(await again.directory.institutions.list()).toHaveLength(1)
    await again.close()
    await next.stop()
  })

  it('comes up again after it was killed itself', async () => {
    const child = await starter()
    const store = await openStore({ uri: child.uri, log: silent })
    await store.directory.institutions.add(anInstitution())
    await store.close()
    const pid = await mongodPid()
    process.kill(pid, 'SIGKILL')
    child.kill()
    await untilGone(pid)
    const next = await start()
    const again = await openStore({ uri: next.uri, log: silent })
    expect(await again.directory.institutions.list()).toEqual([anInstitution()])
    await again.close()
    await next.stop()
  })
})
