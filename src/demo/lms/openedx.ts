// How an Open edX behaves, as edx.md measured it: a third platform, so that nothing depends on the habits of two.

import type { Flavour } from './model.ts'
import { deleteLineItem, makeLineItem, updateLineItem } from './openedx-columns.ts'
import { claims, judge, loginFields } from './openedx-launch.ts'
import { answerScore } from './openedx-scores.ts'
import { admit, lineItem, lineItems, members, nowhere, results } from './openedx-services.ts'
import { token } from './openedx-token.ts'

const API = '/api/lti_consumer/v1'
const AGS = `${API}/lti/:course/lti-ags`

export const openEdx: Flavour = {
  name: 'Open edX',
  clientId: '5c1e7a52-8d0b-4f0e-9a77-6f2d3c0b9e11',
  issuer: ({ base }) => base,
  // 1: always this one.
  deploymentId: () => '1',
  paths: {
    authorize: `${API}/launch/`,
    decide: `${API}/launch/`,
    // 1: addresses are those of one block.
    token: `${API}/token/110`,
    jwks: `${API}/public_keysets/110`,
    lineItems: AGS,
    lineItem: `${AGS}/:column`,
    score: `${AGS}/:column/scores`,
    results: `${AGS}/:column/results{/:user}`,
    members: `${API}/lti/:course/memberships`,
  },
  hasNavigation: false,
  // 10: off by default, and this university has asked for them; then there is a whole name, and nothing else.
  sharesNames: true,
  bareKeys: true,
  columns: [
    {
      label: 'Micro-internship, 15 hours',
      points: 100,
      text: 'Fifteen confirmed hours in a workshop or laboratory earn the full 100 points.',
    },
  ],
  linkIdOf: (number) => `block-v1:Northfield+PHY110+F26+type@lti_consumer+block@${number}`,
  loginFields,
  judge,
  claims,
  answerFields: () => ({}),
  token,
  registration: null,
  admit,
  score: answerScore,
  results,
  lineItem,
  lineItems,
  makeLineItem,
  updateLineItem,
  deleteLineItem,
  members,
  nowhere,
  tooMany: () => ({
    status: 429,
    type: 'application/json',
    body: '{"detail":"Request was throttled."}',
  }),
  override: (_site, grade, points) => ({ ...grade, shown: points, overridden: points !== null }),
}
