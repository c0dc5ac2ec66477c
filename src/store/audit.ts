// The audit log: what happened that belongs to no other document; only ever added to.

import type { Connection } from 'mongoose'
import { instant, modelOf, nested, plain, schemaOf, shelf, text } from './shelf.ts'

export interface AuditEntry {
  id: string
  institutionId: string
  at: Date
  /** A text key under `audit.`. */
  what: string
  personId: string | null
  facts: Record<string, unknown>
}

const schema = schemaOf<AuditEntry>({
  institutionId: text,
  at: instant,
  what: text,
  personId: text,
  facts: nested,
})

export interface AuditStore {
  add(entry: AuditEntry): Promise<void>
  /** The newest entries, newest first. */
  list(most: number): Promise<AuditEntry[]>
}

/** Opens one institution's audit log. */
export function auditStore(connection: Connection, institutionId: string): AuditStore {
  const model = modelOf(connection, 'audit', schema)
  const own = shelf<AuditEntry>(model, institutionId)
  return {
    add: (entry) => own.add(entry),
    list: async (most) => {
      const newest = model.find({ institutionId }).sort({ at: -1, _id: -1 }).limit(most)
      return (await newest.lean()).map((stored) => plain<AuditEntry>(stored))
    },
  }
}
