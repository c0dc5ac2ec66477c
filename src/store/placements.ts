// Placements with their hours, answers, history and debts; saved by version.

import type { Connection, PipelineStage } from 'mongoose'
import type { Placement } from '../domain/placement.ts'
import { Conflict } from '../errors.ts'
import { dueHelpers, literals, reckonDue, savedDebts } from './debt-writes.ts'
import { instant, modelOf, nested, number, plain, schemaOf, shelf, text } from './shelf.ts'

const schema = schemaOf<Placement>(
  {
    institutionId: text,
    personId: text,
    state: text,
    version: number,
    statement: nested,
    request: nested,
    asked: nested,
    answer: nested,
    confirmedHours: number,
    history: nested,
    debts: nested,
    lateReason: text,
    createdAt: instant,
  },
  { nextDueAt: instant, stuck: Boolean },
)

/** The collection behind placements, for debts. */
export function placementModel(connection: Connection) {
  return modelOf(connection, 'placements', schema)
}

export interface PlacementStore {
  /** @throws {NotFound} not here */
  get(id: string): Promise<Placement>
  /** In the order of the ids; one that is not here is left out. */
  getMany(ids: string[]): Promise<Placement[]>
  /** By id, without what happened and what is owed: enough for the arithmetic of many claims. */
  countable(ids: string[]): Promise<Map<string, Placement>>
  /** Newest first. */
  ofPerson(personId: string): Promise<Placement[]>
  add(placement: Placement): Promise<void>
  /**
   * Saves what people changed and raises the version; what workers wrote meanwhile stays.
   * @throws {Conflict} changed since it was read
   */
  save(placement: Placement): Promise<Placement>
  /** Keeps why it was recorded late, once; what is there already stays. */
  addLateReason(id: string, why: string): Promise<void>
  /** How often a person has asked supervisors since then. */
  askedSince(personId: string, since: Date): Promise<number>
  /** Whose other placements somebody has answered about from this address. */
  answeredFor(mail: string, besides: string): Promise<string[]>
}

/** Opens one institution's placements. */
export function placementStore(connection: Connection, institutionId: string): PlacementStore {
  const model = placementModel(connection)
  const own = shelf<Placement>(model, institutionId)
  return {
    get: own.get,
    getMany: async (ids) => {
      const found = new Map((await own.list({ _id: { $in: ids } })).map((p) => [p.id, p]))
      return ids.flatMap((id) => found.get(id) ?? [])
    },
    addLateReason: async (id, lateReason) => {
      // The version moves on, so that nobody's older copy takes it back.
      await own.change(
        { _id: id, lateReason: null },
        { $set: { lateReason }, $inc: { version: 1 } },
      )
    },
    countable: async (ids) => {
      const where = { institutionId, _id: { $in: ids } }
      const found = await model.find(where, { history: 0, debts: 0, asked: 0 }).lean()
      const none = { history: [], debts: {}, asked: [] }
      const placements = found.map((stored) => plain<Placement>({ ...stored, ...none }))
      return new Map(placements.map((placement) => [placement.id, placement]))
    },
    ofPerson: (personId) => own.list({ personId }, { createdAt: -1, _id: -1 }),
    add: (placement) => own.add(placement, dueHelpers(placement.debts)),
    save: async (placement) => {
      const where = { _id: placement.id, version: placement.version }
      const saved = await own.change(where, saving(placement))
      if (!saved) throw new Conflict()
      return saved
    },
    askedSince: async (personId, since) => {
      const placements = await own.list({ personId })
      return placements.flatMap((p) => p.asked).filter((asked) => asked.at >= since).length
    },
    answeredFor: async (mail, besides) => {
      const where = { institutionId, 'answer.byMail': mail, _id: { $ne: besides } }
      return (await model.distinct('personId', where)).map(String)
    },
  }
}

function saving(placement: Placement): PipelineStage[] {
  const { id: _, institutionId: __, debts, version, ...rest } = placement
  return [{ $set: { ...literals(rest), version: version + 1, ...savedDebts(debts) } }, reckonDue]
}
