// What a command works on: the configured database, else the demo's.

import { type Config, readConfig } from '../config.ts'
import { type Core, openCore } from '../core.ts'
import { openLog } from '../log.ts'

/** Finds the running demo, or starts its database for the length of the command. */
type AttachDemo = (config: Config) => Promise<{ config: Config; stop(): Promise<void> }>

/** Opens everything a command needs; closing it closes what was started for it. */
export async function openForCommand(): Promise<Core> {
  const config = readConfig(process.env)
  if (config.mongodbUri !== null) return openCore(config, openLog('silent', false))
  // Named at run time, so that the build for production leaves it out.
  const place = '../demo/attach.ts'
  const { attachDemo }: { attachDemo: AttachDemo } = await import(place)
  const demo = await attachDemo(config)
  const core = await openCore(demo.config, openLog('silent', false))
  return {
    ...core,
    async close() {
      await core.close()
      await demo.stop()
    },
  }
}
