// What goes into the arithmetic of credit and what comes out: kept with each decision, read by `stint credit compute`.

import type { Refusal } from '../decision.ts'

/** The numbers of a rule; a share is a number or a fraction such as "2/3". */
export interface ComputeRule {
  hoursPerCredit: number
  workShareMax: number | string
  increment: number
  minCredit: number
  maxCredit: number
  maxPlacements: number
  minHoursPerPlacement: number
  maxPlacementsPerEmployer: number
  scoring: { scheme: 'complete' | 'proportional'; maximum: number }
}

export interface ComputePlacement {
  id: string
  employer: string
  /** Null while the employer has not answered: shown, never counted. */
  confirmedHours: number | null
  capHours: number
  usedElsewhereHours: number
}

export interface ComputeInput {
  requestedCredits: number
  academicHours: number
  placements: ComputePlacement[]
}

/**
 * One line of the ledger. A line adds `result`, a cap takes it away (only caps that bit are steps), a sum
 * says where the hours or credits stand, a result is final.
 */
export interface Step {
  /** A text key under `ledger.`. */
  step: StepName
  /** What in the rule or the placement this line obeys. */
  parameter: StepParameter | null
  /** What went in; the numbers and words for the sentence. */
  inputs: Record<string, number | string>
  /** Null for what still waits. */
  result: number | null
  unit: 'hours' | 'credits' | 'points'
  kind: 'line' | 'cap' | 'sum' | 'result'
}

export type StepName =
  | 'placement'
  | 'waiting'
  | 'tooShort'
  | 'cap'
  | 'usedElsewhere'
  | 'counted'
  | 'workShare'
  | 'academicShare'
  | 'usable'
  | 'academic'
  | 'hours'
  | 'reached'
  | 'requested'
  | 'maxCredit'
  | 'increment'
  | 'minCredit'
  | 'maxPlacements'
  | 'maxPlacementsPerEmployer'
  | 'credits'
  | 'complete'
  | 'proportional'

export type StepParameter =
  | keyof ComputeRule
  | 'capHours'
  | 'usedElsewhereHours'
  | 'requestedCredits'

export interface ComputeResult {
  credits: number
  countedWorkHours: number
  usableWorkHours: number
  academicHours: number
  unusedHours: number
  score: { given: number; maximum: number }
  steps: Step[]
  refusals: Refusal[]
}

/** Everything that a decision rests on, so that it can be reckoned again years later. */
export interface Computation {
  rule: ComputeRule
  input: ComputeInput
  result: ComputeResult
}
