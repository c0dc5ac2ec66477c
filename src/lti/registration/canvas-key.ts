// The configuration of a Canvas developer key, to be entered there by its address (canvas.md 7).

import { CUSTOM_VARIABLES } from '../../domain/custom-values.ts'
import type { Institution } from '../../domain/institution.ts'
import { DESCRIPTION, LABEL, NAME } from '../../domain/tool.ts'
import { SCOPES, toolAddresses } from './tool.ts'

/** Where Canvas offers us, and by which message. */
export const CANVAS_PLACEMENTS = [
  { placement: 'course_navigation', message: 'LtiResourceLinkRequest' },
  { placement: 'assignment_selection', message: 'LtiDeepLinkingRequest' },
  { placement: 'link_selection', message: 'LtiDeepLinkingRequest' },
] as const

/** Names, mail and SIS ids come with no other level (canvas.md 2.1). */
export const PRIVACY_LEVEL = 'public'

/** The whole key, as JSON. Redirect URIs are set apart on the key: the launch address. */
export function canvasKey(baseUrl: string, institution: Institution): object {
  const { login, launch, keys, icon, domain } = toolAddresses(baseUrl, institution)
  const placements = CANVAS_PLACEMENTS.map(({ placement, message }) => ({
    placement,
    message_type: message,
    target_link_uri: launch,
    text: LABEL,
    icon_url: icon,
    enabled: true,
    ...(placement === 'course_navigation' ? { default: 'disabled', visibility: 'members' } : {}),
  }))
  return {
    title: NAME,
    description: DESCRIPTION,
    oidc_initiation_url: login,
    target_link_uri: launch,
    redirect_uris: [launch],
    scopes: SCOPES,
    public_jwk_url: keys,
    custom_fields: CUSTOM_VARIABLES.canvas,
    extensions: [
      {
        platform: 'canvas.instructure.com',
        domain,
        tool_id: 'stint',
        privacy_level: PRIVACY_LEVEL,
        settings: {
          text: LABEL,
          icon_url: icon,
          selection_width: 800,
          selection_height: 720,
          placements,
        },
      },
    ],
  }
}
