// How an LMS registers by an invitation: what it says of itself, and what comes of it.

import type { Institution } from './institution.ts'
import type { PlatformKind } from './platform.ts'

/** What the LMS's page hands over when somebody pastes an invitation there. */
export interface RegistrationRequest {
  configurationUrl: string
  /** Proves to the LMS that its administrator wants this; null where it gives none. */
  token: string | null
}

/** An LMS as its configuration describes it, read and judged. */
export interface LmsOffer {
  kind: PlatformKind
  name: string
  issuer: string
  loginUrl: string
  tokenUrl: string
  jwksUrl: string
  tokenAudience: string | null
  registrationUrl: string
  /** As the LMS calls itself. */
  product: string | null
  version: string | null
  account: string | null
  /** The scopes we ask for, of those it offers. */
  scopes: string[]
  /** The variables it says it can fill; null when it does not say. */
  variables: string[] | null
}

/** What the LMS made of our registration. */
export interface LmsAnswer {
  clientId: string
  /** Moodle names its deployment at once, Canvas later (moodle.md 7.3, canvas.md 6). */
  deploymentId: string | null
}

/** The way to an LMS that registers itself. Both throw AppErrors that say what is wrong in words. */
export interface RegistrationDesk {
  /** Reads what the LMS says of itself; nothing is changed there. */
  look(request: RegistrationRequest): Promise<LmsOffer>
  /** Registers us there. An Upstream error with `retry` means that nothing was registered. */
  register(institution: Institution, offer: LmsOffer, token: string | null): Promise<LmsAnswer>
}
