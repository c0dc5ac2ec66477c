// Makes domain values for tests: each is complete and ordinary until a test says otherwise.

import type { AssignmentRule } from '../../src/domain/assignment-rule.ts'
import type { Claim, ClaimDecision } from '../../src/domain/claim.ts'
import type { Answer, ConfirmationRequest } from '../../src/domain/confirmation.ts'
import type { Decision } from '../../src/domain/decision.ts'
import type { Placement, Statement } from '../../src/domain/placement.ts'
import * as built from '../support/builders.ts'
import { type RuleWish, ruleFrom } from '../support/rules.ts'

export const NOW = new Date('2026-03-14T09:26:53Z')

/** An instant some minutes after NOW. */
export function later(minutes: number): Date {
  return new Date(NOW.getTime() + minutes * 60_000)
}

/** A complete statement: 18 hours in two days of March. */
export function aStatement(own: Partial<Statement> = {}): Statement {
  return {
    title: 'Survey of river birds',
    employer: 'Reedbed Trust',
    delivered: 'A report of twelve pages',
    link: '',
    startsOn: '2026-03-02',
    endsOn: '2026-03-06',
    hours: {
      by: 'day',
      entries: [
        { on: '2026-03-02', hours: 8 },
        { on: '2026-03-03', hours: 10 },
      ],
    },
    pay: { kind: 'hourly', amountMinor: 1850, currency: 'USD' },
    mode: 'remote',
    place: '',
    supervisorName: 'Grace Hopper',
    supervisorMail: 'grace@reedbed.example',
    ...own,
  }
}

/** A question put to the supervisor of `aStatement`. */
function aRequest(own: Partial<ConfirmationRequest> = {}): ConfirmationRequest {
  return {
    id: 'request-1',
    mail: 'grace@reedbed.example',
    name: 'Grace Hopper',
    at: NOW,
    expiresAt: later(60 * 24 * 30),
    ...own,
  }
}

/** An employer's answer. */
export function anAnswer(own: Partial<Answer> = {}): Answer {
  const by = { byName: 'Grace Hopper', byMail: 'grace@reedbed.example' }
  return built.anAnswer({ at: later(10), hours: null, ...by, ...own })
}

/** A placement that waits for its supervisor. */
export function aPlacement(own: Partial<Placement> = {}): Placement {
  return built.aPlacement({
    id: 'placement-1',
    institutionId: 'institution-1',
    personId: 'student-1',
    state: 'submitted',
    version: 3,
    statement: aStatement(),
    request: aRequest(),
    asked: [{ mail: 'grace@reedbed.example', at: NOW }],
    answer: null,
    confirmedHours: null,
    createdAt: NOW,
    ...own,
  })
}

/** A rule: 45 hours, 15 of them academic, earn 100 points in proportion. */
export function aRule(own: RuleWish = {}): AssignmentRule {
  return ruleFrom(own, {
    version: 1,
    fullHours: 45,
    scheme: 'proportional',
    academicHours: 15,
    points: 100,
    madeBy: 'teacher-1',
    madeAt: NOW,
    parameters: {},
  })
}

/** A claim in draft, ready to be submitted. */
export function aClaim(own: Partial<Claim> = {}): Claim {
  return built.aClaim({
    id: 'claim-1',
    institutionId: 'institution-1',
    personId: 'student-1',
    courseId: 'course-1',
    assignmentId: 'assignment-1',
    platformId: 'platform-1',
    subject: 'subject-1',
    version: 1,
    chosen: ['placement-1'],
    counts: [],
    reflection: 'I learnt to count birds.',
    ruleVersion: null,
    firstSubmittedAt: null,
    submittedAt: null,
    decisions: [],
    createdAt: NOW,
    ...own,
  })
}

/** A claim that waits for the instructor. */
export function aSubmittedClaim(own: Partial<Claim> = {}): Claim {
  return aClaim({
    state: 'submitted',
    counts: ['placement-1'],
    ruleVersion: 1,
    firstSubmittedAt: NOW,
    submittedAt: NOW,
    ...own,
  })
}

/** A decision on a claim whose one placement has 30 confirmed hours. */
export function aDecision(own: Partial<ClaimDecision> = {}): ClaimDecision {
  return built.aDecision({
    at: later(60),
    by: 'teacher-1',
    byName: 'Tess Teacher',
    note: 'Well done.',
    rule: aRule(),
    placements: [
      { id: 'placement-1', title: 'Survey', employer: 'Reedbed Trust', confirmedHours: 30 },
    ],
    ...own,
  })
}

/** The value of a yes; fails the test on a no. */
export function accepted<T>(decision: Decision<T>): T {
  if (!decision.ok) throw new Error(`refused: ${decision.refusals.map((r) => r.rule).join(', ')}`)
  return decision.value
}

/** The reasons of a no; empty for a yes. */
export function reasonsOf(decision: Decision<unknown>): string[] {
  return decision.ok ? [] : decision.refusals.map((refusal) => refusal.rule)
}
