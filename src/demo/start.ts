// `npm start` with nothing configured: a database, the demo world on it, and on the first start its story.

import { join } from 'node:path'
import { type Config, ConfigError, isLoopbackUrl } from '../config.ts'
import { openLog } from '../log.ts'
import { startEmbedded } from '../store/embedded.ts'
import { configOf, givenBaseUrl } from './config.ts'
import * as data from './data.ts'
import { greeting } from './greeting.ts'
import { anyPort, portsFor } from './ports.ts'
import { walkAndTell } from './telling.ts'
import { openWorld, type World } from './world.ts'

interface Options {
  config: Config
  /** On throw-away data: the walk, then the end. */
  once: boolean
  /** Forgets the data first. */
  reset: boolean
  say: (line: string) => void
  /** Where data are kept; tests have their own place. */
  dataDir?: string
}

export interface Demo {
  urls: World['urls']
  /** With `once`: whether the walk went well. */
  ok: boolean
  /** Settles when the story has been told: whether it went well. */
  told: Promise<boolean>
  stop(): Promise<void>
}

/**
 * Starts the demo. The first start tells the story while the pages are open already; with `once` it is awaited.
 * @throws {ConfigError} it runs already, a port is taken, or its address is not on this machine
 */
export async function startDemo(options: Options): Promise<Demo> {
  const { config, once, say } = options
  if (!isLoopbackUrl(config.baseUrl)) {
    throw new ConfigError('The demo stays on this machine: BASE_URL must be a loopback address.')
  }
  const dir = once ? null : (options.dataDir ?? data.DATA_DIR)
  if (dir !== null) await prepare(dir, options)
  const begun = await begin(dir, options)
  if (!once) for (const line of greeting(begun.world)) say(line)
  let stopping = false
  const told = tell(begun.world, dir, { say, isStopping: () => stopping })
  const ok = once ? await told : true
  return {
    urls: begun.world.urls,
    ok,
    told,
    stop: async () => {
      stopping = true
      await begun.close()
    },
  }
}

// One demo at a time on a folder; what a first start left half made is made anew.
async function prepare(dir: string, { reset, say }: Options): Promise<void> {
  const running = await data.runningDemo(dir)
  if (running) {
    const where = `open ${running.urls.lms}, or stop process ${running.pid} first.`
    throw new ConfigError(`The demo runs already: ${where}`)
  }
  const cutShort = data.readSettings(dir).story === 'seeding'
  if (cutShort && !reset) say('The first start was cut short; the demo begins anew.')
  if (cutShort || reset) data.forget(dir)
}

interface Begun {
  world: World
  close: () => Promise<void>
}

async function begin(dir: string | null, { config, once, say }: Options): Promise<Begun> {
  const settings = data.readSettings(dir)
  data.saveSettings(dir, settings)
  const mongo = await startEmbedded({ dataDir: dir && join(dir, 'mongodb'), say })
  try {
    const world = await openWorld({
      config: configOf(config, settings, mongo.uri),
      baseUrl: givenBaseUrl(config),
      dataDir: dir,
      take: once && !config.portGiven ? anyPort : portsFor(config, settings.ports),
      log: openLog(config.logLevel === 'info' ? 'warn' : config.logLevel, process.stdout.isTTY),
    })
    if (dir !== null) {
      data.saveSettings(dir, { ...settings, ports: world.ports })
      data.sayRunning(dir, { pid: process.pid, mongodbUri: mongo.uri, urls: world.urls })
    }
    return { world, close: () => closeAll(world, mongo.stop, dir) }
  } catch (error) {
    await mongo.stop()
    throw error
  }
}

async function closeAll(
  world: World,
  stopMongo: () => Promise<void>,
  dir: string | null,
): Promise<void> {
  await world.stop()
  await stopMongo()
  if (dir !== null) data.sayStopped(dir)
}

interface Telling {
  say: (line: string) => void
  isStopping: () => boolean
}

async function tell(world: World, dir: string | null, telling: Telling): Promise<boolean> {
  const { say, isStopping } = telling
  if (data.readSettings(dir).story === 'seeded') return true
  const note = (story: data.Settings['story']): void =>
    data.saveSettings(dir, { ...data.readSettings(dir), story })
  note('seeding')
  try {
    await walkAndTell(world, (line) => isStopping() || say(line))
    note('seeded')
    return true
  } catch (error) {
    if (!isStopping()) say(`The walk failed: ${error instanceof Error ? error.message : error}`)
    return false
  }
}
