// One line of the thread: who did what to a thing, when, and why.

export interface HistoryLine {
  at: Date
  /** A person's id, or null for an employer or Stint itself. */
  personId: string | null
  /** Who it was, in words, for those without an account: an employer's name. */
  name: string | null
  /** A text key under `history.`. */
  what: string
  why: string | null
  facts: Record<string, string | number>
}
