// An institution: the tenant that everything else belongs to.

export interface Institution {
  id: string
  slug: string
  name: string
  /** IANA name; days begin and end in it. */
  timezone: string
  /** The accent of its pages, as #rrggbb; ours when null. */
  colour: string | null
  /** The name its mails come from; ours when null. */
  sender: string | null
  /** Whom people ask: answers to its mails go there. */
  officeMail: string | null
  /** Issuers of its own test systems, beside those that are known. */
  testIssuers: string[]
  /** Business days in which a student can appeal against a denial; so long it holds the placements. */
  appealDays: number
  createdAt: Date
}

/** What its administrator may change. */
export type InstitutionSettings = Omit<Institution, 'id' | 'slug' | 'createdAt'>

/** What a new institution begins with. */
export const NO_SETTINGS = {
  ...{ colour: null, sender: null, officeMail: null, testIssuers: [] },
  appealDays: 10,
}

/** Slugs stand in URLs (interfaces.md). */
export const SLUG = /^[a-z0-9-]{2,40}$/
