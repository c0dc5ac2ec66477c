// A credit rule: how many hours earn the points of one assignment.

export type Scheme = 'complete' | 'proportional'

export interface CreditRule {
  /** 1, 2, 3 … within the assignment. */
  version: number
  /** Hours, work and academic together, that earn full points. */
  fullHours: number
  scheme: Scheme
  /** Academic hours (reflection, meetings) that count beside the work; 0 for none. */
  academicHours: number
  /** Points that full hours earn. */
  points: number
  madeBy: string
  madeAt: Date
}

export type RuleTerms = Pick<CreditRule, 'fullHours' | 'scheme' | 'academicHours' | 'points'>

/**
 * Text keys of what makes terms useless, by field; empty means they can be reckoned with.
 * Academic hours alone never earn full points: some work is always needed.
 */
export function termsProblems(terms: RuleTerms): Record<string, string> {
  const wrong: Record<string, string> = {}
  if (!(terms.fullHours > 0)) wrong.fullHours = 'form.outOfRange'
  if (!(terms.points > 0)) wrong.points = 'form.outOfRange'
  if (!(terms.academicHours >= 0)) wrong.academicHours = 'form.outOfRange'
  else if (terms.fullHours > 0 && terms.academicHours >= terms.fullHours) {
    wrong.academicHours = 'rule.academicTooMany'
  }
  return wrong
}

/** True when two rules reckon alike. */
export function sameTerms(a: RuleTerms, b: RuleTerms): boolean {
  return (
    a.fullHours === b.fullHours &&
    a.scheme === b.scheme &&
    a.academicHours === b.academicHours &&
    a.points === b.points
  )
}
