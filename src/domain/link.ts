// A link in a mail or a message that lets somebody in without an account; stored hashed.

import type { OfficeRole } from './access.ts'

export interface Link {
  /** Hash of the token that stands in the address. */
  hash: string
  institutionId: string
  purpose: 'confirm' | 'enter'
  placementId: string | null
  requestId: string | null
  mail: string | null
  office: OfficeRole | null
  name: string | null
  createdAt: Date
  expiresAt: Date
  spentAt: Date | null
}
