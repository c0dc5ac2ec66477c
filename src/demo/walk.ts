// The main job, walked once on one platform through the front doors: from the launch to the grade to the report.

import { issueToken } from '../services/office/tokens.ts'
import type { RuleTerms, Stage, Work } from './doings.ts'
import * as people from './doings.ts'
import type { Kind } from './lms/model.ts'
import type { Someone } from './people.ts'
import type { Steps } from './steps.ts'
import { newVisitor } from './visitor.ts'
import type { World } from './world.ts'

interface Plan {
  teacher: Someone
  student: Someone
  /** By which the report's row is found. */
  row: [column: string, value: string]
  terms: RuleTerms
  work: Work
  /** What the gradebook must show in the end. */
  points: string
}

const PLANS: Record<Kind, Plan> = {
  canvas: {
    teacher: { kind: 'canvas', key: 'elena' },
    student: { kind: 'canvas', key: 'chloe' },
    row: ['last_name', 'Tran'],
    terms: { fullHours: 45, academicHours: 15, points: 100, scheme: 'proportional' },
    work: {
      title: 'Seed trial records',
      employer: 'Delta Foods',
      supervisor: 'Priya Raman',
      mail: 'priya.raman@deltafoods.example',
      delivered: 'A cleaned table of three seasons of seed trials, and a note on what is missing.',
      days: [
        [16, 6],
        [15, 8],
        [14, 8],
        [13, 8],
      ],
      pay: { payKind: 'hourly', payAmount: '18.50' },
    },
    points: '100',
  },
  moodle: {
    teacher: { kind: 'moodle', key: 'samuel' },
    student: { kind: 'moodle', key: 'noor' },
    row: ['last_name', 'Haddad'],
    terms: { fullHours: 20, academicHours: 0, points: 100, scheme: 'proportional' },
    work: {
      title: 'Corner shop survey',
      employer: 'Harbour Market',
      supervisor: 'Grace Mensah',
      mail: 'g.mensah@harbourmarket.example',
      delivered: 'Forty interviews, coded, and a page of what they mean for the shop hours.',
      days: [
        [12, 5],
        [11, 5],
        [10, 5],
      ],
      pay: { payKind: 'fixed', payAmount: '300' },
    },
    points: '75',
  },
  // Open edX tells whole names only, so the row has no last name.
  other: {
    teacher: { kind: 'other', key: 'ivy' },
    student: { kind: 'other', key: 'lena' },
    row: ['course_title', 'Physics of Everyday Life - Northfield'],
    terms: { fullHours: 15, academicHours: 0, points: 100, scheme: 'proportional' },
    work: {
      title: 'Bench calibration',
      employer: 'Clearview Optics',
      supervisor: 'Henrik Dahl',
      mail: 'h.dahl@clearviewoptics.example',
      delivered: 'Twelve benches calibrated, with the sheets that show it.',
      days: [
        [9, 6],
        [8, 6],
      ],
      pay: { payKind: 'hourly', payAmount: '20' },
    },
    points: '80',
  },
}

/**
 * Walks the main job.
 * @throws {Error} at the first thing that is not as it should be
 */
export async function walk(
  stage: Stage & { world: World },
  kind: Kind,
  steps: Steps,
): Promise<void> {
  const { teacher, student, terms, work, points } = PLANS[kind]
  const { step } = steps
  const lms = stage.world.lms[kind].flavour.name
  await step(`the instructor opens Stint in ${lms} and sets the credit rule`, () =>
    people.setRule(stage, teacher, 1, terms),
  )
  const mail = await step('a student records a micro-internship; the supervisor gets a mail', () =>
    people.record(stage, student, 1, work),
  )
  await step('the supervisor opens the link and confirms the hours', () =>
    people.confirm(stage, mail),
  )
  await step('the student claims credit', () => people.claim(stage, student, 1, 'submit'))
  await step('the instructor approves', () => people.approve(stage, teacher, student, 1))
  await step(`${points} points stand in ${lms}’s gradebook`, async () => {
    const shown = await people.gradeShown(stage, teacher, student, 1)
    if (shown !== points) throw new Error(`the gradebook shows ${shown}, not ${points}`)
  })
  await step('the registrar’s report has the row', () => findRow(stage.world, PLANS[kind]))
}

async function findRow(world: World, { row: [column, value], points }: Plan): Promise<void> {
  const { text } = await issueToken(world.ctx, { scopes: ['completions:read'], days: 1 })
  const page = await newVisitor().open(`${world.urls.tool}/api/v1/completions`, {
    Authorization: `Bearer ${text}`,
    Accept: 'application/json',
  })
  const { rows }: { rows: Record<string, unknown>[] } = JSON.parse(page.text)
  const row = rows.find((one) => one[column] === value)
  if (!row) throw new Error('the report has no such row')
  if (String(row.lms_score_given) !== points) throw new Error('the report has other points')
}
