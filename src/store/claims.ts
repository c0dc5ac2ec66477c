// Claims, each one document: placements it counts, decisions, history and debts; saved by version.

import type { Connection, PipelineStage } from 'mongoose'
import { type Claim, type ClaimState, nextClaimState } from '../domain/claim.ts'
import type { HistoryLine } from '../domain/history.ts'
import { Conflict, NotFound } from '../errors.ts'
import { type ClaimLists, claimLists } from './claim-lists.ts'
import { dueHelpers, literal, literals, reckonDue, savedDebts } from './debt-writes.ts'
import {
  type Expression,
  instant,
  modelOf,
  nested,
  number,
  plain,
  schemaOf,
  shelf,
  text,
  texts,
} from './shelf.ts'

const schema = schemaOf<Claim>(
  {
    institutionId: text,
    personId: text,
    courseId: text,
    assignmentId: text,
    platformId: text,
    subject: text,
    state: text,
    version: number,
    chosen: texts,
    counts: texts,
    heldUntil: instant,
    reflection: text,
    requestedCredits: number,
    academicHoursApproved: number,
    employers: nested,
    ruleVersion: number,
    draftRule: number,
    firstSubmittedAt: instant,
    submittedAt: instant,
    decisions: nested,
    history: nested,
    approvalNumber: number,
    debts: nested,
    seen: nested,
    leftAt: instant,
    createdAt: instant,
  },
  { nextDueAt: instant, stuck: Boolean },
)

/** What a worker's delivery writes into the history beside people's saves. */
const DELIVERED = 'claim.deliver'
const STREAM_BATCH = 100

/** The collection behind claims, for debts. */
export function claimModel(connection: Connection) {
  return modelOf(connection, 'claims', schema)
}

export interface ClaimStore extends ClaimLists {
  /** @throws {NotFound} not here */
  get(id: string): Promise<Claim>
  /** The one claim of a person on an assignment. */
  find(personId: string, assignmentId: string): Promise<Claim | null>
  /** @throws {Conflict} this person has one on this assignment; `claim.heldElsewhere` when a placement is held */
  add(claim: Claim): Promise<void>
  /**
   * Saves what a person changed and raises the version; what workers wrote meanwhile stays.
   * @throws {Conflict} changed since it was read; `claim.heldElsewhere` when another claim holds a placement;
   * `claim.approvedMeanwhile` when another of this student has its approval's number
   */
  save(claim: Claim): Promise<Claim>
  /** Raises the version and adds a line, so that nobody decides on what they no longer see. */
  bump(id: string, line: HistoryLine): Promise<void>
  /** Claims on these assignments in some states, newest first; at most so many. */
  newest(assignmentIds: string[], states: ClaimState[], most: number): Promise<Claim[]>
  /** Keeps what the LMS shows for a claim, unless its score has moved on since it was read. */
  noteSeen(claim: Claim, seen: NonNullable<Claim['seen']>): Promise<void>
  /** Approved claims by id, after one; a stream that holds few at a time. */
  approved(after: string | null): AsyncIterable<Claim>
}

/** Opens one institution's claims. */
export function claimStore(connection: Connection, institutionId: string): ClaimStore {
  const model = claimModel(connection)
  const own = shelf<Claim>(model, institutionId)
  return {
    get: own.get,
    find: (personId, assignmentId) => own.find({ personId, assignmentId }),
    add: async (claim) => {
      refuseTwice(claim.counts)
      await own.add(claim, dueHelpers(claim.debts))
    },
    save: async (claim) => {
      refuseTwice(claim.counts)
      const saved = await own.change({ _id: claim.id, version: claim.version }, saving(claim))
      if (!saved) throw new Conflict()
      return saved
    },
    bump: async (id, line) => {
      const update = { $inc: { version: 1 }, $push: { history: line } }
      if (!(await own.change({ _id: id }, update))) throw new NotFound()
    },
    ...claimLists(own),
    newest: async (assignmentIds, states, most) => {
      const where = { institutionId, assignmentId: { $in: assignmentIds }, state: { $in: states } }
      // What is owed and what happened is of no use to the arithmetic.
      const query = model.find(where, { history: 0, debts: 0 }).sort({ createdAt: -1 }).limit(most)
      return (await query.lean()).map((stored) =>
        plain<Claim>({ ...stored, history: [], debts: {} }),
      )
    },
    noteSeen: async ({ id, debts: { score } }, seen) => {
      const same = {
        'debts.score.rev': score?.rev ?? null,
        'debts.score.state': score?.state ?? null,
      }
      await own.change({ _id: id, ...same }, { $set: { seen } })
    },
    approved: async function* approved(after) {
      const states = { state: { $in: ['approved', 'final'] } }
      const where = { institutionId, ...states, ...(after === null ? {} : { _id: { $gt: after } }) }
      const cursor = model.find(where).sort({ _id: 1 }).lean().cursor({ batchSize: STREAM_BATCH })
      try {
        for await (const stored of cursor) yield plain<Claim>(stored)
      } finally {
        // A reader who leaves early must not keep it open in the database.
        await cursor.close()
      }
    },
  }
}

// The unique index does not see a duplicate inside one document.
function refuseTwice(counts: string[]): void {
  if (new Set(counts).size !== counts.length) throw new Conflict('claim.heldElsewhere')
}

function saving(claim: Claim): PipelineStage[] {
  const { id: _, institutionId: __, debts, seen: ___, state, history, version, ...rest } = claim
  const set = {
    ...literals(rest),
    version: version + 1,
    state: stateAfter(state),
    history: historyAfter(history),
    ...savedDebts(debts),
  }
  return [{ $set: set }, reckonDue]
}

// Read as approved, delivered meanwhile: it stays delivered.
function stateAfter(state: ClaimState): Expression {
  const delivered = nextClaimState(state, 'deliver')
  if (!delivered.ok) return literal(state)
  return { $cond: [{ $eq: ['$state', delivered.value] }, '$state', literal(state)] }
}

// The line of a delivery that happened meanwhile stays.
function historyAfter(history: HistoryLine[]): Expression {
  const known = literal(history)
  const missed = {
    $and: [{ $eq: ['$$line.what', DELIVERED] }, { $not: [{ $in: ['$$line', known] }] }],
  }
  const workers = { $filter: { input: '$history', as: 'line', cond: missed } }
  return { $concatArrays: [known, workers] }
}

/** A delivered claim: from approved to final, with its line, where `holds` is true. */
export function delivering(holds: Expression, at: Date): Record<string, Expression> {
  const next = nextClaimState('approved', 'deliver')
  if (!next.ok) throw new Error('the life table of claims has lost its delivery')
  const line: HistoryLine = {
    at,
    personId: null,
    name: null,
    what: DELIVERED,
    why: null,
    facts: {},
  }
  const now = { $and: [holds, { $eq: ['$state', 'approved'] }] }
  return {
    state: { $cond: [now, literal(next.value), '$state'] },
    history: { $cond: [now, { $concatArrays: ['$history', [literal(line)]] }, '$history'] },
  }
}
