// A session: who is signed in with which browser, from a launch or through the office's door.

import type { OfficeRole } from './access.ts'

export interface Session {
  /** Hash of the cookie's secret. */
  id: string
  /** Stands in forms, so that a form of another session is noticed (design decision 20). */
  publicId: string
  institutionId: string
  kind: 'lms' | 'office'
  personId: string
  /** The course and assignment that were launched; the pages' addresses decide what is shown. */
  courseId: string | null
  assignmentId: string | null
  platformId: string | null
  /** The origin of the launch's return address: the page of the LMS that shows us; null when it did not say. */
  launchedFrom: string | null
  offices: OfficeRole[]
  via: 'launch' | 'link'
  /** Hash of the browser's network, never the address. */
  network: string
  /** What opened it, used once: the login's transaction or the office link (design decision 7). */
  transaction: string
  csrf: string
  /** How a launch was shown; null for what was no launch. */
  step: 'frame' | 'window' | null
  /** Variables that the LMS did not know at this launch. */
  unresolved: string[]
  createdAt: Date
  seenAt: Date
  expiresAt: Date
  endedAt: Date | null
}
