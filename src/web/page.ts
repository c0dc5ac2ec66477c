// Shows a page: the shell around every view, with who is signed in and what just happened.

import type { Request, Response } from 'express'
import type { Person } from '../domain/person.ts'
import type { Session } from '../domain/session.ts'
import { hashOf } from '../random.ts'
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
  const { ctx, framed, host } = localsOf(res)
  const institution = ctx?.institution ?? host ?? null
  return {
    title: page.title,
    framed,
    lang: 'en',
    stylesheet: institution && colourSheet(institution),
    course: page.course ?? null,
    institution: institution?.name ?? null,
    notice: noticeOf(req),
    error: page.problems ? { summary: page.problems.summary } : null,
    ...(ctx ? signedInShell(req, ctx, page) : NOBODY),
  }
}

const NOBODY = {
  ...{ person: null, who: null, nav: [], banner: null, signOut: null },
  ...{ csrf: null, session: null },
}

function signedInShell(req: Request, { actor: { person, session } }: PersonContext, page: Page) {
  return {
    person: { name: person.name ?? t('person.unnamed'), roleText: page.role ?? null },
    // Tells the browser's own memory of typed text whose it is, and nobody else anything.
    who: hashOf(person.id).slice(0, 12),
    nav: navOf(req, session),
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

function navOf(req: Request, { kind, offices }: Session) {
  const items = kind === 'lms' ? [{ href: paths.home(), text: t('nav.home') }] : officeNav(offices)
  return items.map((item) => ({ ...item, current: req.path === item.href }))
}

function officeNav(offices: Session['offices']) {
  const log = { href: paths.audit(), text: t('nav.audit') }
  const rules = { href: paths.rules(), text: t('nav.rules') }
  if (offices.includes('registrar')) {
    return [
      { href: paths.reports(), text: t('nav.reports') },
      rules,
      { href: paths.calendar(), text: t('nav.calendar') },
      { href: paths.facts(), text: t('nav.facts') },
      log,
    ]
  }
  if (offices.includes('admin')) {
    return [{ href: paths.admin(), text: t('nav.admin') }, rules, log]
  }
  return offices.includes('approver') ? [rules] : []
}

function noticeOf(req: Request): { kind: 'done'; text: string } | null {
  const done = req.query.done
  const key = `notice.${typeof done === 'string' ? done : ''}`
  return /^notice\.[a-zA-Z]+$/.test(key) && hasText(key) ? { kind: 'done', text: t(key) } : null
}
