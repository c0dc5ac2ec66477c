// Claims by whose they are, where they are, and how they stand.

import type { Claim, ClaimState } from '../domain/claim.ts'
import type { Shelf } from './shelf.ts'

export interface ClaimLists {
  /** Claims that hold any of these placements. */
  holding(placementIds: string[]): Promise<Claim[]>
  /** Claims of these people that hold any. */
  holdingOf(personIds: string[]): Promise<Claim[]>
  /** Denied claims that still hold placements, and should not any more. */
  heldUntil(now: Date): Promise<Claim[]>
  ofPerson(personId: string): Promise<Claim[]>
  ofAssignment(assignmentId: string): Promise<Claim[]>
  ofCourse(courseId: string): Promise<Claim[]>
  /** Claims of courses in some states, longest waiting first. */
  ofCourses(courseIds: string[], states: ClaimState[]): Promise<Claim[]>
  /** Claims of a course whose score had arrived, and for which the LMS shows nothing any more. */
  withoutGrade(courseId: string): Promise<Claim[]>
  /** Claims of these people of one LMS that were ended because they left a course, since then. */
  leftSince(platformId: string, subjects: string[], since: Date): Promise<Claim[]>
}

/** The lists of one institution's claims. */
export function claimLists(own: Shelf<Claim>): ClaimLists {
  return {
    // The second condition is what the partial index asks for.
    holding: (ids) => own.list({ counts: { $in: ids }, 'counts.0': { $exists: true } }),
    // Without a second condition, which would lead the database to the index of all placements that are held.
    holdingOf: async (personIds) =>
      (await own.list({ personId: { $in: personIds } })).filter(({ counts }) => counts.length > 0),
    heldUntil: (now) => own.list({ heldUntil: { $type: 'date', $lt: now } }),
    ofPerson: (personId) => own.list({ personId }),
    ofAssignment: (assignmentId) => own.list({ assignmentId }),
    ofCourse: (courseId) => own.list({ courseId }),
    ofCourses: (courseIds, states) =>
      own.list(
        { courseId: { $in: courseIds }, state: { $in: states } },
        { submittedAt: 1, _id: 1 },
      ),
    withoutGrade: (courseId) =>
      own.list({
        ...{ courseId, state: { $in: ['approved', 'final'] }, leftAt: null },
        ...{ 'debts.score.state': 'done', 'seen.at': { $ne: null }, 'seen.given': null },
      }),
    leftSince: (platformId, subjects, since) =>
      own.list({
        ...{ leftAt: { $type: 'date', $gte: since }, platformId, subject: { $in: subjects } },
        state: { $in: ['withdrawn', 'dropped'] },
      }),
  }
}
