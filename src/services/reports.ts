// The registrar's rows, as a stream: nothing grows with the size of the institution.

import type { Claim } from '../domain/claim.ts'
import { type Row, rowOf } from '../domain/report.ts'
import type { Context } from './context.ts'

/** The rows of all approved claims after a claim id, in its order; every reading is kept in the audit log. */
export async function* completionRows(
  ctx: Context,
  after: string | null = null,
): AsyncGenerator<Row> {
  await ctx.store.audit.add({
    id: ctx.newId(),
    institutionId: ctx.institution.id,
    at: ctx.now(),
    what: 'audit.reportRead',
    personId: ctx.actor.kind === 'person' ? ctx.actor.person.id : null,
    facts: ctx.actor.kind === 'machine' ? { tokenId: ctx.actor.token.id } : {},
  })
  for await (const claim of ctx.store.claims.approved(after)) {
    const row = await rowFor(ctx, claim)
    if (row) yield row
  }
}

async function rowFor(ctx: Context, claim: Claim): Promise<Row | null> {
  const [person, course, assignment, placements] = await Promise.all([
    ctx.store.people.get(claim.personId),
    ctx.store.courses.get(claim.courseId),
    ctx.store.assignments.get(claim.assignmentId),
    ctx.store.placements.getMany(claim.counts),
  ])
  return rowOf({ institution: ctx.institution, claim, person, course, assignment, placements })
}

export interface RowPage {
  rows: Row[]
  /** The cursor of the next page; null on the last. */
  next: string | null
}

/** One page of rows: at most `limit`, and where to go on. */
export async function completionPage(
  ctx: Context,
  after: string | null,
  limit: number,
): Promise<RowPage> {
  const rows: Row[] = []
  for await (const row of completionRows(ctx, after)) {
    if (rows.length === limit) return { rows, next: String(rows.at(-1)?.claim_id) }
    rows.push(row)
  }
  return { rows, next: null }
}
