// The signed answer to a deep linking request: one assignment with its gradebook column (canvas.md 5.2, moodle.md 3.2).

import { SignJWT } from 'jose'
import type { PickedItem, PickReply } from '../domain/lms.ts'
import type { Platform } from '../domain/platform.ts'
import { newId } from '../random.ts'
import { t } from '../text.ts'
import { CLAIM } from './claim-names.ts'
import { CANVAS_TYPE } from './columns.ts'
import type { ToolKeys } from './tool-keys.ts'

const MOST_LETTERS = 255

/** Signs an answer; an LMS checks it against our published keys. */
export async function signReply(
  keys: Pick<ToolKeys, 'signer'>,
  platform: Platform,
  reply: PickReply,
  at: Date,
): Promise<string> {
  const { kid, privateKey } = await keys.signer(platform.institutionId)
  const now = Math.floor(at.getTime() / 1000)
  const claims = {
    nonce: newId(),
    [CLAIM.messageType]: 'LtiDeepLinkingResponse',
    [CLAIM.version]: '1.3.0',
    [CLAIM.deploymentId]: reply.deploymentId,
    [CLAIM.contentItems]: reply.items.map((item) => contentItem(platform, reply, item)),
    ...(reply.request.data === null ? {} : { [CLAIM.deepLinkData]: reply.request.data }),
  }
  return (
    new SignJWT(claims)
      .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid })
      .setIssuer(platform.clientId)
      .setAudience(platform.issuer)
      // Half a minute back: Moodle takes nothing from the future, and Canvas nothing older than five minutes.
      .setIssuedAt(now - 20)
      .setExpirationTime(now + 240)
      .sign(privateKey)
  )
}

function contentItem(platform: Platform, { request }: PickReply, item: PickedItem): object {
  return {
    type: 'ltiResourceLink',
    title: item.title.slice(0, MOST_LETTERS),
    // Students read it in the course, where the instructor can change it.
    text: t('pick.itemText'),
    url: item.url,
    icon: { url: item.iconUrl, width: 128, height: 128 },
    custom: item.custom,
    ...(request.inFrame ? {} : { window: { targetName: '_blank' } }),
    ...(request.takesColumn ? { lineItem: lineItem(platform, item) } : {}),
  }
}

function lineItem({ kind }: Platform, { title, points, resourceId, tag, url }: PickedItem): object {
  return {
    label: title.slice(0, MOST_LETTERS),
    // Moodle keeps whole numbers only (moodle.md 3.3).
    scoreMaximum: kind === 'moodle' ? Math.max(1, Math.round(points)) : points,
    resourceId,
    tag,
    ...(kind === 'canvas'
      ? { [CANVAS_TYPE]: { type: 'external_tool', external_tool_url: url } }
      : {}),
  }
}
