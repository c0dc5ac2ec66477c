// Imported facts about students: every import is kept as it came, and none is changed afterwards.

import type { Connection } from 'mongoose'
import type { FactsImport, StudentRecord } from '../domain/student-facts.ts'
import { asConflict, instant, modelOf, nested, number, schemaOf, shelf, text } from './shelf.ts'

const imports = schemaOf<FactsImport>({
  institutionId: text,
  number,
  at: instant,
  byName: text,
  asOf: text,
  people: number,
  leftOut: number,
})

const records = schemaOf<StudentRecord>({
  institutionId: text,
  importId: text,
  importNumber: number,
  sisPersonId: text,
  asOf: text,
  facts: nested,
})

const BATCH = 1000

export interface FactsStore {
  /** Newest first. */
  imports(): Promise<FactsImport[]>
  /**
   * Keeps an import whole: its people first, and last the import itself, which makes them count.
   * @throws {Conflict} another import took this number meanwhile
   */
  add(made: FactsImport, people: StudentRecord[]): Promise<void>
  /** Everything that finished imports say about a person. */
  ofPerson(sisPersonId: string): Promise<StudentRecord[]>
  ofPeople(sisPersonIds: string[]): Promise<StudentRecord[]>
}

/** Opens one institution's imported facts. */
export function factsStore(connection: Connection, institutionId: string): FactsStore {
  const head = shelf<FactsImport>(modelOf(connection, 'imports', imports), institutionId)
  const model = modelOf(connection, 'student_facts', records)
  const lines = shelf<StudentRecord>(model, institutionId)
  // What an import that failed half-way left behind does not count.
  async function finished(some: StudentRecord[]): Promise<StudentRecord[]> {
    const ids = new Set((await head.getMany(some.map((r) => r.importId))).keys())
    return some.filter((record) => ids.has(record.importId))
  }
  return {
    imports: () => head.list({}, { number: -1 }),
    add: async (made, people) => {
      try {
        for (let i = 0; i < people.length; i += BATCH) {
          const batch = people.slice(i, i + BATCH).map(({ id, ...rest }) => ({ _id: id, ...rest }))
          await model.insertMany(batch)
        }
      } catch (error) {
        throw asConflict(error)
      }
      await head.add(made)
    },
    ofPerson: async (sisPersonId) => finished(await lines.list({ sisPersonId })),
    ofPeople: async (ids) => finished(await lines.list({ sisPersonId: { $in: ids } })),
  }
}
