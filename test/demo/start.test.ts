// The demo from the first start to the second: what it prints, tells, keeps and refuses.

import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ConfigError, readConfig } from '../../src/config.ts'
import { attachDemo } from '../../src/demo/attach.ts'
import { peopleOf } from '../../src/demo/people.ts'
import { type Demo, startDemo } from '../../src/demo/start.ts'
import { t } from '../../src/text.ts'

// A machine that is busy with other things takes its time.
const LONG_MS = 120_000

const config = readConfig({ LOG_LEVEL: 'silent' })
let dir: string
let told: string[] = []

function start(changes: Partial<Parameters<typeof startDemo>[0]> = {}): Promise<Demo> {
  told = []
  const say = (line: string): void => void told.push(line)
  return startDemo({ config, once: false, reset: false, say, dataDir: dir, ...changes })
}

const json = async (name: string) => JSON.parse(await readFile(join(dir, name), 'utf8'))

async function gradesIn(demo: Demo) {
  const headers = { Cookie: 'lms_canvas=elena' }
  return (await fetch(`${demo.urls.lms}/canvas/grades.json`, { headers })).json()
}

describe('the demo', () => {
  let demo: Demo
  let grades: unknown

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'demo-'))
    // As a first start leaves it that was cut short in the middle.
    await writeFile(join(dir, 'settings.json'), JSON.stringify({ story: 'seeding' }))
    await writeFile(join(dir, 'lms.json'), '{"half":')
    demo = await start()
  })
  afterAll(async () => {
    await demo.stop()
    await rm(dir, { recursive: true })
  })

  test('begins anew what was cut short, and prints where to go before the story is told', async () => {
    const list = told.join('\n')
    for (const url of Object.values(demo.urls)) expect(list).toContain(url)
    expect(list).toContain('cut short')
  })

  test(
    'tells the whole story on the first start, each step with its time',
    async () => {
      expect(await demo.told, told.join('\n')).toBe(true)
      expect(told.filter((line) => /✓ .+ \d+ ms$/.test(line))).toHaveLength(18)
      expect(told.some((line) => line.includes('✗'))).toBe(false)
      grades = await gradesIn(demo)
      const chloe = { id: 'grade-1-chloe', points: '92', note: 'by hand' }
      expect(grades).toContainEqual(expect.objectContaining(chloe))
    },
    LONG_MS,
  )

  test('leaves Dr Rivera six claims with nothing unusual, and one with', async () => {
    const queue = await peopleOf(demo).launch({ kind: 'canvas', key: 'elena' }, null)
    expect(queue.text).toContain(t('reviews.summary', { count: 7 }))
    expect(queue.text.split(t('reviews.nothingUnusual'))).toHaveLength(1 + 6)
  })

  test('tells commands where it is, and keeps its key to its owner', async () => {
    const said = await json('demo.json')
    expect(said).toMatchObject({ pid: process.pid, urls: demo.urls })
    const attached = await attachDemo(config, dir)
    await attached.stop()
    expect(attached.config).toMatchObject({ mongodbUri: said.mongodbUri, baseUrl: demo.urls.tool })
    expect((await stat(join(dir, 'settings.json'))).mode & 0o077).toBe(0)
  })

  test('refuses a second demo on the same data', async () => {
    await expect(start({ reset: true })).rejects.toThrow(ConfigError)
    expect(existsSync(join(dir, 'mongodb'))).toBe(true)
  })

  test(
    'keeps gradebook, addresses and data when it is started again, and does not walk again',
    async () => {
      await demo.stop()
      expect(existsSync(join(dir, 'demo.json'))).toBe(false)
      const before = demo.urls
      demo = await start()
      expect(await demo.told).toBe(true)
      expect(told.some((line) => line.includes('✓'))).toBe(false)
      expect(demo.urls).toEqual(before)
      expect(await gradesIn(demo)).toEqual(grades)
    },
    LONG_MS,
  )
})

describe('ports and addresses', () => {
  test('a PORT that was asked for and is taken ends the start with a readable line', async () => {
    const taken = createServer().listen(0, '127.0.0.1')
    await once(taken, 'listening')
    const port = portOf(taken)
    const given = readConfig({ PORT: String(port), LOG_LEVEL: 'silent' })
    await expect(start({ config: given, once: true })).rejects.toThrow(`Port ${port} is taken`)
    taken.close()
  })

  test('a public address on another machine is refused', async () => {
    const elsewhere = readConfig({ BASE_URL: 'https://stint.example.edu' })
    await expect(start({ config: elsewhere })).rejects.toThrow(ConfigError)
  })
})

function portOf(server: Server): number {
  const address = server.address()
  return address !== null && typeof address === 'object' ? address.port : 0
}
