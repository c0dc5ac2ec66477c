// Builders: a valid thing in one call; a test names only what matters to it.

import type { Claim, ClaimDecision } from '../../src/domain/claim.ts'
import type { Answer, ConfirmationRequest } from '../../src/domain/confirmation.ts'
import { creditOfClaim } from '../../src/domain/credit/claim-credit.ts'
import { type Debt, owe } from '../../src/domain/debt.ts'
import { totalHours } from '../../src/domain/hours.ts'
import type { Placement, Statement } from '../../src/domain/placement.ts'
import { newId } from '../../src/random.ts'
import { aRule, daysLater, INSTITUTION, NOW } from './setting.ts'

export * from './setting.ts'

/** What a student says: 20 hours on five days, everything filled in. */
export function aStatement(over: Partial<Statement> = {}): Statement {
  const days = ['2026-10-05', '2026-10-06', '2026-10-07', '2026-10-08', '2026-10-09']
  return {
    title: 'Map of quiet places',
    employer: 'Harbour Studio',
    delivered: 'A map of 40 places, with photographs',
    link: '',
    startsOn: '2026-10-05',
    endsOn: '2026-10-09',
    hours: { by: 'day', entries: days.map((on) => ({ on, hours: 4 })) },
    pay: { kind: 'hourly', amountMinor: 1_850, currency: 'EUR' },
    mode: 'remote',
    place: '',
    supervisorName: 'Grace Ito',
    supervisorMail: 'grace@harbour.example',
    ...over,
  }
}

function aRequest(over: Partial<ConfirmationRequest> = {}): ConfirmationRequest {
  return {
    id: newId(),
    mail: 'grace@harbour.example',
    name: 'Grace Ito',
    at: daysLater(-3),
    expiresAt: daysLater(27),
    ...over,
  }
}

export function anAnswer(over: Partial<Answer> = {}): Answer {
  return {
    at: daysLater(-2),
    kind: 'confirm',
    hours: 20,
    why: null,
    rightPerson: null,
    byName: 'Grace Ito',
    byMail: 'grace@harbour.example',
    unusual: [],
    ...over,
  }
}

/** A placement; from its state follows what it carries: a submitted one is asked, a confirmed one answered. */
export function aPlacement(over: Partial<Placement> = {}): Placement {
  const statement = over.statement ?? aStatement()
  const state = over.state ?? 'active'
  const isAsked = state === 'submitted' || state === 'confirmed'
  const isConfirmed = state === 'confirmed'
  const hours = totalHours(statement.hours)
  return {
    id: newId(),
    institutionId: INSTITUTION,
    personId: newId(),
    state,
    version: 0,
    statement,
    request: isAsked ? aRequest() : null,
    asked: isAsked ? [{ mail: 'grace@harbour.example', at: daysLater(-3) }] : [],
    answer: isConfirmed ? anAnswer({ hours }) : null,
    confirmedHours: isConfirmed ? hours : null,
    history: [],
    debts: {},
    lateReason: null,
    createdAt: daysLater(-10),
    ...over,
  }
}

/** An approval of one confirmed placement. */
export function aDecision(over: Partial<ClaimDecision> = {}): ClaimDecision {
  const rule = over.rule ?? aRule()
  const placements = over.placements ?? [
    { id: 'p', title: 'Map of quiet places', employer: 'Harbour Studio', confirmedHours: 20 },
  ]
  return {
    step: 'approve',
    at: daysLater(-1),
    by: 'instructor',
    byName: 'Lin Okafor',
    note: null,
    rule,
    placements,
    academicHoursApproved: null,
    credit: creditOfDecided(rule, placements),
    ...over,
  }
}

/** The credit of placements as a decision has them. */
export function creditOfDecided(
  { parameters }: ClaimDecision['rule'],
  placements: ClaimDecision['placements'],
  requestedCredits = 1,
): ClaimDecision['credit'] {
  const counted = placements.map((placement) => ({ ...placement, capHours: null }))
  const asked = { requestedCredits, academicHoursApproved: null }
  return creditOfClaim(parameters, { ...asked, placements: counted })
}

/** A claim; from its state follows what it carries: a submitted one holds what it chose, an approved one is decided. */
export function aClaim(over: Partial<Claim> = {}): Claim {
  const state = over.state ?? 'draft'
  const isSent = state !== 'draft' && state !== 'dropped'
  const isApproved = state === 'approved' || state === 'final'
  const chosen = over.chosen ?? [newId()]
  return {
    id: newId(),
    institutionId: INSTITUTION,
    personId: newId(),
    courseId: newId(),
    assignmentId: newId(),
    platformId: 'platform',
    subject: 'subject',
    state,
    version: 0,
    chosen,
    counts: isSent && state !== 'denied' ? chosen : [],
    heldUntil: null,
    reflection: 'I learnt to ask before I draw.',
    requestedCredits: 1,
    academicHoursApproved: null,
    employers: {},
    ruleVersion: isSent ? 1 : null,
    draftRule: null,
    firstSubmittedAt: isSent ? daysLater(-2) : null,
    submittedAt: isSent ? daysLater(-2) : null,
    decisions: isApproved ? [aDecision()] : [],
    history: [],
    debts: {},
    approvalNumber: null,
    seen: null,
    leftAt: null,
    createdAt: daysLater(-5),
    ...over,
  }
}

/** The score that an approved claim owes. */
export function aScoreDebt(over: Partial<Debt> = {}): Debt {
  const value = { given: 50, maximum: 100, decidedAt: daysLater(-1), submittedAt: daysLater(-2) }
  const owed = owe({}, { key: 'score', kind: 'score', value, at: NOW }).score
  if (!owed) throw new Error('nothing owed')
  return { ...owed, ...over }
}
