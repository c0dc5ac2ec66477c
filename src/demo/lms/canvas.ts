// How a Canvas behaves, as canvas.md describes it; section numbers in comments are of that study.

import { deleteLineItem, makeLineItem, updateLineItem } from './canvas-columns.ts'
import { claims, judge, loginFields } from './canvas-launch.ts'
import { registration } from './canvas-registration.ts'
import { answerScore } from './canvas-scores.ts'
import { admit, lineItem, lineItems, members, notFound, results } from './canvas-services.ts'
import { token } from './canvas-token.ts'
import type { Flavour } from './model.ts'
import { firstCourse } from './rooms.ts'

const COURSE = '/api/lti/courses/:course'

export const canvas: Flavour = {
  name: 'Canvas',
  // 1.2: a global id, past what a JavaScript number holds.
  clientId: '107850000000000210',
  // 1.1: the same for every hosted institution, and for a self-hosted one that never changed it.
  issuer: () => 'https://canvas.instructure.com',
  // 2.1: installed for the whole account, so every course has the same.
  deploymentId: (site) => `4695:${firstCourse(site).contextId}`,
  paths: {
    authorize: '/api/lti/authorize_redirect',
    decide: '/api/lti/authorize',
    token: '/login/oauth2/token',
    jwks: '/api/lti/security/jwks',
    lineItems: `${COURSE}/line_items`,
    lineItem: `${COURSE}/line_items/:column`,
    score: `${COURSE}/line_items/:column/scores`,
    results: `${COURSE}/line_items/:column/results`,
    members: `${COURSE}/names_and_roles`,
  },
  hasNavigation: true,
  sharesNames: true,
  columns: [
    {
      label: 'Micro-internship credit',
      points: 100,
      text: 'Turn completed micro-internships into credit for this course.',
      dueInDays: 21,
    },
    {
      label: 'Field practice',
      points: 50,
      text: 'Optional: a second, smaller claim for work in the field.',
    },
  ],
  linkIdOf: (number) => `0b7c1a50-0000-4000-a000-${String(number).padStart(12, '0')}`,
  loginFields,
  judge,
  claims,
  answerFields: ({ settings }): Record<string, string> =>
    settings.storage ? { lti_storage_target: 'post_message_forwarding' } : {},
  token,
  registration,
  admit,
  score: answerScore,
  results,
  lineItem,
  lineItems,
  makeLineItem,
  updateLineItem,
  deleteLineItem,
  members,
  nowhere: notFound,
  // 3.7: 403 with this text, and without a hint when to come back.
  tooMany: () => ({
    status: 403,
    type: 'text/plain; charset=utf-8',
    body: '403 Forbidden (Rate Limit Exceeded)\n',
    headers: { 'X-Rate-Limit-Remaining': '0.0' },
  }),
  // 3.6: a teacher's edit is written into the result, and the next tool post overwrites it (3.5).
  override: (_site, grade, points) => ({ ...grade, shown: points, late: 0, overridden: true }),
}
