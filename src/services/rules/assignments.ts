// An instructor ties an LMS assignment to a credit rule; the newest rule holds for new drafts.

import {
  isSameRule,
  overridesOf,
  type RuleSource,
  type RuleTerms,
  ruleUnder,
  termsProblems,
} from '../../domain/assignment-rule.ts'
import type { Claim } from '../../domain/claim.ts'
import { type Assignment, currentRule } from '../../domain/course.ts'
import { ruleProblems } from '../../domain/credit/rule-problems.ts'
import { inForce } from '../../domain/institution-rule.ts'
import type { Placement } from '../../domain/placement.ts'
import type { Timing } from '../../domain/timing.ts'
import type { Deadline } from '../../domain/windows.ts'
import { Invalid, Refused } from '../../errors.ts'
import { accept } from '../accept.ts'
import { assignmentIn, ruleOf } from '../claims/claim-views.ts'
import { type Dates, datesFor, timingFrom } from '../claims/timings.ts'
import type { PersonContext } from '../context.ts'
import { type ColumnStanding, columnStands, seenColumn } from '../lms/columns.ts'
import { type Original, originalOf } from '../lms/copies.ts'
import { soon } from '../lms/patience.ts'
import { shapingIn } from '../lms/picks.ts'
import { orElse } from '../races.ts'
import { deskIn, type Place, placeOf } from '../rights.ts'
import { institutionRules, today, withRulesInForce } from './rules-in-force.ts'

export interface CoursePage {
  place: Place
  assignments: Assignment[]
  /** The actor's own dates, by assignment; only where there is a rule. */
  timings: Map<string, Timing>
  /** The actor's own, newest first. */
  placements: Placement[]
  /** The actor's own, in any course. */
  claims: Claim[]
}

/** A course with its assignments, for anyone who belongs to it. */
export async function coursePage(ctx: PersonContext, courseId: string): Promise<CoursePage> {
  const desk = await deskIn(ctx, courseId)
  const { placements, claims } = desk
  const place = await placeOf(ctx, desk)
  const assignments = await withRulesInForce(ctx, desk.assignments)
  const ruled = assignments.filter((assignment) => currentRule(assignment) !== null)
  const ids = ruled.map(({ id }) => id)
  const dates = ids.length > 0 ? await datesFor(ctx, ids, ctx.actor.person.id) : null
  const timings = ruled.flatMap((assignment): [string, Timing][] => {
    const claim = claims.find(({ assignmentId }) => assignmentId === assignment.id) ?? null
    const timing = dates && timingIn(ctx, dates, place, assignment, claim)
    return timing ? [[assignment.id, timing]] : []
  })
  return { place, assignments, timings: new Map(timings), placements, claims }
}

function timingIn(
  ctx: PersonContext,
  dates: Dates,
  { course }: Place,
  assignment: Assignment,
  claim: Claim | null = null,
): Timing | null {
  if (!currentRule(assignment)) return null
  const personId = ctx.actor.person.id
  const rule = ruleOf(claim, assignment).parameters
  return timingFrom(dates, { course, assignment, personId, claim, enrolledAt: null, rule })
}

export interface RulePage extends ColumnStanding {
  place: Place
  assignment: Assignment
  /** The institution's rules that hold today, oldest first. */
  rules: NamedRule[]
  /** When claims are due where the instructor sets no day here; null when nothing tells, or without a rule. */
  usual: Deadline | null
  /** What a copy without a rule was copied from. */
  original: Original | null
}

/** A rule of the institution as it holds today. */
export interface NamedRule extends RuleSource {
  name: string
}

async function rulesToday(ctx: PersonContext): Promise<NamedRule[]> {
  const day = today(ctx)
  return (await institutionRules(ctx)).flatMap((rule) => {
    const source = inForce(rule, day)
    return source ? [{ ...source, name: rule.name }] : []
  })
}

/** What an instructor needs for choosing a rule: the column's points come from the LMS. */
export async function rulePage(
  ctx: PersonContext,
  courseId: string,
  assignmentId: string,
): Promise<RulePage> {
  const place = await shapingIn(ctx, courseId, assignmentId)
  const assignment = await assignmentIn(ctx, courseId, assignmentId)
  const rules = await rulesToday(ctx)
  const dates = await datesFor(ctx, [assignmentId], ctx.actor.person.id)
  const usual = timingIn(ctx, dates, place, { ...assignment, claimBy: null })?.cutOff ?? null
  const seen = (await soon(seenColumn(ctx, place.course, assignment, 0))) ?? assignment
  const original = await originalOf(ctx, seen)
  const column = await columnStands(ctx, place, seen)
  return { place, assignment: seen, rules, original, usual, ...column }
}

export interface RuleChoice {
  /** Which of the institution's rules it goes by; null: the first. */
  ruleId: string | null
  terms: RuleTerms
  claimBy: string | null
}

/**
 * Sets the rule as a new version; submitted claims keep theirs. The same again changes nothing.
 * @throws {Forbidden} not an instructor here. {Invalid} terms that cannot be reckoned with. {Refused} looser than the
 * institution's rule. {Conflict} another rule was set meanwhile
 */
export async function chooseRule(
  ctx: PersonContext,
  courseId: string,
  assignmentId: string,
  { ruleId, terms, claimBy }: RuleChoice,
): Promise<Assignment> {
  await shapingIn(ctx, courseId, assignmentId)
  const assignment = await assignmentIn(ctx, courseId, assignmentId)
  const rule = await ruleFor(ctx, ruleId, terms)
  if (claimBy !== assignment.claimBy) await ctx.store.assignments.change(assignmentId, { claimBy })
  const stored = await ctx.store.assignments.get(assignmentId)
  if (hasRule(stored, rule)) return stored
  const version = (currentRule(stored)?.version ?? 0) + 1
  const made = { madeBy: ctx.actor.person.id, madeAt: ctx.now() }
  return orElse(
    () => ctx.store.assignments.addRule(assignmentId, { ...rule, ...made, version }),
    async () => {
      const now = await ctx.store.assignments.get(assignmentId)
      return hasRule(now, rule) ? now : null
    },
  )
}

function hasRule(assignment: Assignment, rule: Parameters<typeof isSameRule>[1]): boolean {
  const current = currentRule(assignment)
  return current !== null && isSameRule(current, rule)
}

async function ruleFor(ctx: PersonContext, ruleId: string | null, terms: RuleTerms) {
  const wrong = termsProblems(terms)
  if (Object.keys(wrong).length > 0) throw new Invalid(wrong)
  const rules = await rulesToday(ctx)
  const source = ruleId === null ? rules[0] : rules.find((rule) => rule.ruleId === ruleId)
  if (!source) throw new Refused([{ rule: 'rule.noneToday', facts: {} }])
  const rule = accept(ruleUnder(source, overridesOf(terms)))
  const problems = ruleProblems(rule.parameters)
  if (Object.keys(problems).length > 0) throw new Invalid(onTheForm(problems))
  return rule
}

// The form calls the most points of a rule by what they are here.
function onTheForm({ maximum, ...problems }: Partial<Record<string, string>>) {
  const named = { ...problems, ...(maximum ? { points: maximum } : {}) }
  return Object.fromEntries(Object.entries(named).map(([field, key]) => [field, key ?? '']))
}
