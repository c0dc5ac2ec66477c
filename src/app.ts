// Joins everything: the core, its pages and its worker.

import type { Express } from 'express'
import type { Config } from './config.ts'
import { type Clock, type Core, openCore } from './core.ts'
import { frameOrigins, signedInOrigins } from './domain/platform.ts'
import { NotFound } from './errors.ts'
import { type Nightly, startNightly } from './jobs/nightly.ts'
import { startWorker, type Worker } from './jobs/worker.ts'
import type { Logger } from './log.ts'
import type { Context } from './services/context.ts'
import { webApp } from './web/app.ts'
import { openMetrics } from './web/machine/metrics.ts'

export interface App {
  core: Core
  web: Express
  /** For METRICS_PORT; null when that is not set. */
  metrics: Express | null
  /** From here on `/health/ready` says no, so that no new work is sent to this process. */
  drain(): void
  /** Finishes what the worker runs, then closes the database. */
  stop(): Promise<void>
}

/** The whole tool: its pages, and a worker that pays what is owed. */
export async function buildApp(config: Config, log: Logger, clock?: Clock): Promise<App> {
  const core = await openCore(config, log, clock)
  const worker = startWorker({ contexts: () => workerContexts(core) })
  const nightly = startNightly({ contexts: () => workerContexts(core) })
  const metrics = config.metricsPort === null ? null : openMetrics(() => owedBy(core))
  let draining = false
  const web = webApp({
    config,
    hands: core.hands,
    views: core.views,
    lti: core.lti.door,
    contextFor: core.contextFor,
    desk: core.lti.desk,
    frameOrigins: (...asked) => originsOf(core, ...asked),
    wake: worker.wake,
    ready: async () => !draining && (await core.store.ping()),
    metrics,
  })
  const drain = () => {
    draining = true
  }
  return {
    core,
    web,
    metrics: metrics?.app ?? null,
    drain,
    stop: () => stopAll(worker, nightly, core),
  }
}

async function workerContexts(core: Core): Promise<Context[]> {
  const institutions = await core.store.directory.institutions.list()
  return institutions.map((institution) => core.contextFor({ kind: 'worker' }, institution))
}

async function owedBy(core: Core): Promise<{ due: number; stuck: number }> {
  const total = { due: 0, stuck: 0 }
  for (const { store } of await workerContexts(core)) {
    const { due, stuck } = await store.debts.counts()
    total.due += due
    total.stuck += stuck
  }
  return total
}

const MOST_ORIGINS = 100

// A registration that is no more frames nothing.
function orNothing(error: unknown): null {
  if (error instanceof NotFound) return null
  throw error
}

async function originsOf(
  core: Core,
  institutionId: string,
  platformId: string | null,
  launchedFrom: string | null = null,
) {
  if (platformId !== null) {
    const { registrations } = core.store.within(institutionId)
    const platform = await registrations.get(platformId).catch(orNothing)
    return platform ? signedInOrigins(platform, launchedFrom) : []
  }
  const platforms = await core.store.within(institutionId).platforms.list()
  return [...new Set(platforms.flatMap(frameOrigins))].slice(0, MOST_ORIGINS)
}

async function stopAll(worker: Worker, nightly: Nightly, core: Core): Promise<void> {
  await Promise.all([worker.stop(), nightly.stop()])
  await core.close()
}
