// A student's request that placements count for one assignment, and its life.

import type { AssignmentRule } from './assignment-rule.ts'
import type { ClaimCredit } from './credit/claim-credit.ts'
import type { Debts } from './debt.ts'
import { owe } from './debt.ts'
import { allow, type Decision, type Refusal, refuse } from './decision.ts'
import type { Check } from './eligibility-check.ts'
import type { HistoryLine } from './history.ts'
import type { SeenGrade } from './lms.ts'

/** The life table: from each state, where each step leads. README draws it; a test compares. */
export const LIFE = {
  draft: { submit: 'submitted', drop: 'dropped' },
  submitted: {
    approve: 'approved',
    deny: 'denied',
    giveBack: 'draft',
    takeBack: 'draft',
    withdraw: 'withdrawn',
  },
  approved: { deliver: 'final' },
  final: {},
  denied: {},
  dropped: { reopen: 'draft' },
  withdrawn: { revive: 'submitted', reopen: 'draft' },
} as const satisfies Record<string, Record<string, string>>

export type ClaimState = keyof typeof LIFE
export type ClaimStep =
  | 'submit'
  | 'drop'
  | 'approve'
  | 'deny'
  | 'giveBack'
  | 'takeBack'
  | 'deliver'
  | 'reopen'
  | 'withdraw'
  | 'revive'

/** What was known of the student and the dates when it was decided. */
export interface Standing {
  term: string | null
  opensOn: string | null
  closesOn: string | null
  handedIn: 'inTime' | 'extended' | 'late'
  checks: Check[]
}

/** What an instructor decided, with all that it was decided on (design decision 15). */
export interface ClaimDecision {
  step: 'approve' | 'deny' | 'giveBack'
  at: Date
  by: string
  byName: string | null
  note: string | null
  rule: AssignmentRule
  /** `employer` is the one it counts under, the same text for the same one. */
  placements: { id: string; title: string; employer: string; confirmedHours: number | null }[]
  /** Where the student was: the SIS ids of their sections, and who said so. Absent in decisions from before it was kept. */
  section?: { ids: string[]; from: 'roster' | 'launch' } | null
  /** Under a rule that asks the instructor for them. */
  academicHoursApproved: number | null
  /** Absent in decisions from before it was kept. */
  standing?: Standing
  /** Until when a denial holds the placements. */
  holdsUntil?: Date | null
  /** The whole arithmetic: it can be reckoned again from what stands here. */
  credit: ClaimCredit
}

export interface Claim {
  id: string
  institutionId: string
  personId: string
  courseId: string
  assignmentId: string
  platformId: string
  /** The LMS's id of the student, for the score. */
  subject: string
  state: ClaimState
  version: number
  /** The placements the student chose. */
  chosen: string[]
  /** The placements this claim holds; no other claim may (design decision 4). */
  counts: string[]
  /** Until when a denied claim holds them; null while it is not denied, and once it has let go. */
  heldUntil: Date | null
  reflection: string
  /** Credits the student asks for; 1 where the rule gives points only. */
  requestedCredits: number
  /** What the instructor approved, where the rule asks for that. */
  academicHoursApproved: number | null
  /** The employer a placement counts under, where the instructor said so; by placement id. */
  employers: Record<string, string>
  /** The rule's version this claim goes by, from its submit on; a draft takes the newest. */
  ruleVersion: number | null
  /** The rule's version when the draft was saved last, so that a newer one can be pointed out. */
  draftRule: number | null
  firstSubmittedAt: Date | null
  submittedAt: Date | null
  decisions: ClaimDecision[]
  history: HistoryLine[]
  /** Which of its student's approvals it is, 1, 2, 3 …, each number once; null before. */
  approvalNumber: number | null
  debts: Debts
  /** What the LMS showed when we read it back. */
  seen: SeenGrade | null
  /** The student has left the course since; for the registrar to look at. */
  leftAt: Date | null
  createdAt: Date
}

/** The state a step leads to, or a refusal when the step is not open from here. */
export function nextClaimState(state: ClaimState, step: ClaimStep): Decision<ClaimState> {
  const steps: Partial<Record<ClaimStep, ClaimState>> = LIFE[state]
  const to = steps[step]
  return to ? allow(to) : refuse('claim.notNow', { state })
}

/** The student submits: the first submission's date stands, the rule's version is fixed, placements are held. */
export function submitted(
  claim: Claim,
  by: { name: string | null; at: Date; rule: Pick<AssignmentRule, 'version'> },
): Decision<Claim> {
  const next = nextClaimState(claim.state, 'submit')
  if (!next.ok) return next
  if (claim.chosen.length === 0) return refuse('claim.noPlacements')
  if (!claim.reflection.trim()) return refuse('claim.noReflection')
  return allow({
    ...claim,
    state: next.value,
    counts: [...new Set(claim.chosen)],
    ruleVersion: claim.ruleVersion ?? by.rule.version,
    firstSubmittedAt: claim.firstSubmittedAt ?? by.at,
    submittedAt: by.at,
    history: [...claim.history, line(claim.personId, by.name, by.at, 'submit', null)],
  })
}

/**
 * The student takes it back or drops it: the placements are free again.
 * Only a claim that an instructor has given back keeps its first date; one taken back was never looked at.
 */
export function released(
  claim: Claim,
  step: 'takeBack' | 'drop' | 'reopen',
  by: { name: string | null; at: Date },
): Decision<Claim> {
  const next = nextClaimState(claim.state, step)
  if (!next.ok) return next
  return allow({
    ...claim,
    state: next.value,
    counts: [],
    ruleVersion: null,
    // Whoever does it is here.
    leftAt: null,
    firstSubmittedAt: claim.decisions.length > 0 ? claim.firstSubmittedAt : null,
    history: [...claim.history, line(claim.personId, by.name, by.at, step, null)],
  })
}

/**
 * The instructor decides. Approving needs credit without refusals; the score is owed in the same value,
 * so one write commits both. Nobody decides on their own claim; a give back needs a note.
 */
export function decided(
  claim: Claim,
  decision: ClaimDecision,
  owesScore: boolean,
): Decision<Claim> {
  const next = nextClaimState(claim.state, decision.step)
  if (!next.ok) return next
  if (decision.by === claim.personId) return refuse('review.ownClaim')
  if (decision.step !== 'approve' && !decision.note?.trim()) return refuse('review.noteNeeded')
  const stopped = decision.step === 'approve' ? stopsApproval(claim, decision) : []
  if (stopped.length > 0) return { ok: false, refusals: stopped }
  const moved: Claim = {
    ...claim,
    state: next.value,
    counts: heldAfter(claim, decision),
    heldUntil: decision.step === 'deny' ? (decision.holdsUntil ?? null) : null,
    academicHoursApproved: decision.academicHoursApproved,
    decisions: [...claim.decisions, decision],
    history: [
      ...claim.history,
      line(decision.by, decision.byName, decision.at, decision.step, decision.note),
    ],
  }
  return allow(decision.step === 'approve' && owesScore ? owingScore(moved, decision) : moved)
}

// Less than was asked for may be approved, with a reason; more never.
function stopsApproval(claim: Claim, { credit, note }: ClaimDecision): Refusal[] {
  if (credit.mode !== 'credits') return credit.toApprove
  const [asked, approved] = [claim.requestedCredits, credit.input.requestedCredits]
  if (approved > asked) return [{ rule: 'review.moreThanAsked', facts: { asked } }]
  const why = approved < asked && !note?.trim()
  return [...(why ? [{ rule: 'review.lowerNeedsWhy', facts: {} }] : []), ...credit.toApprove]
}

// Kept by give back, and by a denial as long as the student can appeal.
// An approval never counts a placement that still waits for its employer, so it does not hold it either.
function heldAfter(claim: Claim, decision: ClaimDecision): string[] {
  if (decision.step === 'giveBack') return claim.counts
  if (decision.step === 'deny') return decision.holdsUntil ? claim.counts : []
  const counted = decision.placements.filter((p) => p.confirmedHours !== null).map((p) => p.id)
  return claim.counts.filter((id) => counted.includes(id))
}

function owingScore(claim: Claim, decision: ClaimDecision): Claim {
  const value = {
    given: decision.credit.result.score.given,
    maximum: decision.credit.result.score.maximum,
    decidedAt: decision.at,
    submittedAt: claim.firstSubmittedAt ?? decision.at,
  }
  return {
    ...claim,
    debts: owe(claim.debts, { key: 'score', kind: 'score', value, at: decision.at }),
  }
}

function line(
  personId: string,
  name: string | null,
  at: Date,
  step: string,
  why: string | null,
): HistoryLine {
  return { at, personId, name, what: `claim.${step}`, why, facts: {} }
}

/** The last approval, if the claim stands approved. */
export function approval(claim: Pick<Claim, 'state' | 'decisions'>): ClaimDecision | null {
  if (claim.state !== 'approved' && claim.state !== 'final') return null
  return claim.decisions.findLast((decision) => decision.step === 'approve') ?? null
}
