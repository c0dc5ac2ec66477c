// The tool's configuration in the demo: what was given, the demo's own key, and no way out for mail.

import type { Config } from '../config.ts'
import type { Settings } from './data.ts'

/** The configuration on this database; the world fills in its addresses. */
export function configOf(config: Config, settings: Settings, mongodbUri: string): Config {
  const own = Buffer.from(settings.masterKey, 'base64')
  const masterKeys = config.masterKeys.length > 0 ? config.masterKeys : [own]
  return { ...config, mongodbUri, masterKeys }
}

/** The public address somebody asked for; null when it is only the default. */
export function givenBaseUrl({ baseUrl, port }: Config): string | null {
  return baseUrl === `http://localhost:${port}` ? null : baseUrl
}
