// LMS registrations of an institution.

import type { Connection } from 'mongoose'
import type { Platform, PlatformFacts, PlatformUpdate } from '../domain/platform.ts'
import { Conflict, NotFound } from '../errors.ts'
import { claimModel } from './claims.ts'
import { updateOne } from './direct.ts'
import {
  flag,
  instant,
  modelOf,
  nested,
  type Shelf,
  schemaOf,
  shelf,
  text,
  texts,
} from './shelf.ts'

const schema = schemaOf<Platform>({
  institutionId: text,
  name: text,
  kind: text,
  issuer: text,
  clientId: text,
  loginUrl: text,
  tokenUrl: text,
  jwksUrl: text,
  tokenAudience: text,
  origins: texts,
  learnedOrigins: texts,
  test: flag,
  launchRoleEnough: flag,
  state: text,
  registered: nested,
  update: nested,
  lastLaunchAt: instant,
  lastStep: text,
  lastTokenAt: instant,
  lastScoreAt: instant,
  lastTrouble: nested,
})

/** How many origins one LMS may teach us. */
const MOST_LEARNT = 10
/** A class of 300 arrives at once; one note of it is enough. */
const NOTE_EVERY_MS = 10_000

export type PlatformNote = Partial<
  Pick<Platform, 'lastLaunchAt' | 'lastStep' | 'lastTokenAt' | 'lastScoreAt' | 'lastTrouble'>
>

export interface PlatformStore {
  /** @throws {NotFound} not here */
  get(id: string): Promise<Platform>
  list(): Promise<Platform[]>
  /** By issuer and client id; without a client id only when one registration alone has the issuer. */
  find(issuer: string, clientId: string | null): Promise<Platform | null>
  /** @throws {Conflict} this issuer and client id are registered already */
  add(platform: Platform): Promise<void>
  /** Notes when something last happened; launches are noted at most every few seconds. */
  note(id: string, facts: PlatformNote): Promise<void>
  /** @throws {NotFound} not here */
  setState(id: string, state: Platform['state']): Promise<Platform>
  /** From one of these states only. @throws {NotFound} not here. {Conflict} in another state meanwhile */
  move(id: string, from: Platform['state'][], to: Platform['state']): Promise<Platform>
  /** @throws {NotFound} not here. {Conflict} another registration has this issuer and client id */
  change(id: string, facts: PlatformFacts | Pick<Platform, 'launchRoleEnough'>): Promise<Platform>
  /** Keeps what it said of itself anew; nothing else changes. @throws {NotFound} not here */
  offerUpdate(id: string, update: PlatformUpdate): Promise<Platform>
  /**
   * Ends an update, and with it, where it is approved, changes what it changes.
   * @throws {NotFound} not here. {Conflict} another update meanwhile, or another registration has this issuer and client id
   */
  settleUpdate(id: string, update: PlatformUpdate, approved: boolean): Promise<Platform>
  /** Remembers an origin that a verified launch came from; the first few only. */
  learnOrigin(id: string, origin: string): Promise<void>
  /** Removes a registration. @throws {NotFound} not here. {Conflict} `platform.owesScores`: a score is owed through it */
  remove(id: string): Promise<void>
}

/** Opens one institution's registrations. */
export function platformStore(
  connection: Connection,
  institutionId: string,
  wrote?: () => void,
): PlatformStore {
  const model = modelOf(connection, 'platforms', schema)
  const own = shelf<Platform>(model, institutionId, wrote)
  const noted = new Map<string, number>()
  return {
    get: own.get,
    list: () => own.list({}),
    find: async (issuer, clientId) => {
      if (clientId !== null) return own.find({ issuer, clientId })
      const all = await own.list({ issuer })
      return all.length === 1 ? (all[0] ?? null) : null
    },
    add: (platform) => own.add(platform),
    note: async (id, facts) => {
      const at = facts.lastLaunchAt?.getTime()
      if (at !== undefined && at - (noted.get(id) ?? 0) < NOTE_EVERY_MS) return
      if (at !== undefined) noted.set(id, at)
      const where = { institutionId, _id: id, ...unlessJustNoted(facts) }
      // What is only noted is nothing that anybody goes by: nobody has to forget.
      await updateOne(model, where, { $set: facts })
    },
    ...changesOf(own),
    learnOrigin: async (id, origin) => {
      const room = {
        learnedOrigins: { $ne: origin },
        [`learnedOrigins.${MOST_LEARNT - 1}`]: { $exists: false },
      }
      await own.change({ _id: id, ...room }, { $push: { learnedOrigins: origin } })
    },
    remove: async (id) => {
      const owed = { platformId: id, 'debts.score.state': { $in: ['due', 'stuck'] } }
      if (await shelf(claimModel(connection), institutionId).some(owed)) {
        throw new Conflict('platform.owesScores')
      }
      if ((await own.remove({ _id: id })) === 0) throw new NotFound()
    },
  }
}

type Changes = 'setState' | 'move' | 'change' | 'offerUpdate' | 'settleUpdate'

function changesOf(own: Shelf<Platform>): Pick<PlatformStore, Changes> {
  return {
    setState: async (id, state) => {
      const changed = await own.change({ _id: id }, { $set: { state } })
      if (!changed) throw new NotFound()
      return changed
    },
    move: async (id, from, to) => {
      const moved = await own.change({ _id: id, state: { $in: from } }, { $set: { state: to } })
      if (moved) return moved
      await own.get(id)
      throw new Conflict()
    },
    change: async (id, facts) => {
      const changed = await own.change({ _id: id }, { $set: facts })
      if (!changed) throw new NotFound()
      return changed
    },
    offerUpdate: async (id, update) => {
      const changed = await own.change({ _id: id }, { $set: { update } })
      if (!changed) throw new NotFound()
      return changed
    },
    settleUpdate: async (id, { facts, registered }, approved) => {
      const same = { _id: id, 'update.registered.at': registered.at }
      const set = approved ? { ...facts, registered, update: null } : { update: null }
      const changed = await own.change(same, { $set: set })
      if (changed) return changed
      await own.get(id)
      throw new Conflict('platform.updateGone')
    },
  }
}

function unlessJustNoted({ lastLaunchAt }: PlatformNote): object {
  if (!lastLaunchAt) return {}
  const before = new Date(lastLaunchAt.getTime() - NOTE_EVERY_MS)
  return { $or: [{ lastLaunchAt: null }, { lastLaunchAt: { $lte: before } }] }
}
