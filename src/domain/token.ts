// An API token of an institution: stored hashed, with scopes and an end.

export interface ApiToken {
  id: string
  hash: string
  institutionId: string
  scopes: string[]
  createdAt: Date
  expiresAt: Date
  lastUsedAt: Date | null
  revokedAt: Date | null
}
