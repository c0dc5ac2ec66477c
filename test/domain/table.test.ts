// Imported lines: cells as people write them, and what would be right where they are wrong.

import { describe, expect, it } from 'vitest'
import { readFacts } from '../../src/domain/facts-file.ts'
import { columnName, LineReader, type Table } from '../../src/domain/table.ts'
import { readHolidays, readTerms, writtenHolidays } from '../../src/domain/term-file.ts'
import { t } from '../../src/text.ts'

const reader = (cell: string) => new LineReader({ line: 2, cells: { cell } })

function table(columns: string[], ...rows: string[][]): Table {
  const lines = rows.map((cells, i) => ({
    line: i + 2,
    cells: Object.fromEntries(columns.map((column, at) => [column, cells[at] ?? ''])),
  }))
  return { columns, lines, problems: [] }
}

describe('a day in a cell', () => {
  it.each([
    ['2026-08-24', '2026-08-24'],
    [' 2026-08-24 ', '2026-08-24'],
    ['', null],
  ])('%j is %s', (cell, day) => {
    const line = reader(cell)
    expect([line.day('cell'), line.problems]).toEqual([day, []])
  })
  it.each([
    ['8/24/2026', '2026-08-24'],
    ['24/8/2026', '2026-08-24'],
    ['24.8.2026', '2026-08-24'],
    ['3/4/2026', '2026-03-04 / 2026-04-03'],
    ['3.4.2026', '2026-04-03'],
    ['2026-8-4', '2026-08-04'],
    ['2026/08/24', '2026-08-24'],
    ['2026-08-24 00:00:00', '2026-08-24'],
  ])('%s is none, and may mean %s', (cell, right) => {
    const line = reader(cell)
    expect(line.day('cell')).toBeNull()
    expect(line.problems).toMatchObject([{ key: 'import.notADayBut', facts: { right } }])
  })
  it.each(['2026-02-30', '30/30/2026', 'next week', '46258', '2026-08'])(
    '%s is none, and nobody can tell which',
    (cell) => {
      const line = reader(cell)
      line.day('cell')
      expect(line.problems).toMatchObject([{ key: 'import.notADay' }])
    },
  )
})

describe('a number in a cell', () => {
  it.each([
    ['3', 3],
    ['3.25', 3.25],
    ['3,25', 3.25],
    ['0', 0],
    ['100', 100],
    ['', null],
  ])('%j is %s', (cell, number) => {
    const line = reader(cell)
    expect([line.number('cell', 100), line.problems]).toEqual([number, []])
  })
  it.each(['-1', '100.5', '1e2', '0x1f', 'three', '1 000', '٣', 'NaN', 'Infinity', '1.23456'])(
    '%s is none',
    (cell) => {
      const line = reader(cell)
      expect(line.number('cell', 100)).toBeNull()
      expect(line.problems).toMatchObject([{ key: 'import.notANumber' }])
    },
  )
})

describe('a cell that a spreadsheet would run', () => {
  it.each(['=1+1', '@SUM(A1)', '+cmd|calc', '-2+3+cmd', '='])('%s is refused', (cell) => {
    const line = reader(cell)
    line.text('cell')
    expect(line.problems.map((p) => p.key)).toEqual(['import.formula'])
  })
  it.each(['-2', '+3,5', 'a=b'])('%s is none', (cell) => {
    const line = reader(cell)
    line.text('cell')
    expect(line.problems).toEqual([])
  })
  it('also in the middle of a list', () => {
    const line = reader('BIO | =1+1')
    line.list('cell')
    expect(line.problems).toMatchObject([{ key: 'import.formula', facts: { sign: '=' } }])
  })
})

describe('a list in a cell', () => {
  it.each([
    ['BIO|CHE', ['BIO', 'CHE']],
    ['BIO ; CHE;BIO', ['BIO', 'CHE']],
    ['Biology, general', ['Biology, general']],
    ['|', []],
    ['', null],
  ])('%j is %j', (cell, items) => {
    expect(reader(cell).list('cell')).toEqual(items)
  })
})

it('headers are compared as words', () => {
  expect(['Grades due', 'GRADES-DUE ', '“Start Date”', 'Überfällig', ''].map(columnName)).toEqual([
    'grades_due',
    'grades_due',
    'start_date',
    'berf_llig',
    '',
  ])
})

describe('holidays', () => {
  it('are days and spans with a name, and written as they are read', () => {
    const texts = ['2026-09-07 Labor Day', '2026-11-26/2026-11-27 Thanksgiving', '2026-12-24']
    const read = readHolidays([...texts, '  '])
    expect(read.ok && writtenHolidays(read.holidays)).toEqual(texts)
  })
  it.each(['Labor Day', '2026-11-27/2026-11-26 backwards', '2026-02-30 never', '2026-11-26-27 x'])(
    '%s is none',
    (text) => {
      expect(readHolidays(['2026-09-07 Labor Day', text])).toEqual({ ok: false, wrong: text })
    },
  )
  it('are at most sixty in a term', () => {
    expect(readHolidays(Array.from({ length: 61 }, () => '2026-09-07')).ok).toBe(false)
  })
})

describe('a file of terms', () => {
  const columns = ['code', 'name', 'starts', 'ends']
  it('needs its columns, and names those it knows', () => {
    const { terms, problems } = readTerms(table(['code', 'title'], ['F26', 'Fall']))
    expect(terms).toEqual([])
    expect(problems.map((p) => [p.column, p.key])).toEqual([
      ['title', 'import.unknownColumn'],
      ['name', 'import.columnMissing'],
      ['starts', 'import.columnMissing'],
      ['ends', 'import.columnMissing'],
    ])
  })
  it('has a column once', () => {
    const twice = table(['code', 'term', 'name', 'starts', 'ends'])
    expect(readTerms(twice).problems).toMatchObject([{ column: 'term', key: 'import.columnTwice' }])
  })
  it.each([
    [['F26', 'Fall', '2026-08-24', '2026-08-01'], 'ends', 'terms.endsFirst'],
    [['F26', 'Fall', '2026-08-24', '2028-08-01'], 'ends', 'terms.tooLong'],
    [['', 'Fall', '2026-08-24', '2026-12-18'], 'code', 'import.empty'],
    [['F26', '', '2026-08-24', '2026-12-18'], 'name', 'import.empty'],
    [['F26', 'Fall', '', '2026-12-18'], 'starts', 'import.empty'],
  ])('%j: %s, %s', (row, column, key) => {
    const { terms, problems } = readTerms(table(columns, row))
    expect([terms.length, problems.map((p) => [p.column, p.key])]).toEqual([0, [[column, key]]])
  })
  it('keeps its good lines beside the bad ones', () => {
    const file = table(columns, ['F26', 'Fall', '2026-08-24', '2026-12-18'], ['S27', 'x', 'y', 'z'])
    const { terms, problems } = readTerms(file)
    expect([terms.map((one) => one.term.code), problems.map((p) => p.line)]).toEqual([
      ['F26'],
      [3, 3],
    ])
  })
})

describe('a file of students', () => {
  it('says nothing of what its cells leave empty', () => {
    const { people } = readFacts(table(['sis_id', 'gpa', 'standing', 'majors'], ['N1', '', '', '']))
    expect(people[0]?.facts).toMatchObject({ gpa: null, goodStanding: null, majors: null })
  })
  it.each([
    ['Good', true],
    ['good standing', true],
    ['1', true],
    ['Probation', false],
    ['no', false],
  ])('standing %s is %s', (cell, good) => {
    const { people } = readFacts(table(['id', 'standing'], ['N1', cell]))
    expect(people[0]?.facts.goodStanding).toBe(good)
  })
})

it('every problem has its sentence', () => {
  const file = table(
    ['code', 'name', 'starts', 'ends', 'holidays', 'census'],
    ['=x', 'x'.repeat(101), '1/2/2026', '', 'soon', 'never'],
  )
  const people = table(['sis_id', 'gpa', 'standing'], ['N1', 'x', 'maybe'], ['N1', '1', 'good'])
  const problems = [...readTerms(file).problems, ...readFacts(people).problems]
  expect(problems.length).toBeGreaterThan(7)
  for (const { key, facts } of problems) expect(t(key, facts)).not.toContain('{')
})
