// A course: its assignments for students, its queue for those who teach or assist.

import type { Request, Response } from 'express'
import { currentRule } from '../domain/course.ts'
import { coursePage } from '../services/assignments.ts'
import { myPlacements } from '../services/placements.ts'
import { courseQueue, queue } from '../services/reviews.ts'
import { t } from '../text.ts'
import { showPage } from './page.ts'
import { paths } from './paths.ts'
import { placementItem } from './placement.view.ts'
import { queueRow } from './review.view.ts'
import { ctxOf, part } from './web.ts'

/** GET /courses/:course */
export function course(req: Request, res: Response): Promise<void> {
  return showCourse(req, res, part(req, 'course'))
}

/** The course's page for the actor's role. */
export async function showCourse(req: Request, res: Response, courseId: string): Promise<void> {
  const ctx = ctxOf(res)
  const page = await coursePage(ctx, courseId)
  const isStaff = page.place.role === 'instructor' || page.place.role === 'assistant'
  const rows = isStaff ? await courseQueue(ctx, courseId) : []
  const placements = page.place.role === 'student' ? await myPlacements(ctx) : []
  const teaches = page.place.role === 'instructor'
  showPage(req, res, {
    view: isStaff ? 'courses/staff' : 'courses/student',
    title: page.place.course.title,
    course: page.place.course,
    role: t(`role.${page.place.role}`),
    model: {
      lookOnly:
        isStaff && !teaches
          ? t(page.place.rosterUnread ? 'review.rosterUnread' : 'review.lookOnly')
          : null,
      assignments: page.assignments.map((assignment) => ({
        title: assignment.title,
        href: paths.assignment(courseId, assignment.id),
        ruleHref: paths.rule(courseId, assignment.id),
        scoresHref: paths.scores(courseId, assignment.id),
        claimBy: assignment.claimBy,
        hasRule: currentRule(assignment) !== null,
        teaches,
      })),
      rows: rows.map((row) => queueRow(row, ctx.now())),
      placements: placements.map((p) => placementItem(p, null)),
      newHref: paths.newPlacement(),
    },
  })
}

/** GET /reviews: the queue over all courses the actor teaches. */
export async function reviews(req: Request, res: Response): Promise<void> {
  const ctx = ctxOf(res)
  const rows = await queue(ctx)
  showPage(req, res, {
    view: 'reviews/queue',
    title: t('reviews.title'),
    model: { rows: rows.map((row) => queueRow(row, ctx.now())) },
  })
}
