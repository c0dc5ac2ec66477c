// The store: MongoDB behind plain objects. What belongs to an institution is only reached within it.

import type { Connection } from 'mongoose'
import type { ToolKeyStore } from '../domain/keys.ts'
import type { Logger } from '../log.ts'
import { type AllowanceStore, allowanceStore } from './allowances.ts'
import { type ArrivalStore, arrivalStore } from './arrivals.ts'
import { type AssignmentStore, assignmentStore } from './assignments.ts'
import { type AuditStore, auditStore } from './audit.ts'
import { type ClaimStore, claimStore } from './claims.ts'
import { connect, ping } from './connect.ts'
import { type CourseStore, courseStore } from './courses.ts'
import { type DebtStore, debtStore } from './debts.ts'
import { type DeploymentStore, deploymentStore } from './deployments.ts'
import { type Directory, openDirectory } from './directory.ts'
import { type InvitationStore, invitationStore } from './invitations.ts'
import { keyStore } from './keys.ts'
import { type LinkStore, linkStore } from './links.ts'
import { type MembershipStore, membershipStore } from './memberships.ts'
import { migrate } from './migrate.ts'
import { type PersonStore, personStore } from './people.ts'
import { type PickStore, pickStore } from './picks.ts'
import { type PlacementStore, placementStore } from './placements.ts'
import { type PlaceStore, placeStore } from './places.ts'
import { type PlatformStore, platformStore } from './platforms.ts'
import { type RegistrationMemory, registrationMemory } from './registrations.ts'
import { type RosterStore, rosterStore } from './rosters.ts'
import { type RuleStore, ruleStore } from './rules.ts'
import { type FactsStore, factsStore } from './student-facts.ts'
import { type TermStore, termStore } from './terms.ts'
import { type TestSpaceStore, testSpaceStore } from './test-space.ts'
import { type TokenStore, tokenStore } from './tokens.ts'

export type { KnownArrival } from './arrivals.ts'
export type { OwedDebt } from './debts.ts'
export type { Directory } from './directory.ts'
export type { Desk, Seat } from './places.ts'
export type { TestSpaceSize } from './test-space.ts'

/** One institution's data; nothing in here can see another's. */
export interface ScopedStore {
  arrivals: ArrivalStore
  people: PersonStore
  platforms: PlatformStore
  deployments: DeploymentStore
  /** The two above, as every launch and page asks for them: a moment old at most. */
  registrations: RegistrationMemory
  invitations: InvitationStore
  terms: TermStore
  facts: FactsStore
  courses: CourseStore
  rules: RuleStore
  assignments: AssignmentStore
  allowances: AllowanceStore
  memberships: MembershipStore
  places: PlaceStore
  placements: PlacementStore
  claims: ClaimStore
  picks: PickStore
  rosters: RosterStore
  debts: DebtStore
  links: LinkStore
  tokens: TokenStore
  audit: AuditStore
  testSpace: TestSpaceStore
}

export interface Store {
  directory: Directory
  within(institutionId: string): ScopedStore
  keys: ToolKeyStore
  /** Applies migrations in order, once; the names applied by this call. */
  migrate(): Promise<string[]>
  /** True when the database answers soon. */
  ping(): Promise<boolean>
  close(): Promise<void>
}

/**
 * Connects to MongoDB; the database's name is the URI's, or `stint`.
 * @throws {UnfitDatabase} not reachable, not a replica set, or older than 6.0
 */
export async function openStore(options: {
  uri: string
  log: Logger
  now?: () => Date
}): Promise<Store> {
  const connection = await connect(options.uri, options.log)
  const now = options.now ?? (() => new Date())
  const opened = new Map<string, ScopedStore>()
  return {
    directory: openDirectory(connection),
    within(institutionId) {
      const store = opened.get(institutionId) ?? scoped(connection, institutionId, now)
      opened.set(institutionId, store)
      return store
    },
    keys: keyStore(connection),
    migrate: () => migrate({ connection, log: options.log }),
    ping: () => ping(connection),
    close: () => connection.close(),
  }
}

function scoped(connection: Connection, institutionId: string, now: () => Date): ScopedStore {
  const { registrations, forget } = registrationMemory(now, () => store)
  const store: ScopedStore = {
    registrations,
    arrivals: arrivalStore(connection, institutionId),
    people: personStore(connection, institutionId),
    platforms: platformStore(connection, institutionId, forget),
    deployments: deploymentStore(connection, institutionId, forget),
    invitations: invitationStore(connection, institutionId),
    terms: termStore(connection, institutionId),
    facts: factsStore(connection, institutionId),
    courses: courseStore(connection, institutionId),
    rules: ruleStore(connection, institutionId),
    assignments: assignmentStore(connection, institutionId),
    allowances: allowanceStore(connection, institutionId),
    memberships: membershipStore(connection, institutionId),
    places: placeStore(connection, institutionId),
    placements: placementStore(connection, institutionId),
    claims: claimStore(connection, institutionId),
    picks: pickStore(connection, institutionId),
    rosters: rosterStore(connection, institutionId),
    debts: debtStore(connection, institutionId),
    links: linkStore(connection, institutionId),
    tokens: tokenStore(connection, institutionId),
    audit: auditStore(connection, institutionId),
    testSpace: testSpaceStore(connection, institutionId),
  }
  return store
}
