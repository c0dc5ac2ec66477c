// Leases: one holder per name, for a time reckoned by the database's clock.

import type { Connection } from 'mongoose'
import { Conflict } from '../errors.ts'
import { asConflict, instant, modelOf, schemaOf, text } from './shelf.ts'

interface Lease {
  holder: string
  until: Date
}

const schema = schemaOf<Lease>({ holder: text, until: instant })

export interface LeaseStore {
  /** Takes or prolongs a lease; false while somebody else holds it. */
  take(name: string, holder: string, ms: number): Promise<boolean>
  free(name: string, holder: string): Promise<void>
}

/** Opens the leases. */
export function leaseStore(connection: Connection): LeaseStore {
  const model = modelOf(connection, 'leases', schema, 'directory')
  return {
    take: async (name, holder, ms) => {
      const mine = { $eq: ['$holder', { $literal: holder }] }
      const free = { $or: [mine, { $lte: ['$until', '$$NOW'] }] }
      const update = [{ $set: { holder: { $literal: holder }, until: { $add: ['$$NOW', ms] } } }]
      const options = { upsert: true, updatePipeline: true }
      try {
        await model.updateOne({ _id: name, $expr: free }, update, options)
        return true
      } catch (error) {
        // Held: the filter fits nothing, and the insert meets the id that is there.
        if (asConflict(error) instanceof Conflict) return false
        throw error
      }
    },
    free: async (name, holder) => {
      await model.deleteOne({ _id: name, holder })
    },
  }
}
