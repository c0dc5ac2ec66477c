// The values that we ask an LMS to send along with launches and rosters, by our names and its variables.

import type { PlatformKind } from './platform.ts'

/** Our names. `assignment` is no variable: our own items carry it (deep linking), so that copies are recognised. */
export const CUSTOM = {
  assignment: 'stint_assignment',
  linkHistory: 'link_history',
  contextHistory: 'context_history',
  sections: 'section_sis_ids',
} as const

const STANDARD = {
  [CUSTOM.linkHistory]: '$ResourceLink.id.history',
  [CUSTOM.contextHistory]: '$Context.id.history',
}

/** What an administrator enters for each kind of LMS (canvas.md 2.3, moodle.md 2.5); all of it hints (design decision 12). */
export const CUSTOM_VARIABLES: Record<PlatformKind, Record<string, string>> = {
  canvas: {
    ...STANDARD,
    [CUSTOM.contextHistory]: '$Canvas.course.previousContextIds',
    [CUSTOM.sections]: '$Canvas.course.sectionSisSourceIds',
    student_view: '$com.instructure.User.student_view',
    // Where the assignment's own page is, so that a mail can lead there.
    canvas_api_domain: '$Canvas.api.domain',
    canvas_course_id: '$Canvas.course.id',
    canvas_assignment_id: '$Canvas.assignment.id',
    course_sis_id: '$Canvas.course.sisSourceId',
    section_names: '$com.instructure.User.sectionNames',
    term_name: '$Canvas.term.name',
    term_starts: '$Canvas.term.startAt',
    term_ends: '$Canvas.term.endAt',
    course_starts: '$Canvas.course.startAt',
    due_at: '$Canvas.assignment.dueAt.iso8601',
    locked_at: '$Canvas.assignment.lockAt.iso8601',
  },
  // Moodle knows no link history, and says nothing of sections.
  moodle: {
    [CUSTOM.contextHistory]: '$Context.id.history',
    course_sis_id: '$CourseSection.sourcedId',
    term_starts: '$CourseSection.timeFrame.begin',
    term_ends: '$CourseSection.timeFrame.end',
  },
  other: {
    ...STANDARD,
    course_sis_id: '$CourseSection.sourcedId',
    term_starts: '$CourseSection.timeFrame.begin',
    term_ends: '$CourseSection.timeFrame.end',
    due_at: '$ResourceLink.submission.endDateTime',
  },
}

/** Those that an LMS of this kind has a value for at every launch (canvas.md 2.3); Moodle leaves what is not set empty (moodle.md 2.5). */
const ALWAYS: Record<PlatformKind, string[]> = {
  canvas: [
    '$Canvas.api.domain',
    '$Canvas.course.id',
    '$Canvas.term.name',
    '$com.instructure.User.student_view',
  ],
  moodle: Object.values(CUSTOM_VARIABLES.moodle),
  other: [],
}

/** True for a variable of ours that may come back as its own text though all is set up well: outside of an assignment, without dates, without SIS ids. */
export function mayBeEmpty(kind: PlatformKind, variable: string): boolean {
  return (
    Object.values(CUSTOM_VARIABLES[kind]).includes(variable) && !ALWAYS[kind].includes(variable)
  )
}
