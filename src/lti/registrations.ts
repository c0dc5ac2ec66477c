// The registrations as the LTI edge asks for them; the store remembers them for a moment (design decision 7).

import type { Platform } from '../domain/platform.ts'

export interface Registrations {
  find(institutionId: string, issuer: string, clientId: string | null): Promise<Platform | null>
  /** @throws {NotFound} not here */
  get(institutionId: string, platformId: string): Promise<Platform>
}
