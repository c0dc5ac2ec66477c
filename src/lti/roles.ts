// LTI role names to our one role in a course: membership roles only (design decision 11).

import type { CourseRole } from '../domain/access.ts'

const CORE = /^http:\/\/purl\.imsglobal\.org\/vocab\/lis\/v2\/membership#(\w+)$/
const SUB = /^http:\/\/purl\.imsglobal\.org\/vocab\/lis\/v2\/membership\/(\w+)#(\w+)$/
const SHORT = /^(\w+)(?:\/(\w+))?$/
const TEST_USER = 'http://purl.imsglobal.org/vocab/lti/system/person#TestUser'

/** The role that a list of LTI role names gives in this course; unknown or none is 'none'. */
export function roleFrom(names: readonly unknown[]): CourseRole {
  if (names.includes(TEST_USER)) return 'rehearsal'
  const roles = new Set(names.map((name) => (typeof name === 'string' ? roleOf(name) : 'none')))
  // An assistant is launched as Instructor too, so the sub-role decides first.
  const strongest = (['assistant', 'instructor', 'student', 'observer'] as const).find((role) =>
    roles.has(role),
  )
  return strongest ?? 'none'
}

function roleOf(name: string): CourseRole {
  const core = CORE.exec(name)
  if (core?.[1]) return membershipRole(core[1], null)
  const [, principal, sub] = SUB.exec(name) ?? SHORT.exec(name) ?? []
  return principal ? membershipRole(principal, sub ?? null) : 'none'
}

function membershipRole(principal: string, sub: string | null): CourseRole {
  if (principal.startsWith('TeachingAssistant')) return 'assistant'
  if (principal === 'Instructor') return instructorRole(sub)
  if (principal === 'Learner') return 'student'
  return principal === 'Mentor' ? 'observer' : 'none'
}

// The sub-roles of Instructor that teach; all the others help (TeachingAssistant, Grader, …).
function instructorRole(sub: string | null): CourseRole {
  const teaches = sub === null || sub === 'PrimaryInstructor' || sub === 'Lecturer'
  return teaches ? 'instructor' : 'assistant'
}
