// Joins everything: configuration to store, LMS, mail, pages and worker. The only file that knows everyone.

import type { Express } from 'express'
import type { Config } from './config.ts'
import type { Institution } from './domain/institution.ts'
import { frameOrigins, type Platform, signedInOrigins } from './domain/platform.ts'
import { NotFound } from './errors.ts'
import { type Nightly, startNightly } from './jobs/nightly.ts'
import { startWorker, type Worker } from './jobs/worker.ts'
import type { Logger } from './log.ts'
import { openLti } from './lti/door.ts'
import { smtpMailer } from './mail/mailer.ts'
import { newId, newSecret } from './random.ts'
import type { Actor, Context, Hands } from './services/context.ts'
import { openStore, type Store } from './store/index.ts'
import { openViews, type Views } from './views.ts'
import { webApp } from './web/app.ts'
import { openMetrics } from './web/machine/metrics.ts'

export type Lti = Awaited<ReturnType<typeof openLti>>

/** What pages, worker and command line share. */
export interface Core {
  store: Store
  /** The migrations that this start applied. */
  migrated: string[]
  lti: Lti
  hands: Hands
  views: Views
  contextFor: (actor: Actor, institution: Institution) => Context
  close(): Promise<void>
}

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

/** The clock, for those who need another. */
type Clock = Pick<Hands, 'now'>

/** Opens the database (migrating it), the way to LMSs and the mail. */
export async function openCore(config: Config, log: Logger, clock?: Clock): Promise<Core> {
  const now = clock?.now ?? (() => new Date())
  const store = await openStore({ uri: config.mongodbUri ?? '', log, now })
  const migrated = await store.migrate()
  const views = openViews()
  const lti = await openLti({
    masterKeys: config.masterKeys,
    baseUrl: config.baseUrl,
    privateHosts: config.privatePlatformHosts,
    keys: store.keys,
    platforms: {
      find: (institutionId, issuer, clientId) =>
        store.within(institutionId).registrations.find(issuer, clientId),
      get: (institutionId, platformId) => store.within(institutionId).registrations.get(platformId),
    },
    now,
    log,
    onToken: (platform, trouble) => noteToken(store, platform, trouble, now()),
  })
  const mail = smtpMailer({ url: config.smtpUrl ?? '', from: config.mailFrom, views })
  const { baseUrl } = config
  const { directory } = store
  const hands: Hands = { directory, lms: lti.lms, mail, now, newId, newSecret, baseUrl, log }
  return {
    store,
    migrated,
    lti,
    hands,
    views,
    contextFor: (actor, institution) => ({
      ...hands,
      actor,
      institution,
      store: store.within(institution.id),
    }),
    async close() {
      mail.close()
      await store.close()
    },
  }
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

// What the administrator sees of it; an LMS that gives none is the first thing to look at.
function noteToken(
  store: Store,
  { id, institutionId }: Platform,
  trouble: string | null,
  at: Date,
) {
  const { platforms } = store.within(institutionId)
  const said = trouble === null ? { lastTokenAt: at } : { lastTrouble: { at, text: trouble } }
  platforms.note(id, said).catch(() => {})
}

async function stopAll(worker: Worker, nightly: Nightly, core: Core): Promise<void> {
  await Promise.all([worker.stop(), nightly.stop()])
  await core.close()
}
