// `stint seed`: fills the demo with its story, where that has not happened yet.

import { readConfig } from '../config.ts'
import { DATA_DIR, readSettings, runningDemo } from './data.ts'
import { startDemo } from './start.ts'

/**
 * Tells the story on the demo's own data, once.
 * @returns whether the story is there now
 */
export async function seedDemo(say: (line: string) => void): Promise<boolean> {
  if ((await runningDemo(DATA_DIR)) !== null) {
    say('The demo runs, and tells its story by itself.')
    return readSettings(DATA_DIR).story === 'seeded'
  }
  const demo = await startDemo({ config: readConfig(process.env), once: false, reset: false, say })
  const ok = await demo.told
  await demo.stop()
  return ok
}
