// Deep linking: what a platform asks of a tool in its "add" dialogue (canvas.md 5.1, moodle.md 3.1).

import { columnsIn } from './grades.ts'
import type { Launch, Site } from './model.ts'
import { AGS_CLAIM, claim, DL, NRPS_CLAIM } from './names.ts'

/** The claims of a launch as those of a deep linking request. */
export function asRequest(
  site: Site,
  launch: Launch,
  claims: Record<string, unknown>,
): Record<string, unknown> {
  const { [claim('resource_link')]: _, ...rest } = claims
  const request: Record<string, unknown> = {
    ...rest,
    [claim('message_type')]: 'LtiDeepLinkingRequest',
    [`${DL}deep_linking_settings`]: settingsOf(site, launch),
  }
  if (site.kind === 'canvas') {
    request['https://www.instructure.com/placement'] = launch.adds
  }
  if (site.kind === 'other') return withoutServices(request)
  // Moodle tells of its roster only where the tool is in the course already (moodle.md 3.1).
  const isHere = columnsIn(site).some(({ launches }) => launches)
  if (site.kind === 'moodle' && !isHere) delete request[NRPS_CLAIM]
  return request
}

// edx.md 12: from Studio there is nothing but the request.
function withoutServices(request: Record<string, unknown>): Record<string, unknown> {
  const { [AGS_CLAIM]: _ags, [NRPS_CLAIM]: _nrps, ...rest } = request
  return rest
}

function settingsOf({ kind, base, course }: Site, { id, adds }: Launch): object {
  const common = { accept_types: ['ltiResourceLink'], auto_create: false }
  if (kind === 'moodle') {
    return {
      ...common,
      accept_multiple: true,
      accept_presentation_document_targets: ['frame', 'iframe', 'window'],
      deep_link_return_url: `${base}/mod/lti/contentitem_return.php?course=${course.number}&id=${id}&sesskey=Qw3rTy`,
    }
  }
  if (kind === 'other') {
    return {
      ...common,
      accept_multiple: true,
      accept_presentation_document_targets: ['iframe', 'window', 'embed'],
      deep_link_return_url: `${base}/api/lti_consumer/v1/lti/${course.number}/lti-dl/response`,
    }
  }
  return {
    ...common,
    accept_multiple: adds === 'link_selection',
    accept_media_types: 'application/vnd.ims.lti.v1.ltilink',
    accept_presentation_document_targets: ['iframe', 'window'],
    deep_link_return_url: `${base}/courses/${course.number}/deep_linking_response?data=${adds}.${id}`,
  }
}
