// The audit log: what happened that belongs to no other document; only ever added to.

import type { Connection } from 'mongoose'
import type { AuditEntry } from '../domain/audit.ts'
import { instant, modelOf, nested, plain, schemaOf, shelf, text } from './shelf.ts'

const schema = schemaOf<AuditEntry>({
  institutionId: text,
  at: instant,
  what: text,
  personId: text,
  facts: nested,
})

export interface AuditQuestion {
  /** Of these kinds only. */
  what?: string[]
  /** Done by this person only; null for anybody. */
  personId?: string | null
  /** Older than this one; null to begin with the newest. */
  before?: Pick<AuditEntry, 'at' | 'id'> | null
}

export interface AuditStore {
  add(entry: AuditEntry): Promise<void>
  /** Newest first. */
  list(most: number, question?: AuditQuestion): Promise<AuditEntry[]>
}

/** Opens one institution's audit log. */
export function auditStore(connection: Connection, institutionId: string): AuditStore {
  const model = modelOf(connection, 'audit', schema)
  const own = shelf<AuditEntry>(model, institutionId)
  return {
    add: (entry) => own.add(entry),
    list: async (most, { what, personId, before } = {}) => {
      const where = {
        institutionId,
        ...(what ? { what: { $in: what } } : {}),
        ...(personId ? { personId } : {}),
        ...(before ? older(before) : {}),
      }
      const newest = model.find(where).sort({ at: -1, _id: -1 }).limit(most)
      return (await newest.lean()).map((stored) => plain<AuditEntry>(stored))
    },
  }
}

function older({ at, id }: Pick<AuditEntry, 'at' | 'id'>) {
  return { $or: [{ at: { $lt: at } }, { at, _id: { $lt: id } }] }
}
