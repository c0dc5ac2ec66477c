// What becomes of the claims of an assignment that the LMS has deleted: the choices, and the instructor's answer.

import type { Request, Response } from 'express'
import { z } from 'zod'
import type { Assignment } from '../domain/course.ts'
import { type Fate, otherAssignments, settleFate } from '../services/fates.ts'
import { t } from '../text.ts'
import { read } from './forms.ts'
import { paths, withNotice } from './paths.ts'
import { ctxOf, part } from './web.ts'

/** The choices for a frozen assignment; null when there is nothing to choose. */
export async function fateView(res: Response, assignment: Assignment, teaches: boolean) {
  if (!teaches || assignment.state !== 'frozen') return null
  const others = await otherAssignments(ctxOf(res), assignment)
  return {
    action: paths.fate(assignment.courseId, assignment.id),
    chosen: 'finish',
    error: null,
    others: others.map(({ id, title }) => ({
      value: id,
      label: t('fate.moveTo', { title }),
    })),
  }
}

const fateForm = z.object({ fate: z.string('form.choose').min(1, 'form.choose').max(60) })

/** POST …/fate */
export async function fate(req: Request, res: Response): Promise<void> {
  const [courseId, assignmentId] = [part(req, 'course'), part(req, 'assignment')]
  await settleFate(ctxOf(res), courseId, assignmentId, fateFrom(read(req, fateForm).fate))
  res.redirect(303, withNotice(paths.scores(courseId, assignmentId), 'fateSettled'))
}

function fateFrom(chosen: string): Fate {
  return chosen === 'finish' || chosen === 'close' ? { kind: chosen } : { kind: 'move', to: chosen }
}
