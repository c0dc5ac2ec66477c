// Open edX: what becomes of a posted score (edx.md 3 and 5).

import { gradable, json } from './answers.ts'
import { gradeOf, keep, readObject } from './grades.ts'
import type { Answer, Call, Column, Site } from './model.ts'
import { TYPES } from './names.ts'

const PROGRESS = ['Initialized', 'Started', 'InProgress', 'Submitted', 'Completed']
const broken: Answer = { status: 500, type: 'text/html', body: '<h1>Server Error (500)</h1>' }

/** Checks a score, then moves the grade; 201 with the score. What it did not expect is a 500. */
export function answerScore(site: Site, call: Call, column: Column): Answer {
  const score = readObject(call.text)
  if (!score) return json(400, { detail: 'JSON parse error' })
  const at = Date.parse(String(score.timestamp))
  if (Number.isNaN(at)) return json(400, { timestamp: ['Datetime has wrong format.'] })
  const sub = String(score.userId)
  const full = score.gradingProgress === 'FullyGraded' && score.scoreGiven !== undefined
  if (!PROGRESS.includes(String(score.activityProgress))) return broken
  if (Number(score.scoreGiven ?? 0) < 0 || (full && !gradable(site, sub))) return broken
  const grade = gradeOf(site, column, sub)
  // 3: milliseconds count, and equal is too early.
  if (grade.timestamp !== null && Date.parse(grade.timestamp) >= at) {
    return json(400, {
      timestamp: ['Score timestamp can only be updated to a later point in time'],
    })
  }
  keep(site, moved(), `score:${column.number}`)
  return json(201, score, TYPES.score)

  // 5: erasing leaves the old grade, and a comment that is not sent the old one.
  function moved() {
    const points = (Number(score?.scoreGiven) * column.points) / Number(score?.scoreMaximum)
    return {
      ...grade,
      ...(full ? { tool: points, shown: grade.overridden ? grade.shown : points } : {}),
      comments: score?.comment === undefined ? grade.comments : [String(score.comment)],
      timestamp: new Date(at).toISOString(),
    }
  }
}
