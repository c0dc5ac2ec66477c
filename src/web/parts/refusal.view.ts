// A rule's no, as a sentence: parameters are called by their names, and what they say by its words.

import type { Refusal } from '../../domain/decision.ts'
import { dated, hasText, t } from '../../text.ts'

/** The sentence for one refusal. */
export function refusalText({ rule, facts: plain }: Refusal): string {
  const facts = dated(plain)
  const { parameter } = facts
  const key = `parameter.${String(parameter)}.name`
  return t(rule, hasText(key) ? { ...facts, parameter: t(key) } : facts)
}
