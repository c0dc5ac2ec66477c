// What we tell an LMS about ourselves: addresses, messages, and the least we need.

import type { Institution } from '../../domain/institution.ts'
import { launchAddress } from '../addresses.ts'
import { SCOPE } from '../claim-names.ts'

/** Every scope that our code asks a token for, and none beside. */
export const SCOPES: string[] = Object.values(SCOPE)

export interface ToolAddresses {
  login: string
  launch: string
  keys: string
  icon: string
  /** Host, with the port where it is none of the usual (moodle.md 7.2). */
  domain: string
}

/** Our addresses as this institution's LMSs know them. */
export function toolAddresses(baseUrl: string, institution: Institution): ToolAddresses {
  const at = `${baseUrl}/lti/${institution.slug}`
  return {
    login: `${at}/login`,
    launch: launchAddress(baseUrl, institution),
    keys: `${at}/jwks.json`,
    icon: `${baseUrl}/public/icon.svg`,
    domain: new URL(baseUrl).host,
  }
}
