// Invitations for LMSs to register themselves: stored by the hash of their secret, spent once.

import type { Connection } from 'mongoose'
import type { Invitation } from '../domain/invitation.ts'
import { instant, modelOf, schemaOf, shelf, text } from './shelf.ts'

const schema = schemaOf<Invitation>({
  institutionId: text,
  hash: text,
  createdAt: instant,
  expiresAt: instant,
  spentAt: instant,
  updates: text,
  platformId: text,
})

export interface InvitationStore {
  find(hash: string): Promise<Invitation | null>
  list(): Promise<Invitation[]>
  add(invitation: Invitation): Promise<void>
  /** Spends one; true for exactly one of all who try. */
  spend(id: string, at: Date): Promise<boolean>
  /** Makes a spent one good again, when nothing has come of it. */
  giveBack(id: string): Promise<void>
  /** Notes what registered by it. */
  settle(id: string, platformId: string): Promise<void>
  /** Takes one back that nobody has used; false when there is none. */
  remove(id: string): Promise<boolean>
}

/** Opens one institution's invitations. */
export function invitationStore(connection: Connection, institutionId: string): InvitationStore {
  const own = shelf<Invitation>(modelOf(connection, 'invitations', schema), institutionId)
  return {
    find: (hash) => own.find({ hash }),
    list: () => own.list({}, { createdAt: -1, _id: -1 }),
    add: (invitation) => own.add(invitation),
    spend: async (id, at) => {
      const open = { _id: id, spentAt: null, expiresAt: { $gt: at } }
      return (await own.change(open, { $set: { spentAt: at } })) !== null
    },
    giveBack: async (id) => {
      await own.change({ _id: id, platformId: null }, { $set: { spentAt: null } })
    },
    settle: async (id, platformId) => {
      await own.change({ _id: id }, { $set: { platformId } })
    },
    remove: async (id) => (await own.remove({ _id: id, spentAt: null })) > 0,
  }
}
