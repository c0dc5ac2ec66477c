// What a small LMS knows: people and courses, columns and grades, launches, and how one platform differs from another.

import type { JWK } from 'jose'
import type { Column, Grade } from './book.ts'
import type { Course, Person } from './course.ts'
import type { RegistrationPass, RegistrationRules, Settings, TokenRules } from './rules.ts'

export type Kind = 'canvas' | 'moodle' | 'other'

export type { Column, Grade } from './book.ts'
export type { Course, CourseRole, Person, Term } from './course.ts'

/** What one platform keeps. */
export interface Book {
  key: JWK | null
  /** The course that it comes with, and the copies of it. */
  courses: Course[]
  columns: Column[]
  grades: Grade[]
  /** Numbers are never given twice, also when their column is gone. */
  lastColumn: number
  /** Tools that were added since. */
  tools?: Installed[]
}

/** How the tool was entered into the platform by its administrator. */
export interface Tool {
  loginUrl: string
  launchUrl: string
  jwksUrl: string
}

/** A tool as this platform knows it. */
export interface Installed extends Tool {
  name: string
  clientId: string
  /** Empty until there is one. */
  deploymentId: string
  issuer: string
  /** `pending` has registered itself, and waits for the LMS's administrator, who can also switch it off. */
  state: 'pending' | 'active' | 'off'
  scopes: string[]
  /** Custom values as the administrator entered them, variables and all. */
  custom: Record<string, string>
  /** The claims that it asked for when it registered itself. */
  claims?: string[]
}

export interface Launch {
  id: string
  /** The platform as seen from the course it is opened in. */
  room: Site
  person: Person
  tool: Installed
  /** Null: opened from the course's navigation. */
  column: Column | null
  /** The tool's own address of a submission that is opened from the grader. */
  submission: string | null
  /** Whose work is looked at from the gradebook. */
  student: Person | null
  begunAt: Date
  /** The "add" dialogue it is opened in: the tool is asked for assignments. Null when it opens one. */
  adds: Placement | null
}

/** Where a teacher adds something: an assignment's form, or the list of a module (canvas.md 5.1). */
export type Placement = 'assignment_selection' | 'link_selection'

/** What a tool offered in the "add" dialogue, before somebody saves it. */
export type Offer = Pick<
  Column,
  | 'label'
  | 'points'
  | 'text'
  | 'toolUrl'
  | 'custom'
  | 'resourceId'
  | 'tag'
  | 'graded'
  | 'dueAt'
  | 'tool'
>

/** What is asked of a service; the first five have an address of their own. */
export type ServiceKind =
  | 'lineItems'
  | 'lineItem'
  | 'score'
  | 'results'
  | 'members'
  | 'makeLineItem'
  | 'updateLineItem'
  | 'deleteLineItem'

/** One call of a service, read as far as the platform needs it. */
export interface Call {
  kind: ServiceKind | 'token' | 'jwks'
  url: string
  params: Record<string, string>
  query: URLSearchParams
  headers: Record<string, string | undefined>
  text: string
}

/** What a platform answers; `broken` drops the connection without a word. */
export interface Answer {
  status: number
  type?: string
  body?: string
  headers?: Record<string, string>
  reason?: string
  broken?: boolean
  /** Sent as it is, status line and all. */
  raw?: string
}

/** Where a test can step in: before a call is looked at, and after it did its work. An answer given replaces the platform's. */
export interface Trouble {
  before?: (call: Call) => Promise<Answer | null>
  after?: (call: Call, answer: Answer) => Promise<Answer | null>
}

/** One platform as it runs, seen from one of its courses. */
export interface Site {
  kind: Kind
  flavour: Flavour
  /** Its own address, without a trailing slash. */
  base: string
  /** Where the pages of the course are. */
  path: string
  course: Course
  tool: Tool
  book: Book
  settings: Settings
  trouble: Trouble
  launches: Map<string, Launch>
  offers: Map<string, Offer>
  /** Registration tokens that are out. */
  passes: Map<string, RegistrationPass>
  tokens: Map<string, { client: string; scopes: string[]; endsAt: Date }>
  /** Every score that was posted, refused ones too, as it arrived. */
  posts: { at: Date; text: string; status: number }[]
  now: () => Date
  /** Keeps the book; `what` is told to who listens. */
  changed: (what: string) => void
}

// Writing goes to the addresses that are read.
type ReadService = Exclude<ServiceKind, 'makeLineItem' | 'updateLineItem' | 'deleteLineItem'>

/** Everything in which platforms differ. */
export interface Flavour {
  name: string
  clientId: string
  issuer: (site: Site) => string
  deploymentId: (site: Site) => string
  /** Under the site's address; `decide` is where authorisation really happens, when a front door passes on to it. */
  paths: Record<'authorize' | 'decide' | 'token' | 'jwks' | ReadService, string>
  /** LTI `resource_link.id` of the n-th assignment. */
  linkIdOf: (number: number) => string
  /** The assignments a new course begins with. */
  columns: { label: string; points: number; text: string; dueInDays?: number }[]
  hasNavigation: boolean
  /** Names and mail go to tools unless the administrator stops it. */
  sharesNames: boolean
  /** Its published keys say neither what they are for nor how they sign. */
  bareKeys?: boolean
  /** The fields of a login initiation. */
  loginFields: (site: Site, launch: Launch) => Promise<Record<string, string>>
  /** What is wrong with an authorisation request; `page` stays in the LMS, `error` goes to the tool. */
  judge: (site: Site, params: Record<string, string>, person: Person | null) => Promise<Verdict>
  claims: (site: Site, launch: Launch) => Record<string, unknown>
  /** Further fields of the form that carries the id_token. */
  answerFields: (site: Site) => Record<string, string>
  token: TokenRules
  /** Null where tools are entered by hand only. */
  registration: RegistrationRules | null
  /** What is wrong with a service call, before it is looked at in detail. */
  admit: (site: Site, call: Call) => Answer | null
  score: (site: Site, call: Call, column: Column) => Answer
  results: (site: Site, call: Call, column: Column) => Answer
  lineItem: (site: Site, column: Column) => Answer
  lineItems: (site: Site, call: Call) => Answer
  makeLineItem: (site: Site, call: Call) => Answer
  updateLineItem: (site: Site, call: Call, column: Column) => Answer
  deleteLineItem: (site: Site, call: Call, column: Column) => Answer
  members: (site: Site, call: Call) => Answer
  /** A service address that does not exist. */
  nowhere: () => Answer
  /** What it answers when there are too many calls. */
  tooMany: () => Answer
  /** A person changes a grade by hand. */
  override: (site: Site, grade: Grade, points: number | null) => Grade
}

/** What an authorisation request comes to: the launch, a page of the LMS's own, or an error for the tool. */
export type Verdict = Launch | { page: string } | { error: string; description: string }
