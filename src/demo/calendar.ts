// Northfield's academic calendar: the term that its LMSs name, stretched so that nothing in the story is late, and the one before.

import { dayIn } from '../domain/calendar.ts'
import { plusDays } from '../domain/terms.ts'
import type { Context } from '../services/context.ts'

const FALL = { code: 'F26', name: 'Fall 2026' }
const SUMMER = { code: 'U26', name: 'Summer 2026' }
const THANKSGIVING = { from: '2026-11-26', to: '2026-11-27', name: 'Thanksgiving' }

/** Enters the terms where there are none; the next one is for a newcomer to add. */
export async function openCalendar(ctx: Context): Promise<void> {
  if ((await ctx.store.terms.list()).length > 0) return
  const today = dayIn(ctx.now(), ctx.institution.timezone)
  const startsOn = earlier('2026-08-24', plusDays(today, -70))
  const endsOn = later('2026-12-18', plusDays(today, 21))
  const own = () => ({ id: ctx.newId(), institutionId: ctx.institution.id, version: 0 })
  await ctx.store.terms.add({
    ...{ ...own(), ...SUMMER, startsOn: plusDays(startsOn, -91), endsOn: plusDays(startsOn, -10) },
    ...{ addBy: null, censusOn: null, gradesDueOn: plusDays(startsOn, -6), holidays: [] },
  })
  await ctx.store.terms.add({
    ...{ ...own(), ...FALL, startsOn, endsOn, addBy: plusDays(startsOn, 11) },
    ...{ censusOn: plusDays(startsOn, 15), gradesDueOn: plusDays(endsOn, 4) },
    holidays: [THANKSGIVING],
  })
}

function earlier(a: string, b: string): string {
  return a < b ? a : b
}

function later(a: string, b: string): string {
  return a < b ? b : a
}
