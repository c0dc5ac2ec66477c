// What an LMS says when it is asked about everything that Stint needs of it, and what a doctor makes of that.

import type { Platform, PlatformKind } from './platform.ts'

/** What we ask an LMS for. */
export type Need = 'scores' | 'results' | 'columns' | 'roster'
export const NEEDS: Need[] = ['scores', 'results', 'columns', 'roster']

/** Reasons are text keys under `lms.`; null is fine. */
export interface Examination {
  /** Our own key set, asked for as the LMS must ask for it. */
  ourKeys: string | null
  /** The LMS's key set. */
  theirKeys: string | null
  /** How far the LMS's clock is ahead of ours; null when it does not say. */
  skewMs: number | null
  tokens: Record<Need, string | null>
}

export interface Finding {
  id: string
  level: 'good' | 'note' | 'wrong'
  /** The LMS it is about; null for Stint itself. */
  platform: Pick<Platform, 'name' | 'kind'> | null
  facts: Record<string, string | number>
}

type Subject = Pick<
  Platform,
  'name' | 'kind' | 'issuer' | 'loginUrl' | 'tokenUrl' | 'jwksUrl' | 'state'
>

const MOST_SKEW_MS = 30_000

/** What an examination means, fine things too; our own key set was asked for at this address. */
export function judged(platform: Subject, seen: Examination, ourKeysUrl: string): Finding[] {
  const say = sayingOf(platform)
  const wrong = (id: string, reason: string | null, facts: Finding['facts'] = {}) =>
    reason === null ? say(id, 'good', facts) : say(id, 'wrong', { ...facts, reason })
  return [
    wrong('ourKeys', seen.ourKeys, { address: ourKeysUrl }),
    wrong('theirKeys', seen.theirKeys),
    clock(seen.skewMs, say),
    ...tokenFindings(seen, say),
  ]
}

type Say = (id: string, level: Finding['level'], facts?: Finding['facts']) => Finding

/** A maker of findings about one LMS. */
export function sayingOf({ name, kind }: Pick<Platform, 'name' | 'kind'>): Say {
  return (id, level, facts = {}) => ({ id, level, platform: { name, kind }, facts })
}

function clock(skewMs: number | null, say: Say): Finding {
  if (skewMs === null) return say('clockUnknown', 'note')
  const seconds = Math.round(Math.abs(skewMs) / 1000)
  return say('clock', seconds * 1000 > MOST_SKEW_MS ? 'wrong' : 'good', { seconds })
}

// A token endpoint that gives nothing at all is one finding, not four.
function tokenFindings({ tokens }: Examination, say: Say): Finding[] {
  const reasons = NEEDS.map((need) => tokens[need])
  const [first] = reasons
  const all = first && first !== 'lms.noScope' && reasons.every((reason) => reason === first)
  if (all) return [say('token', 'wrong', { reason: first })]
  return [say('token', 'good'), ...NEEDS.map((need) => scopeFinding(need, tokens[need], say))]
}

function scopeFinding(need: Need, reason: string | null, say: Say): Finding {
  return reason === null ? say(`scope.${need}`, 'good') : say(`scope.${need}`, 'wrong', { reason })
}

const HOSTED = /^https:\/\/canvas(\.beta|\.test)?\.instructure\.com$/
const SHARED = /^(?:sso|canvas)(\.beta|\.test)?\.(?:canvaslms|instructure)\.com$/
const MOODLE_PATHS = { loginUrl: 'auth.php', tokenUrl: 'token.php', jwksUrl: 'certs.php' } as const

/** True for an issuer with a slash behind it, which Canvas and Moodle never send; of others nobody knows. */
export function endsWrongly({ kind, issuer }: Pick<Platform, 'kind' | 'issuer'>): boolean {
  return kind !== 'other' && issuer.endsWith('/')
}

/** Addresses of a registration that cannot be right for its kind of LMS. */
export function addressFindings(platform: Subject): Finding[] {
  const say = sayingOf(platform)
  if (endsWrongly(platform)) return [say('issuerSlash', 'wrong', { issuer: platform.issuer })]
  const odd = oddAddress[platform.kind](platform)
  return odd ? [say('address', 'wrong', { address: odd })] : [say('issuer', 'good')]
}

const oddAddress: Record<PlatformKind, (platform: Subject) => string | null> = {
  // Moodle's issuer is the site's address, and everything lives below it (moodle.md 2.1).
  moodle: (platform) => {
    const names = Object.entries(MOODLE_PATHS) as [keyof typeof MOODLE_PATHS, string][]
    const odd = names.find(([n, path]) => platform[n] !== `${platform.issuer}/mod/lti/${path}`)
    return odd ? platform[odd[0]] : null
  },
  // Hosted Canvas has its keys and its sign-on on shared hosts, each environment its own (canvas.md 1.1).
  canvas: ({ issuer, loginUrl, tokenUrl, jwksUrl }) => {
    const hosted = HOSTED.exec(issuer)
    const elsewhere = [loginUrl, tokenUrl, jwksUrl].find((address) => {
      const shared = SHARED.exec(hostOf(address))
      return hosted !== null && shared !== null && shared[1] !== hosted[1]
    })
    if (elsewhere) return elsewhere
    const isHosted = HOSTED.test(issuer) && /\.(instructure|canvaslms)\.com$/.test(hostOf(jwksUrl))
    return isHosted || /\/api\/lti\/security\/jwks$/.test(jwksUrl) ? null : jwksUrl
  },
  other: () => null,
}

function hostOf(address: string): string {
  return URL.canParse(address) ? new URL(address).hostname : ''
}
