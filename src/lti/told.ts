// Text that an LMS tells, as values we keep: within limits, and none when it says nothing.

import { z } from 'zod'

const MOST_LETTERS = 500
const MOST_ADDRESS = 2000

/** A text or null. Empty, and a variable that came back unexpanded ("$Person.sourcedId"), are no value. */
export const toldText = z
  .unknown()
  .optional()
  .transform((value): string | null => {
    const trimmed = typeof value === 'string' ? value.trim().slice(0, MOST_LETTERS) : ''
    return trimmed === '' || trimmed.startsWith('$') ? null : trimmed
  })

// ISO 8601 with its zone; a date that says no zone could mean any.
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})$/

/** An instant or null. */
export const toldInstant = toldText.transform((value): Date | null => {
  if (value === null || !INSTANT.test(value)) return null
  const at = new Date(value)
  return Number.isNaN(at.getTime()) ? null : at
})

/** The day that a date begins with, whatever time and zone follow (canvas.md 2.3); or null. */
export const toldDay = toldText.transform((value) => {
  return /^\d{4}-\d{2}-\d{2}(?=$|[T ])/.exec(value ?? '')?.[0] ?? null
})

/** A web address or null. */
export const toldAddress = z
  .unknown()
  .optional()
  .transform((value): string | null => {
    const plain = typeof value === 'string' && value.length <= MOST_ADDRESS && URL.canParse(value)
    return plain && /^https?:$/.test(new URL(value).protocol) ? value : null
  })
