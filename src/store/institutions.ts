// Institutions: the tenants themselves, so not scoped to one.

import type { Connection } from 'mongoose'
import { type Institution, type InstitutionSettings, NO_SETTINGS } from '../domain/institution.ts'
import { NotFound } from '../errors.ts'
import { shortMemory } from '../memory.ts'
import { readOne } from './direct.ts'
import { asConflict, instant, modelOf, number, plain, schemaOf, text, texts } from './shelf.ts'

const schema = schemaOf<Institution>({
  slug: text,
  name: text,
  timezone: text,
  colour: text,
  sender: text,
  officeMail: text,
  testIssuers: texts,
  appealDays: number,
  createdAt: instant,
})

export interface InstitutionStore {
  /** @throws {NotFound} not here */
  get(id: string): Promise<Institution>
  bySlug(slug: string): Promise<Institution | null>
  list(): Promise<Institution[]>
  /** @throws {Conflict} the slug is taken */
  add(institution: Institution): Promise<void>
  /** @throws {NotFound} not here */
  change(id: string, settings: InstitutionSettings): Promise<Institution>
}

// Those of the first weeks were kept without settings.
const known = (stored: object): Institution => ({ ...NO_SETTINGS, ...plain<Institution>(stored) })

/** Opens the list of institutions. */
export function institutionStore(connection: Connection): InstitutionStore {
  const model = modelOf(connection, 'institutions', schema, 'directory')
  const find = async (where: Record<string, string>): Promise<Institution | null> => {
    const stored = await readOne(model, where)
    return stored ? known(stored) : null
  }
  // Every request asks, and hardly anything ever changes.
  const memory = shortMemory<Institution>(() => new Date())
  return {
    get: async (id) => {
      const institution = await memory.recall(`id ${id}`, () => find({ _id: id }))
      if (!institution) throw new NotFound()
      return institution
    },
    bySlug: (slug) => memory.recall(`slug ${slug}`, () => find({ slug })),
    list: async () => (await model.find().sort({ slug: 1 }).lean()).map(known),
    add: async ({ id, ...facts }) => {
      try {
        await model.create({ _id: id, ...facts })
      } catch (error) {
        throw asConflict(error)
      }
    },
    change: async (id, settings) => {
      const stored = await model
        .findOneAndUpdate({ _id: id }, { $set: settings }, { returnDocument: 'after' })
        .lean()
      if (!stored) throw new NotFound()
      memory.forget()
      return known(stored)
    },
  }
}
