// Placements with their hours, answers, history and debts; saved by version.

import type { Connection, PipelineStage } from 'mongoose'
import type { Placement } from '../domain/placement.ts'
import { Conflict } from '../errors.ts'
import { dueHelpers, literals, reckonDue, savedDebts } from './debt-writes.ts'
import { instant, modelOf, nested, number, schemaOf, shelf, text } from './shelf.ts'

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
  /** Newest first. */
  ofPerson(personId: string): Promise<Placement[]>
  add(placement: Placement): Promise<void>
  /**
   * Saves what people changed and raises the version; what workers wrote meanwhile stays.
   * @throws {Conflict} changed since it was read
   */
  save(placement: Placement): Promise<Placement>
  /** How often a person has asked supervisors since then. */
  askedSince(personId: string, since: Date): Promise<number>
  /** True when somebody has answered from this address before, about any other placement. */
  addressAnswered(mail: string, besides: string): Promise<boolean>
}

/** Opens one institution's placements. */
export function placementStore(connection: Connection, institutionId: string): PlacementStore {
  const own = shelf<Placement>(placementModel(connection), institutionId)
  return {
    get: own.get,
    getMany: async (ids) => {
      const found = new Map((await own.list({ _id: { $in: ids } })).map((p) => [p.id, p]))
      return ids.flatMap((id) => found.get(id) ?? [])
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
    addressAnswered: (mail, besides) => own.some({ 'answer.byMail': mail, _id: { $ne: besides } }),
  }
}

function saving(placement: Placement): PipelineStage[] {
  const { id: _, institutionId: __, debts, version, ...rest } = placement
  return [{ $set: { ...literals(rest), version: version + 1, ...savedDebts(debts) } }, reckonDue]
}
