// Canvas: what becomes of a posted score (canvas.md 3.5).

import { gradable, json } from './answers.ts'
import { counts, gradesAfter, handsIn, type Post } from './canvas-grading.ts'
import { canvasError } from './canvas-services.ts'
import { gradeOf, keep, readObject } from './grades.ts'
import type { Answer, Call, Column, Site } from './model.ts'

const EXTENSION = 'https://canvas.instructure.com/lti/submission'
const REQUIRED = ['userId', 'activityProgress', 'gradingProgress', 'timestamp']
const MINUTE_MS = 60_000

/** Checks a score by the rules, then moves the grade; 200 with the result's address. */
export function answerScore(site: Site, call: Call, column: Column): Answer {
  const score = readObject(call.text)
  if (!score) return canvasError(400, 'bad_request', 'Invalid JSON')
  const missing = REQUIRED.filter((name) => score[name] === undefined)
  if (missing.length > 0) {
    return canvasError(400, 'bad_request', `param is missing or empty: ${missing[0]}`)
  }
  const post = readPost(site, column, score)
  for (const rule of RULES) {
    const refusal = rule(post)
    if (refusal) return refusal
  }
  for (const grade of gradesAfter(post)) keep(site, grade, `score:${column.number}`)
  const at = new URL(call.url).pathname.replace(/\/scores$/, '')
  const resultUrl = `${new URL(call.url).origin}${at}/results/${post.grade.sub}`
  return json(200, { resultUrl, [EXTENSION]: { content_items: [] } })
}

function readPost(site: Site, column: Column, score: Record<string, unknown>): Post {
  const extension = objectAt(score, EXTENSION)
  const submitted = objectAt(score, 'submission').submittedAt ?? extension.submitted_at
  const sub = gradable(site, score.userId)?.sub ?? String(score.userId)
  const grade = gradeOf(site, column, sub)
  const submittedAt = submitted === undefined ? null : String(submitted)
  return { site, column, score, extension, grade, submittedAt }
}

function objectAt(value: Record<string, unknown>, name: string): Record<string, unknown> {
  const found = value[name]
  return found !== null && typeof found === 'object'
    ? Object.fromEntries(Object.entries(found))
    : {}
}

const refuse = (message: string): Answer => canvasError(422, 'unprocessable_entity', message)

const RULES: ((post: Post) => Answer | null)[] = [
  ({ site, score }) =>
    gradable(site, score.userId) ? null : refuse('User not found in course or is not a student'),
  ({ site }) =>
    site.settings.closedPeriod ? refuse('Cannot grade in a closed grading period') : null,
  ({ column }) => (column.published ? null : refuse('This assignment is still unpublished')),
  notOlder,
  ({ score, column }) => {
    if (!counts(score)) return null
    const { scoreMaximum, scoreGiven } = score
    const sound = Number(scoreMaximum) > 0 || (scoreMaximum === 0 && column.points === 0)
    if (!sound) return refuse('ScoreMaximum must be greater than or equal to 0')
    return Number(scoreGiven) >= 0 ? null : refuse('ScoreGiven must be greater than or equal to 0')
  },
  ({ site, submittedAt }) => {
    if (submittedAt === null) return null
    const ahead = Date.parse(submittedAt) - site.now().getTime()
    return ahead <= MINUTE_MS
      ? null
      : canvasError(400, 'bad_request', 'Provided submittedAt timestamp is in the future')
  },
  ({ extension }) => {
    const files = [extension.content_items].flat().filter((one) => Object(one).type === 'file')
    const empty = extension.submission_type === 'online_upload' && files.length === 0
    return empty
      ? refuse("Content items must be provided with submission type 'online_upload'")
      : null
  },
  (post) => {
    const most = post.column.allowedAttempts
    const used = most !== null && post.grade.attempts >= most
    return used && handsIn(post)
      ? refuse('The maximum number of allowed attempts is reached')
      : null
  },
]

// Equal is accepted, earlier is not; only tool posts are compared with.
function notOlder({ score, grade }: Post): Answer | null {
  const at = Date.parse(String(score.timestamp))
  if (Number.isNaN(at)) return canvasError(400, 'bad_request', 'Provided timestamp is not valid')
  if (grade.timestamp === null || at >= Date.parse(grade.timestamp)) return null
  const [sent, stored] = [new Date(at).toISOString(), grade.timestamp]
  const message = `Provided timestamp of ${sent} before last updated timestamp of ${stored}`
  return canvasError(400, 'bad_request', message)
}
