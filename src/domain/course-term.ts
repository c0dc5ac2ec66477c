// Which term a course belongs to: chosen by its instructor, told by the LMS, or by the day it was opened first.

import { isDay } from './calendar.ts'
import { type Term, termAfter, termOn } from './terms.ts'

/** What an LMS says about a course's term; from custom values, so it decides dates only. */
export interface TermHint {
  name: string | null
  startsOn: string | null
}

export interface CourseTerm {
  term: Term
  /** A text key under `courseTerm.`: how we know. */
  by: 'chosen' | 'ids' | 'lms' | 'dates' | 'firstDay'
}

/** The course's term; null when the calendar has none for it. */
export function courseTerm(
  terms: Term[],
  course: {
    chosenCode: string | null
    /** Course and section ids, and the label: a term's code is often part of them. */
    ids: (string | null)[]
    hint: TermHint
    /** The day on which the course was first opened here; it stays, so that no deadline moves when a term ends. */
    firstOn: string
  },
): CourseTerm | null {
  const chosen = terms.find(({ code }) => code === course.chosenCode)
  if (chosen) return { term: chosen, by: 'chosen' }
  const named = oneNamed(terms, course.ids)
  if (named) return { term: named, by: 'ids' }
  const { name, startsOn } = course.hint
  const same = name === null ? null : oneOf(terms.filter((t) => isSame(t, name)))
  if (same) return { term: same, by: 'lms' }
  const dated = startsOn !== null && isDay(startsOn) ? termOn(terms, startsOn) : null
  if (dated) return { term: dated, by: 'dates' }
  const around = onDay(terms, course.firstOn)
  return around && { term: around, by: 'firstDay' }
}

function isSame({ code, name }: Term, said: string): boolean {
  const plain = (text: string) => text.trim().toLowerCase()
  return plain(said) === plain(code) || plain(said) === plain(name)
}

// A code is found as a whole word of an id: F26 in BIO-210-01-F26, not in BIOF26X. Two terms in one id name none.
function oneNamed(terms: Term[], ids: (string | null)[]): Term | null {
  const words = new Set(ids.flatMap((id) => wordsOf(id ?? '')))
  return oneOf(terms.filter(({ code }) => words.has(code.toLowerCase())))
}

const MOST_WORDS = 12

// Also joined ones, since codes have dashes of their own: 2026-FA.
function wordsOf(id: string): string[] {
  const parts = id
    .toLowerCase()
    .split(/([^\p{L}\p{N}]+)/u)
    .slice(0, 2 * MOST_WORDS)
  const starts = parts.map((_part, i) => i).filter((i) => i % 2 === 0)
  return starts.flatMap((from) =>
    starts.filter((to) => to >= from).map((to) => parts.slice(from, to + 1).join('')),
  )
}

function oneOf(terms: Term[]): Term | null {
  return terms.length === 1 ? (terms[0] ?? null) : null
}

// After its last day a term goes on until grades are due; between two terms it is the next one.
function onDay(terms: Term[], day: string): Term | null {
  const lasting = terms.map((term) => ({ ...term, endsOn: lastDayOf(term) }))
  const found = termOn(terms, day) ?? termOn(lasting, day) ?? termAfter(terms, day)
  return terms.find(({ code }) => code === found?.code) ?? null
}

function lastDayOf({ endsOn, gradesDueOn }: Term): string {
  return gradesDueOn !== null && gradesDueOn > endsOn ? gradesDueOn : endsOn
}
