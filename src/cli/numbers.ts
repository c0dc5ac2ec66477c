// Numbers as options give them.

import { InvalidArgumentError } from 'commander'

/** Reads a number above zero and up to `most`; anything else is wrong usage. */
export function upTo(most: number): (value: string) => number {
  return (value) => {
    const number = Number(value)
    if (number > 0 && number <= most) return number
    throw new InvalidArgumentError(`A number above zero and up to ${most} is needed.`)
  }
}
