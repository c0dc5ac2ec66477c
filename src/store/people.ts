// People of one institution; joined across LMSs by the services, never here.

import type { Connection } from 'mongoose'
import type { OfficeRole } from '../domain/access.ts'
import { mailbox, mailDomain } from '../domain/confirmation.ts'
import type { Person } from '../domain/person.ts'
import { NotFound } from '../errors.ts'
import { flag, instant, modelOf, nested, schemaOf, shelf, text, texts } from './shelf.ts'

const schema = schemaOf<Person>(
  {
    institutionId: text,
    accounts: nested,
    name: text,
    givenName: text,
    familyName: text,
    mail: text,
    sisPersonId: text,
    offices: texts,
    test: flag,
    createdAt: instant,
  },
  { mailKey: text, mailDomain: text, sisFirst: text, asks: nested },
)

export interface PersonStore {
  /** @throws {NotFound} not here */
  get(id: string): Promise<Person>
  /** By id; one that is not here is left out. */
  getMany(ids: string[]): Promise<Map<string, Person>>
  byAccount(platformId: string, subject: string): Promise<Person | null>
  /** The one person with this SIS id; nobody when several have it (design decision 12). */
  bySisId(sisPersonId: string): Promise<Person | null>
  /** How many people have one of these SIS ids. */
  countWithSisIds(sisPersonIds: string[]): Promise<number>
  /** Somebody of the office who came by a link, without an account of their own. */
  byOfficeName(name: string, office: OfficeRole): Promise<Person | null>
  /** True when anybody holds this office. */
  anyWithOffice(office: OfficeRole): Promise<boolean>
  /** True when a member has this mailbox, in any spelling and with any tag. */
  hasMail(mail: string): Promise<boolean>
  /** True when a member has an address of this domain. */
  hasMailDomain(domain: string): Promise<boolean>
  /** Counts a question to a supervisor; false when `most` were counted since then, however many come at once. */
  countAsk(id: string, at: Date, limit: { since: Date; most: number }): Promise<boolean>
  /** @throws {Conflict} an account of theirs is known already */
  add(person: Person): Promise<void>
  /**
   * Adds the first person with their SIS id: of two at the same moment one.
   * @throws {Conflict} somebody was the first already, or an account of theirs is known
   */
  addFirst(person: Person): Promise<void>
  /** Saves the facts; accounts are only added, so that two arrivals at once lose none. */
  save(person: Person): Promise<void>
}

/** Opens one institution's people. */
export function personStore(connection: Connection, institutionId: string): PersonStore {
  const own = shelf<Person>(modelOf(connection, 'people', schema), institutionId)
  return {
    get: own.get,
    getMany: own.getMany,
    byAccount: (platformId, subject) => own.find(withAccount({ platformId, subject })),
    bySisId: async (sisPersonId) => {
      const all = await own.list({ sisPersonId })
      return all.length === 1 ? (all[0] ?? null) : null
    },
    countWithSisIds: (ids) => own.count({ sisPersonId: { $in: ids } }),
    byOfficeName: (name, offices) => own.find({ offices, name, 'accounts.0': { $exists: false } }),
    anyWithOffice: (offices) => own.some({ offices }),
    hasMail: (mail) => own.some({ mailKey: mailbox(mail) }),
    hasMailDomain: async (domain) =>
      domain !== '' && own.some({ mailDomain: domain.toLowerCase() }),
    countAsk: async (id, at, { since, most }) => {
      const cond = { $gte: ['$$ask', since] }
      const recent = { $filter: { input: { $ifNull: ['$asks', []] }, as: 'ask', cond } }
      const where = { _id: id, $expr: { $lt: [{ $size: recent }, most] } }
      const update = [{ $set: { asks: { $concatArrays: [recent, [at]] } } }]
      return (await own.change(where, update)) !== null
    },
    add: (person) => own.add(person, mailHelpers(person.mail)),
    addFirst: (person) =>
      own.add(person, { ...mailHelpers(person.mail), sisFirst: person.sisPersonId }),
    save: async (person) => {
      const { id, institutionId: _, accounts, createdAt: __, ...facts } = person
      const update = {
        $set: { ...facts, ...mailHelpers(person.mail) },
        $addToSet: { accounts: { $each: accounts } },
      }
      if (!(await own.change({ _id: id }, update))) throw new NotFound()
    },
  }
}

/** The one with this account; the second condition is what the partial index asks for. */
export function withAccount(account: Person['accounts'][number]) {
  return { accounts: { $elemMatch: account }, 'accounts.0': { $exists: true } }
}

function mailHelpers(mail: string | null) {
  if (mail === null) return { mailKey: null, mailDomain: null }
  return { mailKey: mailbox(mail), mailDomain: mailDomain(mail) }
}
