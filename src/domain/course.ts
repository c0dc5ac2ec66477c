// A course of an LMS, and its assignments tied to a credit rule.

import type { AssignmentRule } from './assignment-rule.ts'
import type { TermHint } from './course-term.ts'

export interface Course {
  id: string
  institutionId: string
  platformId: string
  /** Where in the LMS it was launched last; null until then. */
  deploymentId: string | null
  contextId: string
  label: string
  title: string
  sisCourseId: string | null
  sisSectionId: string | null
  lineItemsUrl: string | null
  rosterUrl: string | null
  rosterReadAt: Date | null
  /** The code of the term that an instructor chose; null where the LMS or the first day tells it. */
  termCode: string | null
  termHint: TermHint | null
}

export interface Assignment {
  id: string
  institutionId: string
  courseId: string
  resourceLinkId: string
  title: string
  /** The gradebook column's address; null when the LMS assignment has no points. */
  lineItemUrl: string | null
  /** Day by which claims are asked for; null is "no date set". */
  claimBy: string | null
  /** Newest last; empty until an instructor has chosen one. */
  rules: AssignmentRule[]
  createdAt: Date
}

/** The newest rule, if the instructor has chosen one. */
export function currentRule(assignment: Pick<Assignment, 'rules'>): AssignmentRule | null {
  return assignment.rules.at(-1) ?? null
}
