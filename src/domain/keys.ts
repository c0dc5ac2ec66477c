// A key of ours: what we sign with at the LMSs of one institution.

export interface ToolKey {
  kid: string
  institutionId: string
  state: 'next' | 'active' | 'retired'
  publicJwk: Record<string, unknown>
  /** Sealed by `lti/` under the master key; nobody else can read it. */
  sealedPrivate: string
  createdAt: Date
  activatedAt: Date | null
  retiredAt: Date | null
}

/** Where the keys of all institutions are kept. */
export interface ToolKeyStore {
  list(institutionId: string): Promise<ToolKey[]>
  /** @throws {Conflict} this kid is there, or a second active key would appear */
  add(key: ToolKey): Promise<void>
  /** @throws {Conflict} a second active key would appear. {NotFound} no such key */
  save(key: ToolKey): Promise<void>
  remove(institutionId: string, kid: string): Promise<void>
}
