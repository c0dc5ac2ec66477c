// Moodle: login initiation, the authorisation request, and what its id_token says (moodle.md 2).

import { fullName } from './cast.ts'
import { columnsIn } from './grades.ts'
import type { Column, Installed, Launch, Person, Site, Verdict } from './model.ts'
import { membersUrl, moodleCustom } from './moodle-variables.ts'
import { AGS_CLAIM, claim, membership, NRPS_CLAIM } from './names.ts'
import { isNobody } from './outside.ts'

const LIFE_SECONDS = 60

// 2.4: a non-editing teacher launches as Instructor; there are no roles below.
const ROLES: Record<Person['role'], string[]> = {
  student: [membership('#Learner')],
  instructor: [membership('#Instructor')],
  assistant: [membership('#Instructor')],
  observer: [membership('#Learner')],
  'test-student': [membership('#Learner')],
}

/** 2.2: the hint is JSON and names the launch; no storage is offered. */
export async function loginFields(_site: Site, launch: Launch): Promise<Record<string, string>> {
  const { column, tool } = launch
  const hint = { ...(column ? { cmid: column.number + 70 } : {}), launchid: launch.id }
  return {
    iss: tool.issuer,
    target_link_uri: column?.toolUrl || tool.launchUrl,
    login_hint: String(launch.person.number),
    lti_message_hint: JSON.stringify(hint),
    client_id: tool.clientId,
    lti_deployment_id: tool.deploymentId,
  }
}

const INVALID = { page: 'Invalid request' }

/** 2.3: most mistakes end on Moodle's own page; a well-formed request uses the launch up, whatever follows. */
export async function judge(
  site: Site,
  params: Record<string, string>,
  person: Person | null,
): Promise<Verdict> {
  const id = launchIn(params.lti_message_hint ?? '')
  const formed = params.scope === 'openid' && params.response_type === 'id_token'
  if (!formed || id === null) return INVALID
  const launch = site.launches.get(id)
  site.launches.delete(id)
  // Registered addresses are compared whole, query included.
  if (!launch || !params.nonce || params.redirect_uri !== launch.tool.launchUrl) return INVALID
  // 2.2: without a session there is no launch to be found.
  if (isNobody(launch.person)) return INVALID
  return troubleIn(launch, params, person) ?? launch
}

function launchIn(hint: string): string | null {
  try {
    const value: unknown = JSON.parse(hint)
    const id = value !== null && typeof value === 'object' ? Reflect.get(value, 'launchid') : null
    return typeof id === 'string' ? id : null
  } catch {
    return null
  }
}

function troubleIn({ tool }: Launch, params: Record<string, string>, person: Person | null) {
  if (params.client_id !== tool.clientId) {
    return { error: 'unauthorized_client', description: 'Unauthorized client' }
  }
  if (params.response_mode !== 'form_post') {
    return { error: 'invalid_request', description: 'Invalid response_mode' }
  }
  if (params.prompt !== undefined && params.prompt !== 'none') {
    return { error: 'invalid_request', description: 'Invalid prompt' }
  }
  const same = person !== null && String(person.number) === params.login_hint
  return same ? null : { error: 'access_denied', description: 'Access denied' }
}

/** 2.4: sixty seconds of life, short context type, empty texts instead of absent ones. */
export function claims(site: Site, launch: Launch): Record<string, unknown> {
  const { course } = site
  const { person, tool } = launch
  const iat = Math.floor(site.now().getTime() / 1000)
  return {
    iss: tool.issuer,
    aud: tool.clientId,
    sub: person.sub,
    iat,
    exp: iat + LIFE_SECONDS,
    ...messageOf(launch),
    [claim('version')]: '1.3.0',
    [claim('deployment_id')]: tool.deploymentId,
    [claim('target_link_uri')]: launch.column?.toolUrl || tool.launchUrl,
    [claim('roles')]: ROLES[person.role],
    [claim('context')]: {
      id: course.contextId,
      label: course.code,
      title: course.title,
      type: ['CourseSection'],
    },
    [claim('resource_link')]: {
      title: launch.column?.activity?.label ?? launch.column?.label ?? course.title,
      description: launch.column ? `${launch.column.text}\r\n` : '',
      id: launch.column?.linkId ?? '0',
    },
    [claim('lis')]: {
      person_sourcedid: person.sisId ?? '',
      course_section_sourcedid: course.sisId,
    },
    [claim('launch_presentation')]: {
      locale: 'en',
      document_target: 'iframe',
      return_url: `${site.base}/mod/lti/return.php?course=${course.number}&sesskey=Qw3rTy`,
    },
    [claim('tool_platform')]: PLATFORM,
    [claim('ext')]: {
      lms: 'moodle-2',
      ...(site.settings.shareNames ? { user_username: person.key } : {}),
    },
    [claim('custom')]: moodleCustom(site, launch),
    ...personOf(site, person, tool),
    ...outcomeOf(site, launch),
    ...servicesOf(site, launch),
  }
}

// 2.6: from the gradebook a tool is asked for somebody's work.
function messageOf({ student }: Launch): object {
  if (!student) return { [claim('message_type')]: 'LtiResourceLinkRequest' }
  return {
    [claim('message_type')]: 'LtiSubmissionReviewRequest',
    [claim('for_user')]: { user_id: student.sub },
  }
}

const PLATFORM = {
  product_family_code: 'moodle',
  version: '2024100706',
  guid: '5c0de3b7f1a94c2e8d6b0a7f92e41d33',
  name: 'Northfield',
  description: 'Northfield University Moodle',
}

// Names and mail are shared each by itself, and never with a tool that did not ask for them when it registered (7.3).
function personOf({ settings }: Site, person: Person, { claims }: Installed): object {
  const names = { given_name: person.given, family_name: person.family, name: fullName(person) }
  return {
    ...(settings.shareNames && (claims?.includes('name') ?? true) ? names : {}),
    ...(settings.shareMail && (claims?.includes('email') ?? true) ? { email: person.mail } : {}),
  }
}

// 2.4: there as long as grades are accepted, also for teachers.
function outcomeOf({ base }: Site, { column, person }: Launch): object {
  if (!column?.graded) return {}
  const sourced = JSON.stringify({ data: { instanceid: column.linkId, userid: person.sub } })
  return {
    'https://purl.imsglobal.org/spec/lti-bo/claim/basicoutcome': {
      lis_result_sourcedid: sourced,
      lis_outcome_service_url: `${base}/mod/lti/service.php`,
    },
  }
}

// 5.1: named only when exactly one column belongs to the link; for one that a tool made for an ungraded activity, empty.
function columnIn(site: Site, { column }: Launch): { url: Column | '' } | null {
  if (!column) return null
  const own = columnsIn(site).filter(({ linkId, graded }) => graded && linkId === column.linkId)
  const [only, ...others] = own
  if (!only || others.length > 0) return null
  return { url: only === column ? only : '' }
}

// 5.1: `type_id` rides in the query of every address.
function servicesOf(site: Site, launch: Launch): object {
  const { base, course } = site
  const { tool } = launch
  const named = columnIn(site, launch)
  const items = `${base}/mod/lti/services.php/${course.number}/lineitems`
  const type = `?type_id=${tool.deploymentId}`
  return {
    [AGS_CLAIM]: {
      scope: tool.scopes.filter((scope) => scope.includes('lti-ags')),
      lineitems: `${items}${type}`,
      ...(named && { lineitem: named.url && `${items}/${named.url.number}/lineitem${type}` }),
    },
    [NRPS_CLAIM]: {
      context_memberships_url: membersUrl(site, tool),
      service_versions: ['1.0', '2.0'],
    },
  }
}
