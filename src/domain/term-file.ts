// The academic calendar as a file: one term a line, with its holidays.

import { isDay } from './calendar.ts'
import {
  type Column,
  isReadable,
  type LineProblem,
  LineReader,
  type Table,
  withColumns,
} from './table.ts'
import { type Holiday, type Term, termProblems } from './terms.ts'

/** A term as the registrar keeps it: with the holidays in it. */
export interface TermFacts extends Term {
  holidays: Holiday[]
}

/** The columns, in the order in which a new file has them. */
export const TERM_COLUMNS: Column[] = [
  { name: 'code', also: ['term', 'term_code'], needed: true },
  { name: 'name', also: ['term_name', 'description'], needed: true },
  { name: 'starts', also: ['start', 'start_date', 'starts_on', 'begins'], needed: true },
  { name: 'ends', also: ['end', 'end_date', 'ends_on'], needed: true },
  { name: 'add', also: ['add_by', 'add_deadline', 'last_day_to_add'], needed: false },
  { name: 'census', also: ['census_date', 'census_on'], needed: false },
  { name: 'grades_due', also: ['grades', 'grades_due_on', 'grades_due_date'], needed: false },
  { name: 'holidays', also: ['breaks'], needed: false },
]

const COLUMN_OF: Record<string, string> = {
  code: 'code',
  startsOn: 'starts',
  endsOn: 'ends',
  addBy: 'add',
  censusOn: 'census',
  gradesDueOn: 'grades_due',
}

export interface TermLine {
  line: number
  term: TermFacts
}

/** The terms of a file, and every line that cannot be one; of two lines with one code the second is wrong. */
export function readTerms(file: Table): { terms: TermLine[]; problems: LineProblem[] } {
  const table = withColumns(file, TERM_COLUMNS)
  const problems = [...table.problems]
  if (!isReadable(table)) return { terms: [], problems }
  const terms: TermLine[] = []
  const lineOf = new Map<string, number>()
  for (const line of table.lines) {
    const reader = new LineReader(line)
    const term = termOf(reader)
    const before = lineOf.get(term.code)
    if (before !== undefined) reader.wrong('code', 'import.twice', { line: before })
    else lineOf.set(term.code, line.line)
    problems.push(...reader.problems)
    if (reader.problems.length === 0) terms.push({ line: line.line, term })
  }
  return { terms, problems }
}

function termOf(reader: LineReader): TermFacts {
  const term: TermFacts = {
    code: reader.needed('code', 40),
    name: reader.needed('name', 100),
    startsOn: neededDay(reader, 'starts'),
    endsOn: neededDay(reader, 'ends'),
    addBy: reader.day('add'),
    censusOn: reader.day('census'),
    gradesDueOn: reader.day('grades_due'),
    holidays: holidaysOf(reader),
  }
  if (reader.problems.length === 0) {
    for (const [field, key] of Object.entries(termProblems(term, []))) {
      reader.wrong(COLUMN_OF[field] ?? null, key)
    }
  }
  return term
}

function neededDay(reader: LineReader, column: string): string {
  const problems = reader.problems.length
  const day = reader.day(column)
  if (day === null && reader.problems.length === problems) reader.wrong(column, 'import.empty')
  return day ?? ''
}

const MOST_HOLIDAYS = 60

function holidaysOf(reader: LineReader): Holiday[] {
  const said = reader.text('holidays', 4000)
  if (said === null) return []
  const read = readHolidays(said.split(/[;|]/))
  if (!read.ok) reader.wrong('holidays', 'import.notAHoliday', { value: read.wrong.slice(0, 60) })
  return read.ok ? read.holidays : []
}

const HOLIDAY = /^(\d{4}-\d{2}-\d{2})(?:\s*\/\s*(\d{4}-\d{2}-\d{2}))?(?:\s+(.{1,100}))?$/

/** Holidays as people write them: "2026-11-26/2026-11-27 Thanksgiving", a single day without the second; or the first that is none. */
export function readHolidays(
  lines: string[],
): { ok: true; holidays: Holiday[] } | { ok: false; wrong: string } {
  const texts = lines.map((line) => line.trim()).filter(Boolean)
  const holidays = texts.map(holidayOf)
  const wrong = texts.find((_text, i) => holidays[i] === null)
  if (wrong !== undefined) return { ok: false, wrong }
  if (texts.length > MOST_HOLIDAYS) return { ok: false, wrong: texts[MOST_HOLIDAYS] ?? '' }
  return { ok: true, holidays: holidays.filter((holiday) => holiday !== null) }
}

function holidayOf(text: string): Holiday | null {
  const [, from = '', to = from, name = ''] = HOLIDAY.exec(text) ?? []
  return isDay(from) && isDay(to) && from <= to ? { from, to, name } : null
}

/** Holidays as `readHolidays` reads them, one each. */
export function writtenHolidays(holidays: Holiday[]): string[] {
  return holidays.map(({ from, to, name }) =>
    `${from === to ? from : `${from}/${to}`} ${name}`.trim(),
  )
}
