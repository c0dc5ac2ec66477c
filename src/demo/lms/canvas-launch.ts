// Canvas: login initiation, the authorisation request, and what its id_token says (canvas.md 1 and 2).

import { jwtVerify, SignJWT } from 'jose'
import { canvasCustom } from './canvas-variables.ts'
import { fullName } from './cast.ts'
import { activeTool } from './installed.ts'
import { ownSecret } from './keys.ts'
import type { Launch, Person, Site, Verdict } from './model.ts'
import {
  AGS_CLAIM,
  claim,
  institutionRole,
  membership,
  NRPS_CLAIM,
  SCOPES,
  TEST_USER,
} from './names.ts'

const HINT_SECONDS = 300
const HOUR_SECONDS = 3600

/** Course roles as Canvas names them, in launches and in the roster. */
export const CANVAS_ROLES: Record<Person['role'], string[]> = {
  student: [membership('#Learner')],
  instructor: [membership('#Instructor')],
  assistant: [membership('/Instructor#TeachingAssistant'), membership('#Instructor')],
  observer: [membership('#Mentor')],
  'test-student': [membership('#Learner')],
}

// 2.1: what somebody is anywhere in the institution comes along, and must not decide anything.
const ELSEWHERE: Record<Person['role'], string[]> = {
  student: [institutionRole('Student')],
  instructor: [institutionRole('Instructor')],
  assistant: [institutionRole('Student'), institutionRole('Instructor')],
  observer: [institutionRole('Observer')],
  'test-student': [institutionRole('Student'), TEST_USER],
}

/** 1.2: the hint is a token of five minutes that names the launch. */
export async function loginFields(site: Site, launch: Launch): Promise<Record<string, string>> {
  const { settings } = site
  const { tool } = launch
  const hint = await new SignJWT({
    verifier: launch.id,
    canvas_domain: new URL(site.base).host,
    context_type: 'Course',
    include_storage_target: settings.storage,
  })
    .setProtectedHeader({ alg: 'HS256' })
    .setExpirationTime(seconds(launch.begunAt) + HINT_SECONDS)
    .sign(ownSecret(site))
  return {
    iss: tool.issuer,
    login_hint: settings.visitors ? VISITOR : loginHint(launch.person),
    client_id: tool.clientId,
    target_link_uri: launch.submission ?? (launch.column?.toolUrl || tool.launchUrl),
    lti_message_hint: hint,
    [settings.ltiDeploymentId ? 'lti_deployment_id' : 'deployment_id']: tool.deploymentId,
    canvas_environment: 'prod',
    canvas_region: 'not_configured',
    ...(settings.storage ? { lti_storage_target: 'post_message_forwarding' } : {}),
  }
}

// A fixed id that everybody has who has none.
const VISITOR = 'a'.repeat(40)

const seconds = (at: Date): number => Math.floor(at.getTime() / 1000)

// An opaque id of 40 hex digits, which is not the `sub`.
function loginHint(person: Person): string {
  return `${person.sub.replaceAll('-', '')}${String(person.number).padStart(8, '0')}`
}

const NEEDED = [
  ...['client_id', 'login_hint', 'lti_message_hint', 'nonce', 'prompt', 'redirect_uri'],
  ...['response_mode', 'response_type', 'scope'],
]

/** 1.3: a later failure hides an earlier one; the launch is looked for when all else is well, and is good once. */
export async function judge(
  site: Site,
  params: Record<string, string>,
  person: Person | null,
): Promise<Verdict> {
  const { launchUrl } = activeTool(site, params.client_id) ?? site.tool
  if (params.redirect_uri?.split('?', 1)[0] !== launchUrl) {
    return { page: 'Invalid redirect_uri' }
  }
  const id = await launchIn(site, params.lti_message_hint ?? '')
  if (id === null) return { page: 'Invalid lti_message_hint' }
  const trouble = troubleIn(site, params, person)
  if (trouble) return trouble
  const launch = site.launches.get(id)
  site.launches.delete(id)
  if (launch && launch.tool.clientId !== params.client_id) return { page: 'Invalid client_id' }
  return launch ?? { error: 'launch_no_longer_valid', description: 'This launch has been used' }
}

async function launchIn(site: Site, hint: string): Promise<string | null> {
  try {
    const options = { currentDate: site.now(), algorithms: ['HS256'] }
    const { payload } = await jwtVerify(hint, ownSecret(site), options)
    return String(payload.verifier)
  } catch {
    return null
  }
}

function troubleIn(site: Site, params: Record<string, string>, person: Person | null) {
  if (params.client_id && !activeTool(site, params.client_id)) {
    return { error: 'unauthorized_client', description: 'Client not authorized here' }
  }
  const isVisitor = site.settings.visitors && params.login_hint === VISITOR
  if (!isVisitor && (!person || loginHint(person) !== params.login_hint)) {
    return { error: 'login_required', description: 'Must have an active user session' }
  }
  const missing = NEEDED.filter((name) => !params[name])
  if (missing.length === 0 && params.scope === 'openid') return null
  const description =
    missing.length > 0 ? `Missing: ${missing.join(', ')}` : "Scope must be 'openid'"
  return { error: 'invalid_request_object', description }
}

/** 2: made at login time, with the leftovers, nulls and unexpanded variables of a real one. */
export function claims(site: Site, launch: Launch): Record<string, unknown> {
  const { course } = site
  const { person, begunAt, tool } = launch
  return {
    iss: tool.issuer,
    aud: tool.clientId,
    azp: tool.clientId,
    // 2.1: nobody knows a visitor of a public course.
    ...(site.settings.visitors ? {} : { sub: person.sub }),
    iat: seconds(begunAt),
    exp: seconds(begunAt) + HOUR_SECONDS,
    [claim('message_type')]: 'LtiResourceLinkRequest',
    [claim('version')]: '1.3.0',
    [claim('deployment_id')]: tool.deploymentId,
    [claim('target_link_uri')]: launch.submission ?? (launch.column?.toolUrl || tool.launchUrl),
    [claim('resource_link')]: linkOf(site, launch),
    [claim('context')]: {
      id: course.contextId,
      label: course.code,
      title: course.title,
      type: ['http://purl.imsglobal.org/vocab/lis/v2/course#CourseOffering'],
      validation_context: null,
      errors: { errors: {} },
    },
    [claim('tool_platform')]: platformOf(),
    [claim('launch_presentation')]: {
      document_target: 'iframe',
      return_url: `${site.base}/`,
      locale: 'en',
      height: null,
      width: null,
      ...LEFTOVERS,
    },
    [claim('roles')]: [...CANVAS_ROLES[person.role], ...ELSEWHERE[person.role]],
    [claim('custom')]: canvasCustom(site, launch),
    [claim('lti11_legacy_user_id')]: loginHint(person),
    [claim('lti1p1')]: { user_id: loginHint(person), ...LEFTOVERS },
    ...personOf(site, person),
    ...servicesOf(site, launch),
    locale: 'en',
    'https://www.instructure.com/placement': launch.column ? null : 'course_navigation',
  }
}

const LEFTOVERS = { validation_context: null, errors: { errors: {} } }

// 2.2: from the course's navigation the link's id is the context's, and there is no line item.
function linkOf({ course }: Site, { column }: Launch): object {
  const id = column?.linkId ?? course.contextId
  const title = column?.label ?? course.title
  return { id, title, description: column ? `<p>${column.text}</p>` : null, ...LEFTOVERS }
}

function platformOf(): object {
  return {
    guid: '9a1d2c:canvas-lms',
    name: 'Northfield University',
    version: 'cloud',
    product_family_code: 'canvas',
    ...LEFTOVERS,
  }
}

// 2.1: by the level of privacy; a picture and the like only where everything is shared.
function personOf({ settings, course }: Site, person: Person): object {
  const { shareNames, shareMail } = settings
  return {
    ...(shareNames ? namesOf(person, course.sisId) : {}),
    ...(shareMail ? { email: person.role === 'test-student' ? '' : person.mail } : {}),
    ...(shareNames && shareMail ? { picture: AVATAR } : {}),
  }
}

const AVATAR = 'https://canvas.instructure.com/images/messages/avatar-50.png'

function namesOf(person: Person, courseSisId: string): object {
  return {
    name: fullName(person),
    given_name: person.given,
    family_name: person.family,
    [claim('lis')]: {
      person_sourcedid: person.sisId ?? '$Person.sourcedId',
      course_offering_sourcedid: courseSisId || '$CourseOffering.sourcedId',
      ...LEFTOVERS,
    },
  }
}

// A service is named only where the key has a scope for it.
function servicesOf({ base, course }: Site, { column, tool }: Launch): object {
  const at = `${base}/api/lti/courses/${course.number}`
  const scope = tool.scopes.filter((one) => one.includes('lti-ags'))
  const gradebook = {
    ...{ scope, lineitems: `${at}/line_items`, ...LEFTOVERS },
    ...(column?.graded ? { lineitem: `${at}/line_items/${column.number}` } : {}),
  }
  const roster = {
    ...{ context_memberships_url: `${at}/names_and_roles`, service_versions: ['2.0'] },
    ...LEFTOVERS,
  }
  return {
    ...(scope.length > 0 ? { [AGS_CLAIM]: gradebook } : {}),
    ...(tool.scopes.includes(SCOPES.roster) ? { [NRPS_CLAIM]: roster } : {}),
  }
}
