// A placement as its pages show it.

import type { Answer } from '../../domain/confirmation.ts'
import { totalHours } from '../../domain/hours.ts'
import { payMinorPerHour } from '../../domain/pay.ts'
import type { Placement, PlacementState } from '../../domain/placement.ts'
import { dayAt, days, instant, money, t } from '../../text.ts'
import { paths } from '../paths.ts'

/** The status hue of each state. */
export const TONES: Record<PlacementState, string> = {
  active: 'neutral',
  submitted: 'waiting',
  confirmed: 'good',
  aside: 'trouble',
  withdrawn: 'neutral',
}

/** One line in a list: what, how much, where it stands in words. */
export function placementItem(placement: Placement, heldBy: string | null, timezone: string) {
  const { statement, state } = placement
  return {
    id: placement.id,
    title: statement.title || t('placement.untitled'),
    employer: statement.employer,
    hours: placement.confirmedHours ?? totalHours(statement.hours),
    href: paths.placement(placement.id),
    tone: state === 'active' && placement.answer ? 'fact' : TONES[state],
    status: statusText(placement),
    since: sinceText(placement, timezone),
    heldBy,
  }
}

function sinceText({ state, request, answer }: Placement, timezone: string): string | null {
  if (state === 'submitted')
    return request && t('placement.since', { day: dayAt(request.at, timezone) })
  return state === 'confirmed' && answer
    ? t('placement.on', { day: dayAt(answer.at, timezone) })
    : null
}

/** For whom a placement waits, since when, until when, and what happens then; null when it does not wait. */
export function waitOf(placement: Placement, timezone: string) {
  const { state, request } = placement
  if (state !== 'submitted' || !request) return null
  return {
    what: statusText(placement),
    since: t('placement.wait.since', { at: instant(request.at, timezone), mail: request.mail }),
    until: t('placement.wait.until', { day: dayAt(request.expiresAt, timezone) }),
    after: t('placement.wait.after'),
  }
}

/** What the supervisor said, in a sentence. */
export function answerOf(answer: Answer | null, timezone: string) {
  if (!answer) return null
  const said = t(`confirm.answered.${answer.kind}`, { hours: answer.hours ?? 0 })
  return {
    text: t('placement.answered', {
      who: answer.byName,
      at: instant(answer.at, timezone),
      answer: said,
    }),
    why: answer.why ?? answer.rightPerson,
  }
}

/** The four parts of the form, each with what it still lacks. */
export function missingByPart(missing: Record<string, string>) {
  const PARTS = {
    work: ['title', 'employer', 'delivered'],
    when: ['startsOn', 'endsOn', 'mode', 'place', 'hours'],
    pay: ['pay'],
    who: ['supervisorName', 'supervisorMail'],
  }
  const linesOf = (fields: string[]) =>
    fields.flatMap((field) => (missing[field] ? [{ field, text: t(missing[field]) }] : []))
  return {
    work: linesOf(PARTS.work),
    when: linesOf(PARTS.when),
    pay: linesOf(PARTS.pay),
    who: linesOf(PARTS.who),
  }
}

/** Where a placement stands, in a sentence. */
export function statusText(placement: Placement): string {
  const { state, answer, request, statement } = placement
  const asked = request?.name || statement.supervisorName || t('placement.someone')
  const who = state === 'confirmed' && answer ? answer.byName : asked
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
    dates: days(statement.startsOn, statement.endsOn),
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
