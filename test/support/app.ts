// The real app on a throw-away database, with a clock to put forward, an LMS in the process and its log in a list.

import { randomBytes } from 'node:crypto'
import type { Server } from 'node:http'
import mongoose, { type mongo } from 'mongoose'
import { afterAll, beforeAll } from 'vitest'
import { type App, buildApp } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import { openLog } from '../../src/log.ts'
import { closeServer, openServer } from '../../src/server.ts'
import { FakePlatform } from './fake-platform.ts'
import { freshUri } from './mongo.ts'
import { NOW } from './setting.ts'
import { Visitor } from './visitor.ts'

export const BASE_URL = 'https://stint.example.edu'

/**
 * A clock that stands still until a test puts it forward. It never stands before today, since
 * the kernel looks at tokens by the machine's clock, nor before the days that builders speak of.
 */
export class TestClock {
  private time = Math.max(Date.now(), NOW.getTime())
  readonly now = (): Date => new Date(this.time)

  forward(ms: number): void {
    this.time += ms
  }
}

export type LogLine = Record<string, unknown> & { text: string }

type Env = Record<string, string>

interface Options {
  /** Environment variables beside the usual ones; made when the app opens, if they have to be. */
  env?: Env | (() => Promise<Env>)
}

/** What a test file holds of the running app; everything is there once the tests run. */
export interface TestApp {
  readonly app: App
  readonly server: Server
  readonly lms: FakePlatform
  readonly raw: mongo.Db
  readonly clock: TestClock
  /** Every line the app has logged. */
  readonly log: LogLine[]
  /** Somebody with a browser that holds nothing yet. */
  visitor(): Visitor
}

interface Opened {
  app: App
  server: Server
  lms: FakePlatform
  close(): Promise<void>
  raw: mongo.Db
}

/** Call at the top of a test file (or a `describe`): the app runs while its tests do. */
export function testApp(options: Options = {}): TestApp {
  const clock = new TestClock()
  const log: LogLine[] = []
  let opened: Opened | null = null
  beforeAll(async () => {
    opened = await open(options, clock, log)
  })
  afterAll(() => opened?.close())
  const now = (): Opened => {
    if (!opened) throw new Error('the app is open only while tests run')
    return opened
  }
  return {
    clock,
    log,
    get app() {
      return now().app
    },
    get server() {
      return now().server
    },
    get lms() {
      return now().lms
    },
    get raw() {
      return now().raw
    },
    visitor: () => new Visitor(now().server),
  }
}

async function open(options: Options, clock: TestClock, log: LogLine[]): Promise<Opened> {
  const env = typeof options.env === 'function' ? await options.env() : options.env
  const uri = env?.MONGODB_URI ?? freshUri()
  const lms = await FakePlatform.start()
  const config = readConfig({
    BASE_URL,
    MONGODB_URI: uri,
    MASTER_KEYS: randomBytes(32).toString('base64'),
    // Nothing listens there: mail stays owed.
    SMTP_URL: 'smtp://127.0.0.1:1',
    MAIL_FROM: 'Stint <stint@stint.example.edu>',
    PRIVATE_PLATFORM_HOSTS: lms.host,
    ...env,
  })
  const lines = { write: (text: string) => void log.push({ ...JSON.parse(text), text }) }
  const app = await buildApp(config, openLog('trace', false, lines), clock)
  const server = await openServer(app.web, 0, '127.0.0.1')
  const client = new mongoose.mongo.MongoClient(uri, { serverSelectionTimeoutMS: 2_000 })
  async function close(): Promise<void> {
    await closeServer(server)
    await app.stop()
    await lms.stop()
    // A test may have taken its own database away.
    await client
      .db()
      .dropDatabase()
      .catch(() => null)
    await client.close()
  }
  return { app, server, lms, close, raw: client.db() }
}

/** Everything that is stored, as text, to see whether a request wrote anything. */
export async function everythingIn(raw: mongo.Db): Promise<string> {
  const names = (await raw.listCollections({}, { nameOnly: true }).toArray()).map((c) => c.name)
  const parts = names.sort().map(async (name) => {
    const documents = await raw.collection(name).find().sort({ _id: 1 }).toArray()
    return documents.map((document) => `${name} ${JSON.stringify(document)}`).join('\n')
  })
  return (await Promise.all(parts)).join('\n')
}
