// The audit log: what happened that belongs to no other document, and which office may read of it.

import type { OfficeRole } from './access.ts'

export interface AuditEntry {
  id: string
  institutionId: string
  at: Date
  /** A text key under `audit.`. */
  what: string
  /** Who did it; null for commands, machines and Stint itself. */
  personId: string | null
  facts: Record<string, unknown>
}

type Reader = Extract<OfficeRole, 'registrar' | 'admin'>

const BOTH: Reader[] = ['registrar', 'admin']
const SYSTEMS: Reader[] = ['admin']

/** Each kind of line, and who may read it. */
export const AUDITED: Record<string, Reader[]> = {
  reportRead: BOTH,
  linkMade: BOTH,
  linkUsed: BOTH,
  tokenMade: BOTH,
  tokenRevoked: BOTH,
  ruleWritten: BOTH,
  termSaved: ['registrar'],
  termRemoved: ['registrar'],
  calendarImported: ['registrar'],
  factsImported: ['registrar'],
  settingsChanged: SYSTEMS,
  lmsInvited: SYSTEMS,
  invitationCancelled: SYSTEMS,
  lmsRegistered: SYSTEMS,
  lmsOffersUpdate: SYSTEMS,
  platformAdded: SYSTEMS,
  platformApproved: SYSTEMS,
  platformUpdated: SYSTEMS,
  updateDiscarded: SYSTEMS,
  platformChanged: SYSTEMS,
  launchRoleEnough: SYSTEMS,
  platformPaused: SYSTEMS,
  platformResumed: SYSTEMS,
  platformRemoved: SYSTEMS,
  testWiped: SYSTEMS,
  deploymentDecided: SYSTEMS,
}

/** The kinds that somebody with these offices may read. */
export function readableKinds(offices: readonly OfficeRole[]): string[] {
  const kinds = Object.entries(AUDITED)
  return kinds.filter(([, who]) => who.some((one) => offices.includes(one))).map(([kind]) => kind)
}
