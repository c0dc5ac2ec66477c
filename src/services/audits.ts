// What an administrator did stands in the audit log, by whom and to what.

import type { Context } from './context.ts'

/** Adds an entry of the acting person; commands and machines have none. */
export async function audit(
  ctx: Context,
  what: string,
  facts: Record<string, unknown> = {},
): Promise<void> {
  await ctx.store.audit.add({
    id: ctx.newId(),
    institutionId: ctx.institution.id,
    at: ctx.now(),
    what,
    personId: ctx.actor.kind === 'person' ? ctx.actor.person.id : null,
    facts,
  })
}
