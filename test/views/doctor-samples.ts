// Models for the doctor's page.

import { judged } from '../../src/domain/examination.ts'
import { told } from '../../src/findings.ts'
import { doctorView } from '../../src/web/office/doctor.ts'
import { aPlatform } from '../support/builders.ts'
import type { Row } from './rule-samples.ts'

const KEYS = 'https://stint.example.edu/lti/lakeside/jwks.json'
const fine = { scores: null, results: null, columns: null, roster: null }
const examined = (tokens: typeof fine | Record<keyof typeof fine, string | null>, skewMs: number) =>
  judged(aPlatform(), { ourKeys: null, theirKeys: null, skewMs, tokens }, KEYS).map(told)

/** The doctor's page when all is well, and when something is wrong. */
export function doctorSamples(office: (role: string) => object): Row[] {
  return [
    [
      'doctor-well',
      'admin/doctor',
      office('Administrator'),
      doctorView(examined(fine, 0), '/admin'),
    ],
    [
      'doctor-ill',
      'admin/doctor',
      office('Administrator'),
      doctorView(examined({ ...fine, roster: 'lms.noScope' }, 90_000), '/admin'),
    ],
  ]
}
