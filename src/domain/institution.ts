// An institution: the tenant that everything else belongs to.

export interface Institution {
  id: string
  slug: string
  name: string
  /** IANA name; days begin and end in it. */
  timezone: string
  createdAt: Date
}

/** Slugs stand in URLs (interfaces.md). */
export const SLUG = /^[a-z0-9-]{2,40}$/
