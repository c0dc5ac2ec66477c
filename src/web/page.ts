// Shows a page: the shell around every view, with who is signed in and what just happened.

import type { Request, Response } from 'express'
import type { Person } from '../domain/person.ts'
import type { Session } from '../domain/session.ts'
import type { PersonContext } from '../services/context.ts'
import { hasText, t } from '../text.ts'
import type { Problems } from './forms.ts'
import { colourSheet, paths } from './paths.ts'
import { localsOf } from './web.ts'

export interface Page {
  view: string
  title: string
  model: object
  status?: number
  problems?: Problems | undefined
  course?: { label: string; title: string }
  role?: string
  /** Somebody who only plays a student: the page says that nothing is kept. */
  plays?: boolean
}

/** Renders a page with the right status and, on an error, the word for it in its title. */
export function showPage(req: Request, res: Response, page: Page): void {
  const { web } = localsOf(res)
  // HTML standard: personal pages are nobody's to keep.
  res.set('Cache-Control', 'no-store')
  res
    .status(page.status ?? page.problems?.status ?? 200)
    .type('html')
    .send(web.views.page(page.view, { shell: shellOf(req, res, page), ...page.model }))
}

function shellOf(req: Request, res: Response, page: Page) {
  const { ctx, framed } = localsOf(res)
  return {
    title: page.title,
    framed,
    lang: 'en',
    stylesheet: ctx ? colourSheet(ctx.institution) : null,
    course: page.course ?? null,
    notice: noticeOf(req),
    error: page.problems ? { summary: page.problems.summary } : null,
    ...(ctx ? signedInShell(req, ctx, page) : NOBODY),
  }
}

const NOBODY = { person: null, nav: [], banner: null, signOut: null, csrf: null, session: null }

function signedInShell(req: Request, { actor: { person, session } }: PersonContext, page: Page) {
  return {
    person: { name: person.name ?? t('person.unnamed'), roleText: page.role ?? null },
    nav: navOf(req, session.kind),
    banner: bannerOf(person, session, page),
    signOut: session.kind === 'office' ? paths.signOut() : null,
    csrf: session.csrf,
    session: session.publicId,
  }
}

// What holds for everything on the page: how one came in, and what is not real.
function bannerOf(person: Person, session: Session, { plays }: Page): string | null {
  const banners = [
    session.via === 'link' ? t('shell.linkSession') : '',
    person.test ? t('shell.testSystem') : '',
    plays ? t('rehearsal.banner') : '',
  ]
  return banners.filter(Boolean).join(' ') || null
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
