// What the LMS keeps between two starts: its keys, columns, grades and what was tried; one JSON file, or memory only.

import { readFileSync } from 'node:fs'
import { writeWhole } from '../files.ts'
import { courseOf } from './cast.ts'
import type { Book, Kind } from './model.ts'
import { PLAIN } from './new-column.ts'

export interface LmsState {
  canvas: Book
  moodle: Book
  other: Book
  /** Things a newcomer has tried, by the names of `try-this.ts`; null until the story is seeded. */
  tried: string[] | null
}

export const KINDS: Kind[] = ['canvas', 'moodle', 'other']

const empty = (kind: Kind): Book => ({
  ...{ key: null, columns: [], grades: [], lastColumn: 0 },
  courses: [courseOf(kind)],
})

/** The state as it was kept, or a new one. */
export function loadState(file: string | null): LmsState {
  const fresh: LmsState = {
    ...{ canvas: empty('canvas'), moodle: empty('moodle'), other: empty('other') },
    tried: null,
  }
  if (file === null) return fresh
  try {
    const kept = JSON.parse(readFileSync(file, 'utf8'))
    const books = KINDS.map((kind) => [kind, grown(kind, kept[kind])])
    return { ...fresh, ...kept, ...Object.fromEntries(books) }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return fresh
    throw error
  }
}

// What an earlier start kept may know less of a column, and nothing of courses.
function grown(kind: Kind, book: Partial<Book> | undefined): Book {
  const whole = { ...empty(kind), ...book }
  const course = whole.courses[0]?.number ?? 0
  const columns = whole.columns.map((column) => Object.assign({ course }, PLAIN, column))
  return { ...whole, columns }
}

/** Writes the state so that a stop at any moment leaves the old or the new one. */
export function saveState(file: string | null, state: LmsState): void {
  if (file !== null) writeWhole(file, JSON.stringify(state, null, 1))
}
