// Starts the one mongod of a test run, and ends it.

import mongoose from 'mongoose'
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
  await keepWhatExpires(mongo.uri)
  project.provide('mongoUri', mongo.uri)
  return () => mongo.stop()
}

// The tests keep a clock of their own; MongoDB would sweep away by the machine's what is fresh by theirs.
async function keepWhatExpires(uri: string): Promise<void> {
  const client = await mongoose.mongo.MongoClient.connect(uri)
  await client.db('admin').command({ setParameter: 1, ttlMonitorEnabled: false })
  await client.close()
}
