// Worked examples: the one of the design, and one or more for each published policy that it names.

import { describe } from 'vitest'
import { anInput } from './builders.ts'
import { alone, check, complete, long, points, workOnly } from './examples.ts'

describe('the example of the design', () => {
  check([
    [
      '18 and 14 hours make 30 usable, with 15 academic ones one credit, and 2 are unused',
      { scoring: complete() },
      anInput([18, 14]),
      {
        credits: 1,
        countedWorkHours: 32,
        usableWorkHours: 30,
        academicHours: 15,
        unusedHours: 2,
        score: points(100),
        refusals: [],
      },
    ],
    [
      'with the second still waiting, 18 and 15 hours make half a credit and 73.33 points',
      {},
      anInput([18, null]),
      { credits: 0.5, usableWorkHours: 18, unusedHours: 0, score: points(73.33) },
    ],
    [
      'with 12 more confirmed hours it is one credit, and none is unused',
      {},
      anInput([18, 12]),
      { credits: 1, usableWorkHours: 30, unusedHours: 0, score: points(100) },
    ],
    [
      'a hundredth of an hour less is 0.75 credit and 99.98 points',
      {},
      anInput([18, 11.99]),
      { credits: 0.75, usableWorkHours: 29.99, score: points(99.98) },
    ],
  ])
})

describe('hours a credit, as institutions publish them', () => {
  const at = (hoursPerCredit: number) => ({ ...workOnly, hoursPerCredit })
  const three = { requestedCredits: 3 }
  check([
    ['the federal measure, 3 hours in each of 15 weeks', {}, anInput([30]), { credits: 1 }],
    ['Guilford, 45: 45 hours are one credit', at(45), alone(45), { credits: 1 }],
    ['NIU, 30: 30 hours are one credit', at(30), alone(30), { credits: 1 }],
    ['NIU, 30: 89 hours are 2.75 of 3 credits', at(30), alone(89, three), { credits: 2.75 }],
    ['Concordia St Paul, 35: 105 hours are three', at(35), alone(105, three), { credits: 3 }],
    ['Lynchburg, 40: 40 hours are one credit', at(40), alone(40), { credits: 1 }],
    ['Portland, 40: 39.99 hours are 0.75', at(40), alone(39.99), { credits: 0.75 }],
    ['Northern Colorado, 45: 135 hours are three', at(45), alone(135, three), { credits: 3 }],
    [
      'Knox, at least 40 hours: a placement of 39.99 counts nothing',
      { minHoursPerPlacement: 40 },
      anInput([39.99]),
      { countedWorkHours: 0 },
    ],
  ])
})

describe('Puget Sound, a course of 120 hours with 35 academic ones', () => {
  const course = { hoursPerCredit: 120, workShareMax: '85/120', increment: 1 }
  const study = (academicHours: number) => ({ academicHours })
  check([
    ['85 of work fill it', course, anInput([long(85)], study(35)), { credits: 1, unusedHours: 0 }],
    [
      'more work does not make up for 34 academic hours',
      course,
      anInput([long(100)], study(34)),
      { credits: 0, usableWorkHours: 2890 / 35 },
    ],
    [
      'more academic hours make up for less work',
      course,
      anInput([long(80)], study(40)),
      { credits: 1 },
    ],
  ])
})

describe('Northwestern in summer, nothing or a quarter credit', () => {
  const quarter = { hoursPerCredit: 30, minCredit: 0.25, maxCredit: 0.25, workShareMax: 1 }
  const asked = { requestedCredits: 0.25 }
  check([
    ['the quarter when it is reached', quarter, alone(7.5, asked), { credits: 0.25 }],
    ['nothing below it', quarter, alone(7.49, asked), { credits: 0, score: points(0) }],
    ['no more above it', quarter, alone(300, asked), { credits: 0.25, score: points(100) }],
  ])
})

describe('Minnesota, site time at most two thirds of the work of a student', () => {
  const asked = (academicHours: number) => ({ requestedCredits: 3, academicHours })
  check([
    [
      '100 hours on site fill 90 of 135',
      {},
      anInput([long(100)], asked(45)),
      { credits: 3, usableWorkHours: 90, unusedHours: 10 },
    ],
    [
      'time on site alone is nothing',
      {},
      anInput([long(135)], asked(0)),
      { credits: 0, usableWorkHours: 0, unusedHours: 135 },
    ],
  ])
})

describe('ECTS, 25 to 30 hours a credit', () => {
  const ects = (hoursPerCredit: number, maxCredit = 6) => ({
    hoursPerCredit,
    increment: 1,
    maxCredit,
  })
  const six = anInput([long(100)], { requestedCredits: 6, academicHours: 50 })
  const year = anInput([long(1000)], { requestedCredits: 60, academicHours: 500 })
  check([
    ['at 25, 100 hours of work and 50 of study are 6 credits', ects(25), six, { credits: 6 }],
    ['at 30, they are 5', ects(30), six, { credits: 5 }],
    ['at 25, a year of 60 credits is 1500 hours', ects(25, 60), year, { credits: 60 }],
    ['at 30, 1500 hours are 50 credits', ects(30, 60), year, { credits: 50 }],
  ])
})

describe('London Met, modules of 10 hours a credit', () => {
  const module = (onPlacement: number, credits: number) => ({
    hoursPerCredit: 10,
    workShareMax: `${onPlacement}/${credits * 10}`,
    ...{ increment: credits, minCredit: credits, maxCredit: credits },
  })
  const done = (hours: number, academicHours: number, requestedCredits = 15) =>
    anInput([long(hours)], { academicHours, requestedCredits })
  check([
    ['70 of 150 hours on placement', module(70, 15), done(70, 80), { credits: 15 }],
    ['91 of 150', module(91, 15), done(91, 59), { credits: 15 }],
    ['105 of 150', module(105, 15), done(105, 45), { credits: 15 }],
    ['104.99 of 105 are none', module(105, 15), done(104.99, 45), { credits: 0 }],
    ['the master’s, 140 of 200', module(140, 20), done(150, 60, 20), { credits: 20 }],
  ])
})
