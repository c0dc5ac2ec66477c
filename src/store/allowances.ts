// What single students are allowed on single assignments: one document each, made when there is something to keep.

import type { Connection } from 'mongoose'
import type { Allowance, GivenTime, GivenWord } from '../domain/allowance.ts'
import type { Debt } from '../domain/debt.ts'
import { Conflict } from '../errors.ts'
import { literal, owedAnew, reckonDue } from './debt-writes.ts'
import {
  asConflict,
  type Fields,
  instant,
  modelOf,
  nested,
  schemaOf,
  shelf,
  text,
} from './shelf.ts'

const schema = schemaOf<Allowance>(
  {
    institutionId: text,
    assignmentId: text,
    personId: text,
    lmsDueAt: instant,
    times: nested,
    words: nested,
    debts: nested,
  },
  { nextDueAt: instant, stuck: Boolean },
)

/** The collection behind what students are allowed, for debts. */
export function allowanceModel(connection: Connection) {
  return modelOf(connection, 'allowances', schema)
}

/** Whom something is kept for; `id` is taken when there is nothing yet. */
interface Whom {
  id: string
  assignmentId: string
  personId: string
}

export interface AllowanceStore {
  /** @throws {NotFound} not here */
  get(id: string): Promise<Allowance>
  find(assignmentId: string, personId: string): Promise<Allowance | null>
  ofAssignment(assignmentId: string): Promise<Allowance[]>
  /** What one student is allowed on these assignments. */
  ofPerson(personId: string, assignmentIds: string[]): Promise<Allowance[]>
  ofAssignments(assignmentIds: string[]): Promise<Allowance[]>
  setDue(whom: Whom, dueAt: Date | null): Promise<void>
  /** Keeps more time, and owes the student the mail about it: one write. */
  addTime(whom: Whom, time: GivenTime, mail: Debt): Promise<void>
  addWord(whom: Whom, word: GivenWord): Promise<void>
  /** Adds what was given for another assignment; nobody is told anew, and what is there already stays once. */
  addGiven(whom: Whom, given: Pick<Allowance, 'times' | 'words'>): Promise<void>
}

const BLANK = { lmsDueAt: null, times: [], words: [], debts: {} }

// What is there already, else a new one.
function kept(id: string): Fields {
  const fields = Object.entries(BLANK).map(([name, value]) => [
    name,
    { $ifNull: [`$${name}`, literal(value)] },
  ])
  return { _id: { $ifNull: ['$_id', id] }, ...Object.fromEntries(fields) }
}

// The last one holds, so they stand in the order in which they were given.
function inOrder(field: 'times' | 'words', given: (GivenTime | GivenWord)[]): Fields {
  const all = { $setUnion: [{ $ifNull: [`$${field}`, []] }, literal(given)] }
  return { $sortArray: { input: all, sortBy: { at: 1 } } }
}

/** Opens one institution's allowances. */
export function allowanceStore(connection: Connection, institutionId: string): AllowanceStore {
  const model = allowanceModel(connection)
  const own = shelf<Allowance>(model, institutionId)
  async function change(whom: Whom, field: keyof typeof BLANK, update: object): Promise<void> {
    const { id, assignmentId, personId } = whom
    const others = Object.entries(BLANK).filter(([name]) => name !== field)
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
    get: own.get,
    find: (assignmentId, personId) => own.find({ assignmentId, personId }),
    ofAssignment: (assignmentId) => own.list({ assignmentId }),
    ofPerson: (personId, assignmentIds) =>
      own.list({ assignmentId: { $in: assignmentIds }, personId }),
    ofAssignments: (assignmentIds) => own.list({ assignmentId: { $in: assignmentIds } }),
    setDue: (whom, dueAt) => once(() => change(whom, 'lmsDueAt', { $set: { lmsDueAt: dueAt } })),
    addTime: ({ id, assignmentId, personId }, time, mail) =>
      once(async () => {
        const times = { $concatArrays: [{ $ifNull: ['$times', []] }, [literal(time)]] }
        const fresh = { ...kept(id), times }
        const owed = { [`debts.${mail.key}`]: owedAnew(mail) }
        const update = [{ $set: fresh }, { $set: owed }, reckonDue] as Fields[]
        const where = { institutionId, assignmentId, personId }
        await model.updateOne(where, update, { upsert: true, updatePipeline: true })
      }),
    addGiven: ({ id, assignmentId, personId }, { times, words }) =>
      once(async () => {
        const given = { times: inOrder('times', times), words: inOrder('words', words) }
        const where = { institutionId, assignmentId, personId }
        const update = [{ $set: { ...kept(id), ...given } }] as Fields[]
        await model.updateOne(where, update, { upsert: true, updatePipeline: true })
      }),
    addWord: (whom, word) => once(() => change(whom, 'words', { $push: { words: word } })),
  }
}
