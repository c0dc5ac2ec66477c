// The demo world in one process: the tool, the LMS and the mail catcher, each knowing the others, on a given database.

import { join } from 'node:path'
import { type App, buildApp } from '../app.ts'
import type { Config } from '../config.ts'
import type { Logger } from '../log.ts'
import { closeServer, openServer } from '../server.ts'
import type { Context } from '../services/context.ts'
import { type MailCatcher, startMailCatcher } from './catcher/catcher.ts'
import { openDoor } from './door.ts'
import type { Tool } from './lms/model.ts'
import { type Lms, startLms } from './lms/server.ts'
import { officeAddress, openNorthfield, SLUG } from './northfield.ts'
import { type Ports, portIn, type Take } from './ports.ts'

export interface World {
  urls: { tool: string; lms: string; mail: string }
  ports: Ports
  app: App
  /** Northfield University, as nobody in particular. */
  ctx: Context
  lms: Lms
  mail: MailCatcher
  stop: () => Promise<void>
}

export interface WorldOptions {
  /** Addresses are filled in here; the rest is taken as it is. */
  config: Config
  /** Where people reach the tool; null for `localhost` and the port it got. */
  baseUrl: string | null
  /** Where the LMS and the mails are kept; null keeps them in memory. */
  dataDir: string | null
  take: Take
  log: Logger
  clock?: { now: () => Date }
}

type Closers = (() => Promise<void>)[]

/**
 * Opens the world; what was begun is closed again when something fails.
 * @throws {Error} a port that must be had is taken, or the database does not answer
 */
export async function openWorld(options: WorldOptions): Promise<World> {
  const closers: Closers = []
  const stop = async (): Promise<void> => {
    for (const close of closers.splice(0).reverse()) await close()
  }
  try {
    return { ...(await openAll(options, closers)), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function openAll(options: WorldOptions, closers: Closers): Promise<Omit<World, 'stop'>> {
  const { take, dataDir, clock } = options
  const kept = (name: string): string | null => (dataDir === null ? null : join(dataDir, name))
  const mail = await startMailCatcher({ take, file: kept('mail.json') })
  closers.push(mail.stop)
  const door = await take('tool', openDoor)
  closers.push(door.close)
  const baseUrl = options.baseUrl ?? `http://localhost:${door.port}`
  const office: { ctx: Context | null } = { ctx: null }
  const lms = await take('lms', (port) =>
    startLms({ ...clock, port, tool: toolAt(baseUrl), file: kept('lms.json'), around: around() }),
  )
  closers.push(lms.stop)
  mail.onMail(({ to }) => lms.happened(`mail ${to.join(' ')}`))
  const app = await buildApp(configFor(options, { baseUrl, door, lms, mail }), options.log, clock)
  // Nobody comes in any more before the app ends, and the LMS is there as long as the app may call it.
  closers.push(app.stop, door.close, async () => app.drain())
  if (app.metrics && options.config.metricsPort !== null) {
    const metrics = await openServer(app.metrics, options.config.metricsPort, '127.0.0.1')
    closers.push(() => closeServer(metrics))
  }
  office.ctx = await openNorthfield(app, lms)
  door.serve(app.web)
  const urls = { tool: baseUrl, lms: lms.url, mail: mail.url }
  const ports = { tool: door.port, lms: portIn(lms.url), ...mail.ports }
  return { urls, ports, app, ctx: office.ctx, lms, mail }

  function around() {
    const officeDoor = async (name: Parameters<typeof officeAddress>[1]): Promise<string> =>
      office.ctx ? officeAddress(office.ctx, name) : baseUrl
    return { mailUrl: mail.url, officeDoor }
  }
}

function toolAt(baseUrl: string): Tool {
  const at = `${baseUrl}/lti/${SLUG}`
  return { loginUrl: `${at}/login`, launchUrl: `${at}/launch`, jwksUrl: `${at}/jwks.json` }
}

interface Parts {
  baseUrl: string
  door: { port: number }
  lms: Lms
  mail: MailCatcher
}

// In the demo mail goes to the catcher, and only the demo's own LMS may be called on loopback.
function configFor({ config }: WorldOptions, { baseUrl, door, lms, mail }: Parts): Config {
  const privatePlatformHosts = [new URL(lms.url).host]
  return { ...config, port: door.port, baseUrl, smtpUrl: mail.smtpUrl, privatePlatformHosts }
}
