// A deep linking request's settings, read with tolerance (canvas.md 5.1, moodle.md 3.1).

import { z } from 'zod'
import type { DeepLinkRequest } from '../domain/launch.ts'

export const settings = z.object({
  deep_link_return_url: z.string().min(1).max(4000),
  data: z.string().max(20_000).nullish().catch(null),
  accept_types: z.array(z.unknown()).max(100),
  accept_presentation_document_targets: z.array(z.unknown()).max(100),
  accept_multiple: said(false),
  // Moodle takes columns without saying so.
  accept_lineitem: said(true),
})

// LMSs of old send booleans as text.
function said(usual: boolean) {
  return z
    .unknown()
    .optional()
    .transform((value) => {
      if (value === true || value === 'true') return true
      return value === false || value === 'false' ? false : usual
    })
}

/** What the settings mean to us. */
export function deepLinkOf(read: z.output<typeof settings> | null): DeepLinkRequest | null {
  if (!read) return null
  return {
    returnUrl: read.deep_link_return_url,
    data: read.data ?? null,
    takesLinks: read.accept_types.includes('ltiResourceLink'),
    takesSeveral: read.accept_multiple,
    takesColumn: read.accept_lineitem,
    inFrame: read.accept_presentation_document_targets.includes('iframe'),
  }
}

/** True for an address that an answer may be posted to: https, or a private host that is listed. */
export function isReturnAddress(address: unknown, privateHosts: string[]): address is string {
  if (typeof address !== 'string' || !URL.canParse(address)) return false
  const { protocol, host, username, password } = new URL(address)
  if (username || password) return false
  return protocol === 'https:' || (protocol === 'http:' && privateHosts.includes(host))
}
