// A debt: what a document owes the outside (a score, a mail), one element per purpose.

export type DebtKind = 'score' | 'mail'
/** `waived`: nobody will ever pay it, since what it was owed to is gone. */
export type DebtState = 'due' | 'done' | 'stuck' | 'waived'

export interface DebtAnswer {
  at: Date
  /** A text key: what the outside said, or what went wrong. */
  text: string
}

export interface Debt {
  /** What for: `score`, `ask`, `receipt`, `told`. One element per key; safe as a field name. */
  key: string
  kind: DebtKind
  value: Record<string, unknown>
  /** Rises with each new value; the worker's notes fit only the rev they were made for. */
  rev: number
  state: DebtState
  /** When it may next be tried; null when nothing is to do. */
  dueAt: Date | null
  lease: { id: string; until: Date } | null
  /** Set before something is sent, so that a crash leaves a trace: read back before sending again. */
  sentAt: Date | null
  tries: number
  doneAt: Date | null
  answers: DebtAnswer[]
}

export const LEASE_MS = 60_000
/** With the waits below: about three days. */
export const TRIES = 84
const FIRST_WAIT_MS = 5_000
const LONGEST_WAIT_MS = 3_600_000
/** However long the outside asks us to wait. */
const MOST_ASKED_MS = 24 * 3_600_000

/** A document's debts by key. */
export type Debts = Record<string, Debt>

/** The debts with one more owed: a new element, or the same one with a new value and a higher rev. */
export function owe(
  debts: Debts,
  want: { key: string; kind: DebtKind; value: Record<string, unknown>; at: Date },
): Debts {
  const old = debts[want.key]
  const fresh: Debt = {
    key: want.key,
    kind: want.kind,
    value: want.value,
    rev: (old?.rev ?? 0) + 1,
    state: 'due',
    dueAt: want.at,
    // A running attempt keeps its lease: two deliveries of one debt must not overlap.
    lease: old?.lease ?? null,
    sentAt: old?.sentAt ?? null,
    tries: 0,
    doneAt: null,
    answers: old?.answers ?? [],
  }
  return { ...debts, [want.key]: fresh }
}

/** True when all tries were used up; by crashes, else it would be stuck already. */
export function isSpent(debt: Debt): boolean {
  return debt.tries >= TRIES
}

export type Outcome =
  | { kind: 'done'; text: string }
  | { kind: 'later'; text: string; afterMs: number | null }
  | { kind: 'stuck'; text: string }

/**
 * A debt after an attempt. `chance` (0 to 1) spreads the retries; after the last try it is stuck,
 * and a person has to look.
 */
export function settled(debt: Debt, outcome: Outcome, at: Date, chance: number): Debt {
  const answers = [...debt.answers, { at, text: outcome.text }].slice(-3)
  const base = { ...debt, answers, lease: null, tries: debt.tries + 1 }
  if (outcome.kind === 'done')
    return { ...base, state: 'done', dueAt: null, doneAt: at, sentAt: null }
  if (outcome.kind === 'stuck' || base.tries >= TRIES)
    return { ...base, state: 'stuck', dueAt: null }
  const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (base.tries - 1))
  const spread = wait * (0.5 + chance / 2)
  const asked = Math.min(outcome.afterMs || 0, MOST_ASKED_MS)
  return { ...base, dueAt: new Date(at.getTime() + Math.max(spread, asked)) }
}

/**
 * The same debts with one due at once, because a person asked; a waived one stays waived, and a paid one paid, unless
 * what it paid is lost.
 */
export function sendAgain(debts: Debts, key: string, at: Date, isLost = false): Debts {
  const debt = debts[key]
  if (!debt || debt.state === 'waived' || (debt.state === 'done' && !isLost)) return debts
  const again = { state: 'due' as const, dueAt: at, doneAt: null, tries: 0, rev: debt.rev + 1 }
  return { ...debts, [key]: { ...debt, ...again } }
}

/** The same debts with one that is not to be paid any more; null when nothing is owed. */
export function waive(debts: Debts, key: string): Debts | null {
  const debt = debts[key]
  if (debt?.state !== 'due' && debt?.state !== 'stuck') return null
  return { ...debts, [key]: { ...debt, state: 'waived', dueAt: null, rev: debt.rev + 1 } }
}
