// The first page of each role.

import type { Request, Response } from 'express'
import { t } from '../text.ts'
import { endSession } from '../services/sign-ins.ts'
import { coursePage } from '../services/assignments.ts'
import { adminPage } from './admin.ts'
import { showStudentAssignment } from './student.ts'
import { showCourse } from './courses.ts'
import { clearCookie } from './cookies.ts'
import { showPage } from './page.ts'
import { paths } from './paths.ts'
import { reportPage } from './reports.ts'
import { showRule } from './rules.ts'
import { ctxOf, localsOf } from './web.ts'

/** Where this session begins: the office's page, or the course's by role and by what was launched. */
export async function home(req: Request, res: Response): Promise<void> {
  const { session } = ctxOf(res).actor
  if (session.kind === 'office') {
    return session.offices.includes('admin') ? adminPage(req, res) : reportPage(req, res)
  }
  if (!session.courseId) return nothingForYou(req, res, 'none')
  return courseHome(req, res, session.courseId, session.assignmentId)
}

async function courseHome(
  req: Request,
  res: Response,
  courseId: string,
  launched: string | null,
): Promise<void> {
  const ctx = ctxOf(res)
  const { place, assignments } = await coursePage(ctx, courseId)
  if (place.role === 'student') {
    const only = assignments.length === 1 ? assignments[0]?.id : undefined
    const assignmentId = launched ?? only
    return assignmentId
      ? showStudentAssignment(req, res, courseId, assignmentId)
      : showCourse(req, res, courseId)
  }
  if (place.role === 'instructor') {
    const assignment = assignments.find((a) => a.id === launched)
    if (assignment && assignment.rules.length === 0)
      return showRule(req, res, courseId, assignment.id)
    return showCourse(req, res, courseId)
  }
  if (place.role === 'assistant') return showCourse(req, res, courseId)
  return nothingForYou(req, res, place.role)
}

function nothingForYou(req: Request, res: Response, role: string): void {
  showPage(req, res, {
    view: 'home/other',
    title: t('home.other.title'),
    model: { text: t(`home.other.${role}`) },
  })
}

/** Ends this session; its cookie goes, its mark stays. */
export async function signOut(_req: Request, res: Response): Promise<void> {
  const { session } = ctxOf(res).actor
  await endSession(localsOf(res).web.hands, session)
  clearCookie(res, session.kind)
  res.redirect(303, paths.home())
}
