// Numbers as options give them.

import { InvalidArgumentError } from 'commander'

/** A number above zero, else wrong usage. */
export function positive(value: string): number {
  const number = Number(value)
  if (Number.isFinite(number) && number > 0) return number
  throw new InvalidArgumentError('A number above zero is needed.')
}
