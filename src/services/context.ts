// What every story gets first: who acts, where, and the hands that reach the outside.

import type { Institution } from '../domain/institution.ts'
import type { Link } from '../domain/link.ts'
import type { Lms } from '../domain/lms.ts'
import type { Person } from '../domain/person.ts'
import type { Session } from '../domain/session.ts'
import type { ApiToken } from '../domain/token.ts'
import type { Logger } from '../log.ts'
import type { Mailer } from '../mail/mailer.ts'
import type { Desk, Directory, ScopedStore } from '../store/index.ts'

interface PersonActor {
  kind: 'person'
  person: Person
  session: Session
  /** What they are and have in the session's course; only where a page began with it. */
  desk?: Desk | null
}

export type Actor =
  | PersonActor
  | { kind: 'employer'; link: Link }
  | { kind: 'machine'; token: ApiToken }
  | { kind: 'worker' }

/** The hands that do not depend on who acts. */
export interface Hands {
  directory: Directory
  lms: Lms
  mail: Mailer
  now: () => Date
  newId: () => string
  newSecret: () => string
  baseUrl: string
  log: Logger
}

export interface Context extends Hands {
  actor: Actor
  institution: Institution
  store: ScopedStore
}

/** A context in which a person acts. */
export interface PersonContext extends Context {
  actor: PersonActor
}

/** A context in which an employer acts through a link. */
export interface EmployerContext extends Context {
  actor: { kind: 'employer'; link: Link }
}
