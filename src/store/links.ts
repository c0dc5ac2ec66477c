// Links that let somebody in without an account: stored by the hash of their token, spent once.

import type { Connection } from 'mongoose'
import type { Link } from '../domain/link.ts'
import { asConflict, instant, modelOf, plain, schemaOf, text } from './shelf.ts'

const schema = schemaOf<Omit<Link, 'hash'>>({
  institutionId: text,
  purpose: text,
  placementId: text,
  requestId: text,
  mail: text,
  office: text,
  name: text,
  createdAt: instant,
  expiresAt: instant,
  spentAt: instant,
})

export interface LinkDirectory {
  find(hash: string): Promise<Link | null>
  add(link: Link): Promise<void>
  /** Spends a link; true for exactly one of all who try. */
  spend(hash: string, at: Date): Promise<boolean>
}

export interface LinkStore {
  /** Ends all links to a placement. */
  endFor(placementId: string, at: Date): Promise<void>
}

/** Opens the links of all institutions: a token comes before its institution is known. */
export function linkDirectory(connection: Connection): LinkDirectory {
  const model = modelOf(connection, 'links', schema, 'directory')
  return {
    find: async (hash) => {
      const stored = await model.findOne({ _id: hash }).lean()
      if (!stored) return null
      const { id, ...facts } = plain<Omit<Link, 'hash'> & { id: string }>(stored)
      return { hash: id, ...facts }
    },
    add: async ({ hash, ...facts }) => {
      try {
        await model.create({ _id: hash, ...facts })
      } catch (error) {
        throw asConflict(error)
      }
    },
    spend: async (hash, at) => {
      const spent = await model.updateOne({ _id: hash, spentAt: null }, { $set: { spentAt: at } })
      return spent.modifiedCount === 1
    },
  }
}

/** Opens one institution's links. */
export function linkStore(connection: Connection, institutionId: string): LinkStore {
  const model = modelOf(connection, 'links', schema)
  return {
    endFor: async (placementId, at) => {
      const where = { institutionId, placementId, spentAt: null }
      await model.updateMany(where, { $set: { spentAt: at } })
    },
  }
}
