// The course of the next term: its staff stay, its students are others, and one of the old ones tries again.

import { digest, type Line, person } from './cast.ts'
import type { Course, Kind, Person, Term } from './model.ts'

const NEW: Partial<Record<Kind, Line[]>> = {
  canvas: [
    ['Mina', 'Sato', 'student', 'N1101'],
    ['Nils', 'Berger', 'student', 'N1102'],
    ['Olga', 'Petrov', 'student', 'N1103'],
  ],
  moodle: [
    ['Paolo', 'Conti', 'student', 'N2101'],
    ['Rana', 'Aziz', 'student', null],
    ['Sofie', 'Dahl', 'student', 'N2103'],
  ],
}

/** Who has to do it again. */
const AGAIN = ['liam', 'oskar']

/** A course made of another one, in a context of its own; its people are those of the new term. */
export function nextCourse(kind: Kind, course: Course, number: number): Course {
  const term = termAfter(course.term)
  return {
    ...course,
    number,
    contextId: kind === 'moodle' ? String(number) : digest(`course ${number}`).slice(0, 40),
    history: [course.contextId, ...course.history],
    // Moodle copies no ID number (moodle.md 9); in Canvas the registrar's system has made the course.
    sisId: kind === 'moodle' ? '' : course.sisId.replace(/[FS]\d\d$/, codeOf(term)),
    term,
    people: peopleOf(kind, course.people, number),
  }
}

function peopleOf(kind: Kind, before: Person[], number: number): Person[] {
  const stays = ({ role, key }: Person): boolean =>
    (role !== 'student' && role !== 'observer') || AGAIN.includes(key)
  const fresh = (NEW[kind] ?? []).map((line, i) => person(kind, line, 10 * number + i))
  const known = new Set(fresh.map(({ key }) => key))
  const staying = before.filter((one) => stays(one) && !known.has(one.key))
  return [...fresh, ...staying.map((one) => ({ ...one }))]
}

function termAfter({ name }: Term): Term {
  const year = Number(/\d+$/.exec(name)?.[0])
  return name.startsWith('Fall')
    ? { name: `Spring ${year + 1}`, startsOn: `${year + 1}-01-11` }
    : { name: `Fall ${year}`, startsOn: `${year}-08-23` }
}

function codeOf({ name }: Term): string {
  return `${name.charAt(0)}${name.slice(-2)}`
}
