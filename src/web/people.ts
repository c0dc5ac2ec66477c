// Who can decide in a course, and why.

import type { Request, Response } from 'express'
import { dayIn } from '../domain/calendar.ts'
import { courseStaff } from '../services/staff.ts'
import { day, t } from '../text.ts'
import { showPage } from './page.ts'
import { paths } from './paths.ts'
import { ctxOf, part } from './web.ts'

/** GET /courses/:course/people */
export async function people(req: Request, res: Response): Promise<void> {
  const ctx = ctxOf(res)
  const { place, platform, staff } = await courseStaff(ctx, part(req, 'course'))
  const lms = t(`lms.name.${platform.kind}`)
  showPage(req, res, {
    view: 'courses/people',
    title: t('people.title'),
    course: place.course,
    role: t(`role.${place.role}`),
    model: {
      back: paths.course(place.course.id),
      someone: staff.some(({ role }) => role === 'instructor'),
      staff: staff.map(({ person, role, why, seenAt }) => ({
        name: person.name ?? t('person.unnamed'),
        tone: role === 'instructor' ? 'good' : 'neutral',
        may: t(role === 'instructor' ? 'people.decides' : 'people.looks'),
        why: t(`people.why.${why}`, { lms }),
        since: t('people.since', { day: day(dayIn(seenAt, ctx.institution.timezone)) }),
      })),
    },
  })
}
