// How debts stand in a document: expressions for updates that people and workers make side by side.

import type { Debt, Debts } from '../domain/debt.ts'
import type { Expression, Fields } from './shelf.ts'

/** A value as it is; without this a text that begins with a dollar would be read as a field. */
export function literal(value: unknown): Expression {
  return { $literal: value }
}

/** Every field of an object as it is. */
export function literals(fields: object): Fields {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, literal(value)]))
}

/**
 * The debts of a person's save, by named paths: one replaces the stored one only where its rev is higher,
 * and what workers write (lease, mark of sending, answers) stays in any case.
 */
export function savedDebts(debts: Debts): Fields {
  return Object.fromEntries(
    Object.values(debts).map((debt) => [`debts.${debt.key}`, newerOf(debt)]),
  )
}

function newerOf(debt: Debt): Expression {
  const stored = `$debts.${debt.key}`
  const { lease: _, sentAt: __, answers, ...wanted } = debt
  const workers = {
    lease: { $ifNull: [`${stored}.lease`, null] },
    sentAt: { $ifNull: [`${stored}.sentAt`, null] },
    answers: { $ifNull: [`${stored}.answers`, literal(answers)] },
  }
  return {
    $cond: [
      { $gt: [debt.rev, { $ifNull: [`${stored}.rev`, 0] }] },
      { $mergeObjects: [literal(wanted), workers] },
      stored,
    ],
  }
}

/** A debt owed anew whatever stands there: a higher rev, and what workers wrote stays. */
export function owedAnew(debt: Debt): Expression {
  const stored = `$debts.${debt.key}`
  const { lease, sentAt, answers, rev, ...wanted } = debt
  return {
    $mergeObjects: [
      literal(wanted),
      {
        rev: { $add: [{ $ifNull: [`${stored}.rev`, rev - 1] }, 1] },
        lease: { $ifNull: [`${stored}.lease`, lease] },
        sentAt: { $ifNull: [`${stored}.sentAt`, sentAt] },
        answers: { $ifNull: [`${stored}.answers`, literal(answers)] },
      },
    ],
  }
}

const allDebts = { $objectToArray: { $ifNull: ['$debts', {}] } }

// When a worker may next take it: its due time, or the end of a running lease; null for never.
function dueOf(debt: string): Expression {
  const { dueAt, until } = { dueAt: `${debt}.dueAt`, until: `${debt}.lease.until` }
  return {
    $cond: [
      { $eq: [{ $type: dueAt }, 'date'] },
      { $max: [dueAt, { $ifNull: [until, dueAt] }] },
      null,
    ],
  }
}

/** Last stage of every write that touches debts: what the due-work and stuck indexes hold. */
export const reckonDue = {
  $set: {
    nextDueAt: {
      $ifNull: [{ $min: { $map: { input: allDebts, as: 'd', in: dueOf('$$d.v') } } }, '$$REMOVE'],
    },
    stuck: {
      $cond: [
        { $in: ['stuck', { $map: { input: allDebts, as: 'd', in: '$$d.v.state' } }] },
        true,
        '$$REMOVE',
      ],
    },
  },
}

/** The same for a new document. */
export function dueHelpers(debts: Debts): Fields {
  const times = Object.values(debts).flatMap((debt) =>
    debt.dueAt ? [Math.max(debt.dueAt.getTime(), debt.lease?.until.getTime() ?? 0)] : [],
  )
  const stuck = Object.values(debts).some((debt) => debt.state === 'stuck')
  return {
    ...(times.length > 0 ? { nextDueAt: new Date(Math.min(...times)) } : {}),
    ...(stuck ? { stuck } : {}),
  }
}

/** The debts of a document that a worker may take now, as an array expression. */
export function dueDebts(now: Date, kinds: string[]): Expression {
  const due = dueOf('$$d.v')
  const cond = {
    $and: [{ $in: ['$$d.v.kind', literal(kinds)] }, { $ne: [due, null] }, { $lte: [due, now] }],
  }
  return { $filter: { input: allDebts, as: 'd', cond } }
}

// Whoever held a lease that ran out never settled: that was a try too, or a debt that kills its worker would go on for ever.
const crashed = { $cond: [{ $eq: [{ $type: '$$d.v.lease' }, 'object'] }, 1, 0] }

/** The debts with the longest due one leased. */
export function leasedDebts(
  now: Date,
  kinds: string[],
  lease: { id: string; until: Date },
): Expression {
  const byAge = { $sortArray: { input: dueDebts(now, kinds), sortBy: { 'v.dueAt': 1 } } }
  const keys = { $map: { input: byAge, as: 'd', in: '$$d.k' } }
  const tries = { $add: ['$$d.v.tries', crashed] }
  const taken = { $mergeObjects: ['$$d.v', { lease: literal(lease), tries }] }
  return {
    $let: {
      vars: { first: { $arrayElemAt: [keys, 0] } },
      in: {
        $arrayToObject: {
          $map: {
            input: allDebts,
            as: 'd',
            in: { k: '$$d.k', v: { $cond: [{ $eq: ['$$d.k', '$$first'] }, taken, '$$d.v'] } },
          },
        },
      },
    },
  }
}

/** True where the stored debt still has this rev. */
export function sameRev(debt: Debt): Expression {
  return { $eq: [`$debts.${debt.key}.rev`, debt.rev] }
}

/**
 * One debt after an attempt: noted when it is still the same value; else only its lease is freed, so that the
 * newer value is due at once. The mark of sending goes when it is paid or was certainly not stored; else it is read back first.
 */
export function settledDebt(before: Debt, after: Debt, unsent = false): Expression {
  const stored = `$debts.${before.key}`
  const { state, dueAt, tries, doneAt, answers } = after
  const noted = {
    ...literals({ state, dueAt, tries, doneAt, answers }),
    ...(state === 'done' || unsent ? { sentAt: null } : {}),
  }
  return {
    $mergeObjects: [stored, { $cond: [sameRev(before), noted, {}] }, { lease: null }],
  }
}
