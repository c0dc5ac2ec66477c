// A person of one institution, as their LMS or their office names them.

import type { OfficeRole } from './access.ts'
import { mailbox } from './confirmation.ts'

export interface Account {
  platformId: string
  /** The LMS's id of this person (LTI `sub`). */
  subject: string
}

export interface Person {
  id: string
  institutionId: string
  accounts: Account[]
  name: string | null
  givenName: string | null
  familyName: string | null
  mail: string | null
  sisPersonId: string | null
  offices: OfficeRole[]
  /** Known from a test system only: never joined, never written to, never in reports. */
  test: boolean
  createdAt: Date
}

/** What an arrival says about a person; null means it did not say. */
export type PersonFacts = Pick<Person, 'name' | 'givenName' | 'familyName' | 'mail' | 'sisPersonId'>

/**
 * A person with what an arrival newly says, or null when nothing changed.
 * A launch that keeps silent about a name does not erase the one we know.
 */
export function refreshed(person: Person, facts: PersonFacts): Person | null {
  const next: Person = {
    ...person,
    name: facts.name ?? person.name,
    givenName: facts.givenName ?? person.givenName,
    familyName: facts.familyName ?? person.familyName,
    mail: facts.mail ?? person.mail,
    sisPersonId: facts.sisPersonId ?? person.sisPersonId,
  }
  const keys = ['name', 'givenName', 'familyName', 'mail', 'sisPersonId'] as const
  return keys.some((key) => next[key] !== person[key]) ? next : null
}

/** True for one human being, also with two accounts: the same id, SIS id or mailbox. */
export function samePerson(
  a: Pick<Person, 'id' | 'sisPersonId' | 'mail'>,
  b: Pick<Person, 'id' | 'sisPersonId' | 'mail'>,
): boolean {
  if (a.id === b.id) return true
  if (a.sisPersonId !== null && a.sisPersonId === b.sisPersonId) return true
  return a.mail !== null && b.mail !== null && mailbox(a.mail) === mailbox(b.mail)
}

/** "Ada M.": enough for a supervisor to know whom it is about. */
export function shortName(
  person: Pick<Person, 'name' | 'givenName' | 'familyName'>,
): string | null {
  const { givenName, familyName, name } = person
  if (givenName && familyName) return `${givenName} ${[...familyName][0] ?? ''}.`
  return name || null
}
