// Debts: one per purpose, replaced and never doubled, tried again within bounds, then shown to a person.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Debt, type Outcome, owe, sendAgain, settled } from '../../src/domain/debt.ts'
import { later, NOW } from './builders.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const LATER: Outcome = { kind: 'later', text: 'lms.away', afterMs: null }
const DONE: Outcome = { kind: 'done', text: 'lms.stored' }
const STUCK: Outcome = { kind: 'stuck', text: 'lms.refused' }

function score(given: number) {
  return { key: 'score', kind: 'score' as const, value: { given }, at: NOW }
}

function only(debts: Record<string, Debt>, key = 'score'): Debt {
  const debt = debts[key]
  if (!debt) throw new Error(`no debt ${key}`)
  return debt
}

const aDebt = (own: Partial<Debt> = {}): Debt => ({ ...only(owe({}, score(80))), ...own })

describe('what is owed', () => {
  it('is due at once, untried', () => {
    expect(aDebt()).toEqual({
      key: 'score',
      kind: 'score',
      value: { given: 80 },
      rev: 1,
      state: 'due',
      dueAt: NOW,
      lease: null,
      sentAt: null,
      tries: 0,
      doneAt: null,
      answers: [],
    })
  })
  it('is one element per purpose: a new value replaces the old under a higher rev', () => {
    const twice = owe(owe({}, score(80)), score(90))
    expect(Object.keys(twice)).toEqual(['score'])
    expect(only(twice)).toMatchObject({ rev: 2, value: { given: 90 } })
  })
  it('leaves other debts alone', () => {
    const mail = { key: 'decided', kind: 'mail' as const, value: {}, at: NOW }
    const both = owe(owe({}, mail), score(80))
    expect(only(both, 'decided')).toEqual(only(owe({}, mail), 'decided'))
  })
  it('is owed again after it was paid, or after it was stuck', () => {
    for (const outcome of [DONE, STUCK]) {
      const old = settled(aDebt(), outcome, later(1), 0)
      expect(only(owe({ score: old }, score(90)))).toMatchObject({
        state: 'due',
        rev: 2,
        tries: 0,
        doneAt: null,
        dueAt: NOW,
      })
    }
  })
  it('waits for a running attempt, and remembers that it may have arrived', () => {
    const lease = { id: 'lease-1', until: later(1) }
    const debts = owe({ score: aDebt({ lease, sentAt: NOW, tries: 5 }) }, score(90))
    expect(only(debts)).toMatchObject({ lease, sentAt: NOW, tries: 0, rev: 2 })
  })
  it('raises its rev with each new value', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(100), { minLength: 1 }), (values) => {
        const debts = values.reduce((all, given) => owe(all, score(given)), {})
        expect(only(debts).rev).toBe(values.length)
        expect(only(debts).value).toEqual({ given: values.at(-1) })
      }),
    )
  })
})

describe('an attempt', () => {
  const leased = aDebt({ lease: { id: 'x', until: later(1) }, sentAt: NOW })

  it('that arrived is the end of it', () => {
    expect(settled(leased, DONE, later(2), 0.5)).toMatchObject({
      state: 'done',
      dueAt: null,
      doneAt: later(2),
      lease: null,
      sentAt: null,
      tries: 1,
      answers: [{ at: later(2), text: 'lms.stored' }],
    })
  })
  it('that was refused waits for a person', () => {
    expect(settled(leased, STUCK, later(2), 0.5)).toMatchObject({
      state: 'stuck',
      dueAt: null,
      lease: null,
      doneAt: null,
    })
  })
  it('with an unknown end leaves its trace, so that the next one reads back first', () => {
    expect(settled(leased, LATER, later(2), 0.5).sentAt).toEqual(NOW)
    expect(settled(leased, STUCK, later(2), 0.5).sentAt).toEqual(NOW)
  })
  it('keeps the last three answers', () => {
    const texts = ['a', 'b', 'c', 'd'].map((text) => ({ ...LATER, text }))
    const debt = texts.reduce((d, outcome) => settled(d, outcome, NOW, 0), aDebt())
    expect(debt.answers.map((a) => a.text)).toEqual(['b', 'c', 'd'])
  })
  it('that failed is tried again: half to all of 5 s, 10 s, 20 s … at most an hour', () => {
    fc.assert(
      fc.property(fc.nat(10), fc.double({ min: 0, max: 1, noNaN: true }), (tries, chance) => {
        const after = settled(aDebt({ tries }), LATER, NOW, chance)
        const wait = (after.dueAt?.getTime() ?? 0) - NOW.getTime()
        const most = Math.min(HOUR_MS, 5_000 * 2 ** tries)
        expect(after.state).toBe('due')
        expect(wait).toBeGreaterThanOrEqual(Math.floor(most / 2))
        expect(wait).toBeLessThanOrEqual(most)
      }),
    )
  })
  it('waits as long as the outside asks, but never longer than a day', () => {
    const wait = (afterMs: number) =>
      (settled(aDebt(), { ...LATER, afterMs }, NOW, 1).dueAt?.getTime() ?? 0) - NOW.getTime()
    expect(wait(60_000)).toBe(60_000)
    expect(wait(1)).toBe(5_000)
    expect(wait(-5)).toBe(5_000)
    expect(wait(365 * DAY_MS)).toBe(DAY_MS)
    expect(wait(Number.POSITIVE_INFINITY)).toBe(DAY_MS)
    expect(wait(Number.NaN)).toBe(5_000)
  })
  it('is the last one after three days of them: then a person has to look', () => {
    expect(settled(aDebt({ tries: 82 }), LATER, NOW, 0).state).toBe('due')
    expect(settled(aDebt({ tries: 83 }), LATER, NOW, 0)).toMatchObject({
      state: 'stuck',
      dueAt: null,
      tries: 84,
    })
  })
  it('that arrives at the last try has arrived', () => {
    expect(settled(aDebt({ tries: 83 }), DONE, NOW, 0).state).toBe('done')
  })
  it('keeps value and rev', () => {
    for (const outcome of [DONE, STUCK, LATER]) {
      expect(settled(aDebt({ rev: 4 }), outcome, NOW, 0)).toMatchObject({
        rev: 4,
        value: { given: 80 },
      })
    }
  })
})

describe('a person who asks to send again', () => {
  it('starts a stuck one anew, still reading back first where there was a doubt', () => {
    const stuck = aDebt({ state: 'stuck', dueAt: null, tries: 84, sentAt: NOW })
    expect(only(sendAgain({ score: stuck }, 'score', later(3)))).toMatchObject({
      state: 'due',
      dueAt: later(3),
      tries: 0,
      sentAt: NOW,
      rev: 2,
    })
  })
  it('hurries a waiting one, without overtaking a running attempt', () => {
    const lease = { id: 'x', until: later(5) }
    const debt = only(sendAgain({ score: aDebt({ dueAt: later(60), lease }) }, 'score', later(3)))
    expect(debt).toMatchObject({ dueAt: later(3), lease })
  })
  it('cannot send a paid one twice, nor one that is not owed', () => {
    const paid = { score: settled(aDebt(), DONE, NOW, 0) }
    expect(sendAgain(paid, 'score', later(3))).toBe(paid)
    expect(sendAgain(paid, 'ask', later(3))).toBe(paid)
  })
})
