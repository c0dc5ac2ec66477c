// Starts the process and stops it cleanly: the tool where a database is configured, else the demo world.

import { existsSync } from 'node:fs'
import type { Server } from 'node:http'
import { buildApp } from './app.ts'
import { type Config, ConfigError, readConfig } from './config.ts'
import { openLog } from './log.ts'
import { closeServer, openServer } from './server.ts'

/** Something that runs until it is told to stop. */
export interface Running {
  stop(): Promise<void>
}

/** The demo, as `src/demo/start.ts` starts it; it is not part of the production image. */
type StartDemo = (options: {
  config: Config
  once: boolean
  reset: boolean
  say: (line: string) => void
}) => Promise<Running & { ok: boolean }>

const STOP_MS = 10_000
const say = (line: string): void => void process.stdout.write(`${line}\n`)

async function main(): Promise<void> {
  const flags = new Set(process.argv.slice(2))
  const config = readConfig(process.env)
  if (config.mongodbUri !== null) return stopOnSignal(await startTool(config))
  const demo = await startDemo(config, flags)
  if (!flags.has('--once')) return stopOnSignal(demo)
  await demo.stop()
  process.exitCode = demo.ok ? 0 : 1
}

async function startDemo(config: Config, flags: Set<string>): Promise<Running & { ok: boolean }> {
  // Named at run time, so that the build for production leaves it out.
  const place = new URL('demo/start.ts', import.meta.url)
  if (!existsSync(place)) throw new ConfigError('Stint cannot start:\n  - MONGODB_URI is missing')
  const { startDemo: start }: { startDemo: StartDemo } = await import(place.href)
  return start({ config, once: flags.has('--once'), reset: flags.has('--reset'), say })
}

async function startTool(config: Config): Promise<Running> {
  const log = openLog(config.logLevel, process.stdout.isTTY)
  const app = await buildApp(config, log)
  const servers: Server[] = []
  async function stop(): Promise<void> {
    app.drain()
    await Promise.all(servers.map(closeServer))
    await app.stop()
  }
  try {
    servers.push(await openServer(app.web, config.port))
    if (app.metrics && config.metricsPort) {
      servers.push(await openServer(app.metrics, config.metricsPort))
    }
  } catch (error) {
    // A port is taken: what is open already would keep the process alive.
    await stop()
    throw error
  }
  log.info({ port: config.port }, 'Stint is open')
  return { stop: () => stop().then(() => log.info('Stint is closed')) }
}

// The first signal drains, within 10 s; the second ends at once.
function stopOnSignal(running: Running): void {
  let stopping = false
  const onSignal = (): void => {
    if (stopping) process.exit(1)
    stopping = true
    setTimeout(() => process.exit(1), STOP_MS).unref()
    running.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    )
  }
  process.on('SIGTERM', onSignal)
  process.on('SIGINT', onSignal)
}

main().catch((error: unknown) => {
  const readable = error instanceof ConfigError || (error instanceof Error && 'code' in error)
  process.stderr.write(`${readable && error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
})
