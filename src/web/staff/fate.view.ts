// The choices for the claims of an assignment that the LMS has deleted.

import type { Assignment } from '../../domain/course.ts'
import type { PersonContext } from '../../services/context.ts'
import { otherAssignments } from '../../services/lms/fates.ts'
import { t } from '../../text.ts'
import { fieldErrors, type Problems } from '../forms.ts'
import { paths } from '../paths.ts'

/** What its instructor may choose; null when there is nothing to choose. */
export async function fateView(
  ctx: PersonContext,
  assignment: Assignment,
  teaches: boolean,
  problems?: Problems,
) {
  if (!teaches || assignment.state !== 'frozen') return null
  const others = await otherAssignments(ctx, assignment)
  return {
    action: paths.fate(assignment.courseId, assignment.id),
    chosen: 'finish',
    error: fieldErrors(problems, ['fate']).fate ?? null,
    others: others.map(({ id, title }) => ({
      value: id,
      label: t('fate.moveTo', { title }),
    })),
  }
}
