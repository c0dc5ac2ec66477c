// What a micro-internship pays. Money is recorded, never moved.
// Amounts are whole hundredths of the currency's unit in every currency, also where no such coin exists.

import { hundredths } from './hundredths.ts'

export type Pay =
  | { kind: 'hourly' | 'fixed'; amountMinor: number; currency: string }
  | { kind: 'unpaid'; reason: string }

/** Pay per hour in minor units, rounded down; null when there are no hours or no pay. */
export function payMinorPerHour(pay: Pay | null, hours: number): number | null {
  if (pay === null || pay.kind === 'unpaid') return null
  if (pay.kind === 'hourly') return pay.amountMinor
  const whole = hundredths(hours)
  return whole > 0 ? Math.floor((pay.amountMinor * 100) / whole) : null
}

/** Pay for so many hours in minor units, half up; null when nothing is paid. */
export function payMinorTotal(pay: Pay | null, hours: number): number | null {
  if (pay === null || pay.kind === 'unpaid') return null
  if (pay.kind === 'fixed') return pay.amountMinor
  return Math.floor((2 * pay.amountMinor * hundredths(hours) + 100) / 200)
}
