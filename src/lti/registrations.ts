// Registrations as the store knows them, remembered for at most 2 s; unknown ones never (design decision 7).

import type { Platform } from '../domain/platform.ts'
import { shortMemory } from '../memory.ts'

export interface Registrations {
  find(institutionId: string, issuer: string, clientId: string | null): Promise<Platform | null>
  get(institutionId: string, platformId: string): Promise<Platform>
}

/** A short memory in front of the store's registrations: pausing one acts within 5 s everywhere. */
export function remembered(store: Registrations, now: () => Date): Registrations {
  const memory = shortMemory<Platform>(now)
  const byId = (institutionId: string, id: string) => JSON.stringify([institutionId, id])
  return {
    find: (institutionId, issuer, clientId) =>
      memory.recall(JSON.stringify([institutionId, issuer, clientId]), async () => {
        const platform = await store.find(institutionId, issuer, clientId)
        // The launch that follows asks for the same one by its id.
        if (platform) memory.keep(byId(institutionId, platform.id), platform)
        return platform
      }),
    get: (institutionId, platformId) =>
      memory.recall(byId(institutionId, platformId), () => store.get(institutionId, platformId)),
  }
}
