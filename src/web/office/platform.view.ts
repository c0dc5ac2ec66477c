// One registration as the administrator sees it: does it work, who is it, what did it say of itself.

import {
  type Difference,
  differences,
  frameOrigins,
  type Platform,
  type PlatformState,
} from '../../domain/platform.ts'
import { standingOf } from '../../standing.ts'
import { hasText, t } from '../../text.ts'
import { paths } from '../paths.ts'

const TONES: Record<PlatformState, string> = {
  waiting: 'waiting',
  active: 'good',
  paused: 'neutral',
}

/** One line of truth. */
export function platformLine(platform: Platform, timezone: string) {
  const { id, name, kind, state, test } = platform
  return {
    href: paths.platform(id),
    name,
    kind: t(`platform.kind.${kind}`),
    state: t(`admin.state.${state}`),
    tone: TONES[state],
    test,
    offersUpdate: Boolean(platform.update),
    ...standingOf(platform, timezone),
  }
}

/** What stands in the registration, each with its name. */
export function platformFacts(platform: Platform) {
  const { issuer, clientId, loginUrl, tokenUrl, jwksUrl, tokenAudience } = platform
  return Object.entries({ issuer, clientId, loginUrl, tokenUrl, jwksUrl, tokenAudience })
    .filter((entry): entry is [string, string] => entry[1] !== null)
    .concat([['origins', frameOrigins(platform).join('\n') || t('platform.noOrigins')]])
    .map(([name, value]) => ({ name: t(`platform.field.${name}`), value }))
}

/** Whether the launch's role is enough to decide by; asked where the LMS launches assistants as instructors. */
export function rolesView({ id, kind, launchRoleEnough: isEnough }: Platform) {
  if (kind !== 'moodle') return null
  const [text, button] = isEnough ? ['isEnough', 'notEnough'] : ['text', 'enough']
  return {
    action: paths.platformRoles(id),
    text: t(`platform.roles.${text}`),
    button: t(`platform.roles.${button}`),
    value: isEnough ? 'no' : 'yes',
  }
}

/** What it said of itself when it registered. */
export function registeredView({ registered }: Platform) {
  if (!registered) return null
  const { at, origin, product, version, account, scopes, deployments } = registered
  return {
    at,
    facts: [
      ['origin', origin],
      ['account', account],
      ['product', [product, version].filter(Boolean).join(' ') || null],
      ['deployments', deployments.join('\n') || t('platform.noDeployments')],
    ]
      .filter((entry): entry is [string, string] => entry[1] !== null)
      .map(([name, value]) => ({ name: t(`platform.said.${name}`), value })),
    scopes: scopes.map((scope) => ({ scope, why: whyScope(scope) })),
  }
}

/** What it said of itself anew, beside what holds; null when nothing waits. */
export function updateView(platform: Platform) {
  const { id, update } = platform
  if (!update) return null
  const { at, origin } = update.registered
  return {
    action: paths.settleUpdate(id),
    seen: at.toISOString(),
    ...{ at, origin },
    rows: differences(platform, update).map(({ what, was, now }) => ({
      name: t(FIELDS[what] ?? `platform.field.${what}`),
      was: was || t('platform.nothing'),
      now: now || t('platform.nothing'),
    })),
  }
}

const FIELDS: Partial<Record<Difference['what'], string>> = {
  product: 'platform.said.product',
  scopes: 'platform.scopes',
  deployments: 'platform.said.deployments',
}

/** Why we ask for a scope. */
export function whyScope(scope: string): string {
  const key = `scope.${scope.split('/').at(-1)?.replace('.', '_')}`
  return hasText(key) ? t(key) : t('scope.other')
}
