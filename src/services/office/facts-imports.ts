// The registrar imports what only the institution knows about students; every import is kept, and none is changed.

import { isDay } from '../../domain/calendar.ts'
import { type FactsLine, readFacts } from '../../domain/facts-file.ts'
import type { FactsImport } from '../../domain/student-facts.ts'
import type { LineProblem, Table } from '../../domain/table.ts'
import { Conflict, Invalid } from '../../errors.ts'
import { hashOf } from '../../random.ts'
import type { Context, PersonContext } from '../context.ts'
import { today } from '../rules/rules-in-force.ts'

/** All imports, newest first. */
export async function factsImports(ctx: Context): Promise<FactsImport[]> {
  return ctx.store.facts.imports()
}

export interface FactsPreview {
  people: FactsLine[]
  /** How many of them have come here already. */
  known: number
  problems: LineProblem[]
  asOf: string
  /** Of the file and its day; an import of anything else is refused. */
  seen: string
}

/**
 * What importing a file would do; nothing is kept.
 * @throws {Invalid} the day whose state the file tells is none, or has not come yet
 */
export async function previewFacts(
  ctx: Context,
  table: Table,
  asOf: string,
): Promise<FactsPreview> {
  if (!isDay(asOf)) throw new Invalid({ asOf: 'form.notADay' })
  if (asOf > today(ctx)) throw new Invalid({ asOf: 'import.asOfLater' })
  const { people, problems } = readFacts(table)
  const known = await ctx.store.people.countWithSisIds(people.map((p) => p.sisPersonId))
  const seen = hashOf(JSON.stringify([people, problems, asOf]))
  return { people, known, problems, asOf, seen }
}

/**
 * Keeps the good lines of a file as the next import. Decisions that were made by earlier ones stay as they are.
 * @throws {Conflict} the file is not what the preview showed, or somebody else imported at the same moment
 */
export async function importFacts(
  ctx: PersonContext,
  table: Table,
  wish: { asOf: string; seen: string },
): Promise<FactsImport> {
  const { people, problems, asOf, seen } = await previewFacts(ctx, table, wish.asOf)
  if (seen !== wish.seen || people.length === 0) throw new Conflict('import.changedMeanwhile')
  const [last] = await ctx.store.facts.imports()
  const institutionId = ctx.institution.id
  const made: FactsImport = {
    id: ctx.newId(),
    institutionId,
    number: (last?.number ?? 0) + 1,
    at: ctx.now(),
    byName: ctx.actor.person.name ?? '',
    asOf,
    people: people.length,
    leftOut: linesOf(problems),
  }
  const records = people.map(({ sisPersonId, facts }) => ({
    id: ctx.newId(),
    institutionId,
    importId: made.id,
    importNumber: made.number,
    sisPersonId,
    asOf,
    facts,
  }))
  await ctx.store.facts.add(made, records)
  await ctx.store.audit.add({
    id: ctx.newId(),
    institutionId,
    at: made.at,
    what: 'audit.factsImported',
    personId: ctx.actor.person.id,
    facts: { number: made.number, people: made.people, leftOut: made.leftOut },
  })
  return made
}

/** How many lines are left out, however much is wrong with each. */
export function linesOf(problems: LineProblem[]): number {
  return new Set(problems.filter(({ line }) => line > 1).map(({ line }) => line)).size
}
