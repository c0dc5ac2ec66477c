// A term for the credit benchmark: one assignment under the institution's rule, with many claims, and a busy student.

import type { Assignment, Course } from '../../../src/domain/course.ts'
import type { Person } from '../../../src/domain/person.ts'
import { newId } from '../../../src/random.ts'
import { openSession } from '../../../src/services/arriving/sign-ins.ts'
import type { Context } from '../../../src/services/context.ts'
import { chooseRule } from '../../../src/services/rules/assignments.ts'
import {
  aClaim,
  aCourse,
  aDecision,
  aMembership,
  anAssignment,
  aPerson,
  aPlacement,
  aPlatform,
  aSession,
  aStatement,
} from '../../support/builders.ts'

export interface Term {
  course: Course
  assignment: Assignment
  /** The cookie's secret of a student with many placements. */
  secret: string
}

const CHUNK = 50

/** Fills an institution's database with a term. */
export async function aTerm(
  ctx: Context,
  { claims, placements }: { claims: number; placements: number },
): Promise<Term> {
  const own = { institutionId: ctx.institution.id }
  const platform = aPlatform(own)
  const course = aCourse({ ...own, platformId: platform.id, rosterUrl: null })
  const bare = anAssignment({ ...own, courseId: course.id, rules: [] })
  await ctx.store.platforms.add(platform)
  await ctx.store.courses.add(course)
  await ctx.store.assignments.add(bare)
  const teacher = await member(ctx, course, 'instructor')
  const session = aSession({ ...own, personId: teacher.id, platformId: platform.id })
  const actor = { kind: 'person' as const, person: teacher, session }
  const terms = { fullHours: 45, scheme: 'proportional' as const, academicHours: 15, points: 100 }
  const assignment = await chooseRule({ ...ctx, actor }, course.id, bare.id, {
    ...{ ruleId: null, terms: { mode: 'points', ...terms }, claimBy: null },
  })
  for (let i = 0; i < claims; i += CHUNK) {
    await Promise.all(Array.from({ length: CHUNK }, (_, n) => claim(ctx, assignment, i + n)))
  }
  return { course, assignment, secret: await busyStudent(ctx, course, assignment, placements) }
}

async function member(
  ctx: Context,
  course: Course,
  launchRole: 'instructor' | 'student',
): Promise<Person> {
  const own = { institutionId: ctx.institution.id }
  const person = aPerson(own)
  await ctx.store.people.add(person)
  const { id: courseId } = course
  const facts = { ...own, courseId, personId: person.id, launchRole, seenAt: ctx.now() }
  await ctx.store.memberships.save(aMembership(facts))
  return person
}

const EMPLOYERS = ['Harbour Studio', 'Delta Foods', 'Green Bench']
const STATES = ['draft', 'submitted', 'approved'] as const

// Three placements each; a third of the claims in each state, decided ones with their whole arithmetic.
async function claim(ctx: Context, assignment: Assignment, n: number): Promise<void> {
  const own = { institutionId: ctx.institution.id, personId: newId() }
  const rule = assignment.rules[0]
  if (!rule) throw new Error('no rule')
  const placements = EMPLOYERS.map((employer, i) => {
    const statement = aStatement({ employer, title: `Work ${n}.${i}` })
    return aPlacement({ ...own, state: 'confirmed', statement, confirmedHours: 5 + ((n + i) % 20) })
  })
  await Promise.all(placements.map((placement) => ctx.store.placements.add(placement)))
  const state = STATES[n % STATES.length] ?? 'draft'
  const decided = placements.map(({ id, statement, confirmedHours }) => {
    return { id, title: statement.title, employer: statement.employer, confirmedHours }
  })
  const { id: assignmentId, courseId } = assignment
  const decisions =
    state === 'approved' ? [aDecision({ rule, placements: decided, at: ctx.now() })] : []
  const chosen = placements.map(({ id }) => id)
  await ctx.store.claims.add(aClaim({ ...own, assignmentId, courseId, state, chosen, decisions }))
}

async function busyStudent(
  ctx: Context,
  course: Course,
  assignment: Assignment,
  many: number,
): Promise<string> {
  const student = await member(ctx, course, 'student')
  const own = { institutionId: ctx.institution.id, personId: student.id }
  const all = Array.from({ length: many }, (_, i) =>
    aPlacement({
      ...own,
      state: i % 4 === 0 ? 'submitted' : 'confirmed',
      statement: aStatement({ title: `Work ${i}`, employer: `Employer ${i % 20}` }),
    }),
  )
  for (const placement of all) await ctx.store.placements.add(placement)
  const chosen = all.slice(0, 4).map(({ id }) => id)
  const { id: assignmentId, courseId } = assignment
  await ctx.store.claims.add(aClaim({ ...own, assignmentId, courseId, chosen }))
  const { secret } = await openSession(ctx, {
    ...{ kind: 'lms', personId: student.id, courseId, assignmentId, offices: [] },
    ...{
      platformId: course.platformId,
      launchedFrom: null,
      via: 'launch',
      network: newId(),
      transaction: newId(),
    },
  })
  return secret
}
