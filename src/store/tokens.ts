// API tokens: only the hash of their text is kept.

import type { Connection } from 'mongoose'
import type { ApiToken } from '../domain/token.ts'
import { instant, modelOf, plain, schemaOf, shelf, text, texts } from './shelf.ts'

const schema = schemaOf<ApiToken>({
  hash: text,
  institutionId: text,
  scopes: texts,
  createdAt: instant,
  expiresAt: instant,
  lastUsedAt: instant,
  revokedAt: instant,
})

const USED_EVERY_MS = 60_000

export interface TokenDirectory {
  find(hash: string): Promise<ApiToken | null>
  /** Notes that a token was used, to the minute. */
  used(hash: string, at: Date): Promise<void>
}

export interface TokenStore {
  list(): Promise<ApiToken[]>
  add(token: ApiToken): Promise<void>
  /** Ends a token; the time of the first end stands. @throws {NotFound} not here */
  revoke(id: string, at: Date): Promise<ApiToken>
}

/** Opens the tokens of all institutions: a bearer comes before its institution is known. */
export function tokenDirectory(connection: Connection): TokenDirectory {
  const model = modelOf(connection, 'tokens', schema, 'directory')
  return {
    find: async (hash) => {
      const stored = await model.findOne({ hash }).lean()
      return stored ? plain<ApiToken>(stored) : null
    },
    used: async (hash, at) => {
      const before = new Date(at.getTime() - USED_EVERY_MS)
      const stale = { $or: [{ lastUsedAt: null }, { lastUsedAt: { $lte: before } }] }
      await model.updateOne({ hash, ...stale }, { $set: { lastUsedAt: at } })
    },
  }
}

/** Opens one institution's tokens. */
export function tokenStore(connection: Connection, institutionId: string): TokenStore {
  const own = shelf<ApiToken>(modelOf(connection, 'tokens', schema), institutionId)
  return {
    list: () => own.list({}),
    add: (token) => own.add(token),
    revoke: async (id, at) => {
      await own.change({ _id: id, revokedAt: null }, { $set: { revokedAt: at } })
      return own.get(id)
    },
  }
}
