// For commands: the running demo's database, or the demo's own database started for the length of one command.

import { join } from 'node:path'
import type { Config } from '../config.ts'
import { startEmbedded } from '../store/embedded.ts'
import { configOf, givenBaseUrl } from './config.ts'
import * as data from './data.ts'

/**
 * Finds the demo, or starts its database.
 * @throws {Error} no database to be had
 */
export async function attachDemo(
  config: Config,
  dir: string = data.DATA_DIR,
): Promise<{ config: Config; stop(): Promise<void> }> {
  const settings = data.readSettings(dir)
  data.saveSettings(dir, settings)
  const running = await data.runningDemo(dir)
  const { uri, stop } = running
    ? { uri: running.mongodbUri, stop: async () => {} }
    : await startEmbedded({ dataDir: join(dir, 'mongodb'), say: (line) => console.error(line) })
  const { tool, lms } = settings.ports ?? { tool: config.port, lms: 3100 }
  const baseUrl = running?.urls.tool ?? givenBaseUrl(config) ?? `http://localhost:${tool}`
  const privatePlatformHosts = [`127.0.0.1:${lms}`]
  return { config: { ...configOf(config, settings, uri), baseUrl, privatePlatformHosts }, stop }
}
