// The audit log: an administrator's or a registrar's acts are added to it, and both may read what concerns them.

import { type AuditEntry, readableKinds } from '../../domain/audit.ts'
import type { Person } from '../../domain/person.ts'
import type { Context, PersonContext } from '../context.ts'

/** Adds an entry of the acting person, or of who comes in by it; commands and machines have none. */
export async function audit(
  ctx: Context,
  what: string,
  facts: Record<string, unknown> = {},
  personId = ctx.actor.kind === 'person' ? ctx.actor.person.id : null,
): Promise<void> {
  await ctx.store.audit.add({
    id: ctx.newId(),
    institutionId: ctx.institution.id,
    at: ctx.now(),
    what,
    personId,
    facts,
  })
}

export interface AuditWish {
  /** Null: all that the reader may see. */
  kind: string | null
  personId: string | null
  before: Pick<AuditEntry, 'at' | 'id'> | null
}

export interface AuditPage {
  /** What the reader may filter by. */
  kinds: string[]
  entries: AuditEntry[]
  /** Those of them who hold an office, by id: nobody else is named. */
  people: Map<string, Person>
  /** Names of LMSs that are still registered, by id. */
  platforms: Map<string, string>
  next: Pick<AuditEntry, 'at' | 'id'> | null
}

const MOST = 50

/** One page of the log, newest first, of the kinds that the reader's offices may see. */
export async function auditPage(ctx: PersonContext, wish: AuditWish): Promise<AuditPage> {
  const kinds = readableKinds(ctx.actor.session.offices)
  const wanted = kinds.filter((kind) => wish.kind === null || kind === wish.kind)
  const { personId, before } = wish
  const question = { what: wanted.map((kind) => `audit.${kind}`), personId, before }
  const found = await ctx.store.audit.list(MOST + 1, question)
  const entries = found.slice(0, MOST)
  const people = await ctx.store.people.getMany(entries.flatMap((one) => one.personId ?? []))
  const platforms = await ctx.store.platforms.list()
  return {
    ...{ kinds, entries },
    people: new Map([...people].filter(([, { offices }]) => offices.length > 0)),
    platforms: new Map(platforms.map(({ id, name }) => [id, name])),
    next: found.length > MOST ? (entries.at(-1) ?? null) : null,
  }
}
