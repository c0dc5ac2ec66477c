// Our own signing keys, per institution; their private halves are sealed before they come here.

import type { Connection } from 'mongoose'
import type { ToolKey, ToolKeyStore } from '../domain/keys.ts'
import { NotFound } from '../errors.ts'
import { instant, modelOf, nested, schemaOf, shelf, text } from './shelf.ts'

type KeptKey = Omit<ToolKey, 'kid'> & { id: string }

const schema = schemaOf<KeptKey>({
  institutionId: text,
  state: text,
  publicJwk: nested,
  sealedPrivate: text,
  createdAt: instant,
  activatedAt: instant,
  retiredAt: instant,
})

/** Opens the keys; every call names its institution. */
export function keyStore(connection: Connection): ToolKeyStore {
  const of = (institutionId: string) =>
    shelf<KeptKey>(modelOf(connection, 'keys', schema), institutionId)
  return {
    list: async (institutionId) => {
      const kept = await of(institutionId).list({}, { createdAt: 1, _id: 1 })
      return kept.map(({ id, ...facts }) => ({ kid: id, ...facts }))
    },
    add: ({ kid, ...facts }) => of(facts.institutionId).add({ id: kid, ...facts }),
    save: async ({ kid, institutionId, ...facts }) => {
      if (!(await of(institutionId).change({ _id: kid }, { $set: facts }))) throw new NotFound()
    },
    remove: async (institutionId, kid) => {
      await of(institutionId).remove({ _id: kid })
    },
  }
}
