// Ready-made rules: the conversions that institutions publish, and the one a new institution starts with.
// Sources: design, domain.md 3.1. The numbers are where a rule starts; each institution writes its own.

import type { RuleParameters } from './parameters.ts'

const SEMESTER: RuleParameters = {
  mode: 'points',
  creditUnit: 'semester',
  hoursPerCredit: 45,
  hoursBasis: 'learning',
  workShareMax: '2/3',
  academicBasis: 'fixed',
  academicHours: 15,
  increment: 0.25,
  minCredit: 0,
  maxCredit: 3,
  stackAllowed: true,
  maxPlacements: 4,
  minHoursPerPlacement: 5,
  capHours: 40,
  maxPlacementsPerEmployer: 2,
  stackTerms: 1,
  minWeeks: 0,
  maxHoursPerWeek: 15,
  maxHoursPerDay: 8,
  minGpa: null,
  goodStanding: false,
  minCreditsEarned: 0,
  levels: null,
  majors: null,
  prerequisites: [],
  trainings: [],
  maxCreditsPerTerm: null,
  maxCreditsPerDegree: null,
  maxMajorShare: null,
  repeatLimit: null,
  oneClaimPerTerm: false,
  retroactiveDays: 0,
  opensDaysBeforeTerm: 0,
  registrationGraceDays: 0,
  deliverOffset: 18,
  confirmOffset: 11,
  claimOffset: 10,
  decideOffset: 5,
  scheme: 'proportional',
  maximum: 100,
  fullHours: null,
  transcript: 'none',
  employerWeightMax: 0.3,
  evidence: ['hours', 'deliverable', 'reflection'],
  hoursConfirmation: 'total',
  fallback: ['mails', 'history', 'meeting', 'deliverable'],
  paidAllowed: true,
  unpaidAllowed: true,
  unpaidHoursCap: null,
}

const WHOLE = { increment: 1, minCredit: 1 } as const

/** The presets of the rule editor, by name; each is a whole rule. */
export const PRESETS = {
  semester30: { ...SEMESTER, hoursPerCredit: 30, academicHours: 10 },
  semester35: { ...SEMESTER, hoursPerCredit: 35, academicHours: 12 },
  semester40: { ...SEMESTER, hoursPerCredit: 40, academicHours: 13.5 },
  semester45: SEMESTER,
  ects25: { ...SEMESTER, ...WHOLE, creditUnit: 'ects', hoursPerCredit: 25, academicHours: 8.5 },
  ects30: { ...SEMESTER, ...WHOLE, creditUnit: 'ects', hoursPerCredit: 30, academicHours: 10 },
  uk10: {
    ...SEMESTER,
    ...{ increment: 5, minCredit: 5, maxCredit: 20 },
    creditUnit: 'uk',
    hoursPerCredit: 10,
    academicHours: 3.5,
  },
} as const satisfies Record<string, RuleParameters>

/** What a new institution starts with: usable as it is, and the base of its first own rule. */
export const DEFAULT_RULE: RuleParameters = PRESETS.semester45

/** The share of the hours that are not academic, as a fraction: 45 with 15 academic is 2/3. */
export function shareLeft(fullHours: number, academicHours: number): string {
  const full = Math.round(fullHours * 100)
  const left = full - Math.round(academicHours * 100)
  const common = commonDivisor(left, full)
  return `${left / common}/${full / common}`
}

function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b)
}
