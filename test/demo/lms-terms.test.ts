// The demo LMS's courses change as courses do: held again next term, people come and go, grades and columns are taken away.

import { decodeJwt } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { copyCourse } from '../../src/demo/lms/copies.ts'
import { columnsIn, gradeOf, keep } from '../../src/demo/lms/grades.ts'
import type { Site } from '../../src/demo/lms/model.ts'
import { SCOPES, TYPES } from '../../src/demo/lms/names.ts'
import { newColumn } from '../../src/demo/lms/new-column.ts'
import { gradesIn, roomsOf } from '../../src/demo/lms/rooms.ts'
import { newVisitor } from '../../src/demo/visitor.ts'
import {
  askToken,
  authorize,
  beginLaunch,
  type FakeTool,
  formIn,
  openFakeTool,
} from '../support/fake-tool.ts'

const LTI = 'https://purl.imsglobal.org/spec/lti/claim'
const AGS = 'https://purl.imsglobal.org/spec/lti-ags/claim/endpoint'
const NRPS = 'https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice'
const TEACHER: Record<Site['kind'], string> = { canvas: 'elena', moodle: 'samuel', other: 'ivy' }

let world: FakeTool
beforeAll(async () => {
  world = await openFakeTool()
})
afterAll(() => world.stop())

function post(site: Site, path: string, fields: Record<string, string> = {}, as = TEACHER) {
  return fetch(`${new URL(site.base).origin}${site.path}${path}`, {
    method: 'POST',
    redirect: 'manual',
    headers: { Cookie: `lms_${site.kind}=${as[site.kind]}` },
    body: new URLSearchParams(fields),
  })
}

async function claimsOf(site: Site, as: string, column: number) {
  const { fields } = await beginLaunch(site, as, column)
  const answer = formIn((await authorize(site, as, fields)).text)
  return decodeJwt<Record<string, Record<string, unknown>>>(answer.fields.id_token ?? '')
}

async function ask(site: Site, url: unknown, accept: string) {
  const scope = `${SCOPES.readLineItem} ${SCOPES.roster}`
  const { text } = await askToken(site, await world.assertion(site), scope)
  const Authorization = `Bearer ${JSON.parse(text).access_token}`
  return fetch(String(url), { headers: { Authorization, Accept: accept } })
}

describe.each(['canvas', 'moodle'] as const)('the course of the next term in %s', (kind) => {
  const site = () => world.lms[kind]
  const first = () => columnsIn(site())[0] ?? newColumn(site(), {})
  let room: Site

  test('is made on the course page by its instructor, and its pages are there at once', async () => {
    const custom = { stint_assignment: 'assignment-1' }
    Object.assign(first(), { custom, resourceId: 'assignment-1', tag: 'stint-credit' })
    const student = site().course.people.find(({ role }) => role === 'student')
    keep(site(), { ...gradeOf(site(), first(), student?.sub ?? ''), shown: 80 }, '')
    const refused = await post(site(), '/copy', {}, { ...TEACHER, [kind]: student?.key ?? '' })
    expect(refused.status).toBe(403)
    const answer = await post(site(), '/copy')
    room = roomsOf(site()).at(-1) ?? site()
    expect(answer.headers.get('location')).toBe(room.path)
    const page = await newVisitor().open(`${world.lms.url}${room.path}`)
    expect(page.$('main').text()).toContain('Spring 2027')
    expect(page.$('nav.left').text()).toContain('Fall 2026')
  })

  test('has its own context, links and columns, and the same custom values and marks', async () => {
    const [copy] = columnsIn(room)
    expect(copy).toMatchObject({
      label: first().label,
      ...{ custom: { stint_assignment: 'assignment-1' } },
      ...{ resourceId: 'assignment-1', tag: 'stint-credit', dueAt: null },
    })
    expect(copy?.linkId).not.toBe(first().linkId)
    const claims = await claimsOf(room, TEACHER[kind], copy?.number ?? 0)
    const before = await claimsOf(site(), TEACHER[kind], first().number)
    for (const name of ['context', 'resource_link']) {
      expect(claims[`${LTI}/${name}`]?.id).not.toBe(before[`${LTI}/${name}`]?.id)
    }
    expect(claims[AGS]?.lineitem).not.toBe(before[AGS]?.lineitem)
    expect(claims[`${LTI}/deployment_id`]).toBe(before[`${LTI}/deployment_id`])
    expect(claims[`${LTI}/custom`]).toMatchObject({
      stint_assignment: 'assignment-1',
      context_history: site().course.contextId,
    })
  })

  test('has other students, the same staff, and no grades', async () => {
    const claims = await claimsOf(room, TEACHER[kind], columnsIn(room)[0]?.number ?? 0)
    const roster = await ask(room, claims[NRPS]?.context_memberships_url, TYPES.members)
    const { members }: { members: { user_id: string }[] } = await roster.json()
    const ids = members.map((member) => member.user_id)
    const [gone] = site().course.people
    const teacher = site().course.people.find(({ key }) => key === TEACHER[kind])
    expect(ids).toContain(teacher?.sub)
    expect(ids).not.toContain(gone?.sub)
    expect(gradesIn(room)).toEqual([])
    expect(gradesIn(site())).toHaveLength(1)
  })

  test('knows nothing of the columns of the course that it was copied from', async () => {
    const claims = await claimsOf(room, TEACHER[kind], columnsIn(room)[0]?.number ?? 0)
    const own = await ask(room, claims[AGS]?.lineitem, TYPES.lineItem)
    expect(own.status).toBe(200)
    const [copy] = columnsIn(room)
    const item = String(claims[AGS]?.lineitem).replace(
      new RegExp(`/${copy?.number}(?=$|/lineitem)`),
      `/${first().number}`,
    )
    expect((await ask(room, item, TYPES.lineItem)).status).toBe(404)
    const list = await ask(room, claims[AGS]?.lineitems, TYPES.lineItems)
    expect(await list.json()).toHaveLength(columnsIn(room).length)
  })

  test('can be copied again, and names both that came before it', async () => {
    await post(room, '/copy')
    const third = roomsOf(site()).at(-1) ?? room
    const claims = await claimsOf(third, TEACHER[kind], columnsIn(third)[0]?.number ?? 0)
    const history = [room.course.contextId, site().course.contextId]
    expect(claims[`${LTI}/custom`]?.context_history).toBe(history.join(','))
    expect(third.course.term.name).toBe('Fall 2027')
  })
})

test('a backup of Moodle can carry last term’s people and grades along, and never the ID number', async () => {
  const { moodle } = world.lms
  await post(moodle, '/copy', { people: 'yes' })
  const room = roomsOf(moodle).at(-1) ?? moodle
  expect(gradesIn(room)).toMatchObject([{ shown: 80 }])
  expect(room.course.people.map(({ key }) => key)).toContain('noor')
  expect(room.course.sisId).toBe('')
})

test('there is no copy of a course in Open edX, where each block is registered by itself', async () => {
  const page = await newVisitor().open(`${world.lms.other.base}?as=ivy`)
  expect(page.$('form[action$="/copy"]')).toHaveLength(0)
  expect(page.$('form[action$="/reset"]')).toHaveLength(1)
})

describe('a course', () => {
  const roster = async () => {
    const { canvas } = world.lms
    const url = `${canvas.base}/api/lti/courses/${canvas.course.number}/names_and_roles`
    const { members } = await (await ask(canvas, url, TYPES.members)).json()
    return members as { name: string; user_id: string; roles: string[] }[]
  }

  test('enrols somebody, gives another role, and lets somebody go, as the roster then says', async () => {
    const { canvas } = world.lms
    await post(canvas, '/people', { given: 'Yara', family: 'Haddad', role: 'student' })
    await post(canvas, '/people', { person: 'ben', role: 'assistant' })
    await post(canvas, '/people', { person: 'devon', role: 'student', remove: 'yes' })
    const now = await roster()
    expect(now.map(({ name }) => name)).toContain('Yara Haddad')
    expect(now.map(({ name }) => name)).not.toContain('Devon Price')
    const roles = now.find(({ name }) => name === 'Ben Ortiz')?.roles
    expect(roles).toContain(
      'http://purl.imsglobal.org/vocab/lis/v2/membership/Instructor#TeachingAssistant',
    )
  })

  test('takes back who was there as the same person', async () => {
    const { canvas } = world.lms
    const before = await roster()
    const elif = before.find(({ name }) => name === 'Elif Kaya')
    await post(canvas, '/people', { person: 'elif', role: 'student', remove: 'yes' })
    copyCourse(canvas)
    await post(canvas, '/people', { given: 'Elif', family: 'Kaya', role: 'student' })
    const again = (await roster()).find(({ name }) => name === 'Elif Kaya')
    expect(again?.user_id).toBe(elif?.user_id)
  })

  test('changes nobody’s role for a student, nor for a name that is none', async () => {
    const { canvas } = world.lms
    const ada = { ...TEACHER, canvas: 'ada' }
    expect((await post(canvas, '/people', { person: 'ada', role: 'instructor' }, ada)).status).toBe(
      422,
    )
    const odd = { given: '<b>', family: 'x', role: 'student' }
    expect((await post(canvas, '/people', odd)).status).toBe(422)
  })

  test('loses every grade of its own when it is reset, and none of another course', async () => {
    const { moodle } = world.lms
    const [, other] = roomsOf(moodle)
    const elsewhere = other && columnsIn(other)[0]
    if (!elsewhere) throw new Error('no copy')
    keep(other, { ...gradeOf(other, elsewhere, '31'), shown: 10 }, '')
    await post(moodle, '/reset')
    expect(gradesIn(moodle)).toEqual([])
    expect(gradesIn(other)).toHaveLength(1)
  })

  test('of Moodle grades an activity again in a new column, without the old grades', async () => {
    const { moodle } = world.lms
    const before = columnsIn(moodle)[0]
    const number = before?.number ?? 0
    await post(moodle, `/assignments/${number}/edit`, { delete: 'yes' })
    await post(moodle, `/assignments/${number}/edit`, { again: 'yes' })
    const after = columnsIn(moodle).find(({ linkId }) => linkId === before?.linkId)
    expect(after).toMatchObject({ graded: true, label: before?.label })
    expect(after?.number).not.toBe(number)
  })
})
