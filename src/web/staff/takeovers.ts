// Claims that came along with their section, on the course's page: what they are, and taking them over.

import type { Request, Response } from 'express'
import { z } from 'zod'
import { currentRule } from '../../domain/course.ts'
import type { PersonContext } from '../../services/context.ts'
import { arrivedClaims, takeOver } from '../../services/lms/takeovers.ts'
import type { CoursePage } from '../../services/rules/assignments.ts'
import { t } from '../../text.ts'
import { read } from '../forms.ts'
import { paths, withNotice } from '../paths.ts'
import { ctxOf, part } from '../web.ts'

/** What the course's page says of claims that came along; null when none did. */
export async function takeoverView(ctx: PersonContext, { place, assignments }: CoursePage) {
  const arrived = await arrivedClaims(ctx, place.course)
  if (arrived.length === 0) return null
  const into = assignments.filter((one) => one.state === 'open' && currentRule(one) !== null)
  const teaches = place.role === 'instructor' && into.length > 0
  return {
    action: teaches ? paths.takeOver(place.course.id) : null,
    count: arrived.length,
    claims: arrived.map(({ claim, person, from }) =>
      t(claim.state === 'withdrawn' ? 'takeover.claim' : 'takeover.draft', {
        student: person.name ?? t('person.unnamed'),
        course: from.label,
      }),
    ),
    chosen: into[0]?.id ?? null,
    several: into.length > 1,
    into: into.map(({ id, title }) => ({ value: id, label: title })),
  }
}

const form = z.object({ assignment: z.string('form.choose').min(1, 'form.choose').max(60) })

/** POST …/take-over */
export async function takeClaimsOver(req: Request, res: Response): Promise<void> {
  const courseId = part(req, 'course')
  await takeOver(ctxOf(res), courseId, read(req, form).assignment)
  res.redirect(303, withNotice(paths.course(courseId), 'takenOver'))
}
