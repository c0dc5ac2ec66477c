// One institution's part of one collection: plain objects in and out, every query scoped.

import mongoose, { type Connection, type Model, type PipelineStage, Schema } from 'mongoose'
import { Conflict, NotFound } from '../errors.ts'
import { readAll, readOne } from './direct.ts'
import { tenant } from './tenant.ts'

export type Fields = Record<string, unknown>
export type Stored = Fields & { _id: string }
/** A stage of an update, or an expression in one. */
export type Expression = unknown

/** Types of stored fields. What is nested is checked by the domain's types, not here again. */
export const text = String
export const number = Number
export const instant = Date
export const flag = Boolean
export const texts = [String]
export const nested = Schema.Types.Mixed

type FieldType =
  | typeof text
  | typeof number
  | typeof instant
  | typeof flag
  | typeof texts
  | typeof nested

const OPTIONS = {
  versionKey: false,
  id: false,
  minimize: false,
  strict: 'throw',
  strictQuery: 'throw',
  autoIndex: false,
  autoCreate: false,
} as const

/** The schema of one noun: all fields of its domain type but the id, which is `_id`. */
export function schemaOf<T>(
  fields: Record<Exclude<keyof T, 'id'>, FieldType>,
  helpers: Record<string, FieldType> = {},
): Schema {
  return new Schema({ _id: text, ...fields, ...helpers }, OPTIONS)
}

/** The collection as Mongoose sees it; `scoped` ones refuse queries without an institution. */
export function modelOf(
  connection: Connection,
  name: string,
  schema: Schema,
  scope: 'scoped' | 'directory' = 'scoped',
): Model<Stored> {
  const key = `${scope}:${name}`
  const known = connection.models[key]
  if (known) return known as Model<Stored>
  const own = schema.clone()
  if (scope === 'scoped') own.plugin(tenant)
  return connection.model(key, own, name) as unknown as Model<Stored>
}

/** A stored document as the domain knows it: without what only the store knows, the helpers of indexes. */
export function plain<T>(stored: object): T {
  const {
    _id: id,
    nextDueAt,
    stuck,
    mailKey,
    mailDomain,
    sisFirst,
    asks,
    ...facts
  } = stored as Stored
  return { id, ...facts } as T
}

/** What a unique index over a field says when it says no. */
const SAID = { counts: 'claim.heldElsewhere', approvalNumber: 'claim.approvedMeanwhile' }

/** What a failed write means: a unique index said no, or something else that is passed on. */
export function asConflict(error: unknown): unknown {
  if (!(error instanceof mongoose.mongo.MongoServerError) || error.code !== 11000) return error
  const said = Object.entries(SAID).find(([field]) => field in Object(error.keyPattern))
  return new Conflict(said?.[1], { cause: error })
}

export interface Shelf<T> {
  find(where: Fields): Promise<T | null>
  /** @throws {NotFound} not here, or another institution's */
  get(id: string): Promise<T>
  /** In the given order, else as they were made; at most so many of them. */
  list(where: Fields, sort?: Record<string, 1 | -1>, most?: number): Promise<T[]>
  /** By id; one that is not here is left out. */
  getMany(ids: string[]): Promise<Map<string, T>>
  some(where: Fields): Promise<boolean>
  count(where: Fields): Promise<number>
  /** @throws {Conflict} a unique index holds the same */
  add(thing: T, helpers?: Fields): Promise<void>
  /** The document after one atomic update; null when none fits. @throws {Conflict} a unique index says no */
  change(where: Fields, update: Fields | PipelineStage[]): Promise<T | null>
  remove(where: Fields): Promise<number>
}

/** Opens the shelf of one noun for one institution; `wrote` is told when what it held may have changed. */
export function shelf<T extends { id: string; institutionId: string }>(
  model: Model<Stored>,
  institutionId: string,
  wrote: () => void = () => {},
): Shelf<T> {
  const own = (where: Fields) => ({ ...where, institutionId })
  const find = async (where: Fields): Promise<T | null> => {
    const stored = await readOne(model, own(where))
    return stored ? plain<T>(stored) : null
  }
  const list: Shelf<T>['list'] = async (where, sort, most = 0) => {
    const found = await readAll(model, own(where), { ...(sort ? { sort } : {}), limit: most })
    // Ids grow with time. Asked to sort by them, the database may walk through everything by its index of ids.
    if (!sort) found.sort((a, b) => (a._id < b._id ? -1 : 1))
    return found.map((stored) => plain<T>(stored))
  }
  return {
    find,
    list,
    getMany: async (ids) =>
      ids.length === 0
        ? new Map()
        : new Map(
            (await list({ _id: { $in: [...new Set(ids)] } })).map((thing) => [thing.id, thing]),
          ),
    get: async (id) => {
      const thing = await find({ _id: id })
      if (!thing) throw new NotFound()
      return thing
    },
    some: async (where) => (await readOne(model, own(where), { _id: 1 })) !== null,
    count: (where) => model.countDocuments(own(where)),
    add: async (thing, helpers = {}) => {
      await insert(model, institutionId, thing, helpers)
      wrote()
    },
    change: async (where, update) => {
      const stored = await changed(model, own(where), update)
      wrote()
      return stored ? plain<T>(stored) : null
    },
    remove: async (where) => {
      const { deletedCount } = await model.deleteMany(own(where))
      wrote()
      return deletedCount
    },
  }
}

async function insert(
  model: Model<Stored>,
  institutionId: string,
  thing: { id: string; institutionId: string },
  helpers: Fields,
): Promise<void> {
  if (thing.institutionId !== institutionId) throw new Error('a document of another institution')
  const { id, ...rest } = thing
  try {
    await model.create({ _id: id, ...rest, ...helpers })
  } catch (error) {
    throw asConflict(error)
  }
}

async function changed(model: Model<Stored>, where: Fields, update: Fields | PipelineStage[]) {
  try {
    const updatePipeline = Array.isArray(update)
    return await model
      .findOneAndUpdate(where, update as Fields, { returnDocument: 'after', updatePipeline })
      .lean()
  } catch (error) {
    throw asConflict(error)
  }
}
