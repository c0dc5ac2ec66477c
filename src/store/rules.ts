// An institution's credit rules; versions are only ever added.

import type { Connection } from 'mongoose'
import type { RuleVersion } from '../domain/credit/rule-versions.ts'
import type { InstitutionRule } from '../domain/institution-rule.ts'
import { Conflict, NotFound } from '../errors.ts'
import { instant, modelOf, nested, schemaOf, shelf, text } from './shelf.ts'

const schema = schemaOf<InstitutionRule>({
  institutionId: text,
  name: text,
  versions: nested,
  createdAt: instant,
})

export interface RuleStore {
  /** @throws {NotFound} not here */
  get(id: string): Promise<InstitutionRule>
  /** By id; one that is not here is left out. */
  getMany(ids: string[]): Promise<Map<string, InstitutionRule>>
  /** Oldest first. */
  list(): Promise<InstitutionRule[]>
  /** @throws {Conflict} another rule has this name */
  add(rule: InstitutionRule): Promise<void>
  /** Adds the next version. @throws {Conflict} another one took this number. {NotFound} no such rule */
  addVersion(id: string, version: RuleVersion): Promise<InstitutionRule>
}

/** Opens one institution's rules. */
export function ruleStore(connection: Connection, institutionId: string): RuleStore {
  const own = shelf<InstitutionRule>(modelOf(connection, 'rules', schema), institutionId)
  return {
    get: own.get,
    getMany: own.getMany,
    list: () => own.list({}, { createdAt: 1, _id: 1 }),
    add: (rule) => own.add(rule),
    addVersion: async (id, version) => {
      const where = { _id: id, versions: { $size: version.version - 1 } }
      const changed = await own.change(where, { $push: { versions: version } })
      if (changed) return changed
      if (await own.some({ _id: id })) throw new Conflict()
      throw new NotFound()
    },
  }
}
