// A course: its assignments and the student's own things for students, its queue for those who teach or assist.

import type { Request, Response } from 'express'
import { type Assignment, currentRule } from '../../domain/course.ts'
import { courseQueue, queue } from '../../services/claims/queues.ts'
import { claimsElsewhere } from '../../services/claims/standings.ts'
import { lostScores } from '../../services/lms/deliveries.ts'
import type { CoursePage } from '../../services/rules/assignments.ts'
import { t } from '../../text.ts'
import { showPage } from '../page.ts'
import { CLAIM_TONES } from '../parts/claim.view.ts'
import { deadlineView } from '../parts/deadline.view.ts'
import { placementItem } from '../parts/placement.view.ts'
import { paths } from '../paths.ts'
import { ctxOf } from '../web.ts'
import { queueRow } from './review.view.ts'
import { takeoverView } from './takeovers.ts'

/** The course's page for the actor's role. */
export function showCourse(req: Request, res: Response, page: CoursePage): Promise<void> {
  const isStaff = page.place.role === 'instructor' || page.place.role === 'assistant'
  return isStaff ? showToStaff(req, res, page) : showToStudent(req, res, page)
}

async function showToStaff(req: Request, res: Response, page: CoursePage): Promise<void> {
  const ctx = ctxOf(res)
  const { course, role, unproven } = page.place
  const teaches = role === 'instructor'
  const rows = await courseQueue(ctx, course.id)
  const lost = (await lostScores(ctx, course.id)).length
  const look = t(`review.${unproven ?? 'lookOnly'}`)
  showPage(req, res, {
    view: 'courses/staff',
    title: course.title,
    course,
    role: t(`role.${role}`),
    model: {
      lookOnly: teaches ? null : look,
      takeover: await takeoverView(ctx, page),
      lost:
        lost > 0 ? { count: lost, action: teaches ? paths.resendCourse(course.id) : null } : null,
      assignments: page.assignments.map((a) => ({
        ...assignmentItem(page, a),
        datesHref: paths.dates(course.id, a.id),
        ruleHref: paths.rule(course.id, a.id),
        scoresHref: paths.scores(course.id, a.id),
        teaches,
      })),
      rows: rows.map((row) => queueRow(row, ctx.now())),
      newHref: teaches ? paths.newAssignment(course.id) : null,
      peopleHref: paths.people(course.id),
      mailHref: ctx.actor.person.test ? paths.heldMail(course.id) : null,
    },
  })
}

async function showToStudent(req: Request, res: Response, page: CoursePage): Promise<void> {
  const ctx = ctxOf(res)
  const { course, role } = page.place
  const { placements } = page
  const elsewhere = await claimsElsewhere(ctx, page.claims, course.id)
  showPage(req, res, {
    view: 'courses/student',
    title: course.title,
    course,
    role: t(`role.${role}`),
    plays: role === 'rehearsal',
    model: {
      assignments: page.assignments.filter(isThere).map((a) => assignmentItem(page, a)),
      placements: placements.map((p) => placementItem(p, null, ctx.institution.timezone)),
      elsewhere: elsewhere.map((other) => ({
        course: other.course.label,
        assignment: other.assignment.title,
        state: t(`claim.state.${other.claim.state}`),
        tone: CLAIM_TONES[other.claim.state],
      })),
      newHref: paths.newPlacement(),
    },
  })
}

// What was begun in an LMS's dialogue and never added there is nobody's assignment.
function isThere({ rules, resourceLinkId }: Assignment): boolean {
  return rules.length > 0 || resourceLinkId !== null
}

function assignmentItem({ timings }: CoursePage, assignment: Assignment) {
  const timing = timings.get(assignment.id)
  return {
    title: assignment.title,
    href: paths.assignment(assignment.courseId, assignment.id),
    claimBy: timing ? deadlineView(timing.submitBy, 'claim', timing.calendar.timezone) : null,
    hasRule: currentRule(assignment) !== null,
  }
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
