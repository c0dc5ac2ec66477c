// A file of lines that somebody imports: its cells by column, and what is wrong with a line and what would be right.

import { isDay } from './calendar.ts'

export interface TableLine {
  /** As an editor counts, the header being 1. */
  line: number
  /** By the column's own name in lower case, with `_` between words. */
  cells: Record<string, string>
}

export interface LineProblem {
  line: number
  /** The column as the file names it; null when it is about the whole line. */
  column: string | null
  /** A text key; its sentence says what would be right. */
  key: string
  facts: Record<string, string | number>
}

export interface Table {
  columns: string[]
  lines: TableLine[]
  /** Lines that could not even be split into cells. */
  problems: LineProblem[]
}

/** One column that is looked for, and the other names that people give it. */
export interface Column {
  name: string
  also: string[]
  needed: boolean
}

/** A header as it is compared: "Grades due" is `grades_due`. */
export function columnName(header: string): string {
  return header
    .trim()
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '')
}

/** The file under the names that are looked for; columns that are missing or that nobody knows are problems of line 1. */
export function withColumns(table: Table, wanted: Column[]): Table {
  const found = new Map<string, string>()
  const problems = [...table.problems]
  const wrong = (column: string, key: string, facts = {}) =>
    problems.push({ line: 1, column, key, facts })
  for (const column of table.columns) {
    const match = wanted.find(({ name, also }) => name === column || also.includes(column))
    if (!match) wrong(column, 'import.unknownColumn', { columns: named(wanted) })
    else if ([...found.values()].includes(match.name)) wrong(column, 'import.columnTwice')
    else found.set(column, match.name)
  }
  for (const { name } of wanted.filter((c) => c.needed && ![...found.values()].includes(c.name))) {
    wrong(name, 'import.columnMissing', { columns: named(wanted) })
  }
  const lines = table.lines.map(({ line, cells }) => ({
    line,
    cells: Object.fromEntries([...found].map(([own, name]) => [name, cells[own] ?? ''])),
  }))
  return { columns: [...found.values()], lines, problems }
}

function named(columns: Column[]): string {
  return columns.map(({ name }) => name).join(', ')
}

/** True when the file can be read line by line: every needed column is there. */
export function isReadable({ problems }: Table): boolean {
  return !problems.some(({ key }) => key === 'import.columnMissing')
}

// What spreadsheets run: a sign, unless it stands before nothing but a number.
const FORMULA = /^(?:[=@\t\r]|[+-](?!\d*[.,]?\d*$))/

/** Reads the cells of one line; what is wrong is collected in `problems`. */
export class LineReader {
  readonly problems: LineProblem[] = []
  readonly line: number
  private readonly cells: Record<string, string>

  constructor({ line, cells }: TableLine) {
    this.line = line
    this.cells = cells
  }

  /** Notes that a column needs another look. */
  wrong(column: string | null, key: string, facts: LineProblem['facts'] = {}): void {
    this.problems.push({ line: this.line, column, key, facts })
  }

  /** A text, or null when the cell is empty. */
  text(column: string, most = 200): string | null {
    const value = (this.cells[column] ?? '').trim()
    if (value === '') return null
    if (FORMULA.test(value)) this.wrong(column, 'import.formula', { sign: value.slice(0, 1) })
    if (value.length > most) this.wrong(column, 'import.tooLong', { most })
    return value
  }

  /** A text that has to be there. */
  needed(column: string, most = 200): string {
    const value = this.text(column, most)
    if (value === null) this.wrong(column, 'import.empty')
    return value ?? ''
  }

  /** A day, or null when the cell is empty. */
  day(column: string): string | null {
    const value = this.text(column, 40)
    if (value === null || isDay(value)) return value
    const right = likelyDays(value)
    const key = right.length > 0 ? 'import.notADayBut' : 'import.notADay'
    this.wrong(column, key, { value: value.slice(0, 40), right: right.join(' / ') })
    return null
  }

  /** A number with point or comma, within limits; null when the cell is empty. */
  number(column: string, most: number): number | null {
    const value = this.text(column, 40)
    if (value === null) return null
    const number = Number(value.replace(',', '.'))
    if (/^\d{1,6}([.,]\d{1,4})?$/.test(value) && number <= most) return number
    this.wrong(column, 'import.notANumber', { value: value.slice(0, 40), most })
    return null
  }

  /** Several values with | or ; between them; null when the cell is empty. */
  list(column: string): string[] | null {
    const value = this.text(column, 2000)
    if (value === null) return null
    const items = value.split(/[|;]/).map((item) => item.trim())
    const formula = items.find((item) => FORMULA.test(item))
    if (formula !== undefined && formula !== value) {
      this.wrong(column, 'import.formula', { sign: formula.slice(0, 1) })
    }
    return [...new Set(items.filter(Boolean))]
  }
}

// 8/24/2026, 24.8.2026 and 2026-8-24, as the days they may mean; none when nobody can tell.
function likelyDays(text: string): string[] {
  const first = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?$/.exec(text)
  if (first) return days([[first[1], first[2], first[3]]])
  const last = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})$/.exec(text)
  if (!last) return []
  const [, one, mark, two, year] = last
  const european = [year, two, one] as const
  return days(mark === '.' ? [european] : [[year, one, two], european])
}

type Parts = readonly [string | undefined, string | undefined, string | undefined]

function days(some: Parts[]): string[] {
  const texts = some.map(
    ([year = '', month = '', day = '']) =>
      `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`,
  )
  return [...new Set(texts.filter(isDay))]
}
