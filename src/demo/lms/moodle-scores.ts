// Moodle: what becomes of a posted score (moodle.md 5.3 to 5.7).

import { gradable } from './answers.ts'
import { gradeOf, keep, readObject } from './grades.ts'
import type { Answer, Call, Column, Grade, Site } from './model.ts'
import { crash, moodleError } from './moodle-services.ts'

const REQUIRED = ['userId', 'timestamp', 'activityProgress', 'gradingProgress']

/** Checks a score, then moves the grade; 200 with nothing in it when stored. */
export function answerScore(site: Site, call: Call, column: Column): Answer {
  const score = readObject(call.text)
  if (score?.userId !== undefined && !/^\d+$/.test(String(score.userId))) return crash()
  const refusal = score ? refusalOf(site, column, score) : refuse(400)
  if (refusal || !score) return falseYes(call, refusal ?? refuse(400))
  const grade = gradeOf(site, column, String(score.userId))
  keep(site, moved(grade, score, column), `score:${column.number}`)
  return { status: 200, type: 'text/html; charset=utf-8', body: '' }
}

const refuse = (status: number): Answer => moodleError(status, 'Incorrect score received', 'score')

// 5.7: the request is repeated in the reason phrase; a line break there makes the server fall back to 200.
function falseYes(call: Call, refusal: Answer): Answer {
  const broken = /[\r\n]/.test(call.text.trim())
  const said = `${refusal.reason} ${call.text.replaceAll(/[^\x20-\x7e]/g, '?')}`
  return broken ? { ...refusal, status: 200, reason: 'OK' } : { ...refusal, reason: said }
}

function refusalOf(site: Site, column: Column, score: Record<string, unknown>): Answer | null {
  if (REQUIRED.some((name) => score[name] === undefined)) return refuse(400)
  if (score.scoreGiven !== undefined && !isNumber(score.scoreGiven)) return refuse(400)
  if (score.scoreGiven !== undefined && !isNumber(score.scoreMaximum)) return refuse(400)
  if (!gradable(site, score.userId)) return refuse(400)
  const at = Date.parse(String(score.timestamp))
  if (Number.isNaN(at) || /^\d+$/.test(String(score.timestamp))) return refuse(400)
  return standingInTheWay(column, gradeOf(site, column, String(score.userId)), at)
}

// 5.6: a lock, of the column or of the student's grade; 5.3: something as new.
function standingInTheWay(column: Column, grade: Grade, at: number): Answer | null {
  if (column.locked || grade.locked) return refuse(500)
  return isLater(grade, at) ? null : refuse(409)
}

function isNumber(value: unknown): boolean {
  if (typeof value === 'number') return true
  return typeof value === 'string' && value !== '' && Number.isFinite(Number(value))
}

// 5.3: whole seconds count, and the time must rise; a person's own grading sets it to now.
function isLater(grade: Grade, at: number): boolean {
  if (grade.timestamp === null) return true
  return Math.floor(at / 1000) > Math.floor(Date.parse(grade.timestamp) / 1000)
}

// 5.5: whatever is not a full grade erases; a missing comment erases the comment.
function moved(grade: Grade, score: Record<string, unknown>, column: Column): Grade {
  const full = score.gradingProgress === 'FullyGraded' && score.scoreGiven !== undefined
  if (!full) return { ...grade, tool: null, ...shown(grade, null), comments: [], timestamp: null }
  const tool = scaled(score, column)
  return {
    ...grade,
    tool,
    outOf: column.points,
    ...shown(grade, Math.min(Math.max(tool, 0), column.points)),
    comments: score.comment === undefined ? [] : [String(score.comment)],
    timestamp: new Date(String(score.timestamp)).toISOString(),
  }
}

// 5.4: to five decimals; a maximum of zero leaves the number as it is.
function scaled(score: Record<string, unknown>, column: Column): number {
  const [given, most] = [Number(score.scoreGiven), Number(score.scoreMaximum)]
  return most === 0 ? given : Math.round((given * column.points * 1e5) / most) / 1e5
}

// 5.6: an override wins silently.
function shown(grade: Grade, points: number | null): { shown: number | null } {
  return { shown: grade.overridden ? grade.shown : points }
}
