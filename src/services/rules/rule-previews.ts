// What a version of a rule would change: on samples, on open claims, and on those decided lately.

import type { RuleSource } from '../../domain/assignment-rule.ts'
import type { Claim } from '../../domain/claim.ts'
import type { Assignment } from '../../domain/course.ts'
import type { RuleVersion } from '../../domain/credit/rule-versions.ts'
import type { InstitutionRule } from '../../domain/institution-rule.ts'
import type { Person } from '../../domain/person.ts'
import {
  type Compared,
  DECIDED_STATES,
  fateOf,
  OPEN_STATES,
  triedOn,
  triedOnSamples,
} from '../../domain/rule-trial.ts'
import { refusalsAbout } from '../claims/eligibility.ts'
import type { Context } from '../context.ts'
import { calendarIn } from '../office/calendar.ts'
import { today } from './rules-in-force.ts'

/** Claims that a preview looks at, the newest first. */
const MOST_CLAIMS = 2000
/** Of those that differ, how many are named. */
const MOST_NAMED = 50
const DAYS_WITHOUT_TERMS = 200
const DAY_MS = 86_400_000

export interface TriedClaim extends Compared {
  claim: Claim
  assignment: Assignment
  person: Person | null
  fate: ReturnType<typeof fateOf>
}

export interface Trial {
  /** How many claims were looked at. */
  looked: number
  /** There are more: only the newest were looked at. */
  bounded: boolean
  /** How many differ, by what would become of them. */
  differing: Record<ReturnType<typeof fateOf>, number>
  /** Those that differ, up to fifty. */
  claims: TriedClaim[]
}

export interface RulePreview extends Trial {
  samples: ReturnType<typeof triedOnSamples>
  /** Decisions since this day were looked at. */
  since: string
}

/** What a next version would change, against the rule that each claim goes by now. */
export async function previewVersion(
  ctx: Context,
  rule: InstitutionRule,
  next: Omit<RuleVersion, 'version'>,
): Promise<RulePreview> {
  const last = rule.versions.at(-1)
  const version = { ...next, version: rule.versions.length + 1 }
  const since = await decidedSince(ctx)
  const states = [...OPEN_STATES, ...DECIDED_STATES]
  const trial = await tryOn(ctx, { ruleId: rule.id, version }, states, since)
  const samples = triedOnSamples(last?.parameters ?? next.parameters, next.parameters)
  return { ...trial, samples, since }
}

/** The open claims that the newest version of a rule treats otherwise than the one they go by. */
export async function openClaimsUnder(ctx: Context, rule: InstitutionRule): Promise<Trial> {
  const version = rule.versions.at(-1)
  if (!version) return { looked: 0, bounded: false, differing: NONE, claims: [] }
  return tryOn(ctx, { ruleId: rule.id, version }, OPEN_STATES, null)
}

const NONE = { takes: 0, keeps: 0, stays: 0 }

async function tryOn(
  ctx: Context,
  source: RuleSource,
  states: Claim['state'][],
  since: string | null,
): Promise<Trial> {
  const assignments = await ctx.store.assignments.underRule(source.ruleId)
  const byId = new Map(assignments.map((assignment) => [assignment.id, assignment]))
  const found = await ctx.store.claims.newest([...byId.keys()], states, MOST_CLAIMS + 1)
  const people = await ctx.store.people.getMany(found.map(({ personId }) => personId))
  const isReal = ({ personId }: Claim) => people.get(personId)?.test !== true
  const newest = found.slice(0, MOST_CLAIMS).filter(isReal)
  const claims = newest.filter((claim) => isRecent(claim, since))
  const [placements, stops] = await Promise.all([
    ctx.store.placements.countable(claims.flatMap((c) => c.chosen)),
    refusalsAbout(ctx, people, claims),
  ])
  const tried = claims.flatMap((claim) => {
    const assignment = byId.get(claim.assignmentId)
    if (!assignment) return []
    const counted = claim.chosen.flatMap((id) => placements.get(id) ?? [])
    const compared = triedOn(claim, assignment.rules, source, counted, (r) => stops(claim, r))
    return compared?.differs ? [{ ...compared, claim, assignment, fate: fateOf(claim) }] : []
  })
  const differing = { ...NONE }
  for (const { fate } of tried) differing[fate] += 1
  const named = tried.slice(0, MOST_NAMED).map((one) => ({
    ...one,
    person: people.get(one.claim.personId) ?? null,
  }))
  return { looked: claims.length, bounded: found.length > MOST_CLAIMS, differing, claims: named }
}

function isRecent(claim: Claim, since: string | null): boolean {
  if (since === null || OPEN_STATES.includes(claim.state)) return true
  const at = claim.decisions.at(-1)?.at
  return at !== undefined && at.toISOString().slice(0, 10) >= since
}

// From the start of the term before the one that runs; where the calendar has none, some months.
async function decidedSince(ctx: Context): Promise<string> {
  const day = today(ctx)
  const begun = (await calendarIn(ctx)).terms
    .map(({ startsOn }) => startsOn)
    .filter((d) => d <= day)
  const lately = new Date(ctx.now().getTime() - DAYS_WITHOUT_TERMS * DAY_MS)
  return begun.sort().at(-2) ?? lately.toISOString().slice(0, 10)
}
