// Due work: workers lease one debt at a time, mark before sending, and settle; they never touch a version.

import type { Connection, Model } from 'mongoose'
import type { Claim } from '../domain/claim.ts'
import type { Debt, DebtKind, Debts } from '../domain/debt.ts'
import { allowanceModel } from './allowances.ts'
import { claimModel, delivering } from './claims.ts'
import { dueDebts, leasedDebts, literal, reckonDue, sameRev, settledDebt } from './debt-writes.ts'
import { placementModel } from './placements.ts'
import { type Fields, plain, type Stored } from './shelf.ts'

/** A leased debt, and the document that owes it. */
export interface OwedDebt {
  of: 'claim' | 'placement' | 'allowance'
  id: string
  leaseId: string
  debt: Debt
}

export interface DebtStore {
  /** Leases the longest due debt of some kinds; null when nothing is due. */
  lease(now: Date, leaseId: string, until: Date, kinds: DebtKind[]): Promise<OwedDebt | null>
  /** Marks that something is about to be sent; false when the lease or the value is lost. */
  markSent(owed: OwedDebt, at: Date): Promise<boolean>
  /**
   * Notes what an attempt led to; false when the lease or the value was lost, and then nothing is noted,
   * but an own lease is freed. `deliver` makes an approved claim final; `unsent` takes the mark of sending away.
   */
  settle(owed: OwedDebt, after: Debt, more?: Settling): Promise<boolean>
  /** How many debts wait, and how many need a person. */
  counts(): Promise<{ due: number; stuck: number }>
}

interface Settling {
  seen?: NonNullable<Claim['seen']>
  deliver?: boolean
  unsent?: boolean
}

interface Owing {
  of: OwedDebt['of']
  model: Model<Stored>
}

/** Opens one institution's due work, over claims, placements and what students are allowed. */
export function debtStore(connection: Connection, institutionId: string): DebtStore {
  const models = {
    claim: claimModel(connection),
    placement: placementModel(connection),
    allowance: allowanceModel(connection),
  }
  const all: Owing[] = [
    { of: 'claim', model: models.claim },
    { of: 'placement', model: models.placement },
    { of: 'allowance', model: models.allowance },
  ]
  const owned = (owed: OwedDebt) => ({
    _id: owed.id,
    institutionId,
    [`debts.${owed.debt.key}.lease.id`]: owed.leaseId,
  })
  const modelFor = (owed: OwedDebt) => models[owed.of]
  return {
    lease: async (now, leaseId, until, kinds) => {
      for (const owing of await longestDueFirst(all, institutionId, now)) {
        const owed = await leaseFrom(owing, institutionId, { now, leaseId, until, kinds })
        if (owed) return owed
      }
      return null
    },
    markSent: async (owed, at) => {
      const { key, rev } = owed.debt
      const where = { ...owned(owed), [`debts.${key}.rev`]: rev }
      const result = await modelFor(owed).updateOne(where, {
        $set: { [`debts.${key}.sentAt`]: at },
      })
      return result.matchedCount === 1
    },
    settle: async (owed, after, more = {}) => {
      const update = settling(owed, after, more)
      const before = await modelFor(owed)
        .findOneAndUpdate(owned(owed), update as Fields[], {
          returnDocument: 'before',
          updatePipeline: true,
        })
        .lean()
      return before !== null && debtsOf(before)[owed.debt.key]?.rev === owed.debt.rev
    },
    counts: async () => {
      const counts = await Promise.all(all.map((owing) => count(owing, institutionId)))
      const sum = (of: 'due' | 'stuck') => counts.reduce((total, one) => total + one[of], 0)
      return { due: sum('due'), stuck: sum('stuck') }
    },
  }
}

function debtsOf(stored: object): Debts {
  return plain<{ debts: Debts }>(stored).debts
}

// So that a long queue of one kind does not keep the other waiting.
async function longestDueFirst(all: Owing[], institutionId: string, now: Date): Promise<Owing[]> {
  const heads = await Promise.all(
    all.map(async (owing) => {
      const head = await owing.model
        .findOne({ institutionId, nextDueAt: { $lte: now } })
        .sort({ nextDueAt: 1 })
        .select({ nextDueAt: 1 })
        .lean()
      const at: unknown = head?.nextDueAt
      return { owing, at: at instanceof Date ? at.getTime() : null }
    }),
  )
  const due = heads.flatMap(({ owing, at }) => (at === null ? [] : [{ owing, at }]))
  return due.sort((a, b) => a.at - b.at).map(({ owing }) => owing)
}

async function leaseFrom(
  { of, model }: Owing,
  institutionId: string,
  wish: { now: Date; leaseId: string; until: Date; kinds: DebtKind[] },
): Promise<OwedDebt | null> {
  const { now, leaseId, until, kinds } = wish
  const anyDue = { $gt: [{ $size: dueDebts(now, kinds) }, 0] }
  const update = [
    { $set: { debts: leasedDebts(now, kinds, { id: leaseId, until }) } },
    reckonDue,
  ] as Fields[]
  const stored = await model
    .findOneAndUpdate({ institutionId, nextDueAt: { $lte: now }, $expr: anyDue }, update, {
      sort: { nextDueAt: 1 },
      returnDocument: 'after',
      updatePipeline: true,
    })
    .lean()
  if (!stored) return null
  const debt = Object.values(debtsOf(stored)).find((d) => d.lease?.id === leaseId)
  return debt ? { of, id: stored._id, leaseId, debt } : null
}

function settling(owed: OwedDebt, after: Debt, more: Settling) {
  const holds = sameRev(owed.debt)
  const at = after.answers.at(-1)?.at ?? new Date()
  return [
    {
      $set: {
        ...(more.seen ? { seen: { $cond: [holds, literal(more.seen), '$seen'] } } : {}),
        ...(more.deliver && owed.of === 'claim' ? delivering(holds, at) : {}),
      },
    },
    { $set: { [`debts.${owed.debt.key}`]: settledDebt(owed.debt, after, more.unsent) } },
    reckonDue,
  ].filter((stage) => Object.keys(stage.$set).length > 0)
}

async function count({ model }: Owing, institutionId: string) {
  const having = async (where: Fields, state: string): Promise<number> => {
    const debts = { $objectToArray: '$debts' }
    const found = { $filter: { input: debts, as: 'd', cond: { $eq: ['$$d.v.state', state] } } }
    const [sum] = await model.aggregate<{ count: number }>([
      { $match: { institutionId, ...where } },
      { $group: { _id: null, count: { $sum: { $size: found } } } },
    ])
    return sum?.count ?? 0
  }
  const [due, stuck] = await Promise.all([
    having({ nextDueAt: { $exists: true } }, 'due'),
    having({ stuck: true }, 'stuck'),
  ])
  return { due, stuck }
}
