// The academic calendar of an institution: its terms, each with its holidays, saved by version.

import type { Connection } from 'mongoose'
import type { KeptTerm } from '../domain/academic-calendar.ts'
import { Conflict, NotFound } from '../errors.ts'
import { modelOf, nested, number, schemaOf, shelf, text } from './shelf.ts'

const schema = schemaOf<KeptTerm>({
  institutionId: text,
  code: text,
  name: text,
  startsOn: text,
  endsOn: text,
  addBy: text,
  censusOn: text,
  gradesDueOn: text,
  holidays: nested,
  version: number,
})

export interface TermStore {
  /** @throws {NotFound} not here */
  get(id: string): Promise<KeptTerm>
  /** In the order in which they begin. */
  list(): Promise<KeptTerm[]>
  /** @throws {Conflict} another term has this code */
  add(term: KeptTerm): Promise<void>
  /** Saves and raises the version. @throws {Conflict} changed since it was read, or its code is taken */
  save(term: KeptTerm): Promise<KeptTerm>
  /** @throws {NotFound} not here. {Conflict} changed since it was read */
  remove(id: string, version: number): Promise<void>
}

/** Opens one institution's terms. */
export function termStore(connection: Connection, institutionId: string): TermStore {
  const own = shelf<KeptTerm>(modelOf(connection, 'terms', schema), institutionId)
  return {
    get: own.get,
    list: () => own.list({}, { startsOn: 1, code: 1 }),
    add: (term) => own.add(term),
    save: async (term) => {
      const { id, institutionId: _, version, ...facts } = term
      const update = { $set: { ...facts, version: version + 1 } }
      const saved = await own.change({ _id: id, version }, update)
      if (!saved) throw new Conflict()
      return saved
    },
    remove: async (id, version) => {
      if ((await own.remove({ _id: id, version })) > 0) return
      if (await own.some({ _id: id })) throw new Conflict()
      throw new NotFound()
    },
  }
}
