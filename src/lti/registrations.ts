// Registrations as the store knows them, remembered for at most 2 s; unknown ones never (design decision 7).

import type { Platform } from '../domain/platform.ts'

export interface Registrations {
  find(institutionId: string, issuer: string, clientId: string | null): Promise<Platform | null>
  get(institutionId: string, platformId: string): Promise<Platform>
}

const REMEMBERED_MS = 2000
const MOST = 2000

/** A short memory in front of the store's registrations: pausing one acts within 5 s everywhere. */
export function remembered(store: Registrations, now: () => Date): Registrations {
  const known = new Map<string, { at: number; platform: Platform }>()

  async function recall<T extends Platform | null>(key: string, read: () => Promise<T>) {
    const hit = known.get(key)
    if (hit && Math.abs(now().getTime() - hit.at) < REMEMBERED_MS) return hit.platform
    const platform = await read()
    known.delete(key)
    if (platform) known.set(key, { at: now().getTime(), platform })
    if (known.size > MOST) known.delete(known.keys().next().value ?? '')
    return platform
  }

  return {
    find: (institutionId, issuer, clientId) =>
      recall(JSON.stringify([institutionId, issuer, clientId]), () =>
        store.find(institutionId, issuer, clientId),
      ),
    get: (institutionId, platformId) =>
      recall(JSON.stringify([institutionId, platformId]), () =>
        store.get(institutionId, platformId),
      ),
  }
}
