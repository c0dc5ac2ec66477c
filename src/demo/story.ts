// The story after the walk: people left half-way, so that a newcomer finds something to do. Made through the front doors.

import type { Stage, Work } from './doings.ts'
import * as people from './doings.ts'
import type { Someone } from './people.ts'
import type { Steps } from './steps.ts'

const canvas = (key: string): Someone => ({ kind: 'canvas', key })
const RIVERA = canvas('elena')

const PRIYA = {
  employer: 'Delta Foods',
  supervisor: 'Priya Raman',
  mail: 'priya.raman@deltafoods.example',
}

// Day after day, ending some days ago.
function days(until: number, ...hours: number[]): Work['days'] {
  return hours.map((amount, i) => [until + hours.length - 1 - i, amount])
}

// At most two days a week, as a term leaves room for.
function spread(until: number, ...hours: number[]): Work['days'] {
  return days(0, ...hours).map(([ago, amount]) => [until + 4 * ago, amount])
}

const SURVEY: Work = {
  ...PRIYA,
  title: 'Survey clean-up',
  delivered: 'The customer survey without doubles, with a codebook.',
  days: spread(12, 6, 6, 6),
  pay: { payKind: 'hourly', payAmount: '17' },
}

const INVENTORY: Work = {
  employer: 'Green Bench',
  supervisor: 'Ngozi Okafor',
  mail: 'okafor@greenbench.example',
  title: 'Lab inventory',
  delivered: 'An inventory sheet and a one-page method note.',
  days: days(4, 5, 5, 4),
  pay: { payKind: 'fixed', payAmount: '240' },
}

// Claims that wait for Dr Rivera; their supervisor has answered before, so nothing about them is unusual.
const WAITING: [key: string, title: string, hours: number[]][] = [
  ['elif', 'Shelf life series', [7, 8, 7, 8]],
  ['femi', 'Complaint letters, sorted', [6, 6, 6, 6]],
  ['grace', 'Recipe table', [7, 8, 7, 8]],
  ['hugo', 'Sensor gaps', [7, 7, 7, 7]],
  ['ines', 'Label check', [5, 5, 5, 5, 5]],
  ['jonas', 'Trial plots, mapped', [7, 7, 6, 6, 6]],
]

const ODD: Work = {
  title: 'Bird counts at the weir',
  employer: 'Weir Watch',
  supervisor: 'Sam Hollis',
  mail: 'sam.hollis.northfield@gmail.com',
  delivered: 'Counts of three weekends and a short film.',
  days: days(9, 7, 7, 8),
  pay: { payKind: 'unpaid', payReason: 'A volunteer group without money.' },
}

const FIELD: Work = {
  ...PRIYA,
  title: 'Soil samples',
  delivered: 'Ninety labelled samples and their table.',
  days: days(20, 6, 6),
  pay: { payKind: 'hourly', payAmount: '17' },
}

/** Leaves everybody where the story wants them; the main job has been walked on both platforms before. */
export async function tellStory(stage: Stage, { step }: Steps): Promise<void> {
  await step('Ada has 18 hours confirmed, and 14 wait for Ms Okafor in the mail catcher', () =>
    adaHalfWay(stage),
  )
  await step('six plain claims and an odd one wait for Dr Rivera', () => claimsWaiting(stage))
  await step('Dr Rivera changes a delivered grade by hand in the gradebook', () =>
    changedByHand(stage),
  )
  await step('a score cannot be delivered: its column is not published', () => notPublished(stage))
}

async function adaHalfWay(stage: Stage): Promise<void> {
  const ada = canvas('ada')
  await people.confirm(stage, await people.record(stage, ada, 1, SURVEY))
  await people.record(stage, ada, 1, INVENTORY)
  await people.claim(stage, ada, 1, 'save')
}

async function claimsWaiting(stage: Stage): Promise<void> {
  const plain = WAITING.map(([key, title, hours]) => {
    const delivered = 'What was agreed, with a page on how it was made.'
    const pay = { payKind: 'hourly', payAmount: '17' }
    return claimed(stage, key, { ...PRIYA, title, delivered, days: spread(6, ...hours), pay })
  })
  await Promise.all([...plain, claimed(stage, 'liam', ODD)])
}

async function claimed(stage: Stage, key: string, work: Work, column = 1): Promise<void> {
  const student = canvas(key)
  await people.confirm(stage, await people.record(stage, student, column, work))
  await people.claim(stage, student, column, 'submit')
}

async function changedByHand(stage: Stage): Promise<void> {
  const chloe = canvas('chloe')
  await people.gradeShown(stage, RIVERA, chloe, 1)
  await people.changeGrade(stage, RIVERA, chloe, { column: 1, points: '92' })
}

async function notPublished(stage: Stage): Promise<void> {
  const terms = { fullHours: 12, academicHours: 0, points: 50, scheme: 'complete' as const }
  await people.setRule(stage, RIVERA, 2, terms)
  await claimed(stage, 'kira', FIELD, 2)
  await people.publish(stage, RIVERA, 2)
  await people.approve(stage, RIVERA, canvas('kira'), 2)
  await people.scoreRefused(stage, RIVERA.kind)
}
