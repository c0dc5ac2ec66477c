// The life of a placement: every step from every state, and every answer an employer can give.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AnswerKind } from '../../src/domain/confirmation.ts'
import {
  answered,
  edited,
  isEditable,
  LIFE,
  nextPlacementState,
  type Placement,
  type PlacementState,
  type PlacementStep,
} from '../../src/domain/placement.ts'
import { accepted, anAnswer, aPlacement, aStatement, reasonsOf } from './builders.ts'

const STATES: PlacementState[] = ['active', 'submitted', 'confirmed', 'aside', 'withdrawn']
const STEPS: PlacementStep[] = ['submit', 'withdraw', 'confirm', 'giveBack', 'setAside', 'reopen']
const KINDS: AnswerKind[] = [
  'confirm',
  'fewer',
  'giveBack',
  'didNotHappen',
  'wrongPerson',
  'unknown',
]

// Written out by hand, so that a slip in the table itself is seen.
const OPEN: Record<string, PlacementState> = {
  'active submit': 'submitted',
  'active withdraw': 'withdrawn',
  'submitted confirm': 'confirmed',
  'submitted giveBack': 'active',
  'submitted setAside': 'aside',
  'submitted reopen': 'active',
  'confirmed confirm': 'confirmed',
  'confirmed giveBack': 'active',
  'confirmed setAside': 'aside',
  'aside submit': 'submitted',
  'aside reopen': 'active',
  'aside confirm': 'confirmed',
  'aside giveBack': 'active',
  'aside setAside': 'aside',
}

describe('the life of a placement', () => {
  it('has these states and no others', () => {
    expect(Object.keys(LIFE)).toEqual(STATES)
  })
  for (const state of STATES) {
    for (const step of STEPS) {
      const to = OPEN[`${state} ${step}`]
      it(`${state}: ${step} ${to ? `leads to ${to}` : 'is refused'}`, () => {
        const next = nextPlacementState(state, step)
        if (to) expect(accepted(next)).toBe(to)
        else expect(next).toEqual(refusal('placement.notNow', { state }))
      })
    }
  }
  it('has no way back from withdrawn', () => {
    expect(LIFE.withdrawn).toEqual({})
  })
  it('can be edited only while nobody is asked and nothing is confirmed', () => {
    expect(STATES.filter((state) => isEditable({ state }))).toEqual(['active', 'aside'])
  })
})

function refusal(rule: string, facts: Record<string, unknown>) {
  return { ok: false, refusals: [{ rule, facts }] }
}

/** What each kind of answer needs to be a good one. */
function good(kind: AnswerKind) {
  const why = kind === 'fewer' || kind === 'giveBack' ? 'Friday was a holiday' : null
  return anAnswer({ kind, hours: kind === 'fewer' ? 12 : null, why })
}

describe('an employer who answers', () => {
  const TO: Record<AnswerKind, PlacementState> = {
    confirm: 'confirmed',
    fewer: 'confirmed',
    giveBack: 'active',
    didNotHappen: 'aside',
    wrongPerson: 'aside',
    unknown: 'aside',
  }
  const HOURS: Record<AnswerKind, number | null> = {
    confirm: 18,
    fewer: 12,
    giveBack: null,
    didNotHappen: null,
    wrongPerson: null,
    unknown: null,
  }
  for (const kind of KINDS) {
    for (const state of STATES) {
      const before = aPlacement({ state, answer: state === 'submitted' ? null : anAnswer() })
      if (state === 'withdrawn') {
        it(`cannot say ${kind} about a withdrawn placement`, () => {
          expect(reasonsOf(answered(before, good(kind)))).toEqual(['placement.notNow'])
        })
      } else {
        it(`may say ${kind} about a placement that is ${state}`, () => {
          const after = accepted(answered(before, good(kind)))
          expect(after.state).toBe(TO[kind])
          expect(after.confirmedHours).toBe(HOURS[kind])
          expect(after.answer).toMatchObject({ kind, hours: HOURS[kind] })
          expect(after.history.at(-1)).toMatchObject({
            what: `placement.${kind}`,
            name: 'Grace Hopper',
            personId: null,
            facts: HOURS[kind] === null ? {} : { hours: HOURS[kind] },
          })
        })
      }
    }
  }
  it('may change their mind as often as they like, and the last word holds', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...KINDS), { minLength: 1 }), (kinds) => {
        const end = kinds.reduce((p, kind) => accepted(answered(p, good(kind))), aPlacement())
        const last = kinds.at(-1) ?? 'confirm'
        expect(end.state).toBe(TO[last])
        expect(end.confirmedHours).toBe(HOURS[last])
        expect(end.history).toHaveLength(kinds.length)
      }),
    )
  })
  it('is not heard when nobody is asked any more', () => {
    for (const state of STATES) {
      const nobodyAsked = aPlacement({ state, request: null, answer: anAnswer() })
      expect(reasonsOf(answered(nobodyAsked, good('confirm')))).toEqual(['confirm.dead'])
    }
  })
  it('does not change what was handed in', () => {
    const before = aPlacement()
    const copy = structuredClone(before)
    answered(before, good('fewer'))
    expect(before).toEqual(copy)
  })
})

describe('hours', () => {
  const say = (own: Parameters<typeof anAnswer>[0]) => answered(aPlacement(), anAnswer(own))
  const fewer = (hours: number | null) => say({ kind: 'fewer', hours, why: 'A day was missed' })

  it('can be corrected downward only', () => {
    expect(accepted(fewer(17.99)).confirmedHours).toBe(17.99)
    expect(fewer(18)).toEqual(refusal('confirm.notFewer', { said: 18 }))
    expect(reasonsOf(fewer(18.01))).toEqual(['confirm.notFewer'])
  })
  it.each([null, 0, -3, 0.004, Number.NaN])('of %s are none', (hours) => {
    expect(reasonsOf(fewer(hours))).toEqual(['confirm.hoursNeeded'])
  })
  it.each([null, '', '  '])('are not lowered without a reason (%j)', (why) => {
    expect(reasonsOf(say({ kind: 'fewer', hours: 3, why }))).toEqual(['confirm.whyNeeded'])
  })
  it.each([null, '', '  '])('are not given back without saying what is missing (%j)', (why) => {
    expect(reasonsOf(say({ kind: 'giveBack', why }))).toEqual(['confirm.missingNeeded'])
  })
  it('that an answer of another kind brings along are ignored', () => {
    expect(accepted(say({ kind: 'confirm', hours: 99 })).confirmedHours).toBe(18)
    const back = accepted(say({ kind: 'giveBack', hours: 99, why: 'No report' }))
    expect(back.answer?.hours).toBeNull()
  })
  it('of a log without hours cannot be confirmed', () => {
    const statement = aStatement({ hours: { by: 'day', entries: [] } })
    expect(reasonsOf(answered(aPlacement({ statement }), good('confirm')))).toEqual([
      'confirm.hoursNeeded',
    ])
  })
  it('confirmed are positive, to the hundredth, and never more than the student said', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...KINDS),
        fc.option(fc.double({ min: -5, max: 40, noNaN: true })),
        (kind, hours) => {
          const decision = say({ kind, hours, why: 'A reason' })
          if (!decision.ok || decision.value.confirmedHours === null) return
          const { confirmedHours } = decision.value
          expect(confirmedHours).toBeGreaterThan(0)
          expect(confirmedHours).toBeLessThanOrEqual(18)
          expect(confirmedHours).toBe(Number(confirmedHours.toFixed(2)))
        },
      ),
    )
  })
})

describe('a student who changes what they said', () => {
  const more = aStatement({ hours: { by: 'day', entries: [{ on: '2026-03-02', hours: 20 }] } })
  const givenBack = (): Placement => accepted(answered(aPlacement(), good('giveBack')))

  it('ends the question: nobody can confirm what they have not seen', () => {
    const changed = accepted(edited(givenBack(), more))
    expect(changed.request).toBeNull()
    expect(reasonsOf(answered(changed, good('confirm')))).toEqual(['confirm.dead'])
  })
  it('keeps the question when the same is saved again', () => {
    const before = givenBack()
    expect(accepted(edited(before, structuredClone(before.statement))).request).toEqual(
      before.request,
    )
  })
  it.each(['submitted', 'confirmed', 'withdrawn'] as const)('cannot while it is %s', (state) => {
    expect(reasonsOf(edited(aPlacement({ state }), more))).toEqual(['placement.notEditable'])
  })
})
