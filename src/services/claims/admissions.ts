// What is looked at together when a claim is shown, submitted or decided: its dates, and the rules about the student.

import type { Admission } from '../../domain/admission.ts'
import type { Allowance } from '../../domain/allowance.ts'
import type { Standing } from '../../domain/claim.ts'
import { enrolledAt } from '../../domain/roster.ts'
import { punctuality } from '../../domain/timing.ts'
import type { Context } from '../context.ts'
import { checksFor } from './eligibility.ts'
import { datesFor, timingFrom, type Whose } from './timings.ts'

export interface Admitted extends Admission {
  allowance: Allowance | null
}

/** All of it, on what is stored at this moment. */
export async function admissionOf(
  ctx: Context,
  whose: Omit<Whose, 'enrolledAt'> & { requestedCredits: number },
): Promise<Admitted> {
  const { course, assignment, rule, personId, claim, requestedCredits } = whose
  const [dates, enrolledAt] = await Promise.all([
    datesFor(ctx, [assignment.id], personId),
    enrolledIn(ctx, course.id, personId),
  ])
  const timing = timingFrom(dates, { ...whose, enrolledAt })
  const allowance = dates.allowance(assignment.id, personId)
  const checks = await checksFor(ctx, {
    ...{ personId, rule, requestedCredits, allowance },
    claim,
    term: timing.term?.term ?? null,
    calendar: dates.calendar,
  })
  return { timing, checks, allowance }
}

async function enrolledIn(ctx: Context, courseId: string, personId: string): Promise<Date | null> {
  const membership = await ctx.store.memberships.find(courseId, personId)
  if (!membership) return null
  return enrolledAt(membership, await ctx.store.rosters.entryOf(courseId, membership.subject))
}

/** What a decision keeps of it, so that no later calendar or import changes what it was made on. */
export function standingOf({ timing, checks }: Admission, firstSubmittedAt: Date | null): Standing {
  const { term, cutOff, window } = timing
  return {
    term: term?.term.code ?? null,
    opensOn: window.opensOn,
    closesOn: cutOff?.on ?? null,
    handedIn: punctuality(timing, firstSubmittedAt),
    checks,
  }
}
