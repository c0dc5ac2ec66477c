// The academic calendar: the registrar keeps terms by form or by file; everybody's dates are derived from it.

import {
  calendarOf,
  type KeptTerm,
  type TermChange,
  termChange,
} from '../../domain/academic-calendar.ts'
import { dayIn } from '../../domain/calendar.ts'
import type { LineProblem, Table } from '../../domain/table.ts'
import { readTerms, type TermFacts } from '../../domain/term-file.ts'
import { type AcademicCalendar, termProblems } from '../../domain/terms.ts'
import { Conflict, Invalid } from '../../errors.ts'
import { hashOf } from '../../random.ts'
import type { Context, PersonContext } from '../context.ts'

/** The calendar from which every date is derived. */
export async function calendarIn(ctx: Context): Promise<AcademicCalendar> {
  return calendarOf(ctx.institution.timezone, await ctx.store.terms.list())
}

/** Terms that are not over, in the order in which they begin. */
export async function termsToCome(ctx: Context): Promise<KeptTerm[]> {
  const day = dayIn(ctx.now(), ctx.institution.timezone)
  return (await ctx.store.terms.list()).filter(({ endsOn }) => endsOn >= day)
}

/** All terms, in the order in which they begin. */
export async function allTerms(ctx: Context): Promise<KeptTerm[]> {
  return ctx.store.terms.list()
}

/** What a form says of a term; `id` null for a new one. */
export interface TermWish extends TermFacts {
  id: string | null
  version: number
}

/**
 * Keeps a term. Decisions that were made by its former dates stay as they are.
 * @throws {Invalid} days that cannot be. {Conflict} changed meanwhile
 */
export async function saveTerm(ctx: PersonContext, wish: TermWish): Promise<KeptTerm> {
  const { id, version, ...facts } = wish
  const others = (await allTerms(ctx)).filter((term) => term.id !== id)
  const wrong = termProblems(facts, others)
  if (Object.keys(wrong).length > 0) throw new Invalid(wrong)
  const saved = id ? await change(ctx, id, version, facts) : await add(ctx, facts)
  await note(ctx, 'audit.termSaved', { code: facts.code })
  return saved
}

async function change(ctx: Context, id: string, version: number, facts: TermFacts) {
  const term = await ctx.store.terms.get(id)
  return ctx.store.terms.save({ ...term, ...facts, version })
}

async function add(ctx: Context, facts: TermFacts): Promise<KeptTerm> {
  const term = { ...facts, id: ctx.newId(), institutionId: ctx.institution.id, version: 0 }
  await ctx.store.terms.add(term)
  return term
}

/**
 * Removes a term; courses that went by it are dated anew.
 * @throws {NotFound} not here. {Conflict} changed meanwhile
 */
export async function removeTerm(ctx: PersonContext, id: string, version: number): Promise<void> {
  const { code } = await ctx.store.terms.get(id)
  await ctx.store.terms.remove(id, version)
  await note(ctx, 'audit.termRemoved', { code })
}

export interface TermsPreview {
  terms: { line: number; term: TermFacts; change: TermChange }[]
  problems: LineProblem[]
  /** Of all that the preview shows; an import of anything else is refused. */
  seen: string
}

/** What importing a file would do; nothing is kept. */
export async function previewTerms(ctx: Context, table: Table): Promise<TermsPreview> {
  const { terms, problems } = readTerms(table)
  const byCode = new Map((await allTerms(ctx)).map((term) => [term.code, term]))
  const shown = terms.map(({ line, term }) => {
    const change: TermChange = termChange(byCode.get(term.code), term)
    return { line, term, change }
  })
  return { terms: shown, problems, seen: hashOf(JSON.stringify([shown, problems])) }
}

/**
 * Keeps the good lines of a file, each under its code, in the place of what stood there.
 * @throws {Conflict} the calendar or the file is not what the preview showed
 */
export async function importTerms(
  ctx: PersonContext,
  table: Table,
  seen: string,
): Promise<TermsPreview> {
  const preview = await previewTerms(ctx, table)
  if (preview.seen !== seen) throw new Conflict('import.changedMeanwhile')
  const byCode = new Map((await allTerms(ctx)).map((term) => [term.code, term]))
  for (const { term } of preview.terms.filter((t) => t.change !== 'same')) {
    const kept = byCode.get(term.code)
    await (kept ? ctx.store.terms.save({ ...kept, ...term }) : add(ctx, term))
  }
  const count = (what: TermChange) => preview.terms.filter((t) => t.change === what).length
  await note(ctx, 'audit.calendarImported', { added: count('new'), changed: count('changed') })
  return preview
}

async function note(ctx: PersonContext, what: string, facts: object): Promise<void> {
  await ctx.store.audit.add({
    id: ctx.newId(),
    institutionId: ctx.institution.id,
    at: ctx.now(),
    what,
    personId: ctx.actor.person.id,
    facts: { ...facts },
  })
}
