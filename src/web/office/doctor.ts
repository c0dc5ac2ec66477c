// The doctor's page: for administrators of the whole, for staff of their own course.

import type { Request, Response } from 'express'
import { type ToldFinding, told } from '../../findings.ts'
import { diagnose, diagnoseCourse, type Reached } from '../../services/lms/doctor.ts'
import { t } from '../../text.ts'
import { showPage } from '../page.ts'
import { paths } from '../paths.ts'
import { ctxOf, localsOf, part } from '../web.ts'

const TONES = { good: 'good', note: 'waiting', wrong: 'trouble' } as const
const ORDER: ToldFinding['level'][] = ['wrong', 'note', 'good']

/** The model of views/admin/doctor. */
export function doctorView(findings: ToldFinding[], back: string) {
  const wrong = findings.filter(({ level }) => level === 'wrong').length
  const sorted = findings.toSorted((a, b) => ORDER.indexOf(a.level) - ORDER.indexOf(b.level))
  return {
    back,
    lead: wrong === 0 ? t('doctor.well') : t('doctor.ill', { count: wrong }),
    findings: sorted.map(({ level, text, setting }) => ({
      text,
      setting,
      tone: TONES[level],
      level: t(`doctor.level.${level}`),
    })),
  }
}

/** GET /admin/doctor */
export async function doctor(req: Request, res: Response): Promise<void> {
  const findings = (await diagnose(ctxOf(res), reachedBy(req, res))).map(told)
  showPage(req, res, {
    view: 'admin/doctor',
    title: t('doctor.title'),
    role: t('role.admin'),
    model: doctorView(findings, paths.admin()),
  })
}

// As the browser asked, seen through the proxies that we were told of.
function reachedBy(req: Request, res: Response): Reached {
  const { config } = localsOf(res).web
  const forwarded = req.get('x-forwarded-proto') ?? req.get('forwarded')
  const unheard = config.trustProxy === null && forwarded !== undefined
  return { protocol: req.protocol, host: req.host ?? '', unheard }
}

/** GET /courses/:course/doctor */
export async function courseDoctor(req: Request, res: Response): Promise<void> {
  const courseId = part(req, 'course')
  const { course, findings } = await diagnoseCourse(ctxOf(res), courseId)
  showPage(req, res, {
    view: 'admin/doctor',
    title: t('doctor.title'),
    course,
    model: doctorView(findings.map(told), paths.people(courseId)),
  })
}
