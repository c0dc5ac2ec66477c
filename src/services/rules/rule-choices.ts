// Rules of assignments in an instructor's courses, to take over for another one.

import { type Assignment, type Course, currentRule } from '../../domain/course.ts'
import type { RuleParameters } from '../../domain/credit/parameters.ts'
import type { PersonContext } from '../context.ts'
import { staffCourses } from '../rights.ts'
import { withRulesInForce } from './rules-in-force.ts'

export interface RuleChoice {
  assignment: Assignment
  course: Course
  parameters: RuleParameters
}

const MOST_CHOICES = 10

/** The newest of them, from all courses the actor teaches. */
export async function ruleChoices(ctx: PersonContext): Promise<RuleChoice[]> {
  const taught = (await staffCourses(ctx)).filter(({ role }) => role === 'instructor')
  const all = await Promise.all(
    taught.map(async ({ course }) => {
      const stored = await ctx.store.assignments.ofCourse(course.id)
      const assignments = await withRulesInForce(ctx, stored)
      return assignments.flatMap((assignment) => {
        const parameters = currentRule(assignment)?.parameters
        return parameters ? [{ assignment, course, parameters }] : []
      })
    }),
  )
  const newestFirst = (a: RuleChoice, b: RuleChoice) =>
    b.assignment.createdAt.getTime() - a.assignment.createdAt.getTime()
  return all.flat().sort(newestFirst).slice(0, MOST_CHOICES)
}
