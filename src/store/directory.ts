// The few look-ups before the institution is known; everything else is asked within one.

import type { Connection } from 'mongoose'
import { serverVersion } from './connect.ts'
import { type InstitutionStore, institutionStore } from './institutions.ts'
import { type LeaseStore, leaseStore } from './leases.ts'
import { type LinkDirectory, linkDirectory } from './links.ts'
import { type SessionStore, sessionStore } from './sessions.ts'
import { type TokenDirectory, tokenDirectory } from './tokens.ts'

export interface Directory {
  institutions: InstitutionStore
  sessions: SessionStore
  links: LinkDirectory
  tokens: TokenDirectory
  leases: LeaseStore
  /** The database's version; null when it does not answer soon. */
  serverVersion(): Promise<string | null>
}

/** Opens the directory. */
export function openDirectory(connection: Connection): Directory {
  return {
    institutions: institutionStore(connection),
    sessions: sessionStore(connection),
    links: linkDirectory(connection),
    tokens: tokenDirectory(connection),
    leases: leaseStore(connection),
    serverVersion: () => serverVersion(connection),
  }
}
