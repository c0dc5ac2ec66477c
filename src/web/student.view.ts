// A student's assignment page: what is next, progress, placements, the claim with its arithmetic.

import type { Claim } from '../domain/claim.ts'
import { approval, CHECKED } from '../domain/claim.ts'
import { creditFor } from '../domain/credit.ts'
import type { CreditRule } from '../domain/credit-rule.ts'
import { totalHours } from '../domain/hours.ts'
import type { Placement } from '../domain/placement.ts'
import { creditPlacements } from '../services/claim-views.ts'
import type { PersonContext } from '../services/context.ts'
import type { StudentPage } from '../services/standings.ts'
import { day, instant, t } from '../text.ts'
import { CLAIM_TONES, decisionView, ruleWords } from './claim.view.ts'
import { deliveryOf } from './delivery.view.ts'
import { ledgerOf } from './ledger.view.ts'
import { nextStep } from './next-step.view.ts'
import { paths } from './paths.ts'
import { placementItem } from './placement.view.ts'
import { threadOf } from './thread.view.ts'

interface Typed {
  chosen: string[] | null
  reflection: string | null
}

/** The model of views/student/assignment and views/student/no-rule. */
export function studentView(ctx: PersonContext, page: StudentPage, kept: Typed) {
  const { claim, rule, assignment, placements } = page
  const { timezone } = ctx.institution
  const chosen = kept.chosen ?? claim?.chosen ?? []
  return {
    assignment: { title: assignment.title },
    claimBy: assignment.claimBy ? t('courses.claimBy', { day: day(assignment.claimBy) }) : null,
    ...(rule ? ruleWords(rule) : { rule: null, academic: null }),
    progress: rule && isOpen(claim) ? progressOf(page, rule) : null,
    next: nextStep(page, ctx.now()),
    placements: placements.map((p) => placementRow(page, p, chosen, timezone)),
    canChoose: placements.some((p) => isSelectable(page, p)),
    newHref: paths.newPlacement(),
    ...claimView(page, timezone),
    reflection: kept.reflection ?? claim?.reflection ?? '',
    ledger: ledger(page, chosen),
  }
}

function claimView({ claim, place, assignment }: StudentPage, timezone: string) {
  const [course, id] = [place.course.id, assignment.id]
  return {
    editable: claim === null || claim.state === 'draft' || claim.state === 'dropped',
    state: t(`claim.state.${claim?.state ?? 'none'}`),
    tone: claim ? CLAIM_TONES[claim.state] : 'neutral',
    action: paths.claimForm(course, id),
    takeBack: claim?.state === 'submitted' ? paths.takeBack(course, id) : null,
    drop: claim?.state === 'draft' ? paths.dropClaim(course, id) : null,
    wait: claim?.state === 'submitted' ? waitOf(claim, timezone) : null,
    decided: claim?.state === 'submitted' ? null : decisionView(claim?.decisions.at(-1), timezone),
    delivery: claim && approval(claim) ? deliveryOf(claim, timezone) : null,
    // What staff note for each other is not among it.
    thread: threadOf(
      (claim?.history ?? []).filter((line) => line.what !== CHECKED),
      timezone,
    ),
  }
}

function isOpen(claim: Claim | null): boolean {
  return claim === null || ['draft', 'submitted', 'dropped'].includes(claim.state)
}

function waitOf(claim: Claim, timezone: string) {
  const at = claim.submittedAt ? instant(claim.submittedAt, timezone) : ''
  return {
    what: t('claim.wait.what'),
    since: t('claim.wait.since', { at }),
    after: t('claim.wait.after'),
  }
}

function isSelectable({ heldBy }: StudentPage, { id, state }: Placement): boolean {
  return !heldBy.has(id) && (state === 'confirmed' || state === 'submitted')
}

function placementRow(page: StudentPage, placement: Placement, chosen: string[], timezone: string) {
  const { heldBy, claim } = page
  const held = heldBy.has(placement.id) ? t('placement.heldElsewhere') : null
  const here = claim?.counts.includes(placement.id) ? t('placement.inThisClaim') : null
  const item = placementItem(placement, held ?? here, timezone)
  const { title, employer, hours } = item
  return {
    ...item,
    selectable: isSelectable(page, placement),
    chosen: chosen.includes(placement.id),
    choice: t('claim.choice', { title, employer, hours }),
    choiceHint: placement.state === 'confirmed' ? null : t('claim.choiceWaits'),
  }
}

// What was decided stands as it was decided; a draft is reckoned from what is chosen now.
function ledger(page: StudentPage, chosen: string[]) {
  const decision = page.claim ? approval(page.claim) : null
  if (decision) return ledgerOf(decision.credit)
  if (!page.rule || chosen.length === 0) return null
  const placements = page.placements.filter((p) => chosen.includes(p.id))
  return ledgerOf(creditFor({ rule: page.rule, placements: creditPlacements(placements) }))
}

function progressOf({ placements, heldBy }: StudentPage, rule: CreditRule) {
  const free = placements.filter((p) => !heldBy.has(p.id))
  const waits = free.filter((p) => p.state === 'submitted')
  const confirmed = sum(free, (p) => p.confirmedHours ?? 0)
  const waiting = sum(waits, (p) => totalHours(p.statement.hours))
  const needed = Math.max(rule.fullHours - rule.academicHours, 0)
  const who = waits.length === 1 ? waits[0]?.request?.name : null
  const missing = Math.max(needed - confirmed, 0)
  const done = share(confirmed, needed)
  return {
    done,
    waiting: Math.min(100 - done, share(waiting, needed)),
    text: t(who ? 'progress.withOne' : waiting > 0 ? 'progress.withSome' : 'progress.plain', {
      ...{ confirmed, needed, waiting },
      ...(who ? { who } : {}),
    }),
    more:
      missing > 0
        ? t(`progress.more.${rule.scheme}`, { missing, points: rule.points })
        : t('progress.enough', { points: rule.points }),
  }
}

function sum(placements: Placement[], of: (placement: Placement) => number): number {
  return placements.reduce((total, placement) => total + of(placement), 0)
}

function share(amount: number, needed: number): number {
  return needed > 0 ? Math.min(100, Math.round((100 * amount) / needed)) : 100
}
