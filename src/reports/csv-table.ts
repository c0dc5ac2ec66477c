// A CSV file as a table: whatever a spreadsheet made of it (BOM, semicolons, tabs, quotes), line by line.

import { CsvError, parse } from 'csv-parse/sync'
import { columnName, type LineProblem, type Table, type TableLine } from '../domain/table.ts'

/** More lines than the largest university has students in one import. */
const MOST_LINES = 20_000

/** The text of a file: UTF-8 or UTF-16 as its mark says, else UTF-8, else what Windows writes. */
export function decoded(file: Uint8Array): string {
  const [first, second] = file
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(file)
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(file)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(file)
  } catch {
    return new TextDecoder('windows-1252').decode(file)
  }
}

/** Reads a CSV text: the first line names the columns; lines that cannot be split are problems. */
export function csvTable(text: string): Table {
  // Forms send line ends of their own; a NUL is in no text.
  const plain = text
    .replace(/^\uFEFF/, '')
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll('\0', '')
    // A first line for spreadsheets alone; an empty one instead keeps the numbers of the others.
    .replace(/^"?sep=.?"?\n/i, '\n')
  try {
    return tableOf(recordsIn(plain))
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    return { columns: [], lines: [], problems: [unreadable(error, plain)] }
  }
}

interface Parsed {
  record: string[]
  info: { lines: number }
}

function recordsIn(text: string): Parsed[] {
  const options = {
    delimiter: delimiterOf(text),
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    trim: true,
    max_record_size: 64_000,
    // One more than may be, to tell that there are too many.
    to: MOST_LINES + 2,
  }
  // With `info` each record comes with the line on which it ends.
  return parse(text, options) as unknown as Parsed[]
}

// The mark that the header uses most, outside of quotes.
function delimiterOf(text: string): string {
  const header = (/^.*\S.*$/m.exec(text)?.[0] ?? '').replaceAll(/"[^"]*"/g, '')
  const count = (mark: string) => header.split(mark).length
  const marks = [',', ';', '\t'].sort((a, b) => count(b) - count(a))
  return marks[0] ?? ','
}

function tableOf(parsed: Parsed[]): Table {
  const [header, ...rest] = withoutEmptyRight(parsed)
  if (!header || rest.length === 0) {
    return { columns: [], lines: [], problems: [problem(1, 'import.nothing')] }
  }
  const columns = header.record.map(columnName)
  const problems: LineProblem[] = []
  const lines: TableLine[] = []
  for (const { record, info } of rest.slice(0, MOST_LINES)) {
    // The count is of lines read; a record over several lines stands where it begins.
    const line = info.lines - record.join('').split('\n').length + 1
    if (record.every((cell) => cell === '')) continue
    if (record.length !== columns.length) {
      const facts = { has: record.length, needs: columns.length }
      problems.push(problem(line, 'import.cells', facts))
    } else lines.push({ line, cells: cellsOf(columns, record) })
  }
  if (rest.length > MOST_LINES) {
    problems.push(problem(MOST_LINES + 2, 'import.tooManyLines', { most: MOST_LINES }))
  }
  return { columns, lines, problems }
}

// Spreadsheets like to write columns that nobody has filled in.
function withoutEmptyRight(parsed: Parsed[]): Parsed[] {
  const used = parsed.map(({ record }) => record.findLastIndex((cell) => cell !== '') + 1)
  const width = used.reduce((most, one) => Math.max(most, one), 0)
  return parsed.map(({ record, info }) => ({ record: record.slice(0, width), info }))
}

function cellsOf(columns: string[], record: string[]): Record<string, string> {
  return Object.fromEntries(columns.map((column, i) => [column, record[i] ?? '']))
}

function unreadable(error: CsvError, text: string): LineProblem {
  const { lines } = error as CsvError & { lines?: unknown }
  if (error.code === 'CSV_QUOTE_NOT_CLOSED') return problem(openedIn(text), 'import.quote')
  return problem(typeof lines === 'number' ? lines : 1, 'import.unreadable')
}

// The line of the last quote that has no other half.
function openedIn(text: string): number {
  let opened = 1
  let isOpen = false
  for (const [i, line] of text.split('\n').entries()) {
    if ((line.split('"').length - 1) % 2 === 0) continue
    isOpen = !isOpen
    if (isOpen) opened = i + 1
  }
  return opened
}

function problem(line: number, key: string, facts: LineProblem['facts'] = {}): LineProblem {
  return { line, column: null, key, facts }
}
