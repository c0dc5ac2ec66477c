// What an administrator sets up: institutions, their LMS registrations and deployments.

import { type Institution, NO_SETTINGS, SLUG } from '../../domain/institution.ts'
import { type Invitation, invitationState } from '../../domain/invitation.ts'
import type { Deployment, DeploymentState, Platform, PlatformKind } from '../../domain/platform.ts'
import { isTestIssuer } from '../../domain/platform.ts'
import { Conflict, Invalid, Refused } from '../../errors.ts'
import type { Context, Hands } from '../context.ts'
import { audit } from './audits.ts'
import { checkFacts } from './platforms.ts'

/**
 * Adds an institution.
 * @throws {Invalid} the slug or the zone cannot be used. {Conflict} the slug is taken
 */
export async function addInstitution(
  hands: Hands,
  wish: { slug: string; name: string; timezone: string },
): Promise<Institution> {
  const wrong: Record<string, string> = {}
  if (!SLUG.test(wish.slug)) wrong.slug = 'institution.badSlug'
  if (!wish.name.trim()) wrong.name = 'institution.badName'
  if (!isTimezone(wish.timezone)) wrong.timezone = 'institution.badTimezone'
  if (Object.keys(wrong).length > 0) throw new Invalid(wrong)
  const institution = { ...NO_SETTINGS, ...wish, id: hands.newId(), createdAt: hands.now() }
  await orConflict(hands.directory.institutions.add(institution), 'institution.slugTaken')
  return institution
}

// Says what is taken, not only that something is.
async function orConflict(adding: Promise<void>, key: string): Promise<void> {
  try {
    await adding
  } catch (error) {
    throw error instanceof Conflict ? new Conflict(key, { cause: error }) : error
  }
}

/** True for an IANA name of a zone. */
export function isTimezone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

export interface PlatformWish {
  name: string
  kind: PlatformKind
  issuer: string
  clientId: string
  loginUrl: string
  tokenUrl: string
  jwksUrl: string
  tokenAudience: string | null
  deployments: string[]
  origins: string[]
  test: boolean
}

/**
 * Registers an LMS by hand; the deployments named are approved, others will wait.
 * @throws {Conflict} this issuer and client id are registered already. {Refused} a test system, and not said to be one.
 * {Invalid} what is given cannot be a registration
 */
export async function addPlatform(ctx: Context, wish: PlatformWish): Promise<Platform> {
  const { deployments, ...facts } = wish
  checkFacts(facts)
  if (isTestIssuer(wish.issuer, ctx.institution.testIssuers) && !wish.test)
    throw new Refused([{ rule: 'platform.isTest', facts: {} }])
  const platform: Platform = {
    ...facts,
    id: ctx.newId(),
    institutionId: ctx.institution.id,
    state: 'active',
    learnedOrigins: [],
    launchRoleEnough: false,
    ...{ registered: null, lastLaunchAt: null, lastStep: null, lastTokenAt: null },
    ...{ lastScoreAt: null, lastTrouble: null, update: null },
  }
  await orConflict(ctx.store.platforms.add(platform), 'platform.known')
  for (const deploymentId of deployments) {
    await ctx.store.deployments.add(approved(ctx, platform.id, deploymentId))
  }
  await audit(ctx, 'audit.platformAdded', { platformId: platform.id })
  return platform
}

/**
 * Removes a registration.
 * @throws {Conflict} scores are still owed to it (outcomes.md). {NotFound} no such registration
 */
export async function removePlatform(ctx: Context, platformId: string): Promise<Platform> {
  const platform = await ctx.store.platforms.get(platformId)
  await ctx.store.platforms.remove(platformId)
  await ctx.store.deployments.removeOf(platformId)
  await audit(ctx, 'audit.platformRemoved', { platformId })
  return platform
}

function approved(ctx: Context, platformId: string, deploymentId: string): Deployment {
  return {
    id: ctx.newId(),
    institutionId: ctx.institution.id,
    platformId,
    deploymentId,
    state: 'approved',
    firstSeenAt: ctx.now(),
  }
}

/** What the LMS's administrator pastes. */
export function pasteValues(ctx: Context): {
  loginUrl: string
  launchUrl: string
  jwksUrl: string
} {
  const base = `${ctx.baseUrl}/lti/${ctx.institution.slug}`
  return { loginUrl: `${base}/login`, launchUrl: `${base}/launch`, jwksUrl: `${base}/jwks.json` }
}

/** The page that says what each value is called in an LMS, and what to switch on there. */
export function installPage({ baseUrl, institution }: Context): string {
  return `${baseUrl}/lti/${institution.slug}/install`
}

export interface Overview {
  platforms: Platform[]
  deployments: Deployment[]
  /** Those that can still be used. */
  invitations: Invitation[]
  owed: { due: number; stuck: number }
}

/** The administrator's first page: does it work? */
export async function overview(ctx: Context): Promise<Overview> {
  const [platforms, deployments, invitations, owed] = await Promise.all([
    ctx.store.platforms.list(),
    ctx.store.deployments.list(),
    ctx.store.invitations.list(),
    ctx.store.debts.counts(),
  ])
  const open = invitations.filter((one) => invitationState(one, ctx.now()) === 'open')
  return { platforms, deployments, invitations: open, owed }
}

/**
 * Approves or refuses a deployment; running processes see it within 5 s.
 * @throws {NotFound} no such deployment
 */
export async function decideDeployment(
  ctx: Context,
  platformId: string,
  deploymentId: string,
  state: DeploymentState,
): Promise<Deployment> {
  const deployment = await ctx.store.deployments.setState(platformId, deploymentId, state)
  await audit(ctx, 'audit.deploymentDecided', { platformId, deploymentId, state })
  return deployment
}
