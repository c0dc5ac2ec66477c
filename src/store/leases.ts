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
      const me = { $literal: holder }
      const over = { $lte: [{ $ifNull: ['$until', new Date(0)] }, '$$NOW'] }
      const open = { $or: [{ $eq: ['$holder', me] }, over] }
      const until = { $cond: [open, { $add: ['$$NOW', ms] }, '$until'] }
      const update = [{ $set: { until, holder: { $cond: [open, me, '$holder'] } } }]
      const options = { upsert: true, updatePipeline: true, returnDocument: 'after' } as const
      try {
        const lease = await model.findOneAndUpdate({ _id: name }, update, options).lean()
        return lease?.holder === holder
      } catch (error) {
        // Two first takers at once: the other one's insert came first.
        if (asConflict(error) instanceof Conflict) return false
        throw error
      }
    },
    free: async (name, holder) => {
      await model.deleteOne({ _id: name, holder })
    },
  }
}
