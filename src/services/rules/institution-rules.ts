// The office writes the institution's rules: a new one, or the next version of one; what is in use is never edited.

import { isDay } from '../../domain/calendar.ts'
import type { ParameterName, RuleParameters } from '../../domain/credit/parameters.ts'
import { ruleProblems } from '../../domain/credit/rule-problems.ts'
import { type RuleVersion, withNextVersion } from '../../domain/credit/rule-versions.ts'
import { type InstitutionRule, inForce } from '../../domain/institution-rule.ts'
import type { Person } from '../../domain/person.ts'
import { Conflict, Invalid } from '../../errors.ts'
import { accept } from '../accept.ts'
import type { Context, PersonContext } from '../context.ts'
import { institutionRules, today } from './rules-in-force.ts'

export interface ListedRule {
  rule: InstitutionRule
  /** The version that holds today. */
  version: RuleVersion | null
  assignments: number
}

/** All rules, with what holds today and how many assignments go by each. */
export async function listedRules(ctx: Context): Promise<ListedRule[]> {
  const day = today(ctx)
  const rules = await institutionRules(ctx)
  return Promise.all(
    rules.map(async (rule) => ({
      rule,
      version: inForce(rule, day)?.version ?? null,
      assignments: (await ctx.store.assignments.underRule(rule.id)).length,
    })),
  )
}

export interface RuleDetails extends ListedRule {
  /** Who wrote which version, by person id. */
  writers: Map<string, Person>
}

/**
 * One rule with all its versions.
 * @throws {NotFound} no such rule
 */
export async function ruleDetails(ctx: Context, ruleId: string): Promise<RuleDetails> {
  const rule = await ctx.store.rules.get(ruleId)
  const [assignments, writers] = await Promise.all([
    ctx.store.assignments.underRule(ruleId),
    ctx.store.people.getMany(rule.versions.map((version) => version.writtenBy)),
  ])
  const version = inForce(rule, today(ctx))?.version ?? null
  return { rule, version, assignments: assignments.length, writers }
}

export interface VersionWish {
  effectiveFrom: string
  parameters: RuleParameters
  mayLoosen: readonly ParameterName[]
}

/**
 * Writes a new rule, whose first version is to be looked through.
 * @throws {Invalid} no name, or no day. {Conflict} the name is taken
 */
export async function addRule(
  ctx: PersonContext,
  wish: VersionWish & { name: string },
): Promise<InstitutionRule> {
  const { name, ...first } = wish
  checkVersion(first)
  if (!name.trim()) throw new Invalid({ name: 'form.required' })
  const rule: InstitutionRule = {
    ...{ id: ctx.newId(), institutionId: ctx.institution.id, name: name.trim() },
    versions: accept(withNextVersion([], written(ctx, first))),
    createdAt: ctx.now(),
  }
  try {
    await ctx.store.rules.add(rule)
  } catch (error) {
    throw error instanceof Conflict ? new Invalid({ name: 'rules.nameTaken' }) : error
  }
  await note(ctx, rule.id, 1)
  return rule
}

/**
 * Writes the next version of a rule; claims that were submitted before keep theirs.
 * @throws {Invalid} numbers that cannot be. {Refused} nothing differs, or it would hold before the last one does.
 * {Conflict} somebody wrote one meanwhile
 */
export async function writeVersion(
  ctx: PersonContext,
  ruleId: string,
  wish: VersionWish & { after: number },
): Promise<InstitutionRule> {
  const { after, ...next } = wish
  checkVersion(next)
  const rule = await ctx.store.rules.get(ruleId)
  if (rule.versions.length !== after) throw new Conflict('rules.writtenMeanwhile')
  const versions = accept(withNextVersion(rule.versions, written(ctx, next)))
  const version = versions.at(-1)
  if (!version) throw new Conflict()
  const saved = await ctx.store.rules.addVersion(ruleId, version)
  await note(ctx, ruleId, version.version)
  return saved
}

/** @throws {Invalid} numbers that cannot be, or a day that is none */
export function checkVersion({ parameters, effectiveFrom }: VersionWish): void {
  const wrong: Record<string, string> = { ...ruleProblems(parameters) }
  if (!isDay(effectiveFrom)) wrong.effectiveFrom = 'form.notADay'
  if (Object.keys(wrong).length > 0) throw new Invalid(wrong)
}

function written(ctx: PersonContext, wish: VersionWish): Omit<RuleVersion, 'version'> {
  return { ...wish, writtenBy: ctx.actor.person.id, writtenAt: ctx.now() }
}

async function note(ctx: PersonContext, ruleId: string, version: number): Promise<void> {
  await ctx.store.audit.add({
    id: ctx.newId(),
    institutionId: ctx.institution.id,
    at: ctx.now(),
    what: 'audit.ruleWritten',
    personId: ctx.actor.person.id,
    facts: { ruleId, version },
  })
}
