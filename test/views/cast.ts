// The people and things of the samples: Ada, her micro-internships, and her claim in each of its states.

import type { AssignmentRule } from '../../src/domain/assignment-rule.ts'
import { type Claim, type ClaimDecision, decided, submitted } from '../../src/domain/claim.ts'
import type { Answer } from '../../src/domain/confirmation.ts'
import { PRESETS } from '../../src/domain/credit/presets.ts'
import { type Debt, settled } from '../../src/domain/debt.ts'
import type { Person } from '../../src/domain/person.ts'
import type { Placement } from '../../src/domain/placement.ts'
import type { Session } from '../../src/domain/session.ts'
import { emptyStatement } from '../../src/domain/statement.ts'
import { decidedPlacements } from '../../src/services/claims/claim-views.ts'
import type { PersonContext } from '../../src/services/context.ts'
import type { Place } from '../../src/services/rights.ts'
import {
  aClaim,
  aCourse,
  anAnswer,
  anAssignment,
  anInstitution,
  aPerson,
  aPlacement,
  creditOfDecided,
} from '../support/builders.ts'
import { ruleFrom } from '../support/rules.ts'

export const ZONE = 'America/Chicago'
export const NOW = new Date('2026-11-24T15:30:00Z')
export const ago = (days: number) => new Date(NOW.getTime() - days * 86_400_000)

export const institution = anInstitution({
  id: 'i1',
  slug: 'lakeside',
  name: 'Lakeside University',
  timezone: ZONE,
  createdAt: ago(100),
})

function person(id: string, givenName: string, familyName: string): Person {
  return aPerson({
    id,
    institutionId: 'i1',
    accounts: [],
    name: `${givenName} ${familyName}`,
    givenName,
    familyName,
    mail: `${givenName.toLowerCase()}@lakeside.example`,
    createdAt: ago(60),
  })
}

export const ada = person('p1', 'Ada', 'Moreno')
export const ben = person('p2', 'Benedikt-Alexander', 'Wolfeschlegelsteinhausen')
export const chi = person('p3', 'Chi', 'Nguyen')

export const course = aCourse({
  id: 'c1',
  institutionId: 'i1',
  platformId: 'pl1',
  contextId: 'ctx',
  label: 'BIO 210',
  title: 'Data for Biologists',
  lineItemsUrl: null,
  rosterUrl: null,
})
export const place = (role: Place['role'], unproven: Place['unproven'] = null): Place => ({
  course,
  role,
  unproven,
})

export const rule: AssignmentRule = ruleFrom(
  { version: 2 },
  {
    ...{ version: 1, fullHours: 45, scheme: 'proportional', academicHours: 15, points: 100 },
    ...{ madeBy: 'p9', madeAt: ago(40), parameters: {} },
  },
)
/** The same, for the course's own credits. */
export const creditRule: AssignmentRule = {
  ...rule,
  parameters: { ...PRESETS.semester45, mode: 'credits', academicBasis: 'approved' },
}
export const assignment = anAssignment({
  id: 'a1',
  institutionId: 'i1',
  courseId: 'c1',
  resourceLinkId: 'r1',
  title: 'Micro-internship credit',
  lineItemUrl: 'https://lms.example/items/1',
  claimBy: '2026-12-04',
  rules: [rule],
  createdAt: ago(40),
})

function placement(
  id: string,
  title: string,
  employer: string,
  some: Partial<Placement> = {},
): Placement {
  return aPlacement({
    id,
    institutionId: 'i1',
    personId: 'p1',
    version: 3,
    statement: {
      title,
      employer,
      delivered: 'A cleaned data set of 1,240 answers\nand a one-page method note.',
      link: 'https://example.org/ada/survey-clean-up/a-rather-long-address-that-has-to-wrap-somewhere',
      startsOn: '2026-11-03',
      endsOn: '2026-11-17',
      hours: {
        by: 'day',
        entries: [
          { on: '2026-11-03', hours: 4 },
          { on: '2026-11-05', hours: 3.5 },
          { on: '2026-11-10', hours: 6.5 },
        ],
      },
      pay: { kind: 'fixed', amountMinor: 35000, currency: 'USD' },
      mode: 'remote',
      place: '',
      supervisorName: 'Ngozi Okafor',
      supervisorMail: 'n.okafor@greenbench.example',
    },
    request: null,
    asked: [],
    answer: null,
    confirmedHours: null,
    history: [line('placement.record', 'Ada Moreno', 8)],
    createdAt: ago(8),
    ...some,
  })
}

function line(what: string, name: string | null, days: number, why: string | null = null) {
  return {
    at: ago(days),
    personId: name ? 'p1' : null,
    name,
    what,
    why,
    facts: { hours: 18, title: 'Lab inventory' },
  }
}

export function answer(some: Partial<Answer> = {}): Answer {
  const by = { byName: 'Jo Delgado', byMail: 'jo@deltafoods.example' }
  return anAnswer({ at: ago(12), hours: 14, ...by, ...some })
}

export const request = {
  id: 'q1',
  mail: 'n.okafor@greenbench.example',
  name: 'Ngozi Okafor',
  at: ago(5),
  expiresAt: ago(-25),
}

export const survey = placement('m1', 'Survey clean-up', 'Delta Foods', {
  state: 'confirmed',
  confirmedHours: 18,
  answer: answer({ hours: 18 }),
  history: [
    line('placement.record', 'Ada Moreno', 14),
    line('placement.ask', 'Ada Moreno', 13),
    line('placement.confirm', 'Jo Delgado', 12),
  ],
})
export const lab = placement('m2', 'Lab inventory', 'Green Bench', {
  state: 'submitted',
  request,
  history: [line('placement.record', 'Ada Moreno', 6), line('placement.ask', 'Ada Moreno', 5)],
})
export const corrected = placement('m3', 'Poster layout', 'Riverside Clinic', {
  state: 'confirmed',
  confirmedHours: 12,
  answer: answer({
    kind: 'fewer',
    hours: 12,
    why: 'The last afternoon was a visit, not work. All else is right.',
    unusual: ['freeMail', 'firstUse', 'sameNetwork'],
  }),
})
export const givenBack = placement('m4', 'Field notes', 'Prairie Trust', {
  answer: answer({ kind: 'giveBack', hours: null, why: 'The map is still missing.' }),
})
export const draft = placement('m5', '', '', { statement: emptyStatement() })
export const aside = placement('m6', 'Inventory, part two', 'Green Bench', {
  state: 'aside',
  answer: answer({
    kind: 'wrongPerson',
    hours: null,
    rightPerson: 'Sam Lee, sam@greenbench.example',
  }),
})

export function claim(some: Partial<Claim> = {}): Claim {
  return aClaim({
    id: 'k1',
    institutionId: 'i1',
    personId: 'p1',
    courseId: 'c1',
    assignmentId: 'a1',
    platformId: 'pl1',
    subject: 's1',
    version: 7,
    chosen: ['m1', 'm2'],
    reflection:
      'I had never seen how much of an analysis is cleaning. I learned to write down every step, which is what we did in week four.\n\nNext time I would ask earlier what the columns mean.',
    createdAt: ago(10),
    ...some,
  })
}

function must<T>(decision: { ok: true; value: T } | { ok: false }): T {
  if (!decision.ok) throw new Error('the model is not possible')
  return decision.value
}

export const inClaim = [survey, lab, corrected]
export const waiting = must(
  submitted(claim({ chosen: inClaim.map((p) => p.id) }), { name: 'Ada Moreno', at: ago(4), rule }),
)

export function decision(
  step: ClaimDecision['step'],
  note: string | null = null,
  of: AssignmentRule = rule,
): ClaimDecision {
  const placements = decidedPlacements(inClaim, {})
  return {
    step,
    at: ago(1),
    by: 'p9',
    byName: 'Elena Rivera',
    note,
    rule: of,
    placements,
    academicHoursApproved: null,
    credit: creditOfDecided(of, placements, 1),
  }
}

export const approved = must(decided(waiting, decision('approve', 'Well done, Ada.'), true))
export const returned = must(
  decided(waiting, decision('giveBack', 'Say a little more about the method.'), true),
)
export const denied = must(
  decided(waiting, decision('deny', 'This work was already part of BIO 110.'), true),
)

function delivered(outcome: Parameters<typeof settled>[1], some: Partial<Claim> = {}): Claim {
  const score = settled(approved.debts.score as Debt, outcome, ago(0.9), 0.5)
  return { ...approved, ...some, debts: { score } }
}
export const inGradebook = delivered(
  { kind: 'done', text: 'lms.stored' },
  { state: 'final', seen: { at: ago(0.9), given: 100, maximum: 100 } },
)
export const overridden = delivered(
  { kind: 'done', text: 'lms.stored' },
  { state: 'final', seen: { at: ago(0.5), given: 80, maximum: 100 } },
)
export const lost = delivered(
  { kind: 'done', text: 'lms.stored' },
  { state: 'final', seen: { at: ago(0.5), given: null, maximum: null } },
)
export const stuck = delivered({ kind: 'stuck', text: 'lms.unpublished' })
export const retried = delivered({ kind: 'later', text: 'lms.busy', afterMs: null })

export const ctx = {
  institution,
  now: () => NOW,
  actor: { kind: 'person', person: ada, session: {} as Session },
} as PersonContext
