// What only the institution knows about its students, as a file: one person a line, by SIS id.

import type { Column } from './table.ts'
import { isReadable, type LineProblem, LineReader, type Table, withColumns } from './table.ts'

/** Imported facts; null is what a line does not say. */
export interface ImportedFacts {
  gpa: number | null
  goodStanding: boolean | null
  creditsEarned: number | null
  level: string | null
  majors: string[] | null
  prerequisites: string[] | null
  trainings: string[] | null
  /** Credit from internships so far, in the degree and in the major. */
  internshipCredits: number | null
  internshipCreditsMajor: number | null
  /** Credits that the major asks for. */
  majorCredits: number | null
  internshipClaims: number | null
}

const other = (name: string, ...also: string[]): Column => ({ name, also, needed: false })

/** The columns, in the order in which a new file has them. */
export const FACT_COLUMNS: Column[] = [
  { name: 'sis_id', also: ['sis_person_id', 'student_id', 'person_id', 'id'], needed: true },
  other('gpa', 'grade_average'),
  other('standing', 'good_standing', 'academic_standing'),
  other('credits_earned', 'earned_credits'),
  other('level', 'class_level', 'classification'),
  other('majors', 'major'),
  other('prerequisites', 'courses', 'courses_passed'),
  other('trainings', 'training'),
  other('internship_credits', 'internship_credits_degree'),
  other('internship_credits_major'),
  other('major_credits'),
  other('internship_claims', 'earlier_internships'),
]

export interface FactsLine {
  line: number
  sisPersonId: string
  facts: ImportedFacts
}

/** The people of a file, and every line that cannot be read; of two lines about one person the second is wrong. */
export function readFacts(file: Table): { people: FactsLine[]; problems: LineProblem[] } {
  const table = withColumns(file, FACT_COLUMNS)
  const problems = [...table.problems]
  if (!isReadable(table)) return { people: [], problems }
  const people: FactsLine[] = []
  const lineOf = new Map<string, number>()
  for (const line of table.lines) {
    const reader = new LineReader(line)
    const sisPersonId = reader.needed('sis_id', 100)
    const before = lineOf.get(sisPersonId)
    if (before !== undefined) reader.wrong('sis_id', 'import.twice', { line: before })
    else lineOf.set(sisPersonId, line.line)
    const facts = factsOf(reader)
    problems.push(...reader.problems)
    if (reader.problems.length === 0) people.push({ line: line.line, sisPersonId, facts })
  }
  return { people, problems }
}

// Grade averages go up to 4, 5, 10, 20 or 100, by country.
const MOST_GPA = 100
const MOST_CREDITS = 1000

function factsOf(reader: LineReader): ImportedFacts {
  return {
    gpa: reader.number('gpa', MOST_GPA),
    goodStanding: standingOf(reader),
    creditsEarned: reader.number('credits_earned', MOST_CREDITS),
    level: reader.text('level', 60),
    majors: reader.list('majors'),
    prerequisites: reader.list('prerequisites'),
    trainings: reader.list('trainings'),
    internshipCredits: reader.number('internship_credits', MOST_CREDITS),
    internshipCreditsMajor: reader.number('internship_credits_major', MOST_CREDITS),
    majorCredits: reader.number('major_credits', MOST_CREDITS),
    internshipClaims: reader.number('internship_claims', 100),
  }
}

const GOOD = new Set(['good', 'good standing', 'yes', 'true', '1'])
const NOT_GOOD = new Set(['not good', 'probation', 'suspended', 'no', 'false', '0'])

function standingOf(reader: LineReader): boolean | null {
  const said = reader.text('standing', 60)?.toLowerCase() ?? null
  if (said === null) return null
  if (GOOD.has(said)) return true
  if (!NOT_GOOD.has(said)) reader.wrong('standing', 'import.notAStanding', { value: said })
  return false
}
