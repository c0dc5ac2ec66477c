// Launches for tests: a door with one institution and its registrations, logins begun, tokens as Canvas and Moodle make them.

import { randomBytes } from 'node:crypto'
import { type Institution, NO_SETTINGS } from '../../src/domain/institution.ts'
import type { ToolKey, ToolKeyStore } from '../../src/domain/keys.ts'
import type { Platform } from '../../src/domain/platform.ts'
import { Conflict, NotFound } from '../../src/errors.ts'
import { openLog } from '../../src/log.ts'
import { openLti } from '../../src/lti/door.ts'
import { newSecret } from '../../src/random.ts'
import { type FakePlatform, signed } from '../support/fake-platform.ts'

export type Claims = Record<string, unknown>

const LTI = 'https://purl.imsglobal.org/spec/lti/claim'
export const NAME = {
  version: `${LTI}/version`,
  type: `${LTI}/message_type`,
  deployment: `${LTI}/deployment_id`,
  target: `${LTI}/target_link_uri`,
  roles: `${LTI}/roles`,
  context: `${LTI}/context`,
  link: `${LTI}/resource_link`,
  lis: `${LTI}/lis`,
  custom: `${LTI}/custom`,
  presentation: `${LTI}/launch_presentation`,
  gradebook: 'https://purl.imsglobal.org/spec/lti-ags/claim/endpoint',
  roster: 'https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice',
} as const

const LIS = 'http://purl.imsglobal.org/vocab/lis/v2'
export const ROLE = {
  instructor: `${LIS}/membership#Instructor`,
  learner: `${LIS}/membership#Learner`,
  mentor: `${LIS}/membership#Mentor`,
  assistant: `${LIS}/membership/Instructor#TeachingAssistant`,
  institutionInstructor: `${LIS}/institution/person#Instructor`,
  systemUser: `${LIS}/system/person#User`,
  testUser: 'http://purl.imsglobal.org/vocab/lti/system/person#TestUser',
} as const

export const BASE_URL = 'https://stint.example.edu'
export const oakwood: Institution = {
  id: 'institution-1',
  slug: 'oakwood',
  name: 'Oakwood',
  timezone: 'UTC',
  ...NO_SETTINGS,
  createdAt: new Date(0),
}
export const LAUNCH_URL = `${BASE_URL}/lti/oakwood/launch`

/** Keys kept in memory, with the rules of the real store. */
export function keysInMemory(): ToolKeyStore & { kept: Map<string, ToolKey> } {
  const kept = new Map<string, ToolKey>()
  const secondActive = (key: ToolKey) =>
    key.state === 'active' &&
    [...kept.values()].some(
      (other) =>
        other.kid !== key.kid &&
        other.state === 'active' &&
        other.institutionId === key.institutionId,
    )
  return {
    kept,
    list: async (institutionId) =>
      [...kept.values()].filter((key) => key.institutionId === institutionId),
    async add(key) {
      if (kept.has(key.kid) || secondActive(key)) throw new Conflict()
      kept.set(key.kid, key)
    },
    async save(key) {
      if (!kept.has(key.kid)) throw new NotFound()
      if (secondActive(key)) throw new Conflict()
      kept.set(key.kid, key)
    },
    async remove(_institutionId, kid) {
      kept.delete(kid)
    },
  }
}

/** A clock that a test can put forward. */
export class Clock {
  private ahead = 0
  readonly now = (): Date => new Date(Date.now() + this.ahead)
  forward(ms: number): void {
    this.ahead += ms
  }
}

type LtiOptions = Parameters<typeof openLti>[0]

/** LTI opened on these registrations, in a world of its own. */
export async function anLti(registrations: Platform[], more: Partial<LtiOptions> = {}) {
  const clock = new Clock()
  const keys = keysInMemory()
  const lti = await openLti({
    masterKeys: [randomBytes(32)],
    baseUrl: BASE_URL,
    privateHosts: registrations.map((platform) => new URL(platform.jwksUrl).host),
    keys,
    platforms: {
      async find(institutionId, issuer, clientId) {
        const found = registrations.filter(
          (p) =>
            p.institutionId === institutionId &&
            p.issuer === issuer &&
            (clientId === null || p.clientId === clientId),
        )
        return found.length === 1 ? (found[0] ?? null) : null
      },
      async get(institutionId, id) {
        const found = registrations.find((p) => p.id === id && p.institutionId === institutionId)
        if (!found) throw new NotFound()
        return found
      },
    },
    now: clock.now,
    log: openLog('silent', false),
    ...more,
  })
  return { ...lti, clock, store: keys, registrations }
}

export type OpenLti = Awaited<ReturnType<typeof anLti>>

export interface Begun {
  platform: Platform
  proof: string
  state: string
  nonce: string
}

/** A login as an LMS sends it. */
export function loginOf(platform: Platform, more: Claims = {}): Claims {
  return {
    iss: platform.issuer,
    client_id: platform.clientId,
    login_hint: 'hint-of-the-person',
    lti_message_hint: 'hint-of-the-message',
    target_link_uri: LAUNCH_URL,
    ...more,
  }
}

/** Begins a login and stops where the browser is at the LMS. */
export async function begin(
  lti: OpenLti,
  platform: Platform,
  more: Claims = {},
  proof = newSecret(),
): Promise<Begun> {
  const checked = await lti.door.checkLogin(oakwood, loginOf(platform, more))
  const query = new URL(lti.door.authorize(oakwood, checked, proof)).searchParams
  return { platform, proof, state: query.get('state') ?? '', nonce: query.get('nonce') ?? '' }
}

const seconds = () => Math.floor(Date.now() / 1000)

/** A token's claims as this kind of LMS makes them, leftovers included. */
export function claimsOf(begun: Begun, more: Claims = {}): Claims {
  const own = begun.platform.kind === 'moodle' ? moodleClaims(begun) : canvasClaims(begun)
  const all: Claims = { ...own, ...more }
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined))
}

function canvasClaims({ platform, nonce }: Begun): Claims {
  return {
    iss: platform.issuer,
    aud: platform.clientId,
    azp: platform.clientId,
    sub: '535fa085-f2b4-4655-9cd5-a36a9215fc64',
    iat: seconds(),
    exp: seconds() + 3600,
    nonce,
    name: 'Ada Moreau',
    given_name: 'Ada',
    family_name: 'Moreau',
    email: 'ada@oakwood.example',
    locale: 'en',
    errors: { errors: {} },
    [NAME.version]: '1.3.0',
    [NAME.type]: 'LtiResourceLinkRequest',
    [NAME.deployment]: '4695:0123456789abcdef0123456789abcdef01234567',
    [NAME.target]: LAUNCH_URL,
    [NAME.roles]: [ROLE.institutionInstructor, ROLE.learner, ROLE.systemUser],
    [NAME.context]: {
      id: '4dde05e8ca1973bcca9bffc13e1548820eee93a3',
      label: 'BUS 290',
      title: 'Work experience',
      type: ['http://purl.imsglobal.org/vocab/lis/v2/course#CourseOffering'],
      validation_context: null,
    },
    [NAME.link]: {
      id: 'c1a6c7b1-8a3f-4f6e-9d6b-0a4b5a9d3f10',
      title: 'Micro-internship',
      description: '<p>Do one</p>',
      validation_context: null,
    },
    [NAME.lis]: {
      person_sourcedid: 'S1001',
      course_offering_sourcedid: '$CourseOffering.sourcedId',
      validation_context: null,
    },
    [NAME.custom]: { student_view: '$com.instructure.User.student_view' },
    [NAME.presentation]: {
      document_target: 'iframe',
      return_url: 'https://oakwood.instructure.com/courses/7/external_content/success',
      locale: 'en-GB',
    },
    [NAME.gradebook]: {
      scope: ['https://purl.imsglobal.org/spec/lti-ags/scope/score'],
      lineitems: 'https://oakwood.instructure.com/api/lti/courses/7/line_items',
      lineitem: 'https://oakwood.instructure.com/api/lti/courses/7/line_items/31',
    },
    [NAME.roster]: {
      context_memberships_url: 'https://oakwood.instructure.com/api/lti/courses/7/names_and_roles',
      service_versions: ['2.0'],
    },
    'https://www.instructure.com/placement': null,
  }
}

function moodleClaims({ platform, nonce }: Begun): Claims {
  const service = `${platform.issuer}/mod/lti/services.php`
  return {
    iss: platform.issuer,
    aud: platform.clientId,
    sub: '5',
    iat: seconds(),
    exp: seconds() + 60,
    nonce,
    name: 'Ada Moreau',
    given_name: 'Ada',
    family_name: 'Moreau',
    email: 'ada@oakwood.example',
    [NAME.version]: '1.3.0',
    [NAME.type]: 'LtiResourceLinkRequest',
    [NAME.deployment]: '1',
    [NAME.target]: LAUNCH_URL,
    [NAME.roles]: [ROLE.learner],
    [NAME.context]: { id: '2', label: 'BUS290', title: 'Work experience', type: ['CourseSection'] },
    [NAME.link]: { id: '1', title: 'Micro-internship', description: '' },
    [NAME.lis]: { person_sourcedid: '', course_section_sourcedid: 'BUS290-A' },
    [NAME.custom]: { context_memberships_url: `${service}/CourseSection/2/bindings/1/memberships` },
    [NAME.presentation]: {
      locale: 'en',
      document_target: 'iframe',
      return_url: `${platform.issuer}/mod/lti/return.php?course=2&sesskey=x`,
    },
    [NAME.gradebook]: {
      scope: ['https://purl.imsglobal.org/spec/lti-ags/scope/score'],
      lineitems: `${service}/2/lineitems?type_id=1`,
      lineitem: `${service}/2/lineitems/3/lineitem?type_id=1`,
    },
    [NAME.roster]: {
      context_memberships_url: `${service}/CourseSection/2/bindings/1/memberships`,
      service_versions: ['1.0', '2.0'],
    },
    'https://purl.imsglobal.org/spec/lti/claim/ext': { lms: 'moodle-2' },
  }
}

/** Signs claims as the LMS does. */
export function tokenOf(fake: FakePlatform, claims: unknown): Promise<string> {
  return signed(claims, fake.key, { alg: 'RS256', typ: 'JWT', kid: fake.key.kid })
}

/** A whole launch: login, token with these claims, form post. */
export async function launch(
  lti: OpenLti,
  fake: FakePlatform,
  platform: Platform,
  more: Claims = {},
) {
  const begun = await begin(lti, platform)
  return finish(lti, begun, await tokenOf(fake, claimsOf(begun, more)))
}

/** The form post of a begun login. */
export function finish(lti: OpenLti, begun: Begun, idToken: string) {
  return lti.door.launch(oakwood, { id_token: idToken, state: begun.state }, [begun.proof])
}
