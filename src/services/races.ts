// Two do the same for the first time at the same moment.

import { Conflict } from '../errors.ts'

/** Two at once: the loser of the insert takes what the winner stored. */
export async function orElse<T>(add: () => Promise<T>, find: () => Promise<T | null>): Promise<T> {
  try {
    return await add()
  } catch (error) {
    const stored = error instanceof Conflict ? await find() : null
    if (stored === null) throw error
    return stored
  }
}
