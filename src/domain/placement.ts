// One student doing one micro-internship, and its life.

import { type Answer, type AnswerKind, type ConfirmationRequest, mailbox } from './confirmation.ts'
import type { Debts } from './debt.ts'
import { allow, type Decision, refuse } from './decision.ts'
import { deniedWork } from './denials.ts'
import type { HistoryLine } from './history.ts'
import type { HoursLog } from './hours.ts'
import { totalHours } from './hours.ts'
import { hundredths } from './hundredths.ts'
import type { Pay } from './pay.ts'

/** The life table: from each state, where each step leads. README draws it; a test compares. */
export const LIFE = {
  active: { submit: 'submitted', withdraw: 'withdrawn' },
  submitted: { confirm: 'confirmed', giveBack: 'active', setAside: 'aside', reopen: 'active' },
  confirmed: { confirm: 'confirmed', giveBack: 'active', setAside: 'aside' },
  aside: {
    submit: 'submitted',
    reopen: 'active',
    confirm: 'confirmed',
    giveBack: 'active',
    setAside: 'aside',
  },
  withdrawn: {},
} as const satisfies Record<string, Record<string, string>>

export type PlacementState = keyof typeof LIFE
export type PlacementStep = 'submit' | 'withdraw' | 'confirm' | 'giveBack' | 'setAside' | 'reopen'

/** What the student tells about the work; everything may be missing in a draft. */
export interface Statement {
  title: string
  employer: string
  delivered: string
  link: string
  startsOn: string | null
  endsOn: string | null
  hours: HoursLog
  pay: Pay | null
  mode: 'remote' | 'on-site' | 'hybrid' | null
  place: string
  supervisorName: string
  supervisorMail: string
}

export interface Placement {
  id: string
  institutionId: string
  personId: string
  state: PlacementState
  version: number
  statement: Statement
  request: ConfirmationRequest | null
  /** Every time somebody was asked, for the limits of design decision 14; `stopped` by one who does not know the student. */
  asked: { mail: string; at: Date; stopped?: true }[]
  answer: Answer | null
  /** Set by a confirmation; null while nothing counts. */
  confirmedHours: number | null
  history: HistoryLine[]
  debts: Debts
  /** Why it was recorded long after it had ended; asked once, when it is claimed. */
  lateReason: string | null
  createdAt: Date
}

/** The state a step leads to, or a refusal when the step is not open from here. */
export function nextPlacementState(
  state: PlacementState,
  step: PlacementStep,
): Decision<PlacementState> {
  const steps: Partial<Record<PlacementStep, PlacementState>> = LIFE[state]
  const to = steps[step]
  return to ? allow(to) : refuse('placement.notNow', { state })
}

const STEP_OF: Record<AnswerKind, PlacementStep> = {
  confirm: 'confirm',
  fewer: 'confirm',
  giveBack: 'giveBack',
  didNotHappen: 'setAside',
  wrongPerson: 'setAside',
  unknown: 'setAside',
}

/**
 * A placement with an employer's answer, correctable while nothing was decided (`answer` replaces the last).
 * Hours may only be corrected downward; without a request nobody is asked, so nobody can answer.
 */
export function answered(placement: Placement, answer: Answer): Decision<Placement> {
  if (!placement.request) return refuse('confirm.dead')
  const step = STEP_OF[answer.kind]
  // A placement given back by this very person stands at `active`; they may still change their mind.
  const from = placement.state === 'active' ? 'submitted' : placement.state
  const next = nextPlacementState(from, step)
  if (!next.ok) return next
  const confirmed = confirmedBy(answer, totalHours(placement.statement.hours))
  if (!confirmed.ok) return confirmed
  const hours = confirmed.value
  const line: HistoryLine = {
    at: answer.at,
    personId: null,
    name: answer.byName,
    what: `placement.${answer.kind}`,
    why: answer.why,
    facts: hours === null ? deniedWork(answer, placement.statement) : { hours },
  }
  return allow({
    ...placement,
    state: next.value,
    asked: askedAfter(placement.asked, answer),
    answer: { ...answer, hours },
    confirmedHours: hours,
    history: [...placement.history, line],
  })
}

// Who does not know the student is not asked again; a corrected answer takes that back.
function askedAfter(asked: Placement['asked'], answer: Answer): Placement['asked'] {
  return asked.map((one) => {
    if (mailbox(one.mail) !== mailbox(answer.byMail)) return one
    const { mail, at } = one
    return answer.kind === 'unknown' ? { mail, at, stopped: true } : { mail, at }
  })
}

// The hours an answer confirms of those the student said; null when it confirms nothing.
function confirmedBy(answer: Answer, said: number): Decision<number | null> {
  const why = answer.why?.trim()
  if (answer.kind === 'giveBack' && !why) return refuse('confirm.missingNeeded')
  if (STEP_OF[answer.kind] !== 'confirm') return allow(null)
  const hours = hundredths((answer.kind === 'fewer' ? answer.hours : said) ?? 0) / 100
  if (!(hours > 0)) return refuse('confirm.hoursNeeded')
  if (answer.kind === 'confirm') return allow(hours)
  if (hours >= said) return refuse('confirm.notFewer', { said })
  return why ? allow(hours) : refuse('confirm.whyNeeded')
}

/**
 * A placement with a new statement. Changing what was said ends the question that was asked about it,
 * so that nobody confirms what they have not seen; the links of that question die.
 */
export function edited(placement: Placement, statement: Statement): Decision<Placement> {
  if (!isEditable(placement)) return refuse('placement.notEditable')
  const same = sameStatement(placement.statement, statement)
  return allow({ ...placement, statement, request: same ? placement.request : null })
}

function sameStatement(a: Statement, b: Statement): boolean {
  return flat(a) === flat(b)
}

// Field order does not matter, hours in their order do.
function flat({ hours, pay, ...rest }: Statement): string {
  const entries = hours.entries.map((entry) => [entry.on, entry.hours])
  const sorted = [Object.entries(rest).sort(), Object.entries(pay ?? {}).sort()]
  return JSON.stringify([...sorted, hours.by, entries])
}

/** True while the student may change what they said. */
export function isEditable(placement: Pick<Placement, 'state'>): boolean {
  return placement.state === 'active' || placement.state === 'aside'
}
