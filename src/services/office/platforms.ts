// One registration in the administrator's hands: looked at, changed, approved, paused and resumed.

import { endsWrongly } from '../../domain/examination.ts'
import {
  type Deployment,
  isTestIssuer,
  type Platform,
  type PlatformFacts,
} from '../../domain/platform.ts'
import { Conflict, Invalid } from '../../errors.ts'
import type { Context } from '../context.ts'
import { audit } from './audits.ts'

/**
 * One registration and where it was added.
 * @throws {NotFound} no such registration
 */
export async function platformPage(
  ctx: Context,
  id: string,
): Promise<{ platform: Platform; deployments: Deployment[] }> {
  const [platform, deployments] = await Promise.all([
    ctx.store.platforms.get(id),
    ctx.store.deployments.list(),
  ])
  return { platform, deployments: deployments.filter(({ platformId }) => platformId === id) }
}

/**
 * Approves what registered itself, and the deployments that it named.
 * @throws {NotFound} no such registration. {Conflict} it does not wait
 */
export async function approvePlatform(ctx: Context, id: string): Promise<Platform> {
  const platform = await ctx.store.platforms.move(id, ['waiting'], 'active')
  await approveNamed(ctx, platform)
  await audit(ctx, 'audit.platformApproved', { platformId: id })
  return platform
}

// A place that was decided on already stays as it was decided; one that waits, or comes in this very moment, does not.
async function approveNamed(ctx: Context, { id, registered }: Platform): Promise<void> {
  const { deployments } = ctx.store
  for (const deploymentId of registered?.deployments ?? []) {
    const known = await deployments.find(id, deploymentId)
    if (known && known.state !== 'waiting') continue
    await deployments.add({
      id: ctx.newId(),
      institutionId: ctx.institution.id,
      platformId: id,
      deploymentId,
      state: 'approved',
      firstSeenAt: ctx.now(),
    })
    await deployments.setState(id, deploymentId, 'approved')
  }
}

/**
 * Approves or discards what an LMS said of itself anew, as it was shown; only then does anything change.
 * @throws {NotFound} no such registration. {Conflict} there is no such update any more, or another registration has this
 * issuer and client id. {Invalid} its issuer is a test system's now
 */
export async function settleUpdate(
  ctx: Context,
  id: string,
  { step, seen }: { step: 'approve' | 'discard'; seen: string },
): Promise<Platform> {
  const { update, test } = await ctx.store.platforms.get(id)
  if (update?.registered.at.toISOString() !== seen) throw new Conflict('platform.updateGone')
  const isApproved = step === 'approve'
  if (isApproved) refuseTestIssuer(ctx, update.facts.issuer, test)
  const platform = await ctx.store.platforms.settleUpdate(id, update, isApproved).catch(known)
  if (isApproved) await approveNamed(ctx, platform)
  const what = isApproved ? 'audit.platformUpdated' : 'audit.updateDiscarded'
  await audit(ctx, what, { platformId: id })
  return platform
}

function known(cause: unknown): never {
  const isTaken = cause instanceof Conflict && cause.key !== 'platform.updateGone'
  throw isTaken ? new Conflict('platform.known', { cause }) : cause
}

function refuseTestIssuer({ institution }: Context, issuer: string, test: boolean): void {
  if (isTestIssuer(issuer, institution.testIssuers) && !test) {
    throw new Invalid({ issuer: 'platform.becomesTest' })
  }
}

/**
 * Stops launches and services; running processes see it within 5 s.
 * @throws {NotFound} no such registration. {Conflict} it has not been approved
 */
export async function pausePlatform(ctx: Context, id: string): Promise<Platform> {
  const platform = await ctx.store.platforms.move(id, ['active', 'paused'], 'paused')
  await audit(ctx, 'audit.platformPaused', { platformId: id })
  return platform
}

/**
 * Lets launches and services go on.
 * @throws {NotFound} no such registration. {Conflict} it has not been approved
 */
export async function resumePlatform(ctx: Context, id: string): Promise<Platform> {
  const platform = await ctx.store.platforms.move(id, ['active', 'paused'], 'active')
  await audit(ctx, 'audit.platformResumed', { platformId: id })
  return platform
}

/**
 * Changes a registration. Whether it is a test system stays as it was: its people are marked by it.
 * @throws {Invalid} an address is none. {Conflict} another registration has this issuer and client id
 */
export async function changePlatform(
  ctx: Context,
  id: string,
  facts: PlatformFacts,
): Promise<Platform> {
  const { test } = await ctx.store.platforms.get(id)
  checkFacts(facts)
  refuseTestIssuer(ctx, facts.issuer, test)
  const changed = await ctx.store.platforms.change(id, facts).catch(known)
  await audit(ctx, 'audit.platformChanged', { platformId: id })
  return changed
}

/**
 * Says whether the launch's role is enough to decide by where the LMS tells no roster.
 * @throws {NotFound} no such registration
 */
export async function setLaunchRoleEnough(
  ctx: Context,
  id: string,
  launchRoleEnough: boolean,
): Promise<Platform> {
  const platform = await ctx.store.platforms.change(id, { launchRoleEnough })
  await audit(ctx, 'audit.launchRoleEnough', { platformId: id, launchRoleEnough })
  return platform
}

const ADDRESSES = ['loginUrl', 'tokenUrl', 'jwksUrl'] as const

/**
 * Refuses what cannot be a registration.
 * @throws {Invalid} with the fields
 */
export function checkFacts(facts: PlatformFacts): void {
  const wrong: Record<string, string> = {}
  for (const field of ['name', 'issuer', 'clientId'] as const) {
    if (facts[field].trim() === '') wrong[field] = 'form.required'
  }
  if (endsWrongly(facts)) wrong.issuer = 'platform.issuerSlash'
  for (const field of ADDRESSES) {
    if (!isAddress(facts[field])) wrong[field] = 'platform.notAnAddress'
  }
  if (!facts.origins.every(isOrigin)) wrong.origins = 'platform.notAnOrigin'
  if (Object.keys(wrong).length > 0) throw new Invalid(wrong)
}

function isAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:\/\/[!-~]+$/.test(text)
}

// As it stands in a content policy, with one star in front at most.
function isOrigin(text: string): boolean {
  return /^https?:\/\/(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*(:\d{1,5})?$/i.test(text)
}
