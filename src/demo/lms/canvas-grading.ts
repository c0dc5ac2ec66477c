// Canvas: what a score that it took does to its gradebook (canvas.md 3.5).

import { gradeOf } from './grades.ts'
import type { Column, Grade, Person, Site } from './model.ts'

const COUNTS = new Set(['FullyGraded', 'PendingManual'])
const HANDED_IN = new Set(['Submitted', 'Completed'])
const DAY_MS = 86_400_000
const OFF_A_DAY = 0.1

/** A posted score, read as far as the rules need it. */
export interface Post {
  site: Site
  column: Column
  score: Record<string, unknown>
  extension: Record<string, unknown>
  /** What stood there before. */
  grade: Grade
  submittedAt: string | null
}

/** True for a score that gives points; every other one takes them away. */
export function counts(score: Record<string, unknown>): boolean {
  return COUNTS.has(String(score.gradingProgress)) && score.scoreGiven !== undefined
}

/** A new attempt by default; the same submission time again is no new one. */
export function handsIn({ score, extension, grade, submittedAt }: Post): boolean {
  if (!HANDED_IN.has(String(score.activityProgress))) return false
  if (extension.new_submission === false || extension.submission_type === 'none') return false
  return submittedAt === null || submittedAt !== grade.submittedAt
}

/** The student's grade as it is now, and those of their group where groups hand in; who is excused is skipped. */
export function gradesAfter(post: Post): Grade[] {
  const { site, column, score } = post
  const own = {
    ...moved(post),
    timestamp: new Date(String(score.timestamp)).toISOString(),
    // A score ends an excuse.
    excused: false,
  }
  const others = groupOf(post).map(({ sub }) => gradeOf(site, column, sub))
  // Only whom the tool named has a result of its own.
  return [own, ...others.filter((one) => !one.excused).map((grade) => moved({ ...post, grade }))]
}

function groupOf({ site, column, grade }: Post): Person[] {
  const { people } = site.course
  const group = people.find(({ sub }) => sub === grade.sub)?.group
  if (!column.forGroups || group === undefined) return []
  return people.filter((one) => one.group === group && one.sub !== grade.sub)
}

function moved(post: Post): Grade {
  const { score, grade, column } = post
  const given = counts(score)
    ? (Number(score.scoreGiven) * column.points) / (Number(score.scoreMaximum) || 1)
    : null
  return {
    ...grade,
    ...shownAfter(post, given),
    tool: given,
    comments:
      score.comment === undefined ? grade.comments : [...grade.comments, String(score.comment)],
    attempts: grade.attempts + (handsIn(post) ? 1 : 0),
    submittedAt: post.submittedAt ?? grade.submittedAt,
    submission: launchOf(post) ?? grade.submission ?? null,
  }
}

// canvas.md 2: SpeedGrader launches what the tool gave as submission, when it is of this type.
function launchOf({ extension }: Post): string | null {
  const isLaunch = extension.submission_type === 'basic_lti_launch'
  return isLaunch && extension.submission_data ? String(extension.submission_data) : null
}

// What does not count clears the grade, unless the tool asks for keeping it.
function shownAfter(post: Post, given: number | null): Partial<Grade> {
  const { extension, grade, column } = post
  const kept =
    extension.preserve_score === true ||
    (extension.prioritize_non_tool_grade === true && grade.shown !== null)
  if (kept) return {}
  const points = given !== null && column.passFail ? passed(given, column) : given
  const late = points === null ? 0 : Math.min(points, takenOff(post))
  const hidden = column.postsByHand === true
  return { shown: points === null ? null : points - late, late, hidden, overridden: false }
}

const passed = (given: number, { points }: Column): number => (given > 0 ? points : 0)

// The late policy counts from when the tool says that it was submitted, and begun days are whole ones.
function takenOff({ site, column, grade, submittedAt }: Post): number {
  const due = column.dueFor[keyOf(site, grade.sub)] ?? column.dueAt
  if (!site.settings.latePolicy || due === null) return 0
  const at = submittedAt ?? grade.submittedAt ?? site.now().toISOString()
  const days = Math.max(0, Math.ceil((Date.parse(at) - Date.parse(due)) / DAY_MS))
  return days * OFF_A_DAY * column.points
}

function keyOf({ course }: Site, sub: string): string {
  return course.people.find((one) => one.sub === sub)?.key ?? ''
}
