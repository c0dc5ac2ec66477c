// Canvas: dynamic registration, with a protected configuration and no deployment in the answer (canvas.md 6).

import { canvasError } from './canvas-services.ts'
import { SCOPES } from './names.ts'
import { toolPart } from './registration.ts'
import type { RegistrationRules } from './rules.ts'

const CANVAS = 'https://canvas.instructure.com/lti'
const NEEDED = ['redirect_uris', 'initiate_login_uri', 'client_name', 'jwks_uri', 'scope']
const PLACEMENTS = [
  ...['course_navigation', 'assignment_selection', 'link_selection', 'editor_button'],
  ...['ContentArea', 'RichTextEditor', 'homework_submission'],
]
const LEVELS = ['public', 'name_only', 'email_only', 'anonymous']

export const registration: RegistrationRules = {
  configuration: '/api/lti/security/openid-configuration',
  register: '/api/lti/registrations',
  protects: true,
  deploymentAtOnce: false,
  platform: {
    product_family_code: 'canvas',
    version: 'cloud',
    messages_supported: [
      { type: 'LtiResourceLinkRequest', placements: ['course_navigation'] },
      {
        type: 'LtiDeepLinkingRequest',
        placements: ['assignment_selection', 'link_selection', 'editor_button'],
      },
    ],
    variables: [],
    [`${CANVAS}/account_name`]: 'Northfield University',
    [`${CANVAS}/account_lti_guid`]: '9a1d2c:canvas-lms',
  },
  judge: (_site, pass, body) => {
    if (!pass || pass.used) return canvasError(401, 'unauthorized', 'Invalid registration token')
    const wrong = body === null ? 'no JSON' : wrongIn(body)
    return wrong === null ? null : canvasError(422, 'unprocessable_entity', wrong)
  },
  answer: (site, tool) => ({
    client_id: tool.clientId,
    registration_config_url: `${site.base}/api/lti/registrations/${tool.clientId}`,
  }),
}

function wrongIn(body: Record<string, unknown>): string | null {
  const missing = NEEDED.find((name) => body[name] === undefined)
  if (missing) return `${missing} can't be blank`
  const grants = [body.grant_types].flat()
  if (body.application_type !== 'web') return 'application_type must be web'
  if (!['client_credentials', 'implicit'].every((grant) => grants.includes(grant))) {
    return 'grant_types must include client_credentials and implicit'
  }
  if (body.token_endpoint_auth_method !== 'private_key_jwt') return 'token_endpoint_auth_method'
  const scopes = String(body.scope).split(' ')
  const unknown = scopes.find((scope) => !Object.values(SCOPES).includes(scope))
  return unknown ? `unknown scope ${unknown}` : wrongInTool(toolPart(body))
}

function wrongInTool(tool: Record<string, unknown>): string | null {
  if (typeof tool.domain !== 'string' || tool.domain.includes('/')) return 'domain is invalid'
  if (!URL.canParse(String(tool.target_link_uri))) return 'target_link_uri is invalid'
  if (!Array.isArray(tool.messages) || !Array.isArray(tool.claims)) return 'messages and claims'
  const placements = tool.messages.flatMap((message) => Object(message).placements ?? [])
  if (!placements.every((one) => PLACEMENTS.includes(String(one)))) return 'unknown placement'
  const custom = Object.values(Object(tool.custom_parameters))
  if (!custom.every((value) => typeof value === 'string')) return 'custom parameters are strings'
  const level = tool[`${CANVAS}/privacy_level`]
  return level === undefined || LEVELS.includes(String(level)) ? null : 'privacy_level is invalid'
}
