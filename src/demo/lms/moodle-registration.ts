// Moodle: dynamic registration, pending until the administrator activates the tool (moodle.md 7).

import { textsIn } from './custom.ts'
import type { Answer } from './model.ts'
import { SCOPES } from './names.ts'
import { TOOL, toolPart } from './registration.ts'
import type { RegistrationRules } from './rules.ts'

const REQUIRED = ['initiate_login_uri', 'redirect_uris', 'client_name', 'jwks_uri']

const refuse = (status: number, body: string): Answer => ({ status, type: 'text/plain', body })

export const registration: RegistrationRules = {
  configuration: '/mod/lti/openid-configuration.php',
  register: '/mod/lti/openid-registration.php',
  protects: false,
  deploymentAtOnce: true,
  platform: {
    product_family_code: 'moodle',
    version: '4.5.6 (Build: 20250811)',
    messages_supported: [
      { type: 'LtiResourceLinkRequest' },
      { type: 'LtiDeepLinkingRequest', placements: ['ContentArea'] },
    ],
    variables: [
      ...['Context.id', 'Context.id.history', 'Context.title', 'CourseSection.sourcedId'],
      ...['CourseSection.timeFrame.begin', 'CourseSection.timeFrame.end', 'Person.sourcedId'],
      ...['ResourceLink.id', 'ResourceLink.title', 'User.id', 'User.username'],
    ],
  },
  // 7.1, 7.2: plain words for most; a token that is none ends on a page.
  judge: (_site, pass, body) => {
    if (!pass)
      return { status: 404, type: 'text/html', body: '<!DOCTYPE html><title>Error</title>' }
    if (pass.used) return refuse(401, 'token_already_used')
    return body === null ? refuse(400, 'invalid_request') : wrongIn(body)
  },
  // 7.3: it names more scopes than it granted, and cuts custom values at an equals sign.
  answer: (_site, tool, body) => ({
    client_id: tool.clientId,
    client_name: tool.name,
    scope: [...new Set([...tool.scopes, SCOPES.lineItem])].join(' '),
    [TOOL]: {
      ...toolPart(body),
      custom_parameters: cut(textsIn(toolPart(body).custom_parameters)),
      ...{ deployment_id: tool.deploymentId, version: '1.3.0' },
    },
  }),
}

function cut(custom: Record<string, string>): Record<string, string> {
  const pairs = Object.entries(custom).map(([name, text]) => [name, text.replace(/=.*$/, '')])
  return Object.fromEntries(pairs)
}

function wrongIn(body: Record<string, unknown>): Answer | null {
  const missing = REQUIRED.find((name) => body[name] === undefined)
  if (missing) return refuse(400, `missing required attribute ${missing}`)
  if (![body.response_types].flat().includes('id_token'))
    return refuse(400, 'invalid_response_types')
  if (!Array.isArray(body.redirect_uris)) return refuse(400, 'invalid_redirect_uris')
  if ((body.application_type ?? 'web') !== 'web') return refuse(400, 'invalid_application_type')
  if (body.token_endpoint_auth_method !== 'private_key_jwt') {
    return refuse(400, 'invalid_token_endpoint_auth_method')
  }
  return wrongDomain(toolPart(body))
}

// 7.2: the domain is the target's host, with its port.
function wrongDomain({ domain, target_link_uri: target }: Record<string, unknown>): Answer | null {
  if (typeof domain !== 'string' || domain === '') return refuse(400, 'missing_domain')
  const host = URL.canParse(String(target)) ? new URL(String(target)).host : domain
  const bare = (name: string): string => name.replace(/^www\./, '')
  return bare(host) === bare(domain) ? null : refuse(400, 'domain_targetlinkuri_mismatch')
}
