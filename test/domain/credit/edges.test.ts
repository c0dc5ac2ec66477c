// Worked examples of every edge: placements, the share of work, limits and steps, points, and numbers computers get wrong.

import { describe } from 'vitest'
import { anInput, aPlacement } from './builders.ts'
import { alone, check, complete, points, workOnly } from './examples.ts'

describe('one micro-internship', () => {
  const one = (hours: number, own: Partial<ReturnType<typeof aPlacement>>) =>
    anInput([aPlacement(hours, own)])
  const counted = (countedWorkHours: number) => ({ countedWorkHours })
  check([
    ['20 hours at 45 are 0.44', { ...workOnly, increment: 0.01 }, alone(20), { credits: 0.44 }],
    ['20 hours at 45 are a quarter', workOnly, alone(20), { credits: 0.25, score: points(44.44) }],
    [
      '20 hours at 45 are no half credit, but points all the same',
      { ...workOnly, increment: 0.5 },
      alone(20),
      { credits: 0, score: points(44.44) },
    ],
    ['above the cap of a placement nothing counts', {}, anInput([52]), counted(40)],
    [
      'hours used elsewhere do not count again',
      {},
      one(18, { usedElsewhereHours: 3 }),
      counted(15),
    ],
    ['used elsewhere comes off the cap', {}, one(52, { usedElsewhereHours: 10 }), counted(30)],
    ['all used elsewhere leaves nothing', {}, one(18, { usedElsewhereHours: 18 }), counted(0)],
    ['5 hours are enough for the smallest placement', {}, anInput([5]), counted(5)],
    ['4.99 hours are too short and are left out', {}, anInput([4.99, 18]), counted(18)],
    ['too short goes by confirmed hours, not the cap', {}, one(10, { capHours: 4 }), counted(4)],
    ['nor by what is left', {}, one(6, { usedElsewhereHours: 4 }), counted(2)],
    [
      'one left out takes nothing from the others, wherever it is used',
      {},
      anInput([aPlacement(4, { usedElsewhereHours: 4 }), 10]),
      counted(10),
    ],
    ['no hours are no hours', { minHoursPerPlacement: 0 }, anInput([0]), counted(0)],
    ['one that waits counts nothing', {}, anInput([null]), counted(0)],
    ['a cap of nothing counts nothing', {}, one(18, { capHours: 0 }), counted(0)],
  ])
})

describe('the share of work', () => {
  const half = anInput([40], { academicHours: 22.5 })
  check([
    [
      'both limits hold: 60 hours with 5 academic ones are 10 usable',
      {},
      anInput([30, 30], { academicHours: 5 }),
      { credits: 0.25, usableWorkHours: 10, unusedHours: 50 },
    ],
    [
      'asking for 3 credits makes them no more',
      {},
      anInput([30, 30], { academicHours: 5, requestedCredits: 3 }),
      { credits: 0.25, usableWorkHours: 10 },
    ],
    [
      'no share: study alone makes the credit',
      { workShareMax: 0 },
      anInput([30], { academicHours: 45 }),
      { credits: 1, usableWorkHours: 0, unusedHours: 30 },
    ],
    [
      'all: work alone makes the credit',
      { workShareMax: 1 },
      anInput([40, 5], { academicHours: 0 }),
      { credits: 1 },
    ],
    ['half, as a number', { workShareMax: 0.5 }, half, { credits: 1, usableWorkHours: 22.5 }],
    ['half, as a fraction', { workShareMax: '1/2' }, half, { credits: 1, usableWorkHours: 22.5 }],
    [
      'two thirds of 35 hours, which no decimal is',
      { hoursPerCredit: 35 },
      anInput([40]),
      { usableWorkHours: 70 / 3, unusedHours: 50 / 3 },
    ],
    [
      'academic hours alone earn what they are',
      {},
      anInput([]),
      { credits: 0.25, countedWorkHours: 0 },
    ],
    [
      'half a credit asks for half the hours',
      {},
      anInput([15], { requestedCredits: 0.5, academicHours: 7.5 }),
      { credits: 0.5, unusedHours: 0 },
    ],
  ])
})

describe('what is asked for, the most, the least and the steps', () => {
  const four = anInput([40, 40, 40], { academicHours: 60, requestedCredits: 4 })
  const between = alone(40, { requestedCredits: 0.75 })
  const steps = (increment: number) => ({ ...workOnly, increment })
  check([
    [
      'never more than is asked for',
      {},
      anInput([40, 40], { academicHours: 45 }),
      { credits: 1, usableWorkHours: 30, unusedHours: 50 },
    ],
    ['never more than the most in one claim', {}, four, { credits: 3, score: points(75) }],
    [
      'what cannot be reached is never complete',
      { scoring: complete() },
      four,
      { credits: 3, score: points(0) },
    ],
    [
      'below the least is nothing, and no points',
      { minCredit: 0.5 },
      anInput([5], { academicHours: 7.5 }),
      { credits: 0, score: points(0) },
    ],
    [
      'the least exactly is given',
      { minCredit: 0.25 },
      anInput([7.5], { academicHours: 3.75 }),
      { credits: 0.25, score: points(25) },
    ],
    [
      'the least goes by the floor: 0.3 in quarters is below 0.3',
      { ...workOnly, minCredit: 0.3 },
      alone(13.5),
      { credits: 0, score: points(0) },
    ],
    ['0.9 in halves is 0.5', steps(0.5), alone(40.5), { credits: 0.5, score: points(90) }],
    ['0.3 in tenths is 0.3, as on paper', steps(0.1), alone(13.5), { credits: 0.3 }],
    ['0.7 in steps of 0.35 is 0.7, as on paper', steps(0.35), alone(31.5), { credits: 0.7 }],
    [
      'asked for between two steps: floored, but all the points in proportion',
      steps(0.5),
      between,
      { credits: 0.5, score: points(100) },
    ],
    [
      'asked for between two steps is never complete',
      { ...steps(0.5), scoring: complete() },
      between,
      { credits: 0.5, score: points(0) },
    ],
    [
      'a rule without credit gives none, and no points',
      { maxCredit: 0 },
      anInput([30]),
      { credits: 0, score: points(0) },
    ],
  ])
})

describe('points', () => {
  const share = (hoursPerCredit: number, maximum = 100) => ({
    ...workOnly,
    hoursPerCredit,
    scoring: { scheme: 'proportional' as const, maximum },
  })
  const given = (given: number, maximum?: number) => ({ score: points(given, maximum) })
  check([
    ['complete: all with the credit', { scoring: complete(20) }, anInput([30]), given(20, 20)],
    ['complete: none below', { scoring: complete(20) }, anInput([29.99]), given(0, 20)],
    ['in proportion before the floor: 44 of 45 hours', workOnly, alone(44), given(97.78)],
    ['an eighth is 0.13', share(8, 1), alone(1), given(0.13, 1)],
    ['half a hundredth is a hundredth', share(200, 1), alone(1), given(0.01, 1)],
    ['half of 4.01 is 2.01', share(2, 4.01), alone(1), given(2.01, 4.01)],
    ['a third of 100 is 33.33', share(3), alone(1), given(33.33)],
    ['two thirds of 100 are 66.67', share(3), alone(2), given(66.67)],
    ['a maximum with decimals is given whole', share(30, 12.5), alone(30), given(12.5, 12.5)],
  ])
})

describe('numbers that computers get wrong', () => {
  const tenths = Array.from({ length: 10 }, () => 0.1)
  const work = (hoursPerCredit: number, own = {}) => ({ ...workOnly, hoursPerCredit, ...own })
  const many = 1_000_000
  check([
    [
      '0.1 and 0.2 are 0.3',
      work(0.3),
      anInput([0.1, 0.2], { academicHours: 0 }),
      { credits: 1, countedWorkHours: 0.3 },
    ],
    [
      'ten tenths are one',
      work(1, { maxPlacements: 10 }),
      anInput(tenths, { academicHours: 0 }),
      { credits: 1, countedWorkHours: 1 },
    ],
    ['1.005 hours are 1.005 hours', workOnly, alone(1.005), { countedWorkHours: 1.005 }],
    [
      'a millionth of an hour is not lost',
      work(1, { increment: 1e-7 }),
      alone(1e-7),
      { credits: 1e-7, countedWorkHours: 1e-7 },
    ],
    [
      'a million hours are no trouble',
      work(1, { maxCredit: many }),
      anInput([aPlacement(many, { capHours: many })], { academicHours: 0, requestedCredits: many }),
      { credits: many },
    ],
  ])
})

describe('too many', () => {
  const of = (...employers: string[]) =>
    anInput(employers.map((employer) => aPlacement(18, { employer })))
  const most = (given: number) => ({ rule: 'credit.maxPlacements', facts: { given, most: 4 } })
  const mostOf = (employer: string, given: number) => ({
    rule: 'credit.maxPlacementsPerEmployer',
    facts: { employer, given, most: 2 },
  })
  const nothing = { credits: 0, score: points(0) }
  check([
    [
      'four placements are not too many',
      {},
      anInput([10, 10, 10, 10]),
      { refusals: [], credits: 1 },
    ],
    [
      'five are a refusal, without credit and points, and still counted',
      {},
      anInput([10, 10, 10, 10, 10]),
      { refusals: [most(5)], ...nothing, countedWorkHours: 50 },
    ],
    [
      'a short one counts, too',
      {},
      anInput([10, 10, 10, 10, 1]),
      { refusals: [most(5)], ...nothing },
    ],
    ['a waiting one counts, too', {}, anInput([10, 10, 10, 10, null]), { refusals: [most(5)] }],
    ['two of one employer are not too many', {}, of('A', 'A', 'B'), { refusals: [], credits: 1 }],
    ['three are', {}, of('A', 'B', 'A', 'A'), { refusals: [mostOf('A', 3)], ...nothing }],
    [
      'every refusal is told, in an order of its own',
      {},
      of('B', 'A', 'B', 'A', 'B', 'A'),
      { refusals: [most(6), mostOf('A', 3), mostOf('B', 3)], ...nothing },
    ],
    ['complete gives no points, either', { scoring: complete() }, of('A', 'A', 'A'), nothing],
  ])
})
