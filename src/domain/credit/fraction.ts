// Exact numbers: hours, credits and shares as fractions of whole numbers, so that nothing is off by a hair.

export interface Fraction {
  readonly top: bigint
  /** Above zero. */
  readonly bottom: bigint
}

export const NOUGHT: Fraction = { top: 0n, bottom: 100n }
export const ONE: Fraction = { top: 1n, bottom: 1n }

/**
 * A number as it is written in decimals: 0.1 is one tenth, not what a computer makes of it.
 * @throws {SyntaxError} not a finite number
 */
export function exact(value: number): Fraction {
  const hundredths = Math.round(value * 100)
  // Most numbers have two decimals at most; dividing back tells whether this one has.
  if (Number.isSafeInteger(hundredths) && hundredths / 100 === value) {
    return { top: BigInt(hundredths), bottom: 100n }
  }
  return fromDecimals(String(value))
}

// As JavaScript writes numbers: '1.005', '1e+21', '2.5e-7'.
function fromDecimals(text: string): Fraction {
  const [digits = '', exponent = '0'] = text.split('e')
  const [whole = '', part = ''] = digits.split('.')
  const top = BigInt(whole + part)
  const scale = Number(exponent) - part.length
  if (scale < 0) return { top, bottom: 10n ** BigInt(-scale) }
  return { top: top * 10n ** BigInt(scale), bottom: 1n }
}

const SHARE = /^(\d{1,9})\/(\d{1,9})$/

/** A share from nothing to all, as a number or as "2/3"; null when it is none. */
export function shareOf(share: number | string): Fraction | null {
  const fraction = typeof share === 'number' ? shareNumber(share) : shareText(share)
  return fraction && compare(fraction, NOUGHT) >= 0 && compare(fraction, ONE) <= 0 ? fraction : null
}

function shareNumber(share: number): Fraction | null {
  return Number.isFinite(share) ? exact(share) : null
}

function shareText(share: string): Fraction | null {
  const [, top, bottom] = SHARE.exec(share) ?? []
  if (top === undefined || bottom === undefined || Number(bottom) === 0) return null
  return { top: BigInt(top), bottom: BigInt(bottom) }
}

/** Both together. */
export function plus(a: Fraction, b: Fraction): Fraction {
  const [left, right, bottom] = alike(a, b)
  return { top: left + right, bottom }
}

/** What is left of the first without the second. */
export function minus(a: Fraction, b: Fraction): Fraction {
  const [left, right, bottom] = alike(a, b)
  return { top: left - right, bottom }
}

/** The product. */
export function times(a: Fraction, b: Fraction): Fraction {
  return { top: a.top * b.top, bottom: a.bottom * b.bottom }
}

/**
 * The first divided by the second, which is above zero.
 * @throws {RangeError} divided by nothing
 */
export function dividedBy(a: Fraction, b: Fraction): Fraction {
  if (b.top <= 0n) throw new RangeError('divided by nothing')
  return { top: a.top * b.bottom, bottom: a.bottom * b.top }
}

/** Below zero when the first is less, above zero when it is more. */
export function compare(a: Fraction, b: Fraction): number {
  const [left, right] = alike(a, b)
  if (left === right) return 0
  return left < right ? -1 : 1
}

/** The smaller one. */
export function least(a: Fraction, b: Fraction): Fraction {
  return compare(b, a) < 0 ? b : a
}

/** The larger one. */
export function most(a: Fraction, b: Fraction): Fraction {
  return compare(b, a) > 0 ? b : a
}

// Over one bottom; most bottoms are alike already.
function alike(a: Fraction, b: Fraction): [bigint, bigint, bigint] {
  if (a.bottom === b.bottom) return [a.top, b.top, a.bottom]
  if (a.bottom % b.bottom === 0n) return [a.top, b.top * (a.bottom / b.bottom), a.bottom]
  return [a.top * b.bottom, b.top * a.bottom, a.bottom * b.bottom]
}

/** Down to a whole number of steps; the value is not below zero. */
export function floorTo(value: Fraction, step: Fraction): Fraction {
  const { top, bottom } = dividedBy(value, step)
  return times({ top: top / bottom, bottom: 1n }, step)
}

/** To two decimals, half up; the value is not below zero. */
export function halfUp(value: Fraction): Fraction {
  return { top: (200n * value.top + value.bottom) / (2n * value.bottom), bottom: 100n }
}

/** Up to two decimals; the value is not below zero. */
export function upToHundredths(value: Fraction): Fraction {
  return { top: (100n * value.top + value.bottom - 1n) / value.bottom, bottom: 100n }
}

/** The nearest number. */
export function toNumber({ top, bottom }: Fraction): number {
  const [left, right] = [Number(top), Number(bottom)]
  if (Number.isSafeInteger(left) && Number.isSafeInteger(right)) return left / right
  // More digits than a number holds; reading them back finds the nearest.
  const decimals = Math.max(0, `${bottom}`.length - `${top}`.length) + 25
  return Number(`${(top * 10n ** BigInt(decimals)) / bottom}e-${decimals}`)
}
