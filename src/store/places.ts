// A course and what one person is and has there: what every page begins with, in one question.

import type { Connection } from 'mongoose'
import type { Membership } from '../domain/access.ts'
import type { Claim } from '../domain/claim.ts'
import type { Assignment, Course } from '../domain/course.ts'
import type { Placement } from '../domain/placement.ts'
import { plain, type Stored } from './shelf.ts'

export interface Seat {
  membership: Membership
  course: Course
}

export interface Desk extends Seat {
  /** Of the course, oldest first. */
  assignments: Assignment[]
  /** The person's own, newest first. */
  placements: Placement[]
  /** The person's own in any course, oldest first. */
  claims: Claim[]
}

export interface PlaceStore {
  /** Null where somebody does not belong to a course. */
  seat(courseId: string, personId: string): Promise<Seat | null>
  /** The same with all that the course's first page shows. */
  desk(courseId: string, personId: string): Promise<Desk | null>
}

type Joined = 'courses' | 'assignments' | 'placements' | 'claims'
/** What makes a desk, as the database finds it. */
export type FoundDesk = Record<Joined | 'memberships', Stored[]>

/** Opens one institution's places. */
export function placeStore(connection: Connection, institutionId: string): PlaceStore {
  const joined = (from: Joined, where: object) => ({
    $lookup: { from, as: from, pipeline: [{ $match: { institutionId, ...where } }] },
  })
  const find = async (
    courseId: string,
    personId: string,
    more: object[],
  ): Promise<FoundDesk | null> => {
    const pipeline = [
      { $match: { institutionId, courseId, personId } },
      joined('courses', { _id: courseId }),
      ...more,
    ]
    const memberships = connection.collection('memberships')
    const [found] = await memberships
      .aggregate<Stored & Record<Joined, Stored[]>>(pipeline)
      .toArray()
    if (!found) return null
    const { courses, assignments, placements, claims, ...membership } = found
    return { memberships: [membership], courses, assignments, placements, claims }
  }
  return {
    seat: async (courseId, personId) => {
      const found = await find(courseId, personId, [])
      return seatOf(found?.memberships[0], found?.courses[0])
    },
    desk: async (courseId, personId) => {
      const found = await find(courseId, personId, [
        joined('assignments', { courseId }),
        joined('placements', { personId }),
        joined('claims', { personId }),
      ])
      return found && deskOf(found)
    },
  }
}

/** A desk of what was found; null where somebody does not belong to the course. */
export function deskOf(found: FoundDesk): Desk | null {
  const seat = seatOf(found.memberships[0], found.courses[0])
  return (
    seat && {
      ...seat,
      assignments: found.assignments.sort(byId).map((one) => plain<Assignment>(one)),
      placements: found.placements.sort(byAge).map((one) => plain<Placement>(one)),
      claims: found.claims.sort(byId).map((one) => plain<Claim>(one)),
    }
  )
}

function seatOf(membership?: Stored, course?: Stored): Seat | null {
  if (!membership || !course) return null
  return { membership: plain<Membership>(membership), course: plain<Course>(course) }
}

function byId(one: Stored, other: Stored): number {
  return one._id < other._id ? -1 : 1
}

function byAge(one: Stored, other: Stored): number {
  return Number(other.createdAt) - Number(one.createdAt) || byId(other, one)
}
