// The audit log on a page: who of the office did what and when, by kind and by person.

import type { Request, Response } from 'express'
import type { AuditEntry } from '../../domain/audit.ts'
import { type AuditPage, auditPage } from '../../services/office/audits.ts'
import { hasText, instant, number, t } from '../../text.ts'
import { showPage } from '../page.ts'
import { paths } from '../paths.ts'
import { ctxOf } from '../web.ts'

/** GET /audit */
export async function auditLog(req: Request, res: Response): Promise<void> {
  const ctx = ctxOf(res)
  const kind = asked(req, 'kind', /^[a-zA-Z]{1,40}$/)
  const personId = asked(req, 'person', /^\w{1,60}$/)
  const page = await auditPage(ctx, { kind, personId, before: cursor(req) })
  const { offices } = ctx.actor.session
  showPage(req, res, {
    view: 'audit/index',
    title: t('audit.title'),
    role: t(offices.includes('admin') ? 'role.admin' : 'role.registrar'),
    model: auditView(page, { kind, personId }, ctx.institution.timezone),
  })
}

function asked(req: Request, name: string, looks: RegExp): string | null {
  const value = req.query[name]
  const text = typeof value === 'string' ? value.trim() : ''
  return looks.test(text) ? text : null
}

function cursor(req: Request): Pick<AuditEntry, 'at' | 'id'> | null {
  const [at, id] = asked(req, 'before', /^\d{1,15}\.\w{1,60}$/)?.split('.') ?? []
  return at && id ? { at: new Date(Number(at)), id } : null
}

interface Filter {
  kind: string | null
  personId: string | null
}

/** The model of views/audit/index. */
export function auditView(page: AuditPage, filter: Filter, timezone: string) {
  const { kinds, entries, next } = page
  return {
    action: paths.audit(),
    kinds: kinds
      .map((kind) => ({ value: kind, text: t(`audit.${kind}`), chosen: kind === filter.kind }))
      .toSorted((a, b) => a.text.localeCompare(b.text)),
    person: filter.personId ?? '',
    filtered: filter.kind !== null || filter.personId !== null,
    rows: entries.map((entry) => ({
      at: instant(entry.at, timezone),
      what: hasText(entry.what) ? t(entry.what) : entry.what,
      ...whoOf(entry, page),
      facts: factsOf(entry, page),
    })),
    next: next && addressOf(filter, `${next.at.getTime()}.${next.id}`),
  }
}

function addressOf({ kind, personId }: Filter, before: string): string {
  const query = new URLSearchParams({
    ...(kind ? { kind } : {}),
    ...(personId ? { person: personId } : {}),
    before,
  })
  return `${paths.audit()}?${query}`
}

function whoOf({ personId, what, facts }: AuditEntry, { people }: AuditPage) {
  if (personId === null) {
    // Tokens read; they are made and revoked by commands.
    const isMachine = what === 'audit.reportRead' && facts.tokenId !== undefined
    return { who: t(isMachine ? 'audit.machine' : 'audit.nobody'), whoId: null, only: null }
  }
  const name = people.get(personId)?.name ?? t('audit.somebody')
  return { who: name, whoId: personId, only: `${paths.audit()}?person=${personId}` }
}

// Ids, numbers and words of the house only: nothing else is ever kept there.
function factsOf({ facts }: AuditEntry, { platforms }: AuditPage): string {
  const told = Object.entries(facts).flatMap(([name, value]) => {
    const key = `audit.fact.${name}`
    if (typeof value === 'boolean' && hasText(`${key}.${value}`)) return [t(`${key}.${value}`)]
    if (!hasText(key) || (typeof value !== 'string' && typeof value !== 'number')) return []
    const shown = typeof value === 'number' ? number(value) : (platforms.get(value) ?? value)
    return [t(key, { value: shown })]
  })
  return told.join(' · ')
}
