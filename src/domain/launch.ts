// What a verified launch says, in our words.

import type { CourseRole } from './access.ts'
import type { TermHint } from './course-term.ts'

export interface Launch {
  platformId: string
  deploymentId: string
  /** The person as this LMS names them (LTI `sub`); AGS and NRPS use the same id. */
  subject: string
  name: string | null
  givenName: string | null
  familyName: string | null
  mail: string | null
  sisPersonId: string | null
  role: CourseRole
  course: LaunchCourse | null
  /** Null when the launch came from the course's navigation. */
  assignment: LaunchAssignment | null
  lineItemsUrl: string | null
  rosterUrl: string | null
  scopes: string[]
  /** The LMS's address to go back to; verified, so its origin may frame us. */
  returnUrl: string | null
  /** Where the LMS says it shows us. */
  shownIn: 'frame' | 'window' | null
  /** Values we asked for that came back as their own variable: the LMS does not know them. */
  unresolved: string[]
  /** The LMS asks for an assignment to put into its course; null when it opens one. */
  deepLink: DeepLinkRequest | null
  /** The claim that the launch's own address names: the LMS opened what was handed in (canvas.md 2). */
  claimId: string | null
}

/** What an LMS's "add" dialogue takes, and where the answer goes. */
export interface DeepLinkRequest {
  returnUrl: string
  /** Given back as it came. */
  data: string | null
  /** False: this dialogue takes no assignments of ours. */
  takesLinks: boolean
  takesSeveral: boolean
  /** False: it would make no gradebook column. */
  takesColumn: boolean
  /** The LMS can show us in a frame there. */
  inFrame: boolean
}

export interface LaunchCourse {
  contextId: string
  label: string
  title: string
  sisSectionId: string | null
  sisCourseId: string | null
  /** From custom values: a hint about dates, never about rights. */
  term: TermHint | null
  /** The contexts it was copied from, as far as the LMS says. */
  history: string[]
  /** The LMS's own page of it, where that is known. */
  pageUrl: string | null
}

export interface LaunchAssignment {
  resourceLinkId: string
  /** Null where the LMS gives its links none (edx.md 10). */
  title: string | null
  lineItemUrl: string | null
  /** When it is due for this person, extensions included; from a custom value. */
  dueAt: Date | null
  /** The assignment of ours that its custom value or address names: its own, or that of what it was copied from. */
  named: string | null
  /** The links it was copied from, as far as the LMS says. */
  history: string[]
  /** The LMS's own page of it, where that is known. */
  pageUrl: string | null
}

/** One line of a course's roster, as the LMS tells it (NRPS). */
export interface RosterMember {
  subject: string
  role: CourseRole
  name: string | null
  mail: string | null
  sisPersonId: string | null
  active: boolean
  /** SIS ids of their sections, where the LMS tells them. */
  sections: string[]
}
