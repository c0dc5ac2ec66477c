// An institution's registrations and approved deployments as every launch and page needs them: read together, kept for 2 s.

import type { Platform } from '../domain/platform.ts'
import { shortMemory } from '../memory.ts'
import type { DeploymentStore } from './deployments.ts'
import type { PlatformStore } from './platforms.ts'

/** Remembered for at most 2 s, so that pausing one acts within 5 s everywhere; unknown ones never (design decision 7). */
export interface RegistrationMemory {
  /** By issuer and client id; without a client id only when one registration alone has the issuer. */
  find(issuer: string, clientId: string | null): Promise<Platform | null>
  /** @throws {NotFound} not here */
  get(id: string): Promise<Platform>
  isApproved(platformId: string, deploymentId: string): Promise<boolean>
}

interface Known {
  byId: Map<string, Platform>
  byPair: Map<string, Platform>
  approved: Set<string>
}

const pair = (one: string, other: string) => JSON.stringify([one, other])

/** The memory of one institution, and how its writers make it forget. */
export function registrationMemory(
  now: () => Date,
  read: () => { platforms: PlatformStore; deployments: DeploymentStore },
): { registrations: RegistrationMemory; forget: () => void } {
  const memory = shortMemory<Known>(now)
  const known = () => memory.recall('all', () => readAll(read()))
  const registrations: RegistrationMemory = {
    find: async (issuer, clientId) => {
      const hit = clientId === null ? null : (await known()).byPair.get(pair(issuer, clientId))
      return hit ?? read().platforms.find(issuer, clientId)
    },
    get: async (id) => (await known()).byId.get(id) ?? read().platforms.get(id),
    isApproved: async (platformId, deploymentId) => {
      if ((await known()).approved.has(pair(platformId, deploymentId))) return true
      const deployment = await read().deployments.find(platformId, deploymentId)
      return deployment?.state === 'approved'
    },
  }
  return { registrations, forget: memory.forget }
}

async function readAll({
  platforms,
  deployments,
}: {
  platforms: PlatformStore
  deployments: DeploymentStore
}): Promise<Known> {
  const [all, sent] = await Promise.all([platforms.list(), deployments.list()])
  const approved = sent.filter(({ state }) => state === 'approved')
  return {
    byId: new Map(all.map((platform) => [platform.id, platform])),
    byPair: new Map(all.map((platform) => [pair(platform.issuer, platform.clientId), platform])),
    approved: new Set(approved.map((one) => pair(one.platformId, one.deploymentId))),
  }
}
