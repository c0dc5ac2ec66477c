// What an LMS's answer to a score means (canvas.md 3.3 to 3.7, moodle.md 5.7, edx.md).

import type { ScoreAnswer } from '../domain/lms.ts'
import type { Platform } from '../domain/platform.ts'
import { Upstream } from '../errors.ts'
import { type Answer, Unanswered } from './http.ts'
import { isThrottled } from './service.ts'

/** Sorts an answer to a posted score. */
export function readScoreAnswer(platform: Platform, answer: Answer, now: Date): ScoreAnswer {
  const { status } = answer
  if (status >= 200 && status < 300) return taken(platform, answer)
  const wait = waiting(answer, now)
  if (wait) return wait
  if (status >= 500) return serverTrouble(platform, answer)
  if (isNewerThere(answer)) return { kind: 'conflict', reason: 'lms.newerThere' }
  return { kind: 'refused', reason: reasonOf(answer) }
}

/** Sorts what kept a score from being answered. */
export function readScoreFailure(error: unknown): ScoreAnswer {
  if (error instanceof Upstream) {
    if (!error.retry) return { kind: 'refused', reason: error.key }
    return { kind: 'later', reason: error.key, retryAfterMs: null }
  }
  if (!(error instanceof Unanswered)) throw error
  if (error.code === 'refused-address') return { kind: 'refused', reason: 'lms.badAddress' }
  if (error.perhapsArrived) return { kind: 'unknown', reason: 'lms.noAnswer' }
  return { kind: 'later', reason: 'lms.unreachable', retryAfterMs: null }
}

// Moodle answers 200 with `[]` when it refused, and with nothing when it stored (moodle.md 0.4).
function taken(platform: Platform, { body }: Answer): ScoreAnswer {
  const silent = body.trim() === ''
  const refused = body.trim() === '[]' || (platform.kind === 'moodle' && !silent)
  return refused ? { kind: 'refused', reason: 'lms.scoreRefused' } : { kind: 'stored' }
}

const MOST_WAIT_MS = 3_600_000

function waiting(answer: Answer, now: Date): ScoreAnswer | null {
  const retryAfterMs = retryAfter(answer, now)
  const { status } = answer
  if (isThrottled(answer)) return { kind: 'later', reason: 'lms.busy', retryAfterMs }
  const polite = status === 408 || status === 425 || (status === 503 && retryAfterMs !== null)
  return polite ? { kind: 'later', reason: 'lms.busy', retryAfterMs } : null
}

/** How long an LMS asks us to wait, if it says so: seconds, or a date (RFC 9110 10.2.3). */
export function retryAfter({ headers }: Answer, now: Date): number | null {
  const value = String(headers['retry-after'] ?? '')
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - now.getTime()
  return Number.isNaN(ms) ? null : Math.min(Math.max(ms, 0), MOST_WAIT_MS)
}

// A locked column or grade is a 500 on Moodle (moodle.md 5.6); any other 5xx may have stored all the same.
function serverTrouble(platform: Platform, { status, body }: Answer): ScoreAnswer {
  const locked = platform.kind === 'moodle' && status === 500 && body.trim() === '[]'
  return { kind: 'unknown', reason: locked ? 'lms.locked' : 'lms.serverTrouble' }
}

// Moodle says 409; Canvas and Open edX say 400 and name the timestamp.
function isNewerThere({ status, body }: Answer): boolean {
  return status === 409 || (status === 400 && /timestamp/i.test(body))
}

// Canvas's 422 says why in words (canvas.md 3.3, 3.5).
const WORDS: [RegExp, string][] = [
  [/concluded for this student/i, 'lms.concludedForStudent'],
  [/concluded/i, 'lms.concluded'],
  [/unpublished/i, 'lms.unpublished'],
  [/not found in course|not a student/i, 'lms.notEnrolled'],
  [/attempts/i, 'lms.attemptsUsed'],
  [/grading period/i, 'lms.periodClosed'],
]

/** Why an LMS said no, as a text key; also for calls that are not scores. */
export function reasonOf({ status, body }: Answer): string {
  const said = WORDS.find(([words]) => words.test(body))?.[1]
  if (said) return said
  if (status >= 300 && status < 400) return 'lms.moved'
  if (status === 401 || status === 403 || status === 412) return 'lms.notAllowed'
  if (status === 404 || status === 410) return 'lms.notThere'
  return 'lms.scoreRefused'
}
