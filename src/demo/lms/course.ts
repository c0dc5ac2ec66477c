// The people of a small LMS, and the courses they are in.

export type CourseRole = 'student' | 'instructor' | 'assistant' | 'observer' | 'test-student'

export interface Person {
  /** Stands in the LMS's own addresses and cookies. */
  key: string
  given: string
  family: string
  mail: string
  /** The registrar's number; null where nobody entered one. */
  sisId: string | null
  role: CourseRole
  /** How tools are told who this is (LTI `sub`). */
  sub: string
  /** The LMS's own number of this person. */
  number: number
  /** Moodle: still enrolled, and not taking part. */
  suspended?: boolean
  /** Canvas: the group they work in, for assignments that groups hand in. */
  group?: number
}

/** When a course is held. */
export interface Term {
  name: string
  /** YYYY-MM-DD. */
  startsOn: string
}

export interface Course {
  number: number
  /** How tools are told which course this is (LTI `context.id`). */
  contextId: string
  /** The contexts it was copied from, the nearest first. */
  history: string[]
  code: string
  title: string
  /** Empty where nobody entered one. */
  sisId: string
  term: Term
  people: Person[]
}
