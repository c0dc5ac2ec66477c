// Which rule holds for an assignment now: its own, under the version of the institution's rule that holds today.

import { ruleInForce } from '../../domain/assignment-rule.ts'
import { dayIn } from '../../domain/calendar.ts'
import { type Assignment, currentRule } from '../../domain/course.ts'
import { type InstitutionRule, inForce, startingRule } from '../../domain/institution-rule.ts'
import { Conflict } from '../../errors.ts'
import type { Context } from '../context.ts'

const STARTING_NAME = 'Micro-internships'

/** The day it is at the institution. */
export function today(ctx: Context): string {
  return dayIn(ctx.now(), ctx.institution.timezone)
}

/** The institution's rules, oldest first; where there is none yet, it gets the one to start with. */
export async function institutionRules(ctx: Context): Promise<InstitutionRule[]> {
  const rules = await ctx.store.rules.list()
  if (rules.length > 0) return rules
  const { id: institutionId, createdAt, timezone } = ctx.institution
  const first = startingRule({
    id: ctx.newId(),
    institutionId,
    name: STARTING_NAME,
    at: ctx.now(),
    on: dayIn(createdAt, timezone),
  })
  try {
    await ctx.store.rules.add(first)
    return [first]
  } catch (error) {
    // Somebody else was first.
    if (error instanceof Conflict) return ctx.store.rules.list()
    throw error
  }
}

/** The assignment with the rule that holds today as its newest; kept only once a claim, or a draft of one, goes by it. */
export async function withRuleInForce(ctx: Context, assignment: Assignment): Promise<Assignment> {
  const [now = assignment] = await withRulesInForce(ctx, [assignment])
  return now
}

/** The same for many assignments. */
export async function withRulesInForce(
  ctx: Context,
  assignments: Assignment[],
): Promise<Assignment[]> {
  const sourceOf = (assignment: Assignment) => currentRule(assignment)?.source?.ruleId
  const ids = new Set(assignments.flatMap((assignment) => sourceOf(assignment) ?? []))
  if (ids.size === 0) return assignments
  const rules = await ctx.store.rules.getMany([...ids])
  return assignments.map((assignment) => {
    const rule = rules.get(sourceOf(assignment) ?? '')
    return rule ? underRule(ctx, assignment, rule) : assignment
  })
}

function underRule(ctx: Context, assignment: Assignment, rule: InstitutionRule): Assignment {
  const now = ruleInForce(assignment.rules, inForce(rule, today(ctx)))
  const isNew = now !== null && now.version !== currentRule(assignment)?.version
  return isNew ? { ...assignment, rules: [...assignment.rules, now] } : assignment
}

/**
 * Keeps the rule that holds today with its assignment, so that a claim can go by it for good.
 * @throws {Conflict} no rule was set
 */
export async function keepRuleInForce(ctx: Context, assignmentId: string): Promise<void> {
  const stored = await ctx.store.assignments.get(assignmentId)
  const rule = currentRule(await withRuleInForce(ctx, stored))
  if (!rule) throw new Conflict('assignment.noRule')
  if (rule.version === currentRule(stored)?.version) return
  try {
    await ctx.store.assignments.addRule(assignmentId, rule)
  } catch (error) {
    // Another claim, or the instructor, was first: what they kept holds.
    if (!(error instanceof Conflict)) throw error
  }
}
