// What we ask of an LMS, in our words; `lti/` speaks its language.

import type { Examination } from './examination.ts'
import type { DeepLinkRequest, RosterMember } from './launch.ts'
import type { Platform } from './platform.ts'

/** A score as decided: points are exact to the hundredth. */
export interface Score {
  /** The LMS's id of the student. */
  subject: string
  given: number
  maximum: number
  decidedAt: Date
  submittedAt: Date
  /** Our launch address with the claim in its query: an LMS that can will open what was handed in there. */
  claimUrl: string
}

/** What the LMS shows for one student; null where it shows nothing. */
export interface SeenScore {
  given: number | null
  maximum: number | null
}

/** What we saw there for a claim, when, and why it may be another number than ours. */
export interface SeenGrade extends SeenScore {
  at: Date
  /**
   * `rule` and `byHand`: the LMS showed it the moment it had taken our score, by a rule of its own (points off for late
   * work) or because a grade set by hand stays. `group`: it is what we sent for another student since.
   */
  why?: 'rule' | 'byHand' | 'group'
}

/** What became of a score; `reason` is a text key under `lms.`. */
export type ScoreAnswer =
  | { kind: 'stored' }
  /** Never by itself: a person has to change something. */
  | { kind: 'refused'; reason: string }
  /** Certainly not stored, and worth trying again. */
  | { kind: 'later'; reason: string; retryAfterMs: number | null }
  /** Perhaps stored: read back before anything is sent again. */
  | { kind: 'unknown'; reason: string }
  /** The LMS holds something as new or newer. */
  | { kind: 'conflict'; reason: string }

/** A gradebook column as an LMS tells it. */
export interface Column {
  url: string
  label: string
  points: number
  /** Our marks, where the LMS keeps them. */
  resourceId: string | null
  tag: string | null
}

/** A column to be made. */
export interface ColumnWish {
  label: string
  points: number
  resourceId: string
  tag: string
  /** Where an LMS that makes an assignment of it sends people. */
  launchUrl: string
}

/** An assignment that goes into an LMS's course. */
export interface PickedItem {
  title: string
  url: string
  iconUrl: string
  custom: Record<string, string>
  points: number
  resourceId: string
  tag: string
}

/** The answer to an LMS's "add" dialogue. */
export interface PickReply {
  request: DeepLinkRequest
  deploymentId: string
  items: PickedItem[]
}

/** The gradebook and roster of LMSs. Every method but `postScore` throws Upstream when the LMS does not answer well. */
export interface Lms {
  /** All members; with a link's id those of that link, where the LMS knows such a thing. */
  members(platform: Platform, rosterUrl: string, rlid?: string | null): Promise<RosterMember[]>
  readLineItem(
    platform: Platform,
    lineItemUrl: string,
  ): Promise<{ label: string; scoreMaximum: number }>
  findColumns(
    platform: Platform,
    lineItemsUrl: string,
    marks: Pick<ColumnWish, 'resourceId' | 'tag'>,
  ): Promise<Column[]>
  makeColumn(platform: Platform, lineItemsUrl: string, wish: ColumnWish): Promise<Column>
  /** Everything Stint needs of an LMS, asked for and told; nothing is changed there. */
  examine(platform: Platform, ourKeysUrl: string): Promise<Examination>
  /** The signed answer to an "add" dialogue; nothing is sent by us. */
  signReply(platform: Platform, reply: PickReply): Promise<string>
  postScore(platform: Platform, lineItemUrl: string, score: Score): Promise<ScoreAnswer>
  readScore(platform: Platform, lineItemUrl: string, subject: string): Promise<SeenScore | null>
  /** What a column shows for everybody, by the LMS's id of the student. */
  readScores(platform: Platform, lineItemUrl: string): Promise<Map<string, SeenScore>>
}
