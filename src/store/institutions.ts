// Institutions: the tenants themselves, so not scoped to one.

import type { Connection } from 'mongoose'
import type { Institution } from '../domain/institution.ts'
import { NotFound } from '../errors.ts'
import { asConflict, instant, modelOf, plain, schemaOf, text } from './shelf.ts'

const schema = schemaOf<Institution>({
  slug: text,
  name: text,
  timezone: text,
  createdAt: instant,
})

export interface InstitutionStore {
  /** @throws {NotFound} not here */
  get(id: string): Promise<Institution>
  bySlug(slug: string): Promise<Institution | null>
  list(): Promise<Institution[]>
  /** @throws {Conflict} the slug is taken */
  add(institution: Institution): Promise<void>
}

/** Opens the list of institutions. */
export function institutionStore(connection: Connection): InstitutionStore {
  const model = modelOf(connection, 'institutions', schema, 'directory')
  const find = async (where: object): Promise<Institution | null> => {
    const stored = await model.findOne(where).lean()
    return stored ? plain<Institution>(stored) : null
  }
  return {
    get: async (id) => {
      const institution = await find({ _id: id })
      if (!institution) throw new NotFound()
      return institution
    },
    bySlug: (slug) => find({ slug }),
    list: async () =>
      (await model.find().sort({ slug: 1 }).lean()).map((stored) => plain<Institution>(stored)),
    add: async ({ id, ...facts }) => {
      try {
        await model.create({ _id: id, ...facts })
      } catch (error) {
        throw asConflict(error)
      }
    },
  }
}
