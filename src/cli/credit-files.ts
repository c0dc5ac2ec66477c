// The two files of `stint credit compute`: what may stand in them (interfaces.md), and what is wrong, by path.

import { z } from 'zod'
import type { ComputeInput, ComputeRule } from '../domain/credit/computation.ts'
import { compare, exact, least, shareOf } from '../domain/credit/fraction.ts'

/** More than any claim has; above it a number is a slip of the pen. */
const MOST = 1_000_000

const told = (key: string) => (issue: { input?: unknown }) =>
  issue.input === undefined ? 'compute.missing' : key

const number = z.number({ error: told('compute.notNumber') }).max(MOST, 'compute.tooLarge')
const aboveZero = number.positive('compute.aboveZero')
const notBelowZero = number.min(0, 'compute.belowZero')
const count = z
  .int({ error: told('compute.notWhole') })
  .min(1, 'compute.notWhole')
  .max(MOST, 'compute.tooLarge')
const text = z.string({ error: told('compute.notText') }).min(1, 'compute.missing')
const share = z
  .union([z.number(), z.string()], { error: told('compute.notShare') })
  .refine((value) => shareOf(value) !== null, 'compute.notShare')

const object = <S extends z.core.$ZodLooseShape>(shape: S) =>
  z.strictObject(shape, { error: told('compute.notObject') })

const ruleFile: z.ZodType<ComputeRule> = object({
  hoursPerCredit: aboveZero,
  workShareMax: share,
  increment: aboveZero,
  minCredit: notBelowZero,
  maxCredit: notBelowZero,
  maxPlacements: count,
  minHoursPerPlacement: notBelowZero,
  maxPlacementsPerEmployer: count,
  scoring: object({
    scheme: z.enum(['complete', 'proportional'], { error: told('compute.scheme') }),
    maximum: aboveZero,
  }),
}).refine((rule) => rule.minCredit <= rule.maxCredit, {
  path: ['minCredit'],
  error: 'compute.minAboveMax',
})

const placement = object({
  id: text,
  employer: text,
  confirmedHours: notBelowZero,
  capHours: notBelowZero,
  usedElsewhereHours: notBelowZero,
}).refine(
  ({ usedElsewhereHours, confirmedHours, capHours }) =>
    // What is below zero is told already.
    Math.min(confirmedHours, capHours) < 0 ||
    compare(exact(usedElsewhereHours), least(exact(confirmedHours), exact(capHours))) <= 0,
  { path: ['usedElsewhereHours'], error: 'compute.usedAboveCounted' },
)

const placements = z
  .array(placement, { error: told('compute.notList') })
  .superRefine((list, context) => {
    const seen = new Set<string>()
    list.forEach(({ id }, i) => {
      if (seen.has(id)) {
        context.addIssue({ code: 'custom', path: [i, 'id'], message: 'compute.twice' })
      }
      seen.add(id)
    })
  })

const inputFile: z.ZodType<ComputeInput> = object({
  requestedCredits: aboveZero,
  academicHours: notBelowZero,
  placements,
})

/** Both files as read, or text keys of what is wrong, by path. */
export function readComputeFiles(
  rule: unknown,
  input: unknown,
): { rule: ComputeRule; input: ComputeInput } | { wrong: Record<string, string> } {
  const [one, other] = [ruleFile.safeParse(rule), inputFile.safeParse(input)]
  if (one.success && other.success) return { rule: one.data, input: other.data }
  return { wrong: { ...problems('rule', one.error), ...problems('input', other.error) } }
}

function problems(file: string, error: z.ZodError | undefined): Record<string, string> {
  const found = (error?.issues ?? []).flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => [pathOf(file, [...issue.path, key]), 'compute.unknown'])
      : [[pathOf(file, issue.path), issue.message]],
  )
  return Object.fromEntries(found)
}

// input.placements[1].capHours
function pathOf(file: string, path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (to, part) => (typeof part === 'number' ? `${to}[${part}]` : `${to}.${String(part)}`),
    file,
  )
}
