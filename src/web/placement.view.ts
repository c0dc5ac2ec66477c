// A placement as its pages show it.

import { totalHours } from '../domain/hours.ts'
import { payMinorPerHour } from '../domain/pay.ts'
import type { Placement } from '../domain/placement.ts'
import { money, t } from '../text.ts'
import { paths } from './paths.ts'

const TONES = {
  active: 'neutral',
  submitted: 'waiting',
  confirmed: 'good',
  aside: 'trouble',
  withdrawn: 'neutral',
} as const

/** One line in a list: what, how much, where it stands in words. */
export function placementItem(placement: Placement, heldBy: string | null) {
  const { statement, state } = placement
  return {
    id: placement.id,
    title: statement.title || t('placement.untitled'),
    employer: statement.employer,
    hours: placement.confirmedHours ?? totalHours(statement.hours),
    href: paths.placement(placement.id),
    tone: TONES[state],
    status: statusText(placement),
    since: state === 'submitted' ? (placement.request?.at ?? null) : null,
    heldBy,
  }
}

/** Where a placement stands, in a sentence. */
export function statusText(placement: Placement): string {
  const { state, answer, request, statement } = placement
  const who = request?.name || statement.supervisorName || t('placement.someone')
  if (state === 'active' && answer?.kind === 'giveBack')
    return t('placement.state.givenBack', { who: answer.byName })
  if (state === 'aside')
    return t(`placement.state.aside.${answer?.kind ?? 'unknown'}`, { who: answer?.byName ?? who })
  return t(`placement.state.${state}`, { who })
}

/** What everybody may be shown of a statement. */
export function statementView(placement: Placement) {
  const { statement } = placement
  const hours = totalHours(statement.hours)
  return {
    title: statement.title,
    employer: statement.employer,
    delivered: statement.delivered,
    link: /^https?:\/\//.test(statement.link) ? statement.link : null,
    startsOn: statement.startsOn,
    endsOn: statement.endsOn,
    hours,
    byWeek: statement.hours.by === 'week',
    entries: statement.hours.entries,
    where: [statement.mode ? t(`placement.mode.${statement.mode}`) : '', statement.place]
      .filter(Boolean)
      .join(', '),
    pay: payText(placement),
  }
}

/** Pay in words: the amount and what it comes to per hour. */
export function payText(placement: Placement): string | null {
  const { pay, hours } = placement.statement
  if (!pay) return null
  if (pay.kind === 'unpaid') return t('pay.unpaid', { reason: pay.reason })
  const total = placement.confirmedHours ?? totalHours(hours)
  const perHour = payMinorPerHour(pay, total)
  const amount = money(pay.amountMinor, pay.currency)
  if (pay.kind === 'hourly' || perHour === null) return t(`pay.${pay.kind}`, { amount })
  return t('pay.fixedPerHour', { amount, perHour: money(perHour, pay.currency) })
}
