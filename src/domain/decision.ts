// A rule's answer: yes with a value, or no with reasons people can read.

/** Why a rule says no: `rule` is a key of views/text/en.json, `facts` fill its blanks. */
export interface Refusal {
  rule: string
  facts: Record<string, unknown>
}

export type Decision<T> = { ok: true; value: T } | { ok: false; refusals: Refusal[] }

/** A yes. */
export function allow<T>(value: T): Decision<T> {
  return { ok: true, value }
}

/** A no, with its reason. */
export function refuse(rule: string, facts: Record<string, unknown> = {}): Decision<never> {
  return { ok: false, refusals: [{ rule, facts }] }
}
