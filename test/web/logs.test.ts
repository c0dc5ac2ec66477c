// What the log holds of a whole journey: ids, masked paths and times; no name, mail, token, cookie, launch or typed word.

import { beforeAll, expect, test } from 'vitest'
import { issueToken } from '../../src/services/office/tokens.ts'
import { testApp } from '../support/app.ts'
import { aCampus, aConfirmLink, anEnterLink, type Campus } from '../support/campus.ts'
import { asInstructor, beginIn, finishIn, launchIn, tokenFor } from '../support/launches.ts'
import { Visitor } from '../support/visitor.ts'

const stint = testApp()
let campus: Campus
const secrets = new Map<string, string>()
beforeAll(async () => {
  campus = await aCampus(stint.app, stint.lms, 'north')
})

const keep = (name: string, value: string) => secrets.set(name, value)

/** From launch to report, with a good deal going wrong on the way. */
async function journey(): Promise<void> {
  const student = await theStudent()
  await theSupervisor(student)
  await theInstructor()
  await theOffice()
}

async function theStudent(): Promise<Visitor> {
  const student = stint.visitor()
  const begun = await beginIn(student, campus)
  const token = await tokenFor(stint, campus, begun)
  keep('state', begun.state)
  keep('nonce', begun.nonce)
  keep('id_token', token)
  await finishIn(student, campus, begun, token)
  await finishIn(student, campus, begun, `${token}x`)
  await finishIn(stint.visitor(), campus, begun, token)
  await student.get('/placements/new?done=saved&q=Secret-in-a-query')
  for (const [name, value] of student.cookies) keep(`cookie ${name}`, value)
  const typed = { title: 'Words that I typed', supervisorMail: 'typed@mail.example' }
  await student.post('/placements', { ...typed, action: 'ask' })
  await student.post('/placements', { ...typed, _csrf: 'Wrong-token-I-made-up' })
  await student.get('/reports')
  await student.get('/courses/%zz')
  return student
}

async function theSupervisor(student: Visitor): Promise<void> {
  const token = await aConfirmLink(campus.ctx, campus.waiting)
  keep('confirm token', token)
  const path = `/confirm/${token}`
  await stint.visitor().get(path)
  await stint.visitor().post(path, { kind: 'fewer', hours: 'x' })
  await stint.visitor().post(`${path}/again`)
  await stint.visitor().get(path.replace('/confirm/', '/CONFIRM/'))
  await student.send(path, { kind: 'fewer', hours: '12', fewerWhy: 'Words of the supervisor' })
  await stint.visitor().get('/confirm/Token-that-is-none')
}

async function theInstructor(): Promise<void> {
  const instructor = stint.visitor()
  const { accounts, name } = campus.people.instructor.person
  const who = { sub: accounts[0]?.subject, name, email: 'fresh@mail.example' }
  await launchIn(instructor, stint, campus, { ...asInstructor, ...who })
  const claim = `/courses/${campus.here.course.id}/claims/${campus.here.claim.id}`
  const note = 'Words of the instructor'
  await instructor.fill(claim, `${claim}/decide`, { step: 'approve', note })
  await instructor.get(
    `/courses/${campus.here.course.id}/assignments/${campus.here.assignment.id}/rule`,
  )
}

async function theOffice(): Promise<void> {
  const token = await anEnterLink(campus.ctx, 'registrar')
  keep('enter token', token)
  const office = new Visitor(stint.server)
  await office.get(`/enter/${token}`)
  await office.post(`/enter/${token}`)
  await office.post(`/enter/${token}`)
  await office.get('/reports')
  for (const [name, value] of office.cookies) keep(`cookie ${name}`, value)
  const { text } = await issueToken(campus.ctx, { scopes: ['completions:read'], days: 1 })
  keep('api token', text)
  const asked = (bearer: string) =>
    stint.visitor().ask('get', '/api/v1/completions').set('Authorization', `Bearer ${bearer}`)
  await asked(text)
  await asked(`${text}x`)
}

test('a whole journey leaves ids, and nothing about anybody', async () => {
  await journey()
  await stint.app.stop()
  const people = Object.values(campus.people).map(({ person }) => person)
  for (const { name, mail } of people) {
    if (name) keep(`name ${name}`, name)
    if (mail) keep(`mail ${mail}`, mail)
  }
  for (const { person } of [campus.people.student]) {
    keep('subject', person.accounts[0]?.subject ?? '')
  }
  const typed = ['Words that I typed', 'Words of', 'typed@mail', 'fresh@mail', 'Secret-in-a-query']
  const others = [
    'grace@harbour',
    'Grace Ito',
    'Wrong-token-I',
    'Token-that-is-none',
    'hint of the',
  ]
  for (const word of [...typed, ...others, 'Map of quiet', 'Harbour Studio']) keep(word, word)
  const all = stint.log.map(({ text }) => text).join('')
  const told = [...secrets].filter(([, secret]) => secret !== '' && all.includes(secret))
  expect(told.map(([name]) => name)).toEqual([])
  expect(all).not.toMatch(/set-cookie|authorization|"cookie"|127\.0\.0\.1"/i)
  expect(secrets.size).toBeGreaterThan(35)
})

test('the access log has method, masked path, status, time and the number of the error page', () => {
  const lines = stint.log.filter(({ req }) => req !== undefined)
  const paths = lines.map(({ req }) => Reflect.get(Object(req), 'path'))
  expect(paths).toContain('/confirm/…')
  expect(paths).toContain('/confirm/…/again')
  expect(paths).toContain('/enter/…')
  expect(paths).toContain('/lti/north/launch')
  for (const line of lines) {
    expect(Object.keys(Object(line.req)).sort()).toEqual(['method', 'path'])
    expect(Reflect.get(Object(line.res), 'status')).toBeGreaterThan(199)
    expect(line.responseTime).toBeTypeOf('number')
    expect(line.requestId).toMatch(/^[0-9a-z]{20}$/)
  }
  const refused = stint.log.find(({ key }) => key === 'errors.badForm')
  expect(lines.some(({ requestId }) => requestId === refused?.requestId)).toBe(true)
})

test('probes do not fill the log', async () => {
  const before = stint.log.length
  await stint.visitor().get('/health/live')
  expect(stint.log.length).toBe(before)
})
