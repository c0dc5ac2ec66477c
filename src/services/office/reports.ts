// The registrar's rows, as a stream: nothing grows with the size of the institution.

import type { Claim } from '../../domain/claim.ts'
import { type Row, rowOf } from '../../domain/report.ts'
import type { Context } from '../context.ts'

/** Claims whose people, courses and placements are looked up together. */
const BATCH = 100

/**
 * The rows of all approved claims after a claim id, in its order; every reading is kept in the audit log.
 * What a test system made is left out.
 */
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
  const platforms = await ctx.store.platforms.list()
  const tests = new Set(platforms.filter((p) => p.test).map((p) => p.id))
  for await (const claims of batches(ctx.store.claims.approved(after))) {
    yield* await rowsFor(
      ctx,
      claims.filter((claim) => !tests.has(claim.platformId)),
    )
  }
}

async function* batches(claims: AsyncIterable<Claim>): AsyncGenerator<Claim[]> {
  let batch: Claim[] = []
  for await (const claim of claims) {
    batch.push(claim)
    if (batch.length < BATCH) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}

async function rowsFor(ctx: Context, claims: Claim[]): Promise<Row[]> {
  const { store, institution } = ctx
  const [people, courses, assignments, placements] = await Promise.all([
    store.people.getMany(claims.map((c) => c.personId)),
    store.courses.getMany(claims.map((c) => c.courseId)),
    store.assignments.getMany(claims.map((c) => c.assignmentId)),
    store.placements.getMany(claims.flatMap((c) => c.counts)),
  ])
  const byId = new Map(placements.map((placement) => [placement.id, placement]))
  return claims.flatMap((claim) => {
    const person = people.get(claim.personId)
    const course = courses.get(claim.courseId)
    const assignment = assignments.get(claim.assignmentId)
    // A test system that was removed is no longer among the registrations; its people are still marked.
    if (person?.test) return []
    if (!person || !course || !assignment) {
      ctx.log.error(
        { claimId: claim.id },
        'a claim without its person or course is not in the report',
      )
      return []
    }
    const held = claim.counts.flatMap((id) => byId.get(id) ?? [])
    const row = rowOf({ institution, claim, person, course, assignment, placements: held })
    return row ? [row] : []
  })
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
