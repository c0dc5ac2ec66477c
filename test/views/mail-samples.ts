// Models for every mail view, in the variants that read differently.

import type { ClaimDecision } from '../../src/domain/claim.ts'
import type { Answer } from '../../src/domain/confirmation.ts'
import { answer, assignment, course, decision, institution, request, ZONE } from './cast.ts'

const about = {
  institution: institution.name,
  office: 'credit@lakeside.example',
  timezone: ZONE,
  student: 'Ada M.' as string | null,
  title: 'Lab inventory',
  employer: 'Green Bench',
  hours: 14,
  startsOn: '2026-11-03',
  endsOn: '2026-11-17',
  confirmedHours: null,
}
const KINDS: Answer['kind'][] = [
  'confirm',
  'fewer',
  'giveBack',
  'didNotHappen',
  'wrongPerson',
  'unknown',
]

/** Every mail view with its models. */
export function mailSamples(): { name: string; view: string; model: object }[] {
  const said = KINDS.map((kind) =>
    answer({
      kind,
      hours: kind === 'fewer' || kind === 'confirm' ? 12 : null,
      why: kind === 'fewer' ? 'The last afternoon was a visit & not work.' : null,
      rightPerson: kind === 'wrongPerson' ? 'Sam Lee' : null,
    }),
  )
  const decidedMail = (d: ClaimDecision, name: string | null) => ({
    institution: institution.name,
    office: null,
    name,
    wayIn: { href: 'https://lakeside.instructure.com/courses/7/assignments/31', kind: 'canvas' },
    assignment: assignment.title,
    course: course.label,
    decision: d,
    timezone: institution.timezone,
    heldUntil: d.step === 'deny' ? new Date('2026-12-09T22:59:59Z') : null,
    score: d.step === 'approve' ? d.credit.result.score : null,
    credits: d.step === 'approve' ? d.credit.credits : null,
  })
  return [
    {
      name: 'ask',
      view: 'ask',
      model: {
        ...about,
        supervisor: 'Ngozi Okafor',
        link: 'https://stint.example/confirm/i1.abcdefghijklmnopqrstuvwxyz',
        expiresAt: request.expiresAt,
      },
    },
    {
      name: 'ask-nameless',
      view: 'ask',
      model: {
        ...about,
        student: null,
        supervisor: 'Ngozi Okafor',
        link: 'https://stint.example/confirm/i1.abc',
        expiresAt: request.expiresAt,
      },
    },
    ...said.map((a) => ({
      name: `receipt-${a.kind}`,
      view: 'receipt',
      model: { ...about, supervisor: 'Ngozi Okafor', answer: a },
    })),
    ...said.map((a) => ({
      name: `answered-${a.kind}`,
      view: 'answered',
      model: {
        ...about,
        ...{ answer: a, name: 'Ada' },
        wayIn: { href: 'https://stint.example/lti/lakeside/open', kind: null },
      },
    })),
    {
      name: 'more-time',
      view: 'more-time',
      model: {
        ...{ institution: institution.name, office: null, name: 'Ada', course: course.label },
        ...{ assignment: assignment.title, who: 'Elena Rivera', until: '2026-12-11' },
        ...{
          why: 'The lab was closed for a week.',
          wayIn: { href: 'https://lakeside.instructure.com/courses/7', kind: 'canvas' },
        },
      },
    },
    {
      name: 'decided-approve',
      view: 'decided',
      model: decidedMail(decision('approve', 'Well done.'), 'Ada'),
    },
    {
      name: 'decided-giveBack',
      view: 'decided',
      model: decidedMail(decision('giveBack', 'Say more & better.'), null),
    },
    { name: 'decided-deny', view: 'decided', model: decidedMail(decision('deny', 'No.'), 'Ada') },
  ]
}
