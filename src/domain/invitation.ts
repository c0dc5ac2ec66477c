// An invitation for an LMS to register itself (1EdTech dynamic registration): good once, for some hours, stored hashed.

export interface Invitation {
  id: string
  institutionId: string
  /** Hash of the secret that stands in the address. */
  hash: string
  createdAt: Date
  expiresAt: Date
  /** From the moment an LMS is asked to register, so that many at once come to one registration. */
  spentAt: Date | null
  /** The registration that it is to update; null for a new one. */
  updates: string | null
  /** What registered by it. */
  platformId: string | null
}

export type InvitationState = 'open' | 'used' | 'expired'

/** Where an invitation stands. */
export function invitationState(invitation: Invitation, now: Date): InvitationState {
  if (invitation.spentAt) return 'used'
  return invitation.expiresAt <= now ? 'expired' : 'open'
}
