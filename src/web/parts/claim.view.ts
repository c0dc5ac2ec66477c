// What student and instructor both see of a claim: its status hue, its rule and its decision in words.

import { dayIn } from '../../domain/calendar.ts'
import type { ClaimDecision, ClaimState } from '../../domain/claim.ts'
import { type ClaimCredit, fullHoursOf } from '../../domain/credit/claim-credit.ts'
import type { RuleParameters } from '../../domain/credit/parameters.ts'
import { leastRequest } from '../../domain/request.ts'
import { day, instant, number, t } from '../../text.ts'
import { shareWords } from './ledger.view.ts'

/** The status hue of each state. */
export const CLAIM_TONES: Record<ClaimState, string> = {
  draft: 'neutral',
  submitted: 'waiting',
  approved: 'good',
  final: 'good',
  denied: 'trouble',
  dropped: 'neutral',
  withdrawn: 'neutral',
}

/** A credit rule in words. */
export function ruleWords(rule: RuleParameters): { rule: string; academic: string | null } {
  const academic = academicWords(rule)
  const { scheme, maximum: points } = rule
  if (rule.mode !== 'credits') {
    return { rule: t(`rule.words.${scheme}`, { full: fullHoursOf(rule), points }), academic }
  }
  const { hoursPerCredit, workShareMax, hoursBasis, maxCredit, increment } = rule
  const facts = { hoursPerCredit, share: shareWords(workShareMax) }
  const sentences = [
    t(`rule.words.credits.${hoursBasis}`, facts),
    t('rule.words.range', { least: leastRequest(rule), most: maxCredit, increment }),
    t(`rule.words.credits.${scheme}`, { points }),
  ]
  return { rule: sentences.join(' '), academic }
}

function academicWords(rule: RuleParameters): string | null {
  const { mode, hoursBasis, academicBasis, academicHours: hours } = rule
  if (hoursBasis === 'work' || hours === 0) return null
  const basis = mode === 'credits' ? `each${academicBasis}` : academicBasis
  return t(`rule.words.academic.${basis}`, { hours })
}

/** What a claim earns, in a few words: credits where it earns the course's, points always. */
export function earnsWords({ credits, result }: Pick<ClaimCredit, 'credits' | 'result'>): string {
  const { given, maximum } = result.score
  const points = t('delivery.points', { given: number(given), maximum: number(maximum) })
  return credits === null ? points : t('reviews.creditsAndPoints', { credits, points })
}

/** A decision in words: what, by whom, when, and the note. */
export function decisionView(decision: ClaimDecision | undefined, timezone: string) {
  if (!decision) return null
  const { step, credit, byName } = decision
  const { given, maximum } = credit.result.score
  const credits = step === 'approve' ? credit.credits : null
  const who = byName ?? t('person.unnamed')
  return {
    text:
      credits === null
        ? t(`review.decided.${step}`, { given, maximum })
        : t('review.decided.approveCredits', { credits, given, maximum }),
    by: t('review.decidedBy', { who, at: instant(decision.at, timezone) }),
    note: decision.note,
    held: decision.holdsUntil
      ? t('review.heldUntil', { until: day(dayIn(decision.holdsUntil, timezone)) })
      : null,
  }
}
