// What student and instructor both see of a claim: its status hue, its rule and its decision in words.

import type { ClaimDecision, ClaimState } from '../domain/claim.ts'
import type { RuleTerms } from '../domain/credit-rule.ts'
import { instant, t } from '../text.ts'

/** The status hue of each state. */
export const CLAIM_TONES: Record<ClaimState, string> = {
  draft: 'neutral',
  submitted: 'waiting',
  approved: 'good',
  final: 'good',
  denied: 'trouble',
  dropped: 'neutral',
}

/** A credit rule in words. */
export function ruleWords(rule: RuleTerms) {
  const { fullHours, scheme, academicHours, points } = rule
  return {
    rule: t(`rule.words.${scheme}`, { full: fullHours, points }),
    academic: academicHours > 0 ? t('rule.words.academic', { hours: academicHours }) : null,
  }
}

/** A decision in words: what, by whom, when, and the note. */
export function decisionView(decision: ClaimDecision | undefined, timezone: string) {
  if (!decision) return null
  const { given, maximum } = decision.credit.score
  const who = decision.byName ?? t('person.unnamed')
  return {
    text: t(`review.decided.${decision.step}`, { given, maximum }),
    by: t('review.decidedBy', { who, at: instant(decision.at, timezone) }),
    note: decision.note,
  }
}
