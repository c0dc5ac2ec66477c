// What the LMS keeps between two starts: its keys, columns, grades and what was tried; one JSON file, or memory only.

import { readFileSync } from 'node:fs'
import { writeWhole } from '../files.ts'
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

const empty = (): Book => ({ key: null, columns: [], grades: [], lastColumn: 0 })

/** The state as it was kept, or a new one. */
export function loadState(file: string | null): LmsState {
  const fresh: LmsState = { canvas: empty(), moodle: empty(), other: empty(), tried: null }
  if (file === null) return fresh
  try {
    const kept = JSON.parse(readFileSync(file, 'utf8'))
    return { ...fresh, ...kept, canvas: grown(kept.canvas), moodle: grown(kept.moodle) }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return fresh
    throw error
  }
}

// What an earlier start kept may know less of a column.
function grown(book: Partial<Book> | undefined): Book {
  const columns = (book?.columns ?? []).map((column) => ({ ...PLAIN, ...column }))
  return { ...empty(), ...book, columns }
}

/** Writes the state so that a stop at any moment leaves the old or the new one. */
export function saveState(file: string | null, state: LmsState): void {
  if (file !== null) writeWhole(file, JSON.stringify(state, null, 1))
}
