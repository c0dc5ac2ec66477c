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

/** True when two rules reckon alike. */
export function sameTerms(a: RuleTerms, b: RuleTerms): boolean {
  return (
    a.fullHours === b.fullHours &&
    a.scheme === b.scheme &&
    a.academicHours === b.academicHours &&
    a.points === b.points
  )
}
