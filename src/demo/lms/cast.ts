// Northfield University: the people of its courses, BIO 210 in Canvas, MKT 150 in Moodle and PHY 110 in Open edX.

import { createHash } from 'node:crypto'
import type { Course, CourseRole, Kind, Person, Term } from './model.ts'

export type Line = [given: string, family: string, role: CourseRole, sisId: string | null]

const FALL: Term = { name: 'Fall 2026', startsOn: '2026-08-24' }

// In the order in which the person switcher offers them.
const BIO_210: Line[] = [
  ['Ada', 'Marsh', 'student', 'N1001'],
  ['Ben', 'Ortiz', 'student', 'N1002'],
  ['Elena', 'Rivera', 'instructor', 'N0007'],
  ['Tom', 'Quist', 'assistant', 'N0031'],
  ['Ruth', 'Marsh', 'observer', null],
  ['Test', 'Student', 'test-student', null],
  ['Chloe', 'Tran', 'student', 'N1003'],
  ['Devon', 'Price', 'student', null],
  ['Elif', 'Kaya', 'student', 'N1005'],
  ['Femi', 'Adeyemi', 'student', 'N1006'],
  ['Grace', 'Lindqvist', 'student', 'N1007'],
  ['Hugo', 'Silva', 'student', 'N1008'],
  ['Ines', 'Moreau', 'student', 'N1009'],
  ['Jonas', 'Weber', 'student', 'N1010'],
  ['Kira', 'Novak', 'student', 'N1011'],
  ['Liam', "O'Dell", 'student', 'N1012'],
]

// Moodle tells tools of no observers, and has no pretend student of Canvas's kind.
const MKT_150: Line[] = [
  ['Noor', 'Haddad', 'student', 'N2001'],
  ['Zoë', 'Bär & Holt', 'student', null],
  ['Samuel', 'Osei', 'instructor', 'N0012'],
  ['Petra', 'Lang', 'assistant', 'N0044'],
  ['Maya', 'Iyer', 'student', 'N2003'],
  ['Oskar', 'Lund', 'student', 'N2004'],
]

// Open edX knows no observers and no pretend student; its names are whole ones.
const PHY_110: Line[] = [
  ['Lena', 'Fischer', 'student', null],
  ['Omar', 'Said', 'student', null],
  ['Ivy', 'Chen', 'instructor', null],
  ['Paul', 'Brandt', 'assistant', null],
  ['Nora', 'Weiss', 'student', null],
]

/** The course that lives in this kind of LMS. */
export function courseOf(kind: Kind): Course {
  return COURSES[kind]()
}

const COURSES: Record<Kind, () => Course> = {
  canvas: () => ({
    number: 210,
    contextId: digest('course BIO 210').slice(0, 40),
    history: [],
    term: FALL,
    code: 'BIO 210',
    title: 'Data for Biologists',
    sisId: 'BIO-210-01-F26',
    people: inPairs(BIO_210.map((line, i) => person('canvas', line, 4100 + i))),
  }),
  moodle: () => ({
    number: 150,
    contextId: '150',
    history: [],
    term: FALL,
    code: 'MKT 150',
    title: 'Market Research',
    sisId: 'MKT-150-01-F26',
    people: MKT_150.map((line, i) => person('moodle', line, 31 + i)),
  }),
  other: () => ({
    number: 110,
    contextId: 'course-v1:Northfield+PHY110+F26',
    history: [],
    term: FALL,
    code: 'PHY 110',
    title: 'Physics of Everyday Life',
    sisId: '',
    people: PHY_110.map((line, i) => person('other', line, 7 + i)),
  }),
}

// Students work in groups of two, in the order of the list: Ada Marsh with Ben Ortiz.
function inPairs(people: Person[]): Person[] {
  const students = people.filter(({ role }) => role === 'student')
  const group = (one: Person): number => Math.floor(students.indexOf(one) / 2) + 1
  return people.map((one) => (students.includes(one) ? { ...one, group: group(one) } : one))
}

/** Somebody of Northfield, as this LMS numbers them. */
export function person(kind: Kind, [given, family, role, sisId]: Line, number: number): Person {
  const key = given
    .toLowerCase()
    .normalize('NFD')
    .replaceAll(/[^a-z]/g, '')
  const surname = family
    .toLowerCase()
    .normalize('NFD')
    .replaceAll(/[^a-z]/g, '')
  const sub = kind === 'moodle' ? String(number) : uuidOf(`${given} ${family}`)
  const mail = `${key}.${surname}@northfield.example`
  return { key, given, family, mail, sisId, role, sub, number }
}

function uuidOf(name: string): string {
  const hex = digest(name)
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `a${hex.slice(17, 20)}`,
  ]
  return [...parts, hex.slice(20, 32)].join('-')
}

/** Forty and more hex digits that stay the same for a text. */
export function digest(text: string): string {
  return createHash('sha256').update(`northfield ${text}`).digest('hex')
}

/** A person's full name. */
export function fullName(person: Pick<Person, 'given' | 'family'>): string {
  return `${person.given} ${person.family}`
}
