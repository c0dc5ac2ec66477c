// What a verified token is understood to say, with the oddities of each LMS.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { PlatformKind } from '../../src/domain/platform.ts'
import { FakePlatform } from '../support/fake-platform.ts'
import { anLti, type Claims, LAUNCH_URL, launch, NAME, ROLE } from './launching.ts'

let fake: FakePlatform
beforeAll(async () => {
  fake = await FakePlatform.start()
})
afterAll(() => fake.stop())

async function said(kind: PlatformKind, more: Claims = {}) {
  const platform = fake.registration({ kind })
  return (await launch(await anLti([platform]), fake, platform, more)).launch
}

test('a Canvas assignment launch, whole', async () => {
  expect(await said('canvas')).toEqual({
    platformId: 'platform-1',
    deploymentId: '4695:0123456789abcdef0123456789abcdef01234567',
    subject: '535fa085-f2b4-4655-9cd5-a36a9215fc64',
    name: 'Ada Moreau',
    givenName: 'Ada',
    familyName: 'Moreau',
    mail: 'ada@oakwood.example',
    sisPersonId: 'S1001',
    role: 'student',
    course: {
      contextId: '4dde05e8ca1973bcca9bffc13e1548820eee93a3',
      label: 'BUS 290',
      title: 'Work experience',
      sisSectionId: null,
      sisCourseId: null,
      term: null,
      history: [],
      pageUrl: null,
    },
    assignment: {
      resourceLinkId: 'c1a6c7b1-8a3f-4f6e-9d6b-0a4b5a9d3f10',
      title: 'Micro-internship',
      lineItemUrl: 'https://oakwood.instructure.com/api/lti/courses/7/line_items/31',
      dueAt: null,
      named: null,
      history: [],
      pageUrl: null,
    },
    lineItemsUrl: 'https://oakwood.instructure.com/api/lti/courses/7/line_items',
    rosterUrl: 'https://oakwood.instructure.com/api/lti/courses/7/names_and_roles',
    scopes: ['https://purl.imsglobal.org/spec/lti-ags/scope/score'],
    returnUrl: 'https://oakwood.instructure.com/courses/7/external_content/success',
    shownIn: 'frame',
    unresolved: ['$com.instructure.User.student_view'],
    deepLink: null,
    claimId: null,
  })
})

test('a Moodle activity launch: the section from its ID number, an empty ID number is none', async () => {
  const { course, sisPersonId, assignment } = await said('moodle')
  expect(course).toMatchObject({ contextId: '2', sisSectionId: 'BUS290-A', sisCourseId: null })
  expect(sisPersonId).toBeNull()
  expect(assignment?.lineItemUrl).toContain('/2/lineitems/3/lineitem?type_id=1')
})

describe('assignments', () => {
  const sameAsCourse = { [NAME.link]: { id: '2', title: 'Tool' }, [NAME.context]: { id: '2' } }

  test("Canvas's course navigation is no assignment", async () => {
    expect((await said('canvas', sameAsCourse)).assignment).toBeNull()
  })

  test('on Moodle the numbers of course and activity may be the same by chance', async () => {
    expect((await said('moodle', sameAsCourse)).assignment?.resourceLinkId).toBe('2')
  })

  test.each([
    ['without a line item', { lineitems: 'https://lms.example.edu/items' }],
    ["with Moodle's empty line item", { lineitem: '', lineitems: '' }],
    ['with a line item that is no web address', { lineitem: 'javascript:alert(1)' }],
  ])('a Moodle activity %s is an ungraded assignment', async (_name, endpoint) => {
    const { assignment } = await said('moodle', { [NAME.gradebook]: endpoint })
    expect(assignment).toEqual({
      resourceLinkId: '1',
      title: 'Micro-internship',
      lineItemUrl: null,
      dueAt: null,
      named: null,
      history: [],
      pageUrl: 'https://lms.example.edu/mod/lti/view.php?l=1',
    })
  })

  test('names the assignment of ours that its custom value or its address says, and its history', async () => {
    const custom = {
      stint_assignment: 'a-1',
      link_history: 'old-link, older-link',
      context_history: '$Canvas.course.previousContextIds',
    }
    expect((await said('canvas', { [NAME.custom]: custom })).assignment).toMatchObject({
      named: 'a-1',
      history: ['old-link', 'older-link'],
    })
    const target = `${LAUNCH_URL}?assignment=a-2`
    expect((await said('canvas', { [NAME.target]: target })).assignment?.named).toBe('a-2')
    for (const forged of [{ $ne: 'x' }, 7, 'two words', 'a'.repeat(61)]) {
      const custom = { stint_assignment: forged }
      expect((await said('canvas', { [NAME.custom]: custom })).assignment?.named).toBeNull()
    }
  })

  test('a history names fifty at most, and nothing that is no id', async () => {
    const many = Array.from({ length: 60 }, (_one, i) => `link-${i}`)
    const history = async (value: unknown) =>
      (await said('canvas', { [NAME.custom]: { link_history: value } })).assignment?.history
    expect(await history(['', 'x'.repeat(256), ...many].join(','))).toEqual(many.slice(0, 50))
    expect(await history(['a', 'b'])).toEqual([])
  })

  test('variables that came back as they were are told', async () => {
    const custom = { one: '$Canvas.user.id', two: '$5', three: 7, four: 'said' }
    expect((await said('canvas', { [NAME.custom]: custom })).unresolved).toEqual([
      '$Canvas.user.id',
    ])
  })

  test('the contexts that a course was copied from are told in their order', async () => {
    const custom = { context_history: '3,2,$x' }
    expect((await said('moodle', { [NAME.custom]: custom })).course?.history).toEqual([
      '3',
      '2',
      '$x',
    ])
  })

  test('a link without a title says none', async () => {
    const { assignment } = await said('other', { [NAME.link]: { id: 'block-1' } })
    expect(assignment?.title).toBeNull()
  })
})

describe('the person', () => {
  test.each(['$Person.sourcedId', '', '   ', 7, null])('the SIS id %o is none', async (value) => {
    const { sisPersonId } = await said('canvas', { [NAME.lis]: { person_sourcedid: value } })
    expect(sisPersonId).toBeNull()
  })

  test('a SIS id in custom fields is never believed', async () => {
    const custom = { person_sourcedid: 'S9999', sisPersonId: 'S9999', user_sis_id: 'S9999' }
    const { sisPersonId } = await said('canvas', { [NAME.lis]: undefined, [NAME.custom]: custom })
    expect(sisPersonId).toBeNull()
  })

  test.each([true, 'true'])(
    "Canvas's Student View (%o) takes rights away",
    async (student_view) => {
      const more = { [NAME.roles]: [ROLE.instructor], [NAME.custom]: { student_view } }
      expect((await said('canvas', more)).role).toBe('rehearsal')
    },
  )

  test('custom fields give no role', async () => {
    const custom = { student_view: 'false', role: 'Instructor', roles: ['Instructor'] }
    const more = { [NAME.roles]: [ROLE.learner], [NAME.custom]: custom }
    expect((await said('canvas', more)).role).toBe('student')
  })

  test('very long names are cut', async () => {
    expect((await said('canvas', { name: 'n'.repeat(9000) })).name).toHaveLength(500)
  })
})

describe('leftovers', () => {
  const OPTIONAL = [
    NAME.context,
    NAME.lis,
    NAME.custom,
    NAME.presentation,
    NAME.gradebook,
    NAME.roster,
    'name',
    'email',
    'locale',
  ]
  const VALUES = [null, 'text', 7, [], {}, { scope: 'text', id: 7 }]
  const cases = OPTIONAL.flatMap((name) => VALUES.map((value) => ({ name, value })))
  test.each(cases)('$name as $value does not keep anybody out', async ({ name, value }) => {
    await expect(said('canvas', { [name]: value })).resolves.toBeDefined()
  })

  test('a context without label and title goes by its id', async () => {
    const { course } = await said('canvas', { [NAME.context]: { id: 'c-1', label: null } })
    expect(course).toMatchObject({ contextId: 'c-1', label: 'c-1', title: 'c-1' })
  })

  test.each(['', 'c'.repeat(256), 7])('a context whose id is %o is none', async (id) => {
    expect((await said('canvas', { [NAME.context]: { id } })).course).toBeNull()
  })

  test.each([
    'javascript:alert(1)',
    'nowhere',
    ['https://lms.example.edu/'],
    `https://lms.example.edu/${'x'.repeat(2000)}`,
  ])('a return address that is no web address, or endless, is none', async (return_url) => {
    const { returnUrl } = await said('canvas', { [NAME.presentation]: { return_url } })
    expect(returnUrl).toBeNull()
  })

  test.each(['text', [7], Array.from({ length: 51 }, () => 'scope'), ['s'.repeat(256)]])(
    'services whose scopes are none, or without end, have none',
    async (scope) => {
      expect((await said('canvas', { [NAME.gradebook]: { scope } })).scopes).toEqual([])
    },
  )
})

describe('custom values about time', () => {
  const custom = (fields: object) => said('canvas', { [NAME.custom]: fields })

  test.each([
    ['2026-12-04T22:00:00Z', '2026-12-04T22:00:00.000Z'],
    ['2026-12-04T17:00:00-05:00', '2026-12-04T22:00:00.000Z'],
    ['2026-12-04T17:00:00.250-0500', '2026-12-04T22:00:00.250Z'],
  ])('due_at %s is a moment', async (due_at, at) => {
    expect((await custom({ due_at })).assignment?.dueAt).toEqual(new Date(at))
  })

  test.each([
    '$Canvas.assignment.dueAt.iso8601',
    '',
    '2026-12-04',
    '2026-12-04T17:00:00',
    '2026-13-44T17:00:00Z',
    'tomorrow',
    null,
    7,
    ['2026-12-04T22:00:00Z'],
  ])('due_at %j is none', async (due_at) => {
    expect((await custom({ due_at })).assignment?.dueAt).toBeNull()
  })

  test('a term has a name and a first day, whatever time and zone follow it', async () => {
    const term = { term_name: 'Fall 2026', term_starts: '2026-08-24 00:00:00 -0600' }
    expect((await custom(term)).course?.term).toEqual({ name: 'Fall 2026', startsOn: '2026-08-24' })
    const undated = {
      term_starts: '$Canvas.term.startAt',
      course_starts: '2026-09-01 00:00:00 -0600',
    }
    expect((await custom(undated)).course?.term).toEqual({ name: null, startsOn: '2026-09-01' })
    const none = { term_name: '$Canvas.term.name', term_starts: 'soon' }
    expect((await custom(none)).course?.term).toBeNull()
  })

  test('none of them changes who somebody is or what they may do', async () => {
    const usual = await custom({})
    const dated = await custom({
      due_at: '2030-01-01T00:00:00Z',
      term_name: 'x',
      role: 'instructor',
    })
    const { role, subject, sisPersonId } = dated
    expect({ role, subject, sisPersonId }).toEqual({
      role: usual.role,
      subject: usual.subject,
      sisPersonId: usual.sisPersonId,
    })
  })
})

describe("the LMS's own pages", () => {
  const canvas = {
    canvas_api_domain: 'oakwood.instructure.com',
    canvas_course_id: '7',
    canvas_assignment_id: '31',
  }
  const pages = async (kind: PlatformKind, custom: Claims, more: Claims = {}) => {
    const { course, assignment } = await said(kind, { [NAME.custom]: custom, ...more })
    return [course?.pageUrl, assignment?.pageUrl]
  }
  const nowhere = [null, null]

  test('of Canvas come from its host and its numbers', async () => {
    expect(await pages('canvas', canvas)).toEqual([
      'https://oakwood.instructure.com/courses/7',
      'https://oakwood.instructure.com/courses/7/assignments/31',
    ])
  })

  test('of Moodle from the address of its site', async () => {
    expect(await pages('moodle', {})).toEqual([
      'https://lms.example.edu/course/view.php?id=2',
      'https://lms.example.edu/mod/lti/view.php?l=1',
    ])
  })

  test('are not on a host that a teacher wrote into a custom field', async () => {
    for (const host of ['evil.example', 'oakwood.instructure.com.evil.example', 'a/b', '', '$x']) {
      expect(await pages('canvas', { ...canvas, canvas_api_domain: host })).toEqual(nowhere)
    }
    const path = { ...canvas, canvas_course_id: '7/../../x' }
    expect(await pages('canvas', path)).toEqual(nowhere)
  })

  test('of the course alone where the variable of the assignment came back as it was', async () => {
    const custom = { ...canvas, canvas_assignment_id: '$Canvas.assignment.id' }
    expect(await pages('canvas', custom)).toEqual([
      'https://oakwood.instructure.com/courses/7',
      null,
    ])
  })

  test('are not known of another LMS, nor of a Moodle whose numbers are none', async () => {
    expect(await pages('other', canvas)).toEqual(nowhere)
    const odd = { [NAME.context]: { id: 'x' }, [NAME.link]: { id: 'y' } }
    expect(await pages('moodle', {}, odd)).toEqual(nowhere)
  })
})
