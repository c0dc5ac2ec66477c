// Models for the pages of the LMS's "add" dialogue.

import type { Pick } from '../../src/domain/pick.ts'
import type { MakingPage } from '../../src/services/lms/made-assignments.ts'
import type { PickPage } from '../../src/services/lms/picks.ts'
import { t } from '../../src/text.ts'
import { newAssignmentView } from '../../src/web/staff/made-assignments.ts'
import { pickView } from '../../src/web/staff/picks.ts'
import { aPlatform } from '../support/builders.ts'
import { ago, assignment, course, creditRule, place, rule } from './cast.ts'
import type { Row } from './rule-samples.ts'

const pick: Pick = {
  ...{ id: 'p1', institutionId: 'i1', personId: 'p9', courseId: 'c1', platformId: 'l1' },
  deploymentId: '1',
  request: {
    returnUrl: 'https://lms.example/return',
    data: null,
    ...{ takesLinks: true, takesSeveral: false, takesColumn: true, inFrame: true },
  },
  ...{ assignmentId: null, createdAt: ago(0.1), expiresAt: ago(-1), answeredAt: null },
}

function page(some: Partial<PickPage> = {}, typed = {}, problems?: Parameters<typeof pickView>[2]) {
  const choices = [
    { assignment, course, parameters: rule.parameters },
    { assignment: { ...assignment, id: 'a2' }, course, parameters: creditRule.parameters },
  ]
  const base = { pick, course, platform: aPlatform(), open: true, draft: null, choices }
  return pickView({ ...base, ...some }, typed, problems)
}

function making(some: Partial<MakingPage> = {}) {
  const choices = [{ assignment, course, parameters: rule.parameters }]
  const base = { place: place('instructor'), platform: aPlatform(), may: true, choices }
  return newAssignmentView({ ...base, ...some }, { id: 'a'.repeat(20) })
}

const wants = (some: object) => ({ pick: { ...pick, request: { ...pick.request, ...some } } })

/** The dialogue from its first page to the way back, and when nothing can be added. */
export function pickSamples(teacher: (some?: object) => object): Row[] {
  const summary = [{ field: 'title', text: t('form.required') }]
  return [
    ['pick-new', 'picks/show', teacher(), page()],
    [
      'pick-problem',
      'picks/show',
      teacher({ error: { summary } }),
      page({ choices: [] }, { title: '' }, { status: 422, summary }),
    ],
    ['pick-begun', 'picks/show', teacher(), page({ draft: { ...assignment, rules: [] } })],
    ['pick-ready', 'picks/show', teacher(), page({ draft: assignment })],
    ['make-new', 'assignments/new', teacher(), making()],
    [
      'make-moodle',
      'assignments/new',
      teacher(),
      making({ platform: aPlatform({ kind: 'moodle' }) }),
    ],
    ['make-not-here', 'assignments/new', teacher(), making({ may: false })],
    ['pick-over', 'picks/show', teacher(), page({ open: false })],
    ['pick-none', 'picks/show', teacher(), page(wants({ takesLinks: false }))],
    ['pick-no-column', 'picks/show', teacher(), page(wants({ takesColumn: false }))],
    [
      'pick-reply',
      'picks/reply',
      teacher(),
      {
        lms: 'Canvas',
        action: 'https://lms.example/return',
        jwt: 'a.b.c',
        text: t('pick.replyText', { title: 'Micro-internship credit', lms: 'Canvas' }),
        next: t('pick.next.canvas'),
      },
    ],
  ]
}
