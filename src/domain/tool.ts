// What Stint is called in an LMS.

export const NAME = 'Stint'
export const DESCRIPTION = 'Course grades for completed micro-internships.'
/** Names the link in a course's navigation and in its lists of tools. */
export const LABEL = 'Micro-internships'
