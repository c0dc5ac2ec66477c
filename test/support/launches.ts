// Whole launches through the door, from login to session, as the LMS in the test process sends them.

import { load } from 'cheerio'
import type { Response } from 'supertest'
import { BASE_URL, type TestApp } from './app.ts'
import type { Campus } from './campus.ts'
import { signed } from './fake-platform.ts'
import type { Visitor } from './visitor.ts'

type Claims = Record<string, unknown>

const LTI = 'https://purl.imsglobal.org/spec/lti/claim'
const MEMBERSHIP = 'http://purl.imsglobal.org/vocab/lis/v2/membership'

export interface Begun {
  state: string
  nonce: string
}

/** What an LMS sends to begin. */
export function loginOf({ platform, institution }: Campus): Record<string, string> {
  return {
    iss: platform.issuer,
    client_id: platform.clientId,
    login_hint: 'hint of the person',
    target_link_uri: `${BASE_URL}/lti/${institution.slug}/launch`,
  }
}

/** Begins a login in this browser, up to the LMS. */
export async function beginIn(visitor: Visitor, campus: Campus): Promise<Begun> {
  const answer = await visitor.send(`/lti/${campus.institution.slug}/login`, loginOf(campus))
  return sentTo(answer)
}

/** What a redirect to the LMS carries. */
export function sentTo(answer: Response): Begun {
  const query = new URL(answer.headers.location ?? '').searchParams
  return { state: query.get('state') ?? '', nonce: query.get('nonce') ?? '' }
}

/** The signed token of a launch: a student of the campus's course, unless told otherwise. */
export function tokenFor(
  { lms, clock }: TestApp,
  { platform, here, people, institution }: Campus,
  { nonce }: Begun,
  more: Claims = {},
): Promise<string> {
  const iat = Math.floor(clock.now().getTime() / 1000)
  const [account] = people.student.person.accounts
  const claims = {
    iss: platform.issuer,
    aud: platform.clientId,
    sub: account?.subject,
    name: people.student.person.name,
    email: people.student.person.mail,
    ...{ iat, exp: iat + 3600, nonce },
    [`${LTI}/version`]: '1.3.0',
    [`${LTI}/message_type`]: 'LtiResourceLinkRequest',
    [`${LTI}/deployment_id`]: 'known',
    [`${LTI}/target_link_uri`]: `${BASE_URL}/lti/${institution.slug}/launch`,
    [`${LTI}/roles`]: [`${MEMBERSHIP}#Learner`],
    [`${LTI}/context`]: { id: here.course.contextId, label: 'DES 210', title: 'Course here' },
    [`${LTI}/resource_link`]: { id: here.assignment.resourceLinkId, title: 'Micro-internship' },
    ...more,
  }
  return signed(claims, lms.key, { alg: 'RS256', typ: 'JWT', kid: lms.key.kid })
}

/** A launch from login to its answer; the browser keeps what it is given. */
export async function launchIn(
  visitor: Visitor,
  stint: TestApp,
  campus: Campus,
  more: Claims = {},
): Promise<Response> {
  const begun = await beginIn(visitor, campus)
  return finishIn(visitor, campus, begun, await tokenFor(stint, campus, begun, more))
}

/** The LMS's form post at the end of a login. */
export function finishIn(
  visitor: Visitor,
  { institution }: Campus,
  { state }: Begun,
  idToken: string,
): Promise<Response> {
  return visitor.send(`/lti/${institution.slug}/launch`, { id_token: idToken, state })
}

export const asInstructor = { [`${LTI}/roles`]: [`${MEMBERSHIP}#Instructor`] }

/** Who the launch is for. */
export const by = (subject: string, name: string): Claims => ({
  sub: subject,
  name,
  email: `${subject.replaceAll(' ', '.')}@north.example.edu`,
})

/** In another course. */
export const inCourse = (id: string, title: string): Claims => ({
  [`${LTI}/context`]: { id, label: title, title },
  [`${LTI}/resource_link`]: { id: `link in ${id}`, title: 'Micro-internship' },
})

/** Who a page says is signed in. */
export function whoIsOn(page: Response): string {
  return load(page.text)('.masthead-person > span').first().text().trim()
}
