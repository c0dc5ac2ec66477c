// How a Moodle 4.5 behaves, as moodle.md measured it; section numbers in comments are of that study.

import type { Flavour } from './model.ts'
import { deleteLineItem, makeLineItem, updateLineItem } from './moodle-columns.ts'
import { claims, judge, loginFields } from './moodle-launch.ts'
import { registration } from './moodle-registration.ts'
import { answerScore } from './moodle-scores.ts'
import { admit, lineItem, lineItems, members, moodleError, results } from './moodle-services.ts'
import { token } from './moodle-token.ts'

const SERVICES = '/mod/lti/services.php'
const ITEM = `${SERVICES}/:course/lineitems/:column/lineitem`

export const moodle: Flavour = {
  name: 'Moodle',
  clientId: 'kR7vQ2mXc9TzLpa',
  // 2.1: the site's address, its folder included.
  issuer: ({ base }) => base,
  // 2.1: the tool type's number, 1:1 with the client id.
  deploymentId: () => '2',
  paths: {
    authorize: '/mod/lti/auth.php',
    decide: '/mod/lti/auth.php',
    token: '/mod/lti/token.php',
    jwks: '/mod/lti/certs.php',
    lineItems: `${SERVICES}/:course/lineitems`,
    lineItem: ITEM,
    score: `${ITEM}/scores`,
    results: `${ITEM}/results`,
    members: `${SERVICES}/CourseSection/:course/bindings/:type/memberships`,
  },
  hasNavigation: false,
  sharesNames: true,
  columns: [
    {
      label: 'Micro-internship, 20 hours',
      points: 100,
      text: 'Twenty confirmed hours of market research earn the full 100 points.',
    },
  ],
  linkIdOf: (number) => String(number + 40),
  loginFields,
  judge,
  claims,
  answerFields: () => ({}),
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
  // 5.1: what was appended after the query string ends here.
  nowhere: () => moodleError(400, 'No handler found for this request'),
  // 5.11: Moodle itself never does; a proxy before it may.
  tooMany: () => ({
    status: 429,
    type: 'text/html; charset=utf-8',
    body: '<html><head><title>429 Too Many Requests</title></head></html>',
    headers: { 'Retry-After': '1' },
  }),
  // 5.6: a teacher's override stands against the tool; a cleared one shows the tool's grade again.
  override: (site, grade, points) => ({
    ...grade,
    shown: points ?? grade.tool,
    overridden: points !== null,
    timestamp: site.now().toISOString(),
  }),
}
