// Rights in a course: by membership, and on Moodle by the roster too.

import { describe, expect, it } from 'vitest'
import { type CourseRole, courseRole, isUnproven, lowerRole } from '../../src/domain/access.ts'

const ROLES: CourseRole[] = ['none', 'rehearsal', 'observer', 'student', 'assistant', 'instructor']

describe('the lower of two roles', () => {
  it('is the same from both sides, and one of the two', () => {
    ROLES.forEach((a, i) => {
      ROLES.forEach((b, j) => {
        expect(lowerRole(a, b)).toBe(ROLES[Math.min(i, j)])
      })
    })
  })
})

describe('on Canvas and elsewhere', () => {
  const role = (kind: 'canvas' | 'other', launchRole: CourseRole, rosterRole: CourseRole | null) =>
    courseRole({ launchRole, rosterRole }, { kind, launchRoleEnough: false })

  it.each(['canvas', 'other'] as const)('(%s) the launch says the role', (kind) => {
    for (const launchRole of ROLES) expect(role(kind, launchRole, null)).toBe(launchRole)
    for (const rosterRole of ROLES) expect(role(kind, 'student', rosterRole)).toBe('student')
  })
  it.each(['canvas', 'other'] as const)(
    '(%s) a roster that was read since takes the rights of who no longer teaches',
    (kind) => {
      expect(role(kind, 'instructor', 'assistant')).toBe('assistant')
      // Only Moodle's roster calls its assistants learners; elsewhere a student sees no claims of others.
      expect(role(kind, 'instructor', 'student')).toBe('student')
      expect(role(kind, 'assistant', 'student')).toBe('student')
      expect(role(kind, 'assistant', 'instructor')).toBe('assistant')
    },
  )
})

describe('on Moodle', () => {
  const role = (launchRole: CourseRole, rosterRole: CourseRole | null) =>
    courseRole({ launchRole, rosterRole }, { kind: 'moodle', launchRoleEnough: false })

  it('nobody teaches until the roster has been read', () => {
    expect(role('instructor', null)).toBe('assistant')
  })
  it('who teaches in the roster too teaches', () => {
    expect(role('instructor', 'instructor')).toBe('instructor')
  })
  it('who launches as Instructor but is a learner in the roster assists', () => {
    expect(role('instructor', 'student')).toBe('assistant')
  })
  it.each(['none', 'rehearsal', 'observer', 'assistant'] as const)(
    'who launches as Instructor but is %s in the roster is that',
    (rosterRole) => {
      expect(role('instructor', rosterRole)).toBe(rosterRole)
    },
  )
  it('the roster never raises a role', () => {
    const order = (r: CourseRole) => ROLES.indexOf(r)
    for (const launchRole of ROLES) {
      for (const rosterRole of [null, ...ROLES]) {
        expect(order(role(launchRole, rosterRole))).toBeLessThanOrEqual(order(launchRole))
      }
    }
  })
})

describe('on Moodle, where the administrator has said that the launch’s role is enough', () => {
  const enough = { kind: 'moodle', launchRoleEnough: true } as const

  it('who launches as instructor decides while no roster was read, and is held to it once it was', () => {
    const role = (rosterRole: CourseRole | null) =>
      courseRole({ launchRole: 'instructor', rosterRole }, enough)
    expect(role(null)).toBe('instructor')
    expect(role('student')).toBe('assistant')
    expect(role('assistant')).toBe('assistant')
    expect(role('none')).toBe('none')
  })

  it('nobody else decides by it, and nobody is unproven', () => {
    for (const launchRole of ROLES.filter((one) => one !== 'instructor')) {
      expect(courseRole({ launchRole, rosterRole: null }, enough)).toBe(launchRole)
    }
    const roles = { launchRole: 'instructor', rosterRole: null } as const
    expect(isUnproven(roles, enough)).toBe(false)
    expect(isUnproven(roles, { ...enough, launchRoleEnough: false })).toBe(true)
    expect(isUnproven(roles, { kind: 'canvas', launchRoleEnough: false })).toBe(false)
  })
})
