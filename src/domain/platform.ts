// A registration: one LMS that may send people to Stint, as its administrator set it up.

export type PlatformKind = 'canvas' | 'moodle' | 'other'

export interface Platform {
  id: string
  institutionId: string
  name: string
  kind: PlatformKind
  issuer: string
  clientId: string
  loginUrl: string
  tokenUrl: string
  jwksUrl: string
  /** What the token endpoint wants as audience, when that is not its own address. */
  tokenAudience: string | null
  /** Who may frame us, as given by hand; empty means by kind (design decision 9). */
  origins: string[]
  /** Origins learnt from return addresses of verified launches (a Canvas with a vanity host). */
  learnedOrigins: string[]
  /** A rehearsal space: banner, never in reports. */
  test: boolean
  state: 'active' | 'paused'
  lastLaunchAt: Date | null
  lastScoreAt: Date | null
  lastTrouble: { at: Date; text: string } | null
}

/** `paused` was approved once, and may be again; nothing goes in or out meanwhile. */
export type DeploymentState = 'waiting' | 'approved' | 'refused' | 'paused'

export interface Deployment {
  id: string
  institutionId: string
  platformId: string
  deploymentId: string
  state: DeploymentState
  firstSeenAt: Date
}

// Canvas's beta and test systems are copies of production with the same client ids; only the issuer tells them apart (canvas.md 1.1).
const TEST_ISSUER = /^https:\/\/canvas\.(beta|test)\.instructure\.com\/?$/

/** True for an issuer that is known to be a test system; it may come in through a registration made for tests only. */
export function isTestIssuer(issuer: string): boolean {
  return TEST_ISSUER.test(issuer)
}

/** Origins that may show us in a frame: given by hand or by the kind of LMS, and those learnt (design decision 9). */
export function frameOrigins(
  platform: Pick<Platform, 'kind' | 'issuer' | 'origins' | 'learnedOrigins'>,
): string[] {
  const own = platform.origins.length > 0 ? platform.origins : originsByKind(platform)
  return [...new Set([...own, ...platform.learnedOrigins])]
}

function originsByKind(platform: Pick<Platform, 'kind' | 'issuer'>): string[] {
  const hosted = /^https:\/\/canvas(\.beta|\.test)?\.instructure\.com$/.test(platform.issuer)
  if (platform.kind === 'canvas' && hosted) return ['https://*.instructure.com']
  // An issuer need not be a web address; then nobody frames us until an origin is given or learnt.
  const web = /^https?:\/\//.test(platform.issuer) && URL.canParse(platform.issuer)
  return web ? [new URL(platform.issuer).origin] : []
}
