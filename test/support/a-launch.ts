// A verified launch, as the LTI edge hands it over.

import type { Launch } from '../../src/domain/launch.ts'
import { newId } from '../../src/random.ts'
import type { Login } from '../../src/services/arriving/arrivals.ts'

/** A login that no launch has answered yet. */
export function aLogin(): Login {
  return { transaction: newId(), step: 'window' }
}

/** Somebody new opens an assignment as a student. */
export function aLaunch(platformId: string, over: Partial<Launch> = {}): Launch {
  return {
    platformId,
    deploymentId: '1',
    subject: newId(),
    name: 'Ben Ortiz',
    givenName: 'Ben',
    familyName: 'Ortiz',
    mail: 'ben@north.example.edu',
    sisPersonId: null,
    role: 'student',
    course: {
      contextId: 'c1',
      label: 'BIO 210',
      title: 'Biology',
      sisSectionId: null,
      sisCourseId: null,
      term: null,
      history: [],
      pageUrl: null,
    },
    assignment: null,
    lineItemsUrl: null,
    rosterUrl: 'https://lms.example.edu/roster',
    scopes: [],
    returnUrl: null,
    shownIn: 'frame',
    unresolved: [],
    deepLink: null,
    claimId: null,
    ...over,
  }
}
