// Hours, points and money as whole hundredths, so that nothing is reckoned in floating point.

/** A number of hours (or points) in whole hundredths, half up as on paper: 1.005 is 101. */
export function hundredths(hours: number): number {
  // 1.005 * 100 is a little less than 100.5 in binary; six decimals put that right.
  return Math.round(Number((hours * 100).toFixed(6)))
}
