// What single students are allowed on single assignments: one document each, made when there is something to keep.

import type { Connection } from 'mongoose'
import type { Allowance, GivenTime, GivenWord } from '../domain/allowance.ts'
import { Conflict } from '../errors.ts'
import { asConflict, instant, modelOf, nested, schemaOf, shelf, text } from './shelf.ts'

const schema = schemaOf<Allowance>({
  institutionId: text,
  assignmentId: text,
  personId: text,
  lmsDueAt: instant,
  times: nested,
  words: nested,
})

/** Whom something is kept for; `id` is taken when there is nothing yet. */
interface Whom {
  id: string
  assignmentId: string
  personId: string
}

export interface AllowanceStore {
  find(assignmentId: string, personId: string): Promise<Allowance | null>
  ofAssignment(assignmentId: string): Promise<Allowance[]>
  ofAssignments(assignmentIds: string[]): Promise<Allowance[]>
  setDue(whom: Whom, dueAt: Date | null): Promise<void>
  addTime(whom: Whom, time: GivenTime): Promise<void>
  addWord(whom: Whom, word: GivenWord): Promise<void>
}

/** Opens one institution's allowances. */
export function allowanceStore(connection: Connection, institutionId: string): AllowanceStore {
  const model = modelOf(connection, 'allowances', schema)
  const own = shelf<Allowance>(model, institutionId)
  const blank = { lmsDueAt: null, times: [], words: [] }
  async function change(whom: Whom, field: keyof typeof blank, update: object): Promise<void> {
    const { id, assignmentId, personId } = whom
    const others = Object.entries(blank).filter(([name]) => name !== field)
    const fresh = { _id: id, ...Object.fromEntries(others) }
    const where = { institutionId, assignmentId, personId }
    await model.updateOne(where, { ...update, $setOnInsert: fresh }, { upsert: true })
  }
  // Two first writes at once: the loser of the insert finds the winner's.
  async function once(write: () => Promise<void>): Promise<void> {
    try {
      await write()
    } catch (error) {
      if (!(asConflict(error) instanceof Conflict)) throw error
      await write()
    }
  }
  return {
    find: (assignmentId, personId) => own.find({ assignmentId, personId }),
    ofAssignment: (assignmentId) => own.list({ assignmentId }),
    ofAssignments: (assignmentIds) => own.list({ assignmentId: { $in: assignmentIds } }),
    setDue: (whom, dueAt) => once(() => change(whom, 'lmsDueAt', { $set: { lmsDueAt: dueAt } })),
    addTime: (whom, time) => once(() => change(whom, 'times', { $push: { times: time } })),
    addWord: (whom, word) => once(() => change(whom, 'words', { $push: { words: word } })),
  }
}
