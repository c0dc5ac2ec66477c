// What a refused launch or login is compared by: status, text key, and the code that only the log sees.

import { AppError } from '../../src/errors.ts'

export interface Refusal {
  status: number
  key: string
  code: unknown
}

/** The refusal that a promise ends in; fails when it succeeds, or when the error is no refusal of ours. */
export async function refusalOf(attempt: Promise<unknown>): Promise<Refusal> {
  try {
    await attempt
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const { status, key, cause } = error
    const code = cause instanceof Error && 'code' in cause ? cause.code : null
    return { status, key, code }
  }
  throw new Error('it was let in')
}
