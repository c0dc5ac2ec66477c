// What a micro-internship pays. Money is recorded, never moved; amounts are minor units (cents).

export type Pay =
  | { kind: 'hourly' | 'fixed'; amountMinor: number; currency: string }
  | { kind: 'unpaid'; reason: string }

/** Pay per hour in minor units, rounded down; null when there are no hours or no pay. */
export function payMinorPerHour(pay: Pay | null, hours: number): number | null {
  if (pay === null || pay.kind === 'unpaid') return null
  if (pay.kind === 'hourly') return pay.amountMinor
  return hours > 0 ? Math.floor(pay.amountMinor / hours) : null
}
