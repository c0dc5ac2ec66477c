// The demo world for tests: everything real, on throw-away data and free ports, quiet.

import { randomBytes } from 'node:crypto'
import { readConfig } from '../../src/config.ts'
import { anyPort } from '../../src/demo/ports.ts'
import { openWorld, type World } from '../../src/demo/world.ts'
import { openLog } from '../../src/log.ts'
import type { Store } from '../../src/store/index.ts'
import { freshUri } from './mongo.ts'

export interface TestWorld extends World {
  toolUrl: string
  lmsUrl: string
  store: Store
}

/** Starts the world; `stop` ends all of it. A clock moves tool and LMS together. */
export async function startWorld(
  options: { clock?: { now: () => Date }; mongodbUri?: string } = {},
): Promise<TestWorld> {
  const config = readConfig({
    MONGODB_URI: options.mongodbUri ?? freshUri(),
    MASTER_KEYS: randomBytes(32).toString('base64'),
    SMTP_URL: 'smtp://127.0.0.1:1',
    MAIL_FROM: 'Stint <stint@localhost>',
  })
  const world = await openWorld({
    config,
    baseUrl: null,
    dataDir: null,
    take: anyPort,
    log: openLog('silent', false),
    ...(options.clock ? { clock: options.clock } : {}),
  })
  return {
    ...world,
    toolUrl: world.urls.tool,
    lmsUrl: world.urls.lms,
    store: world.app.core.store,
  }
}
