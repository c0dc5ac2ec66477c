// The calendar from a file: what stopped half-way is mended by importing the same file again.

import { beforeEach, describe, expect, it } from 'vitest'
import type { Table } from '../../src/domain/table.ts'
import type { PersonContext } from '../../src/services/context.ts'
import { importTerms, previewTerms } from '../../src/services/office/calendar.ts'
import { testDatabase } from '../support/mongo.ts'
import { aScene, type Scene } from './scene.ts'

const db = testDatabase()
let scene: Scene
let registrar: PersonContext
beforeEach(async () => {
  scene = await aScene(db.store)
  registrar = scene.instructor
})

const columns = ['code', 'name', 'starts_on', 'ends_on']
const TERMS = [
  ['F26', 'Fall 2026', '2026-08-24', '2026-12-18'],
  ['S27', 'Spring 2027', '2027-01-11', '2027-05-07'],
  ['U27', 'Summer 2027', '2027-05-24', '2027-08-06'],
]
const table = (rows: string[][], problems: Table['problems'] = []): Table => ({
  columns,
  lines: rows.map((cells, i) => ({
    line: i + 2,
    cells: Object.fromEntries(columns.map((column, c) => [column, cells[c] ?? ''])),
  })),
  problems,
})
const codes = async () => (await scene.store.terms.list()).map(({ code }) => code)
const imported = async (file: Table) => {
  const { seen } = await previewTerms(registrar, file)
  return importTerms(registrar, file, seen)
}

/** A database that goes away after so many terms. */
function breakingAfter(many: number): PersonContext {
  let added = 0
  const { terms } = registrar.store
  const add: typeof terms.add = async (term) => {
    if (added === many) throw new Error('the database has gone away')
    added += 1
    await terms.add(term)
  }
  return { ...registrar, store: { ...registrar.store, terms: { ...terms, add } } }
}

describe('an import of terms', () => {
  it('that stops half-way is finished by a second one, whose preview shows what is still missing', async () => {
    const file = table(TERMS)
    const { seen } = await previewTerms(registrar, file)
    await expect(importTerms(breakingAfter(1), file, seen)).rejects.toThrow('gone away')
    expect(await codes()).toEqual(['F26'])
    const again = await previewTerms(registrar, file)
    expect(again.terms.map(({ change }) => change)).toEqual(['same', 'new', 'new'])
    await imported(file)
    expect(await codes()).toEqual(['F26', 'S27', 'U27'])
    const notes = (await scene.store.audit.list(10)).map(({ what, facts }) => [what, facts])
    expect(notes).toEqual([['audit.calendarImported', { added: 2, changed: 0 }]])
  })

  it('that is sent twice changes nothing the second time, and no version', async () => {
    await imported(table(TERMS))
    const before = await scene.store.terms.list()
    await imported(table(TERMS))
    expect(await scene.store.terms.list()).toEqual(before)
  })

  it('tells of every bad line and keeps the good ones, which a mended file completes', async () => {
    const [fall, spring = [], summer] = TERMS
    const wrong = spring.with(3, '2027-01-01')
    const file = table([fall ?? [], wrong, summer ?? []])
    const { problems } = await imported(file)
    expect(problems.map(({ line }) => line)).toEqual([3])
    expect(await codes()).toEqual(['F26', 'U27'])
    await imported(table(TERMS))
    expect(await codes()).toEqual(['F26', 'S27', 'U27'])
  })

  it('of two people at the same moment keeps each term once', async () => {
    const { seen } = await previewTerms(registrar, table(TERMS))
    const both = () => importTerms(registrar, table(TERMS), seen)
    await Promise.allSettled([both(), both()])
    await imported(table(TERMS))
    expect(await codes()).toEqual(['F26', 'S27', 'U27'])
  })
})
