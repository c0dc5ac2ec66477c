// Starts the one mongod of a test run, and ends it.

import type { TestProject } from 'vitest/node'
import { startEmbedded } from '../../src/store/embedded.ts'

declare module 'vitest' {
  interface ProvidedContext {
    mongoUri: string
  }
}

/** Before all tests; what it returns runs after them. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const say = (line: string): void => void process.stdout.write(`${line}\n`)
  const mongo = await startEmbedded({ dataDir: null, say })
  project.provide('mongoUri', mongo.uri)
  return () => mongo.stop()
}
