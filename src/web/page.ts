// Shows a page: the shell around every view, with who is signed in and what just happened.

import type { Request, Response } from 'express'
import { hasText, t } from '../text.ts'
import { paths } from './paths.ts'
import { localsOf } from './web.ts'

export interface Page {
  view: string
  title: string
  model: object
  status?: number
  /** Fields or sentences that need another look, each linking to its field. */
  problems?: { field: string; text: string }[]
  course?: { label: string; title: string }
  role?: string
}

/** Renders a page with the right status and, on an error, the word for it in its title. */
export function showPage(req: Request, res: Response, page: Page): void {
  const { web, ctx, framed } = localsOf(res)
  const session = ctx?.actor.session
  const shell = {
    title: page.title,
    framed,
    lang: 'en',
    person: ctx
      ? { name: ctx.actor.person.name ?? t('person.unnamed'), roleText: page.role ?? null }
      : null,
    course: page.course ?? null,
    nav: ctx ? navOf(req, session?.kind ?? 'lms') : [],
    banner: session?.via === 'link' ? t('shell.linkSession') : null,
    notice: noticeOf(req),
    csrf: session?.csrf ?? null,
    session: session?.publicId ?? null,
    error: page.problems && page.problems.length > 0 ? { summary: page.problems } : null,
  }
  // HTML standard: personal pages are nobody's to keep.
  res.set('Cache-Control', 'no-store')
  res
    .status(page.status ?? 200)
    .type('html')
    .send(web.views.page(page.view, { shell, ...page.model }))
}

function navOf(req: Request, kind: 'lms' | 'office') {
  if (kind === 'office') return []
  const items = [{ href: paths.home(), text: t('nav.home') }]
  return items.map((item) => ({ ...item, current: req.path === item.href }))
}

function noticeOf(req: Request): { kind: 'done'; text: string } | null {
  const done = req.query.done
  const key = `notice.${typeof done === 'string' ? done : ''}`
  return /^notice\.[a-zA-Z]+$/.test(key) && hasText(key) ? { kind: 'done', text: t(key) } : null
}
