// Who can decide in a course, and why.

import type { Request, Response } from 'express'
import { dayIn } from '../../domain/calendar.ts'
import type { Course } from '../../domain/course.ts'
import type { Roster } from '../../domain/roster.ts'
import { readRosterNow } from '../../services/lms/rosters.ts'
import { courseStaff } from '../../services/office/staff.ts'
import { day, instant, t } from '../../text.ts'
import { showPage } from '../page.ts'
import { paths, withNotice } from '../paths.ts'
import { ctxOf, part } from '../web.ts'

/** GET /courses/:course/people */
export async function people(req: Request, res: Response): Promise<void> {
  const ctx = ctxOf(res)
  const { place, platform, staff, roster } = await courseStaff(ctx, part(req, 'course'))
  const lms = t(`lms.name.${platform.kind}`)
  showPage(req, res, {
    view: 'courses/people',
    title: t('people.title'),
    course: place.course,
    role: t(`role.${place.role}`),
    model: {
      back: paths.course(place.course.id),
      doctor: paths.courseDoctor(place.course.id),
      roster: rosterView(roster, place.course, lms, ctx.institution.timezone),
      someone: staff.some(({ role }) => role === 'instructor'),
      ask: place.unproven ? t('people.ask', { institution: ctx.institution.name, lms }) : null,
      staff: staff.map(({ person, role, why, seenAt }) => ({
        name: person.name ?? t('person.unnamed'),
        tone: role === 'instructor' ? 'good' : 'neutral',
        may: t(`people.may.${role === 'instructor' || role === 'assistant' ? role : 'nothing'}`),
        why: t(`people.why.${why}`, { lms }),
        since: t('people.since', { day: day(dayIn(seenAt, ctx.institution.timezone)) }),
      })),
    },
  })
}

const MOST_NEWS = 20

// How many, since when, and what was new; null where the LMS tells none.
function rosterView(roster: Roster | null, course: Course, lms: string, timezone: string) {
  if (!course.rosterUrl) return null
  const here = (roster?.entries ?? []).filter(({ leftAt }) => leftAt === null)
  const students = here.filter(({ role }) => role === 'student').length
  return {
    action: paths.readRoster(course.id),
    text: roster
      ? t('roster.read', {
          at: instant(roster.readAt, timezone),
          count: here.length,
          students,
          lms,
        })
      : t('roster.unread', { lms }),
    news: (roster?.news ?? [])
      .slice(-MOST_NEWS)
      .toReversed()
      .map(({ at, what, name, role }) => {
        const who = name ?? t('person.unnamed')
        return `${instant(at, timezone)} · ${t(`roster.${what}`, { who, role: t(`role.${role}`) })}`
      }),
  }
}

/** POST /courses/:course/people/read */
export async function readPeople(req: Request, res: Response): Promise<void> {
  const courseId = part(req, 'course')
  await readRosterNow(ctxOf(res), courseId)
  res.redirect(303, withNotice(paths.people(courseId), 'rosterRead'))
}
