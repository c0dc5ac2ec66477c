// Which role a list of LTI role names gives in a course.

import { expect, test } from 'vitest'
import { roleFrom } from '../../src/lti/roles.ts'
import { ROLE } from './launching.ts'

const M = 'http://purl.imsglobal.org/vocab/lis/v2/membership'

test.each([
  ['an instructor', [ROLE.instructor], 'instructor'],
  ['a student', [ROLE.learner], 'student'],
  ['a mentor observes', [ROLE.mentor], 'observer'],
  ["Canvas's assistant, who is Instructor too", [ROLE.instructor, ROLE.assistant], 'assistant'],
  ['an assistant alone', [ROLE.assistant], 'assistant'],
  ['an assistant by the older name', [`${M}#TeachingAssistant`, ROLE.instructor], 'assistant'],
  ['an assistant of one section', [`${M}/Instructor#TeachingAssistantSection`], 'assistant'],
  ['a grader helps', [`${M}/Instructor#Grader`], 'assistant'],
  ['a primary instructor', [`${M}/Instructor#PrimaryInstructor`], 'instructor'],
  ['a lecturer', [`${M}/Instructor#Lecturer`], 'instructor'],
  ['a guest learner is a student', [`${M}/Learner#GuestLearner`], 'student'],
  [
    'an instructor of the institution who learns here',
    [ROLE.institutionInstructor, ROLE.learner],
    'student',
  ],
  ['an instructor of the institution, nothing here', [ROLE.institutionInstructor], 'none'],
  [
    'an administrator of the system',
    ['http://purl.imsglobal.org/vocab/lis/v2/system/person#Administrator'],
    'none',
  ],
  ['an administrator of the course', [`${M}#Administrator`], 'none'],
  ['a content developer', [`${M}#ContentDeveloper`], 'none'],
  ["Open edX's enrolled instructor, in any order", [ROLE.learner, ROLE.instructor], 'instructor'],
  ['a student who observes too', [ROLE.mentor, ROLE.learner], 'student'],
  ['the pretend student', [ROLE.learner, ROLE.testUser], 'rehearsal'],
  ['a pretend user who would be instructor', [ROLE.testUser, ROLE.instructor], 'rehearsal'],
  ['short names', ['Instructor'], 'instructor'],
  ['a short sub-role', ['Instructor/TeachingAssistant', 'Instructor'], 'assistant'],
  ['a name that only ends right', ['https://evil.example/membership#Instructor'], 'none'],
  ['a name that only begins right', [`${M}#InstructorX`], 'none'],
  ['a name in other letters', ['instructor', 'INSTRUCTOR'], 'none'],
  ['no roles', [], 'none'],
  ['things that are no names', [null, 7, {}, ['Instructor']], 'none'],
] as const)('%s', (_who, names, role) => {
  expect(roleFrom(names)).toBe(role)
  expect(roleFrom([...names].reverse())).toBe(role)
})
