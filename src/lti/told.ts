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

/** A web address or null. */
export const toldAddress = z
  .unknown()
  .optional()
  .transform((value): string | null => {
    const plain = typeof value === 'string' && value.length <= MOST_ADDRESS && URL.canParse(value)
    return plain && /^https?:$/.test(new URL(value).protocol) ? value : null
  })
