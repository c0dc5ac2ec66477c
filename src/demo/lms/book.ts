// A gradebook as it is kept: its columns, and one grade for each student and column.

/** An assignment with its gradebook column and the link that opens the tool. */
export interface Column {
  number: number
  /** The number of its course. */
  course: number
  label: string
  points: number
  text: string
  /** LTI `resource_link.id`; empty for a column that opens nothing. */
  linkId: string
  resourceId: string
  tag: string
  published: boolean
  locked: boolean
  allowedAttempts: number | null
  /** When it is due, ISO 8601; null where nobody set a date. */
  dueAt: string | null
  /** Those who were given another date, by their key. */
  dueFor: Record<string, string>
  /** It opens the tool; a column that a tool made may be nothing but a column. */
  launches: boolean
  /** It has a column in the gradebook. */
  graded: boolean
  madeBy: 'lms' | 'tool'
  /** Where it opens the tool, when that is not its usual address. */
  toolUrl: string
  /** Custom values of the link (deep linking). */
  custom: Record<string, string>
  /** Client id of the tool that it opens; the one the platform comes with when there is none. */
  tool?: string
  /** Moodle: what the activity itself is called and worth, when a tool has changed its column only (moodle.md 5.8). */
  activity?: { label: string; points: number }
  /** Canvas: complete or incomplete, whatever the points. */
  passFail?: boolean
  /** Canvas: what one member gets, the whole group gets. */
  forGroups?: boolean
  /** Canvas: students see their grades when the teacher posts them. */
  postsByHand?: boolean
}

export interface Grade {
  column: number
  sub: string
  /** What the tool's last counting post came to, in the column's points. */
  tool: number | null
  /** What the gradebook shows. */
  shown: number | null
  overridden: boolean
  comments: string[]
  attempts: number
  submittedAt: string | null
  /** Canvas: this student need not do it; a tool's score ends that. */
  excused?: boolean
  /** Moodle: nobody changes it but who unlocks it. */
  locked?: boolean
  /** Canvas: not posted yet, so the student does not see it. */
  hidden?: boolean
  /** Canvas: points that its late policy took off. */
  late?: number
  /** Moodle: what the column was worth when the tool posted last. */
  outOf?: number
  /** Where the tool says that the submission can be launched. */
  submission?: string | null
  /** The last stored post's own time, for ordering. */
  timestamp: string | null
  changedAt: string
}
