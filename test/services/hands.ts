// Hands for stories: an LMS and a mailer that live in the test and do what it says, and a clock it moves.

import type { Examination } from '../../src/domain/examination.ts'
import type { RosterMember } from '../../src/domain/launch.ts'
import type {
  Column,
  ColumnWish,
  Lms,
  PickReply,
  Score,
  ScoreAnswer,
  SeenScore,
} from '../../src/domain/lms.ts'
import { Upstream } from '../../src/errors.ts'
import type { Mailer, Message } from '../../src/mail/mailer.ts'
import { NOW } from '../support/builders.ts'

/** An LMS with one gradebook by student; each answer can be replaced. */
export class HandLms implements Lms {
  readonly grades = new Map<string, SeenScore>()
  readonly posts: Score[] = []
  roster: RosterMember[] | null = null
  rosterReads = 0
  points = 100
  /** What a post comes to; by itself it stores. */
  onPost: (score: Score) => ScoreAnswer | Promise<ScoreAnswer> = (score) => this.store(score)
  onRead: (subject: string) => SeenScore | null | Promise<SeenScore | null> = (subject) =>
    this.grades.get(subject) ?? null

  store(score: Score): ScoreAnswer {
    this.grades.set(score.subject, { given: score.given, maximum: score.maximum })
    return { kind: 'stored' }
  }

  async members(): Promise<RosterMember[]> {
    this.rosterReads += 1
    if (!this.roster) throw new Upstream('lms.unreachable', true)
    return this.roster
  }

  /** What the column is called and worth; a test may say that it is gone. */
  label = 'Micro-internship'
  gone = false

  async readLineItem() {
    if (this.gone) throw new Upstream('lms.notThere', false)
    return { label: this.label, scoreMaximum: this.points }
  }

  /** Columns that were made, or that a test puts there; each answer can be replaced. */
  readonly columns: Column[] = []
  onMake: (wish: ColumnWish) => Column | Promise<Column> = (wish) => this.make(wish)

  make({ label, points, resourceId, tag }: ColumnWish): Column {
    const url = `https://canvas.example.edu/api/lti/courses/1/line_items/${this.columns.length + 90}`
    const column = { url, label, points, resourceId, tag }
    this.columns.push(column)
    return column
  }

  async findColumns(
    _platform: unknown,
    _lineItemsUrl: string,
    marks: Pick<ColumnWish, 'resourceId' | 'tag'>,
  ) {
    const { resourceId, tag } = marks
    return this.columns.filter((c) => c.resourceId === resourceId && c.tag === tag)
  }

  async makeColumn(_platform: unknown, _lineItemsUrl: string, wish: ColumnWish) {
    return this.onMake(wish)
  }

  async examine(): Promise<Examination> {
    const tokens = { scores: null, results: null, columns: null, roster: null }
    return { ourKeys: null, theirKeys: null, skewMs: 0, tokens }
  }

  async signReply(_platform: unknown, reply: PickReply) {
    return JSON.stringify(reply)
  }

  async postScore(_platform: unknown, _lineItemUrl: string, score: Score): Promise<ScoreAnswer> {
    this.posts.push(score)
    return this.onPost(score)
  }

  async readScore(_platform: unknown, _lineItemUrl: string, subject: string) {
    return this.onRead(subject)
  }

  async readScores() {
    return new Map(this.grades)
  }
}

/** A mailer that keeps what it was given. */
export class HandMail implements Mailer {
  readonly sent: Message[] = []
  onSend: (message: Message) => void | Promise<void> = () => {}

  async send(message: Message): Promise<void> {
    await this.onSend(message)
    this.sent.push(message)
  }

  close(): void {}

  /** Views of the mails to one address, in order. */
  viewsTo(address: string): string[] {
    return this.sent.filter((m) => m.to === address).map((m) => m.view)
  }

  /** The token in the newest question. */
  lastToken(): string {
    const link = this.sent.findLast((m) => m.view === 'ask')
    const text = JSON.stringify(link?.model ?? '')
    return /\/confirm\/([\w.-]+)/.exec(text)?.[1] ?? ''
  }
}

/** A clock that stands until it is moved. */
export class HandClock {
  at = NOW

  readonly now = (): Date => this.at

  pass(ms: number): void {
    this.at = new Date(this.at.getTime() + ms)
  }
}

export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR
