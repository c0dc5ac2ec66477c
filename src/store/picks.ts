// Picks: what "add" dialogues wait for; each answered by one atomic write.

import type { Connection } from 'mongoose'
import type { Pick } from '../domain/pick.ts'
import { instant, modelOf, nested, schemaOf, shelf, text } from './shelf.ts'

const schema = schemaOf<Pick>({
  institutionId: text,
  personId: text,
  courseId: text,
  platformId: text,
  deploymentId: text,
  request: nested,
  assignmentId: text,
  createdAt: instant,
  expiresAt: instant,
  answeredAt: instant,
})

export interface PickStore {
  /** @throws {NotFound} not here */
  get(id: string): Promise<Pick>
  add(pick: Pick): Promise<void>
  /** The person's newest pick that began this assignment. */
  ofAssignment(personId: string, assignmentId: string): Promise<Pick | null>
  /** Names the assignment that was begun; null when another one was, or it is answered. */
  begin(id: string, assignmentId: string): Promise<Pick | null>
  /** Null when it is answered already: an LMS gets one reply. */
  answer(id: string, at: Date): Promise<Pick | null>
}

/** Opens one institution's picks. */
export function pickStore(connection: Connection, institutionId: string): PickStore {
  const own = shelf<Pick>(modelOf(connection, 'picks', schema), institutionId)
  return {
    get: own.get,
    add: (pick) => own.add(pick),
    ofAssignment: async (personId, assignmentId) => {
      const [newest] = await own.list({ personId, assignmentId }, { createdAt: -1 })
      return newest ?? null
    },
    begin: (id, assignmentId) =>
      own.change({ _id: id, assignmentId: null, answeredAt: null }, { $set: { assignmentId } }),
    answer: (id, at) => own.change({ _id: id, answeredAt: null }, { $set: { answeredAt: at } }),
  }
}
