// The first page of each session, and the way out.

import type { Request, Response } from 'express'
import { endSession } from '../services/arriving/sign-ins.ts'
import { clearCookie } from './cookies.ts'
import { showFirstPage, showNothing } from './first-page.ts'
import { adminPage } from './office/admin.ts'
import { rulesPage } from './office/institution-rules.ts'
import { reportPage } from './office/reports.ts'
import { paths } from './paths.ts'
import { ctxOf, localsOf } from './web.ts'

/** Where this session begins: the office's page, or that of the course that was launched. */
export async function home(req: Request, res: Response): Promise<void> {
  const { session } = ctxOf(res).actor
  if (session.kind === 'office') {
    const { offices } = session
    if (offices.includes('admin')) return adminPage(req, res)
    if (offices.includes('registrar')) return reportPage(req, res)
    return offices.includes('approver') ? rulesPage(req, res) : showNothing(req, res, 'career')
  }
  if (!session.courseId) return showNothing(req, res, 'none')
  return showFirstPage(req, res, session.courseId, session.assignmentId)
}

/** Ends this session; its cookie goes, its mark stays. */
export async function signOut(_req: Request, res: Response): Promise<void> {
  const { session } = ctxOf(res).actor
  await endSession(localsOf(res).web.hands, session)
  clearCookie(res, session.kind)
  res.redirect(303, paths.home())
}
