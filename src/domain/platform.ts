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
  /** Where no roster is told, the launch's role decides alone: said by the institution's administrator (design decision 11). */
  launchRoleEnough: boolean
  state: PlatformState
  /** How it registered itself; null when it was entered by hand. */
  registered: Registered | null
  /** What it said when it registered itself anew; nothing of it holds before somebody approves it. */
  update: PlatformUpdate | null
  lastLaunchAt: Date | null
  /** How the last launch came in: in the LMS's frame, or in a window of its own (design decision 8). */
  lastStep: 'frame' | 'window' | null
  lastTokenAt: Date | null
  lastScoreAt: Date | null
  lastTrouble: { at: Date; text: string } | null
}

/** What an LMS that is registered already said of itself since, by an invitation of its own. */
export interface PlatformUpdate {
  facts: Pick<Platform, 'issuer' | 'loginUrl' | 'tokenUrl' | 'jwksUrl' | 'tokenAudience'>
  registered: Registered
}

export interface Difference {
  what: keyof PlatformUpdate['facts'] | 'product' | 'scopes' | 'deployments'
  was: string
  now: string
}

/** What an update would change, each with what it was and would be. */
export function differences(
  platform: Pick<Platform, keyof PlatformUpdate['facts'] | 'registered'>,
  { facts, registered }: PlatformUpdate,
): Difference[] {
  const names = ['issuer', 'loginUrl', 'tokenUrl', 'jwksUrl', 'tokenAudience'] as const
  const before = saidBy(platform.registered)
  const after = saidBy(registered)
  const all = [
    ...names.map((what) => ({ what, was: platform[what] ?? '', now: facts[what] ?? '' })),
    ...SAID.map((what) => ({ what, was: before[what], now: after[what] })),
  ]
  return all.filter(({ was, now }) => was !== now)
}

const SAID = ['product', 'scopes', 'deployments'] as const

function saidBy(registered: Registered | null): Record<(typeof SAID)[number], string> {
  const { product = null, version = null, scopes = [], deployments = [] } = registered ?? {}
  return {
    product: [product, version].filter(Boolean).join(' '),
    scopes: scopes.join('\n'),
    deployments: deployments.join('\n'),
  }
}

/** What may be changed of a registration that is there. */
export type PlatformFacts = Pick<
  Platform,
  | 'name'
  | 'kind'
  | 'issuer'
  | 'clientId'
  | 'loginUrl'
  | 'tokenUrl'
  | 'jwksUrl'
  | 'tokenAudience'
  | 'origins'
>

/** `waiting` has registered itself and nobody has approved it: nothing goes in or out. */
export type PlatformState = 'waiting' | 'active' | 'paused'

/** What an LMS said of itself when it registered; shown to the administrator who approves it. */
export interface Registered {
  at: Date
  /** Where it said so. */
  origin: string
  /** As it calls itself, and its version. */
  product: string | null
  version: string | null
  /** The institution's name as the LMS has it. */
  account: string | null
  /** What we asked for. */
  scopes: string[]
  /** Named in its answer; approved together with the registration. */
  deployments: string[]
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
export function isTestIssuer(issuer: string, alsoTests: readonly string[] = []): boolean {
  return TEST_ISSUER.test(issuer) || alsoTests.includes(issuer)
}

/** Origins that may show us in a frame: given by hand or by the kind of LMS, and those learnt (design decision 9). */
export function frameOrigins(
  platform: Pick<Platform, 'kind' | 'issuer' | 'origins' | 'learnedOrigins'>,
): string[] {
  const own = platform.origins.length > 0 ? platform.origins : originsByKind(platform)
  return [...new Set([...own, ...platform.learnedOrigins])]
}

/**
 * Origins that may show a signed-in page in a frame: where it is known which one of the LMS's hosts launched it, that
 * one stands for the wildcard of a hosting with many customers.
 */
export function signedInOrigins(
  platform: Parameters<typeof frameOrigins>[0],
  launchedFrom: string | null,
): string[] {
  const all = frameOrigins(platform)
  if (!launchedFrom || platform.origins.length > 0) return all
  return [...new Set([launchedFrom, ...all.filter((origin) => !origin.includes('*'))])]
}

function originsByKind(platform: Pick<Platform, 'kind' | 'issuer'>): string[] {
  const hosted = /^https:\/\/canvas(\.beta|\.test)?\.instructure\.com$/.test(platform.issuer)
  if (platform.kind === 'canvas' && hosted) return ['https://*.instructure.com']
  // An issuer need not be a web address; then nobody frames us until an origin is given or learnt.
  const web = /^https?:\/\//.test(platform.issuer) && URL.canParse(platform.issuer)
  return web ? [new URL(platform.issuer).origin] : []
}

/** The origin of an address, if it may stand in a content policy as one that frames us; null otherwise. */
export function framingOrigin(address: string): string | null {
  if (!URL.canParse(address)) return null
  const { protocol, hostname, origin } = new URL(address)
  const here = hostname === '127.0.0.1' || hostname === 'localhost'
  // A host may hold signs that mean something in a policy, such as ";".
  const plain = /^https?:\/\/[a-z0-9.-]+(:\d+)?$/.test(origin)
  return plain && (protocol === 'https:' || here) ? origin : null
}

/** True when an origin is one of these, or below one with a star in front. */
export function covers(origins: readonly string[], origin: string): boolean {
  return origins.some((one) => {
    const [before = '', below] = one.split('*')
    return one === origin || (below && origin.startsWith(before) && origin.endsWith(below))
  })
}
