// The gradebook column on the page of a rule, and the rule that a copied assignment may take over.

import type { Request, Response } from 'express'
import { wantColumn } from '../../services/lms/columns.ts'
import { takeOriginalRule } from '../../services/lms/copies.ts'
import type { RulePage } from '../../services/rules/assignments.ts'
import { t } from '../../text.ts'
import { ruleWords } from '../parts/claim.view.ts'
import { columnSays } from '../parts/column.view.ts'
import { paths, withNotice } from '../paths.ts'
import { ctxOf, part } from '../web.ts'

/** What the page of a rule says of the column and of what the assignment was copied from. */
export function columnView({ assignment, platform, canMakeColumn, original }: RulePage) {
  const { courseId, id } = assignment
  return {
    column: columnSays(assignment, null, platform.kind),
    // What Canvas makes of scores by the assignment's own settings (canvas.md 3.5).
    inLms: platform.kind === 'canvas' ? t('rule.inCanvas') : null,
    makeColumn: canMakeColumn ? paths.column(courseId, id) : null,
    // Only the rule of what it was copied from; its claims and people are last term's.
    original: original && {
      text: t('rule.copyOf', { title: original.title, course: original.course.label }),
      ...ruleWords(original.rule.parameters),
      action: paths.copyRule(courseId, id),
    },
  }
}

/** POST …/rule/copy: the copy goes by the rule of what it was copied from. */
export async function copyRule(req: Request, res: Response): Promise<void> {
  const [courseId, assignmentId] = [part(req, 'course'), part(req, 'assignment')]
  await takeOriginalRule(ctxOf(res), courseId, assignmentId)
  res.redirect(303, withNotice(paths.course(courseId), 'ruleSet'))
}

/** POST …/column: the LMS is asked for a gradebook column. */
export async function column(req: Request, res: Response): Promise<void> {
  const [courseId, assignmentId] = [part(req, 'course'), part(req, 'assignment')]
  await wantColumn(ctxOf(res), courseId, assignmentId)
  res.redirect(303, withNotice(paths.rule(courseId, assignmentId), 'columnMade'))
}
