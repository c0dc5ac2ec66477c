// Where a launch leads, by role and by what was launched; the same page stands under the course's address.

import type { Request, Response } from 'express'
import type { Assignment } from '../domain/course.ts'
import { NotFound } from '../errors.ts'
import { type CoursePage, coursePage } from '../services/rules/assignments.ts'
import { t } from '../text.ts'
import { showPage } from './page.ts'
import { showCourse } from './staff/courses.ts'
import { showRule } from './staff/rules.ts'
import { showStudentAssignment } from './student/student.ts'
import { ctxOf, part } from './web.ts'

/** GET /courses/:course */
export function course(req: Request, res: Response): Promise<void> {
  return showFirstPage(req, res, part(req, 'course'), null)
}

/** GET /courses/:course/assignments/:assignment */
export function assignment(req: Request, res: Response): Promise<void> {
  return showFirstPage(req, res, part(req, 'course'), part(req, 'assignment'))
}

/** The first page of a course for the actor's role. */
export async function showFirstPage(
  req: Request,
  res: Response,
  courseId: string,
  assignmentId: string | null,
): Promise<void> {
  const page = await coursePage(ctxOf(res), courseId)
  const launched =
    assignmentId === null ? null : page.assignments.find((a) => a.id === assignmentId)
  if (launched === undefined) throw new NotFound()
  switch (page.place.role) {
    case 'student':
    case 'rehearsal':
      return studentFirst(req, res, page, launched)
    case 'instructor':
      return launched?.rules.length === 0
        ? showRule(req, res, courseId, launched.id)
        : showCourse(req, res, page)
    case 'assistant':
      return showCourse(req, res, page)
    default:
      return showNothing(req, res, page.place.role)
  }
}

// With one assignment, straight to it.
function studentFirst(
  req: Request,
  res: Response,
  page: CoursePage,
  launched: Assignment | null,
): Promise<void> {
  const only = page.assignments.length === 1 ? page.assignments[0] : undefined
  const shown = launched ?? only
  if (!shown) return showCourse(req, res, page)
  return showStudentAssignment(req, res, page.place.course.id, shown.id)
}

/** For those whose role has nothing to do here, said kindly. */
export function showNothing(req: Request, res: Response, role: string): void {
  showPage(req, res, {
    view: 'home/other',
    title: t('home.other.title'),
    model: { text: t(`home.other.${role}`) },
  })
}
