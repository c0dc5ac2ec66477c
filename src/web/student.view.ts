// A student's assignment page: progress, what is next, placements, the claim with its arithmetic.

import type { Claim } from '../domain/claim.ts'
import { approval } from '../domain/claim.ts'
import { creditFor } from '../domain/credit.ts'
import { totalHours } from '../domain/hours.ts'
import type { Placement } from '../domain/placement.ts'
import { type StudentPage, creditPlacements } from '../services/claims.ts'
import type { PersonContext } from '../services/context.ts'
import { hours, t } from '../text.ts'
import { deliveryOf } from './delivery.view.ts'
import { ledgerOf } from './ledger.view.ts'
import { paths } from './paths.ts'
import { placementItem } from './placement.view.ts'
import { threadOf } from './thread.view.ts'

interface Typed {
  chosen: string[] | null
  reflection: string | null
}

/** The model of views/student/assignment. */
export function studentView(ctx: PersonContext, page: StudentPage, kept: Typed) {
  const { claim, rule, place, assignment, placements } = page
  const editable = claim === null || claim.state === 'draft'
  const chosen = kept.chosen ?? claim?.chosen ?? []
  const decision = claim?.decisions.at(-1) ?? null
  const { timezone } = ctx.institution
  return {
    assignment: { title: assignment.title, claimBy: assignment.claimBy },
    timezone,
    rule,
    ruleText: rule
      ? t(`rule.words.${rule.scheme}`, { full: rule.fullHours, points: rule.points })
      : null,
    progress: rule ? progressOf(placements, page.heldBy, rule) : null,
    next: nextStep(page),
    placements: placements.map((p) => ({
      ...placementItem(p, heldText(page.heldBy.get(p.id))),
      selectable: !page.heldBy.has(p.id) && (p.state === 'confirmed' || p.state === 'submitted'),
      chosen: chosen.includes(p.id),
      counted: p.state === 'confirmed',
    })),
    canChoose: placements.some(
      (p) => !page.heldBy.has(p.id) && (p.state === 'confirmed' || p.state === 'submitted'),
    ),
    newHref: paths.newPlacement(),
    editable,
    state: claim ? t(`claim.state.${claim.state}`) : t('claim.state.none'),
    tone: claim ? TONES[claim.state] : 'neutral',
    reflection: kept.reflection ?? claim?.reflection ?? '',
    action: paths.claimForm(place.course.id, assignment.id),
    takeBack: claim?.state === 'submitted' ? paths.takeBack(place.course.id, assignment.id) : null,
    wait: claim?.state === 'submitted' ? { since: claim.submittedAt } : null,
    decided: decision && {
      note: decision.note,
      by: decision.byName,
      step: decision.step,
      at: decision.at,
    },
    ledger: ledger(page, chosen),
    delivery: claim && approval(claim) ? deliveryOf(claim, timezone) : null,
    thread: threadOf(claim?.history ?? [], timezone),
  }
}

const TONES = {
  draft: 'neutral',
  submitted: 'waiting',
  approved: 'good',
  final: 'good',
  denied: 'trouble',
  dropped: 'neutral',
} as const

function heldText(holder: Claim | undefined): string | null {
  return holder ? t('placement.heldElsewhere') : null
}

// What was decided stands as it was decided; a draft is reckoned from what is chosen now.
function ledger(page: StudentPage, chosen: string[]) {
  const decision = page.claim ? approval(page.claim) : null
  if (decision) return ledgerOf(decision.credit)
  if (!page.rule || chosen.length === 0) return null
  const placements = page.placements.filter((p) => chosen.includes(p.id))
  return ledgerOf(creditFor({ rule: page.rule, placements: creditPlacements(placements) }))
}

function progressOf(
  placements: Placement[],
  heldBy: StudentPage['heldBy'],
  rule: NonNullable<StudentPage['rule']>,
) {
  const free = placements.filter((p) => !heldBy.has(p.id))
  const sum = (list: Placement[], of: (p: Placement) => number) =>
    list.reduce((total, p) => total + of(p), 0)
  const confirmed = sum(free, (p) => p.confirmedHours ?? 0)
  const waiting = sum(
    free.filter((p) => p.state === 'submitted'),
    (p) => totalHours(p.statement.hours),
  )
  const needed = Math.max(rule.fullHours - rule.academicHours, 0)
  const share = (amount: number) =>
    needed > 0 ? Math.min(100, Math.round((100 * amount) / needed)) : 100
  const text = t(waiting > 0 ? 'progress.withWaiting' : 'progress.plain', {
    confirmed: hours(confirmed),
    needed: hours(needed),
    waiting: hours(waiting),
  })
  const missing = Math.max(needed - confirmed, 0)
  const more =
    missing > 0
      ? t('progress.more', { missing: hours(missing), points: rule.points })
      : t('progress.enough')
  return {
    done: share(confirmed),
    waiting: Math.min(100 - share(confirmed), share(waiting)),
    text,
    more,
  }
}

function nextStep(page: StudentPage): { text: string; href: string | null; action: string | null } {
  const { claim, placements, rule } = page
  if (claim && claim.state !== 'draft' && claim.state !== 'dropped')
    return { text: t(`next.${claim.state}`), href: null, action: null }
  const unsent = placements.find((p) => p.state === 'active' || p.state === 'aside')
  if (placements.length === 0)
    return { text: t('next.record'), href: paths.newPlacement(), action: t('placement.record') }
  if (unsent) {
    const text = t('next.finish', { title: unsent.statement.title || t('placement.untitled') })
    return { text, href: paths.placement(unsent.id), action: t('next.open') }
  }
  const confirmed = placements.some((p) => p.state === 'confirmed' && !page.heldBy.has(p.id))
  return {
    text: t(rule && confirmed ? 'next.claim' : 'next.wait'),
    href: '#claim',
    action: t('next.toClaim'),
  }
}
