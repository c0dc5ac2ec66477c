// The space of a test system: looked at, and wiped when a rehearsal is over (outcomes.md).

import type { Platform } from '../../domain/platform.ts'
import { Conflict } from '../../errors.ts'
import type { TestSpaceSize } from '../../store/index.ts'
import type { Context } from '../context.ts'
import { audit } from './audits.ts'

/** A test system, and how much has come from it. */
export interface TestSpace {
  platform: Platform
  size: TestSpaceSize
}

/**
 * What a test system has left here so far.
 * @throws {NotFound} no such registration. {Conflict} it is no test system
 */
export async function testSpace(ctx: Context, platformId: string): Promise<TestSpace> {
  const platform = await ctx.store.platforms.get(platformId)
  if (!platform.test) throw new Conflict('platform.notTest')
  return { platform, size: await ctx.store.testSpace.size(platformId) }
}

/**
 * Takes away all that came from a test system; its registration stays, and so does the audit log.
 * @throws {NotFound} no such registration. {Conflict} it is no test system
 */
export async function wipeTestSpace(ctx: Context, platformId: string): Promise<Platform> {
  const { platform, size } = await testSpace(ctx, platformId)
  await ctx.store.testSpace.wipe(platformId, ctx.now())
  await audit(ctx, 'audit.testWiped', { platformId, ...size })
  return platform
}
