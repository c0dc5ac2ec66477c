// The calendar as an institution keeps it: its terms, and the days on which it does not work.

import type { TermFacts } from './term-file.ts'
import type { AcademicCalendar } from './terms.ts'

/** A term as it is stored. */
export interface KeptTerm extends TermFacts {
  id: string
  institutionId: string
  version: number
}

/** Saturday and Sunday. */
const WEEKEND = [0, 6]

/** Everything that dates are derived from. */
export function calendarOf(timezone: string, terms: TermFacts[]): AcademicCalendar {
  return { timezone, terms, holidays: terms.flatMap(({ holidays }) => holidays), weekend: WEEKEND }
}

/** What an imported term does to the calendar. */
export type TermChange = 'new' | 'changed' | 'same'

/** Compares a term of a file with the one under its code. */
export function termChange(kept: TermFacts | undefined, term: TermFacts): TermChange {
  if (!kept) return 'new'
  return flat(kept) === flat(term) ? 'same' : 'changed'
}

function flat(term: TermFacts): string {
  const { code, name, startsOn, endsOn, addBy, censusOn, gradesDueOn, holidays } = term
  const days = holidays.map((holiday) => [holiday.from, holiday.to, holiday.name])
  return JSON.stringify([code, name, startsOn, endsOn, addBy, censusOn, gradesDueOn, days])
}
