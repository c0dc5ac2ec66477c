// Open edX: login initiation, the authorisation request, and what its id_token says (edx.md 10, 11, 13).

import { jwtVerify, SignJWT } from 'jose'
import { fullName } from './cast.ts'
import { ownSecret } from './keys.ts'
import type { Launch, Person, Site, Verdict } from './model.ts'
import { AGS_CLAIM, claim, institutionRole, membership, NRPS_CLAIM } from './names.ts'

const HINT_SECONDS = 600
const LIFE_SECONDS = 3600
const SYSTEM_ADMIN = 'http://purl.imsglobal.org/vocab/lis/v2/system/person#Administrator'

// 11: course staff arrive as administrators of everything, and that must not make anybody one here.
const STAFF = [SYSTEM_ADMIN, institutionRole('Administrator')]

export const EDX_ROLES: Record<Person['role'], string[]> = {
  student: [membership('#Learner')],
  instructor: [...STAFF, membership('#Instructor')],
  assistant: [membership('/Instructor#TeachingAssistant'), ...STAFF],
  observer: [membership('#Learner')],
  'test-student': [membership('#Learner')],
}

/** 13: the hint is good for ten minutes, and can be used again. */
export async function loginFields(site: Site, launch: Launch): Promise<Record<string, string>> {
  const { tool } = launch
  const hint = await new SignJWT({ launch: launch.id })
    .setProtectedHeader({ alg: 'HS256' })
    .setExpirationTime(Math.floor(launch.begunAt.getTime() / 1000) + HINT_SECONDS)
    .sign(ownSecret(site))
  return {
    iss: tool.issuer,
    client_id: tool.clientId,
    lti_deployment_id: tool.deploymentId,
    // 12: after deep linking the token names another target.
    target_link_uri: tool.launchUrl,
    login_hint: launch.person.sub,
    lti_message_hint: hint,
  }
}

/** 13: asks for a state, looks at little else, and answers errors with a page of its own. */
export async function judge(
  site: Site,
  params: Record<string, string>,
  person: Person | null,
): Promise<Verdict> {
  const launch = await launchIn(site, params.lti_message_hint ?? '')
  const { state, nonce, client_id: clientId, redirect_uri: redirect } = params
  if (!launch || !state || !nonce || !person || clientId !== launch.tool.clientId) {
    return { page: 'There was an error while launching the LTI tool.' }
  }
  if (redirect !== launch.tool.launchUrl) return { page: 'Redirect URI is not allowed.' }
  return launch
}

async function launchIn(site: Site, hint: string): Promise<Launch | null> {
  try {
    const options = { currentDate: site.now(), algorithms: ['HS256'] }
    const { payload } = await jwtVerify(hint, ownSecret(site), options)
    return site.launches.get(String(payload.launch)) ?? null
  } catch {
    return null
  }
}

/** 10: a link that has an id and nothing else, no product family, no locale, variables as they were asked for. */
export function claims(site: Site, launch: Launch): Record<string, unknown> {
  const { course } = site
  const { person, tool, column } = launch
  const iat = Math.floor(site.now().getTime() / 1000)
  return {
    iss: tool.issuer,
    aud: tool.clientId,
    sub: person.sub,
    iat,
    exp: iat + LIFE_SECONDS,
    [claim('message_type')]: 'LtiResourceLinkRequest',
    [claim('version')]: '1.3.0',
    [claim('deployment_id')]: tool.deploymentId,
    [claim('target_link_uri')]: column?.toolUrl || tool.launchUrl,
    [claim('resource_link')]: { id: column?.linkId ?? course.contextId },
    [claim('context')]: {
      id: course.contextId,
      label: course.contextId,
      title: `${course.title} - Northfield`,
      type: ['http://purl.imsglobal.org/vocab/lis/v2/course#CourseOffering'],
    },
    [claim('roles')]: EDX_ROLES[person.role],
    [claim('launch_presentation')]: { document_target: 'iframe' },
    [claim('custom')]: { ...tool.custom, ...column?.custom },
    ...(site.settings.shareNames ? { name: fullName(person), email: person.mail } : {}),
    ...servicesOf(site, launch),
  }
}

function servicesOf({ base, course }: Site, { column, tool }: Launch): object {
  const at = `${base}/api/lti_consumer/v1/lti/${course.number}`
  return {
    [AGS_CLAIM]: {
      scope: tool.scopes.filter((scope) => scope.includes('lti-ags')),
      lineitems: `${at}/lti-ags`,
      ...(column?.graded ? { lineitem: `${at}/lti-ags/${column.number}` } : {}),
    },
    [NRPS_CLAIM]: {
      context_memberships_url: `${at}/memberships`,
      service_versions: ['2.0'],
    },
  }
}
