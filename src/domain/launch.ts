// What a verified launch says, in our words.

import type { CourseRole } from './access.ts'

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
  locale: string | null
  /** The LMS's address to go back to; verified, so its origin may frame us. */
  returnUrl: string | null
  /** The claim that the launch's own address names: the LMS opened what was handed in (canvas.md 2). */
  claimId: string | null
}

export interface LaunchCourse {
  contextId: string
  label: string
  title: string
  sisSectionId: string | null
  sisCourseId: string | null
}

export interface LaunchAssignment {
  resourceLinkId: string
  title: string
  lineItemUrl: string | null
}

/** One line of a course's roster, as the LMS tells it (NRPS). */
export interface RosterMember {
  subject: string
  role: CourseRole
  name: string | null
  mail: string | null
  sisPersonId: string | null
  active: boolean
}
