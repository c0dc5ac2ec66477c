// What pages, worker and command line share: the database, the way to LMSs, and the mail.

import type { Config } from './config.ts'
import type { Institution } from './domain/institution.ts'
import type { Platform } from './domain/platform.ts'
import type { Logger } from './log.ts'
import { openLti } from './lti/door.ts'
import { smtpMailer } from './mail/mailer.ts'
import { newId, newSecret } from './random.ts'
import type { Actor, Context, Hands } from './services/context.ts'
import { openStore, type Store } from './store/index.ts'
import { openViews, type Views } from './views.ts'

type Lti = Awaited<ReturnType<typeof openLti>>

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

/** The clock, for those who need another. */
export type Clock = Pick<Hands, 'now'>

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
