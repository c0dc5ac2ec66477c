// Builders of the setting: institution, LMS, course, people, and how they get in.

import type { KeptTerm } from '../../src/domain/academic-calendar.ts'
import type { Membership } from '../../src/domain/access.ts'
import type { AssignmentRule } from '../../src/domain/assignment-rule.ts'
import type { Assignment, Course } from '../../src/domain/course.ts'
import { type Institution, NO_SETTINGS } from '../../src/domain/institution.ts'
import type { Link } from '../../src/domain/link.ts'
import type { Person } from '../../src/domain/person.ts'
import type { Deployment, Platform } from '../../src/domain/platform.ts'
import type { Session } from '../../src/domain/session.ts'
import type { ApiToken } from '../../src/domain/token.ts'
import { hashOf, newId, newSecret } from '../../src/random.ts'
import { type RuleWish, ruleFrom } from './rules.ts'

/** The institution of everything that does not say another one. */
export const INSTITUTION = 'institution-of-the-tests'
/** Now, for things that have a time: a Thursday morning in November. */
export const NOW = new Date('2026-11-12T09:00:00Z')

const DAY_MS = 86_400_000

/** An instant some days after NOW; before it when negative. */
export function daysLater(days: number): Date {
  return new Date(NOW.getTime() + days * DAY_MS)
}

export function anInstitution(over: Partial<Institution> = {}): Institution {
  return {
    id: INSTITUTION,
    slug: 'north',
    name: 'North University',
    timezone: 'Europe/Berlin',
    ...NO_SETTINGS,
    createdAt: daysLater(-90),
    ...over,
  }
}

export function aPlatform(over: Partial<Platform> = {}): Platform {
  return {
    id: newId(),
    institutionId: INSTITUTION,
    name: 'Campus Canvas',
    kind: 'canvas',
    issuer: 'https://canvas.instructure.com',
    clientId: newId(),
    loginUrl: 'https://canvas.example.edu/api/lti/authorize_redirect',
    tokenUrl: 'https://canvas.example.edu/login/oauth2/token',
    jwksUrl: 'https://canvas.example.edu/api/lti/security/jwks',
    tokenAudience: null,
    origins: [],
    learnedOrigins: [],
    test: false,
    launchRoleEnough: false,
    state: 'active',
    registered: null,
    lastLaunchAt: null,
    lastStep: null,
    lastTokenAt: null,
    lastScoreAt: null,
    lastTrouble: null,
    update: null,
    ...over,
  }
}

export function aDeployment(over: Partial<Deployment> = {}): Deployment {
  return {
    id: newId(),
    institutionId: INSTITUTION,
    platformId: newId(),
    deploymentId: '1:abc',
    state: 'approved',
    firstSeenAt: daysLater(-60),
    ...over,
  }
}

export function aPerson(over: Partial<Person> = {}): Person {
  const id = over.id ?? newId()
  return {
    id,
    institutionId: INSTITUTION,
    accounts: [{ platformId: 'platform', subject: `subject-${id}` }],
    name: 'Ada Morgan',
    givenName: 'Ada',
    familyName: 'Morgan',
    mail: `${id}@north.example.edu`,
    sisPersonId: null,
    offices: [],
    test: false,
    createdAt: daysLater(-60),
    ...over,
  }
}

/** A term of autumn 2026; no deadline follows from it until grades are due some day. */
export function aTerm(over: Partial<KeptTerm> = {}): KeptTerm {
  return {
    id: newId(),
    institutionId: INSTITUTION,
    code: 'F26',
    name: 'Fall 2026',
    startsOn: '2026-08-24',
    endsOn: '2026-12-18',
    addBy: null,
    censusOn: null,
    gradesDueOn: null,
    holidays: [],
    version: 0,
    ...over,
  }
}

export function aCourse(over: Partial<Course> = {}): Course {
  return {
    id: newId(),
    institutionId: INSTITUTION,
    platformId: 'platform',
    deploymentId: null,
    contextId: newId(),
    label: 'DES 210',
    title: 'Design Practice',
    sisCourseId: null,
    sisSectionId: null,
    lineItemsUrl: 'https://canvas.example.edu/api/lti/courses/1/line_items',
    rosterUrl: 'https://canvas.example.edu/api/lti/courses/1/names_and_roles',
    rosterReadAt: null,
    pageUrl: null,
    termCode: null,
    termHint: null,
    scopes: [],
    rosterTriedAt: null,
    launchedOn: null,
    ...over,
  }
}

/** 40 hours of work earn 100 points in proportion. */
export function aRule(over: RuleWish = {}): AssignmentRule {
  return ruleFrom(over, {
    version: 1,
    fullHours: 40,
    scheme: 'proportional',
    academicHours: 0,
    points: 100,
    madeBy: 'instructor',
    madeAt: daysLater(-50),
    parameters: {},
  })
}

export function anAssignment(over: Partial<Assignment> = {}): Assignment {
  return {
    id: newId(),
    institutionId: INSTITUTION,
    courseId: newId(),
    resourceLinkId: newId(),
    title: 'Micro-internship',
    pageUrl: null,
    lineItemUrl: 'https://canvas.example.edu/api/lti/courses/1/line_items/7',
    column: null,
    notes: [],
    state: 'open',
    copyOf: null,
    claimBy: null,
    rules: [aRule()],
    createdAt: daysLater(-50),
    ...over,
  }
}

export function aMembership(over: Partial<Membership> = {}): Membership {
  return {
    id: newId(),
    institutionId: INSTITUTION,
    courseId: newId(),
    personId: newId(),
    subject: newId(),
    launchRole: 'student',
    rosterRole: null,
    seenAt: NOW,
    firstSeenAt: daysLater(-40),
    leftAt: null,
    ...over,
  }
}

export function aSession(over: Partial<Session> = {}): Session {
  return {
    id: hashOf(newSecret()),
    publicId: newId(),
    institutionId: INSTITUTION,
    kind: 'lms',
    personId: newId(),
    courseId: null,
    assignmentId: null,
    platformId: null,
    launchedFrom: null,
    offices: [],
    via: 'launch',
    network: 'network',
    transaction: newId(),
    csrf: newSecret(),
    step: null,
    unresolved: [],
    createdAt: NOW,
    seenAt: NOW,
    expiresAt: new Date(Date.now() + DAY_MS),
    endedAt: null,
    ...over,
  }
}

export function aLink(over: Partial<Link> = {}): Link {
  return {
    hash: hashOf(newSecret()),
    institutionId: INSTITUTION,
    purpose: 'confirm',
    placementId: newId(),
    requestId: newId(),
    mail: 'grace@harbour.example',
    office: null,
    name: 'Grace Ito',
    createdAt: NOW,
    expiresAt: new Date(Date.now() + 30 * DAY_MS),
    spentAt: null,
    ...over,
  }
}

export function aToken(over: Partial<ApiToken> = {}): ApiToken {
  return {
    id: newId(),
    hash: hashOf(newSecret()),
    institutionId: INSTITUTION,
    scopes: ['completions:read'],
    createdAt: NOW,
    expiresAt: daysLater(90),
    lastUsedAt: null,
    revokedAt: null,
    ...over,
  }
}
