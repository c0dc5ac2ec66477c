// Registering ourselves at an LMS, as 1EdTech's dynamic registration describes it (moodle.md 7, canvas.md 6).

import { z } from 'zod'
import { CUSTOM_VARIABLES } from '../../domain/custom-values.ts'
import type { Institution } from '../../domain/institution.ts'
import type { LmsAnswer, LmsOffer } from '../../domain/registration.ts'
import { DESCRIPTION, LABEL, NAME } from '../../domain/tool.ts'
import { type Refused, Upstream } from '../../errors.ts'
import type { Ask } from '../http.ts'
import { jsonOrNull } from '../json.ts'
import { CANVAS_PLACEMENTS, PRIVACY_LEVEL } from './canvas-key.ts'
import { askThere, bearer, isRedirect, refused } from './configuration.ts'
import { toolAddresses } from './tool.ts'

const TOOL = 'https://purl.imsglobal.org/spec/lti-tool-configuration'
const CANVAS = 'https://canvas.instructure.com/lti'
const MOST_BYTES = 200_000

interface Registering {
  ask: Ask
  baseUrl: string
}

/**
 * Registers us there.
 * @throws {Upstream} with `retry` when nothing was registered; without when that cannot be known, or was and cannot be used
 */
export async function registerThere(
  { ask, baseUrl }: Registering,
  institution: Institution,
  offer: LmsOffer,
  token: string | null,
): Promise<LmsAnswer> {
  const answer = await askThere(ask, {
    method: 'POST',
    url: offer.registrationUrl,
    headers: {
      Accept: 'application/json',
      'Content-Type': 'application/json',
      ...bearer(token),
    },
    body: JSON.stringify(registration(baseUrl, institution, offer)),
    maxBytes: MOST_BYTES,
  })
  const { status, body } = answer
  if (status < 200 || status >= 300) throw refusal(status)
  return readAnswer(body)
}

// A redirect and a 4xx have registered nothing; after a 5xx nobody can know.
function refusal(status: number): Refused | Upstream {
  if (status >= 500) return new Upstream('register.lmsTrouble', false, { facts: { status } })
  if (isRedirect(status)) return refused('register.redirect')
  const token = status === 401 || status === 403 || status === 404
  return new Upstream(token ? 'register.tokenRefused' : 'register.lmsRefused', true, {
    facts: { status },
  })
}

const text = z.union([z.string().min(1).max(255), z.number().int().transform(String)])
const answered = z.object({
  client_id: z.string().min(1).max(255),
  [TOOL]: z
    .object({ deployment_id: text.nullish().catch(null) })
    .nullish()
    .catch(null),
})

function readAnswer(body: string): LmsAnswer {
  const read = answered.safeParse(jsonOrNull(body))
  if (!read.success) throw new Upstream('register.badAnswer', false)
  return {
    clientId: read.data.client_id,
    deploymentId: read.data[TOOL]?.deployment_id ?? null,
  }
}

function registration(baseUrl: string, institution: Institution, offer: LmsOffer): object {
  const { login, launch, keys, icon, domain } = toolAddresses(baseUrl, institution)
  return {
    application_type: 'web',
    grant_types: ['client_credentials', 'implicit'],
    response_types: ['id_token'],
    token_endpoint_auth_method: 'private_key_jwt',
    client_name: NAME,
    initiate_login_uri: login,
    redirect_uris: [launch],
    jwks_uri: keys,
    logo_uri: icon,
    scope: offer.scopes.join(' '),
    [TOOL]: {
      domain,
      description: DESCRIPTION,
      target_link_uri: launch,
      custom_parameters: variablesFor(offer),
      claims: ['iss', 'sub', 'name', 'given_name', 'family_name', 'email'],
      messages: messagesFor(offer, launch, icon),
      ...(offer.kind === 'canvas' ? CANVAS_EXTRAS : {}),
    },
  }
}

// Without a stated level Canvas guesses one from the claims.
const CANVAS_EXTRAS = {
  [`${CANVAS}/privacy_level`]: PRIVACY_LEVEL,
  [`${CANVAS}/tool_id`]: 'stint',
  [`${CANVAS}/vendor`]: NAME,
}

// What an LMS says it cannot fill is not asked for; our own names with no meaning there would only come back as they are.
function variablesFor({ kind, variables }: LmsOffer): Record<string, string> {
  const wanted = Object.entries(CUSTOM_VARIABLES[kind])
  const known = (variable: string): boolean =>
    kind === 'canvas' || !variables || variables.includes(variable.slice(1))
  return Object.fromEntries(wanted.filter(([, variable]) => known(variable)))
}

function messagesFor({ kind }: LmsOffer, launch: string, icon: string): object[] {
  if (kind === 'canvas') {
    return CANVAS_PLACEMENTS.map(({ placement, message }) => ({
      type: message,
      target_link_uri: launch,
      label: LABEL,
      icon_uri: icon,
      placements: [placement],
      ...(placement === 'course_navigation'
        ? {
            [`${CANVAS}/course_navigation/default_enabled`]: false,
            [`${CANVAS}/visibility`]: 'members',
          }
        : {}),
    }))
  }
  const both = { target_link_uri: launch, label: LABEL }
  return [
    { type: 'LtiResourceLinkRequest', ...both },
    { type: 'LtiDeepLinkingRequest', ...both, placements: ['ContentArea'] },
  ]
}
