// A course of an LMS, and its assignments tied to a credit rule.

import type { AssignmentRule } from './assignment-rule.ts'
import type { TermHint } from './course-term.ts'
import type { HistoryLine } from './history.ts'

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
  /** The LMS's own page of it, for mails; null where that is not known. */
  pageUrl: string | null
  /** The code of the term that an instructor chose; null where the LMS or the first day tells it. */
  termCode: string | null
  termHint: TermHint | null
  /** What this LMS lets us do here, as its launches say. */
  scopes: string[]
  /** Read or not: when the roster was asked for last. */
  rosterTriedAt: Date | null
  /** The day of the last launch, written once a day. */
  launchedOn: string | null
}

/** A gradebook column as the LMS told of it last. */
export interface ColumnSeen {
  label: string
  points: number
  seenAt: Date
}

/** The column's tag in every LMS; with the assignment's id it finds our column again. */
export const COLUMN_TAG = 'stint-credit'

export interface Assignment {
  id: string
  institutionId: string
  courseId: string
  /** Null until the LMS has launched it: made in its "add" dialogue, or from the course's page. */
  resourceLinkId: string | null
  title: string
  /** The LMS's own page of it, for mails; null where that is not known. */
  pageUrl: string | null
  /** The gradebook column's address; null when the LMS assignment has no points. */
  lineItemUrl: string | null
  /** The column when it was read last; null while it has not been. */
  column: ColumnSeen | null
  /** What happened to the column in the LMS, newest last. */
  notes: HistoryLine[]
  /** `frozen` while its column is gone and nobody has said what becomes of its claims (outcomes.md). */
  state: 'open' | 'frozen' | 'closed'
  /** The assignment it was copied from: its rule is offered until the instructor has chosen one. */
  copyOf: string | null
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

/** A new assignment of a course, with nothing known of its column yet. */
export function newAssignment(
  facts: Pick<
    Assignment,
    'id' | 'institutionId' | 'courseId' | 'resourceLinkId' | 'title' | 'createdAt'
  > &
    Partial<Assignment>,
): Assignment {
  return {
    pageUrl: null,
    lineItemUrl: null,
    column: null,
    notes: [],
    state: 'open',
    copyOf: null,
    claimBy: null,
    rules: [],
    ...facts,
  }
}

const MOST_NOTES = 20

/** An assignment with its column as the LMS tells it now, and a note of every change in words. */
export function withColumn(
  assignment: Assignment,
  seen: { label: string; points: number },
  at: Date,
): Assignment {
  const was = assignment.column
  const notes: HistoryLine[] = []
  if (assignment.state === 'frozen') notes.push(note(at, 'back', {}))
  if (was && was.label !== seen.label) {
    notes.push(note(at, 'renamed', { was: was.label, now: seen.label }))
  }
  if (was && was.points !== seen.points) {
    notes.push(note(at, 'points', { was: was.points, now: seen.points }))
  }
  const state = assignment.state === 'frozen' ? 'open' : assignment.state
  const { label, points } = seen
  return noted({ ...assignment, state, column: { label, points, seenAt: at } }, notes)
}

/** An assignment whose column is gone from the LMS: its claims freeze until somebody says what becomes of them. */
export function withoutColumn(assignment: Assignment, at: Date): Assignment {
  if (assignment.state !== 'open') return assignment
  return noted({ ...assignment, state: 'frozen' }, [note(at, 'gone', {})])
}

/** What of an assignment tells of its column; the rest is never written with it. */
export function columnFacts({ lineItemUrl, column, notes, state }: Assignment) {
  return { lineItemUrl, column, notes, state }
}

/** An assignment that the LMS launches with another column than before. */
export function pointedTo(assignment: Assignment, lineItemUrl: string, at: Date): Assignment {
  if (assignment.lineItemUrl === lineItemUrl) return assignment
  const moved = { ...assignment, lineItemUrl, column: null }
  if (assignment.lineItemUrl === null) return moved
  const state = assignment.state === 'frozen' ? 'open' : assignment.state
  return noted({ ...moved, state }, [note(at, 'moved', {})])
}

function note(at: Date, what: string, facts: HistoryLine['facts']): HistoryLine {
  return { at, personId: null, name: null, what: `column.${what}`, why: null, facts }
}

function noted(assignment: Assignment, notes: HistoryLine[]): Assignment {
  return { ...assignment, notes: [...assignment.notes, ...notes].slice(-MOST_NOTES) }
}
