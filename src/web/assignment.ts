// GET an assignment: the student's page for students, the delivery of scores for those who teach.

import type { Request, Response } from 'express'
import { coursePage } from '../services/assignments.ts'
import { scores } from './reviews.ts'
import { showStudentAssignment } from './student.ts'
import { ctxOf, part } from './web.ts'

/** The assignment's page for the actor's role. */
export async function assignment(req: Request, res: Response): Promise<void> {
  const courseId = part(req, 'course')
  const { place } = await coursePage(ctxOf(res), courseId)
  if (place.role === 'student')
    return showStudentAssignment(req, res, courseId, part(req, 'assignment'))
  return scores(req, res)
}
