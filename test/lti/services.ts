// The services of a fake LMS for tests: a gradebook column and a roster, both to be answered as a test wants.

import { randomBytes } from 'node:crypto'
import type { Score } from '../../src/domain/lms.ts'
import type { Platform } from '../../src/domain/platform.ts'
import type { FakePlatform } from '../support/fake-platform.ts'
import { anLti, keysInMemory, type OpenLti } from './launching.ts'

export interface AtWork {
  lti: OpenLti
  platform: Platform
  lineItemUrl: string
  rosterUrl: string
}

// Making keys takes a while, so the tests of one file share them.
const shared = { keys: keysInMemory(), masterKeys: [randomBytes(32)] }

/** LTI opened on one registration, with the addresses of its services. */
export async function atWork(
  fake: FakePlatform,
  facts: Partial<Platform> = {},
  // Politeness takes no time in tests.
  pause: (ms: number) => Promise<unknown> = async () => {},
): Promise<AtWork> {
  const platform = fake.registration(facts)
  const lti = await anLti([platform], {
    ...shared,
    timeoutMs: 2000,
    pause,
  })
  const moodle = platform.kind === 'moodle'
  const lineItemUrl = `${fake.origin}/items/3/lineitem${moodle ? '?type_id=1' : ''}`
  return { lti, platform, lineItemUrl, rosterUrl: `${fake.origin}/roster` }
}

export const score: Score = {
  subject: 'person-7',
  given: 83.33,
  maximum: 100,
  decidedAt: new Date('2026-03-14T10:00:00.123Z'),
  submittedAt: new Date('2026-03-01T09:00:00.000Z'),
  claimUrl: 'https://stint.example.edu/lti/oakwood/launch?claim=claim-1',
}
