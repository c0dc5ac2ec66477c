// The life of a claim: every step from every state, what it holds, and what is decided on it.

import { describe, expect, it } from 'vitest'
import {
  approval,
  type ClaimState,
  type ClaimStep,
  decided,
  LIFE,
  nextClaimState,
  released,
  submitted,
} from '../../src/domain/claim.ts'
import {
  aClaim,
  accepted,
  aDecision,
  aRule,
  aSubmittedClaim,
  later,
  NOW,
  reasonsOf,
} from './builders.ts'

const STATES: ClaimState[] = [
  'draft',
  'submitted',
  'approved',
  'final',
  'denied',
  'dropped',
  'withdrawn',
]
const STEPS: ClaimStep[] = [
  'submit',
  'drop',
  'approve',
  'deny',
  'giveBack',
  'takeBack',
  'deliver',
  'reopen',
  'withdraw',
  'revive',
]
const OPEN: Record<string, ClaimState> = {
  'draft submit': 'submitted',
  'draft drop': 'dropped',
  'submitted approve': 'approved',
  'submitted deny': 'denied',
  'submitted giveBack': 'draft',
  'submitted takeBack': 'draft',
  'approved deliver': 'final',
  'dropped reopen': 'draft',
  'submitted withdraw': 'withdrawn',
  'withdrawn revive': 'submitted',
  'withdrawn reopen': 'draft',
}
const STUDENT = { name: 'Ada Lovelace', at: later(5) }

describe('the life of a claim', () => {
  it('has these states and no others', () => {
    expect(Object.keys(LIFE)).toEqual(STATES)
  })
  for (const state of STATES) {
    for (const step of STEPS) {
      const to = OPEN[`${state} ${step}`]
      it(`${state}: ${step} ${to ? `leads to ${to}` : 'is refused'}`, () => {
        const next = nextClaimState(state, step)
        if (to) expect(accepted(next)).toBe(to)
        else {
          expect(next).toEqual({
            ok: false,
            refusals: [{ rule: 'claim.notNow', facts: { state } }],
          })
        }
      })
    }
  }
})

describe('a student who submits', () => {
  const by = { ...STUDENT, rule: aRule({ version: 4 }) }

  it('has it on time from then, held and under the rule of that moment', () => {
    const claim = accepted(submitted(aClaim({ chosen: ['a', 'b'] }), by))
    expect(claim).toMatchObject({
      state: 'submitted',
      counts: ['a', 'b'],
      ruleVersion: 4,
      firstSubmittedAt: by.at,
      submittedAt: by.at,
    })
    expect(claim.history.at(-1)).toEqual({
      at: by.at,
      personId: 'student-1',
      name: 'Ada Lovelace',
      what: 'claim.submit',
      why: null,
      facts: {},
    })
  })
  it('holds a placement once, however often it was named', () => {
    expect(accepted(submitted(aClaim({ chosen: ['a', 'a', 'b'] }), by)).counts).toEqual(['a', 'b'])
  })
  it('needs a placement and a reflection', () => {
    expect(reasonsOf(submitted(aClaim({ chosen: [] }), by))).toEqual(['claim.noPlacements'])
    expect(reasonsOf(submitted(aClaim({ reflection: ' \n ' }), by))).toEqual(['claim.noReflection'])
  })
  it('cannot submit twice', () => {
    expect(reasonsOf(submitted(aSubmittedClaim(), by))).toEqual(['claim.notNow'])
  })
  it('keeps the first date and the rule after a give back', () => {
    const back = accepted(decided(aSubmittedClaim(), aDecision({ step: 'giveBack' }), true))
    const again = accepted(submitted(back, { ...by, at: later(90) }))
    expect(again).toMatchObject({
      firstSubmittedAt: NOW,
      submittedAt: later(90),
      ruleVersion: 1,
      state: 'submitted',
    })
  })
  it('has a new date and the newest rule after taking it back', () => {
    const back = accepted(released(aSubmittedClaim(), 'takeBack', STUDENT))
    const again = accepted(submitted(back, { ...by, at: later(90) }))
    expect(again).toMatchObject({ firstSubmittedAt: later(90), ruleVersion: 4 })
  })
  it('keeps the first date when it was given back before being taken back', () => {
    const back = accepted(decided(aSubmittedClaim(), aDecision({ step: 'giveBack' }), true))
    const again = accepted(submitted(back, { ...by, at: later(90) }))
    const taken = accepted(released(again, 'takeBack', STUDENT))
    expect(taken.firstSubmittedAt).toEqual(NOW)
  })
})

describe('a student who lets go', () => {
  it.each([
    ['takeBack', 'submitted', 'draft'],
    ['drop', 'draft', 'dropped'],
    ['reopen', 'dropped', 'draft'],
  ] as const)('%s from %s frees the placements and leads to %s', (step, from, to) => {
    const claim = aSubmittedClaim({ state: from })
    const after = accepted(released(claim, step, STUDENT))
    expect(after).toMatchObject({ state: to, counts: [], ruleVersion: null })
    expect(after.chosen).toEqual(claim.chosen)
    expect(after.history.at(-1)).toMatchObject({ what: `claim.${step}`, personId: 'student-1' })
  })
  it.each(['approved', 'final', 'denied'] as const)('cannot once it is %s', (state) => {
    expect(reasonsOf(released(aSubmittedClaim({ state }), 'takeBack', STUDENT))).toEqual([
      'claim.notNow',
    ])
  })
})

describe('an instructor who approves', () => {
  it('moves it, keeps what it was decided on, and owes the score with the times of it', () => {
    const decision = aDecision()
    const claim = accepted(decided(aSubmittedClaim(), decision, true))
    expect(claim.state).toBe('approved')
    expect(claim.counts).toEqual(['placement-1'])
    expect(claim.decisions).toEqual([decision])
    expect(claim.history.at(-1)).toMatchObject({ what: 'claim.approve', why: 'Well done.' })
    expect(claim.debts.score).toMatchObject({
      kind: 'score',
      state: 'due',
      rev: 1,
      dueAt: decision.at,
      value: { given: 100, maximum: 100, decidedAt: decision.at, submittedAt: NOW },
    })
  })
  it('needs no note', () => {
    expect(decided(aSubmittedClaim(), aDecision({ note: null }), true).ok).toBe(true)
  })
  it('owes no score where the gradebook has no column', () => {
    expect(accepted(decided(aSubmittedClaim(), aDecision(), false)).debts).toEqual({})
  })
  it('is refused with the reasons of the arithmetic', () => {
    const short = aDecision({ rule: aRule({ scheme: 'complete', fullHours: 100 }) })
    expect(reasonsOf(decided(aSubmittedClaim(), short, true))).toEqual(['credit.belowFull'])
    const nothing = aDecision({
      placements: [{ id: 'placement-1', title: 'S', employer: 'E', confirmedHours: null }],
    })
    expect(reasonsOf(decided(aSubmittedClaim(), nothing, true))).toEqual([
      'credit.nothingConfirmed',
    ])
  })
  it('never counts a placement that still waits: it is free again', () => {
    const claim = aSubmittedClaim({ chosen: ['a', 'b'], counts: ['a', 'b'] })
    const decision = aDecision({
      placements: [
        { id: 'a', title: 'A', employer: 'E', confirmedHours: 30 },
        { id: 'b', title: 'B', employer: 'E', confirmedHours: null },
      ],
    })
    const after = accepted(decided(claim, decision, true))
    expect(after.counts).toEqual(['a'])
    expect(after.chosen).toEqual(['a', 'b'])
  })
})

describe('an instructor who says no', () => {
  it('gives back: the placements stay held, nothing is owed', () => {
    const claim = accepted(decided(aSubmittedClaim(), aDecision({ step: 'giveBack' }), true))
    expect(claim).toMatchObject({
      state: 'draft',
      counts: ['placement-1'],
      firstSubmittedAt: NOW,
      ruleVersion: 1,
      debts: {},
    })
  })
  it('denies: nothing is owed, and the placements are held as long as the student can appeal', () => {
    const deny = (holdsUntil: Date | null) =>
      accepted(decided(aSubmittedClaim(), aDecision({ step: 'deny', holdsUntil }), true))
    expect(deny(NOW)).toMatchObject({
      ...{ state: 'denied', counts: ['placement-1'], heldUntil: NOW, debts: {} },
    })
    expect(deny(null)).toMatchObject({ state: 'denied', counts: [], heldUntil: null, debts: {} })
  })
  it.each(['giveBack', 'deny'] as const)('may %s what could not be approved', (step) => {
    const decision = aDecision({ step, placements: [] })
    expect(decided(aSubmittedClaim(), decision, true).ok).toBe(true)
  })
  it.each([null, '', '  \n'])('says why (%j is not a why)', (note) => {
    for (const step of ['giveBack', 'deny'] as const) {
      expect(reasonsOf(decided(aSubmittedClaim(), aDecision({ step, note }), true))).toEqual([
        'review.noteNeeded',
      ])
    }
  })
})

describe('a decision', () => {
  it.each(['approve', 'deny', 'giveBack'] as const)('to %s is never on an own claim', (step) => {
    const own = aDecision({ step, by: 'student-1' })
    expect(reasonsOf(decided(aSubmittedClaim(), own, true))).toEqual(['review.ownClaim'])
  })
  it.each(['draft', 'approved', 'final', 'denied', 'dropped'] as const)(
    'is not possible while the claim is %s',
    (state) => {
      for (const step of ['approve', 'deny', 'giveBack'] as const) {
        const claim = aSubmittedClaim({ state })
        expect(reasonsOf(decided(claim, aDecision({ step }), true))).toEqual(['claim.notNow'])
      }
    },
  )
  it('does not change what was handed in', () => {
    const claim = aSubmittedClaim()
    const copy = structuredClone(claim)
    decided(claim, aDecision(), true)
    submitted(aClaim(), { ...STUDENT, rule: aRule() })
    expect(claim).toEqual(copy)
  })
})

describe('the approval', () => {
  const first = aDecision({ step: 'giveBack' })
  const yes = aDecision({ at: later(100) })
  it.each(['approved', 'final'] as const)('of a claim that is %s is its last yes', (state) => {
    expect(approval({ state, decisions: [first, yes] })).toBe(yes)
  })
  it.each(['draft', 'submitted', 'denied', 'dropped'] as const)(
    'does not stand while it is %s',
    (state) => {
      expect(approval({ state, decisions: [yes] })).toBeNull()
    },
  )
  it('is none when nobody said yes', () => {
    expect(approval({ state: 'approved', decisions: [first] })).toBeNull()
  })
})
