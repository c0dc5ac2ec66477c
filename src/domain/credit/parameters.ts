// What an institution can set about credit, parameter by parameter, and which way each one gets tighter.
// Source: design, domain.md 12. Hours and credits are decimals; a share is a number or a fraction such as "2/3".

export interface RuleParameters {
  // Unit
  /** What a claim earns: points inside a course, the course's credits, or a notation without credit. */
  mode: 'credits' | 'points' | 'notation'
  creditUnit: 'semester' | 'quarter' | 'ects' | 'uk' | 'custom'
  hoursPerCredit: number
  /** `learning`: work and academic hours make credit; `work`: work hours alone. */
  hoursBasis: 'learning' | 'work'
  workShareMax: number | string
  /** `fixed`: the academic hours below are part of the course; `approved`: the instructor says how many, up to them. */
  academicBasis: 'fixed' | 'approved'
  /** For each credit asked for; in points mode, for all the points. */
  academicHours: number
  increment: number
  minCredit: number
  maxCredit: number
  // Stack
  stackAllowed: boolean
  maxPlacements: number
  minHoursPerPlacement: number
  /** The most hours of one placement that count, unless its posting says less. */
  capHours: number
  maxPlacementsPerEmployer: number
  /** How many terms one claim may span. */
  stackTerms: number
  // Duration, of each placement
  minWeeks: number
  maxHoursPerWeek: number | null
  maxHoursPerDay: number | null
  // Eligibility
  minGpa: number | null
  goodStanding: boolean
  minCreditsEarned: number
  levels: string[] | null
  majors: string[] | null
  prerequisites: string[]
  trainings: string[]
  // Caps, on credit from micro-internships
  maxCreditsPerTerm: number | null
  maxCreditsPerDegree: number | null
  /** The most that they may be of the major's credits. */
  maxMajorShare: number | string | null
  repeatLimit: number | null
  oneClaimPerTerm: boolean
  // Timing; offsets are business days before grades are due
  /** How many days before the claim's window work may have ended; 0: none is counted afterwards; null: any. */
  retroactiveDays: number | null
  opensDaysBeforeTerm: number
  registrationGraceDays: number
  deliverOffset: number
  confirmOffset: number
  claimOffset: number
  decideOffset: number
  // Grading
  scheme: 'complete' | 'proportional'
  maximum: number
  /** Hours for all the points, in points mode; null: as many as a credit takes. */
  fullHours: number | null
  transcript: 'passNoPass' | 'satisfactory' | 'creditNoCredit' | 'letter' | 'points' | 'none'
  employerWeightMax: number
  // Evidence
  evidence: string[]
  hoursConfirmation: 'sample' | 'total' | 'weekly' | 'every'
  fallback: string[]
  // Paid and unpaid
  paidAllowed: boolean
  unpaidAllowed: boolean
  unpaidHoursCap: number | null
}

export type ParameterName = keyof RuleParameters
export type Group =
  | 'unit'
  | 'stack'
  | 'duration'
  | 'eligibility'
  | 'caps'
  | 'timing'
  | 'grading'
  | 'evidence'
  | 'pay'

/**
 * Which way is tighter: `more` or `less` of a number, `multiple` of the step above, `true` or `false`, `moreOf` or
 * `fewerOf` a list, further along a list of words; `same` may not differ, `free` is each level's own. Null, where it
 * is allowed, is no limit and so the loosest.
 */
export type Tighter =
  | 'more'
  | 'less'
  | 'multiple'
  | 'true'
  | 'false'
  | 'moreOf'
  | 'fewerOf'
  | 'same'
  | 'free'
  | readonly string[]

const unit = (tighter: Tighter) => ({ group: 'unit', tighter }) as const
const stack = (tighter: Tighter) => ({ group: 'stack', tighter }) as const
const duration = (tighter: Tighter) => ({ group: 'duration', tighter }) as const
const eligibility = (tighter: Tighter) => ({ group: 'eligibility', tighter }) as const
const caps = (tighter: Tighter) => ({ group: 'caps', tighter }) as const
const timing = (tighter: Tighter) => ({ group: 'timing', tighter }) as const
const grading = (tighter: Tighter) => ({ group: 'grading', tighter }) as const
const evidence = (tighter: Tighter) => ({ group: 'evidence', tighter }) as const
const pay = (tighter: Tighter) => ({ group: 'pay', tighter }) as const

/** Every parameter with its group and its tighter way, in the order in which the editor shows them. */
export const PARAMETERS: Readonly<Record<ParameterName, { group: Group; tighter: Tighter }>> = {
  mode: unit(['credits', 'points', 'notation']),
  creditUnit: unit('same'),
  hoursPerCredit: unit('more'),
  hoursBasis: unit('same'),
  workShareMax: unit('less'),
  academicBasis: unit(['fixed', 'approved']),
  academicHours: unit('less'),
  increment: unit('multiple'),
  minCredit: unit('more'),
  maxCredit: unit('less'),
  stackAllowed: stack('false'),
  maxPlacements: stack('less'),
  minHoursPerPlacement: stack('more'),
  capHours: stack('less'),
  maxPlacementsPerEmployer: stack('less'),
  stackTerms: stack('less'),
  minWeeks: duration('more'),
  maxHoursPerWeek: duration('less'),
  maxHoursPerDay: duration('less'),
  minGpa: eligibility('more'),
  goodStanding: eligibility('true'),
  minCreditsEarned: eligibility('more'),
  levels: eligibility('fewerOf'),
  majors: eligibility('fewerOf'),
  prerequisites: eligibility('moreOf'),
  trainings: eligibility('moreOf'),
  maxCreditsPerTerm: caps('less'),
  maxCreditsPerDegree: caps('less'),
  maxMajorShare: caps('less'),
  repeatLimit: caps('less'),
  oneClaimPerTerm: caps('true'),
  retroactiveDays: timing('less'),
  opensDaysBeforeTerm: timing('less'),
  registrationGraceDays: timing('less'),
  deliverOffset: timing('more'),
  confirmOffset: timing('more'),
  claimOffset: timing('more'),
  decideOffset: timing('more'),
  scheme: grading('free'),
  maximum: grading('free'),
  fullHours: grading('free'),
  transcript: grading('free'),
  employerWeightMax: grading('less'),
  evidence: evidence('moreOf'),
  hoursConfirmation: evidence(['sample', 'total', 'weekly', 'every']),
  fallback: evidence('fewerOf'),
  paidAllowed: pay('false'),
  unpaidAllowed: pay('false'),
  unpaidHoursCap: pay('less'),
}

/** True for the name of a parameter. */
export function isParameter(name: string): name is ParameterName {
  return Object.hasOwn(PARAMETERS, name)
}

/** The names of all parameters, in the editor's order. */
export const PARAMETER_NAMES: readonly ParameterName[] = Object.keys(PARAMETERS).filter(isParameter)
