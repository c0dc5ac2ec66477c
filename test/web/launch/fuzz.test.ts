// Whatever strangers send to the LMS's door of the real app: below 500, never a session, never a crash.

import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { everythingIn, testApp } from '../../support/app.ts'
import { aCampus, type Campus } from '../../support/campus.ts'
import { type Begun, beginIn, loginOf, tokenFor } from '../../support/launches.ts'
import type { Visitor } from '../../support/visitor.ts'

const RUNS = Number(process.env.FUZZ_RUNS ?? 300)

// Each attempt comes from a network of its own, or the limit on knocking would answer for us.
const stint = testApp({ env: { TRUST_PROXY: 'loopback' } })
let campus: Campus
let visitor: Visitor
let begun: Begun
let token: string
beforeAll(async () => {
  campus = await aCampus(stint.app, stint.lms, 'north')
  visitor = stint.visitor()
  begun = await beginIn(visitor, campus)
  token = await tokenFor(stint, campus, begun)
})

let count = 0
const network = () => {
  count += 1
  return `10.${(count >> 16) & 255}.${(count >> 8) & 255}.${count & 255}`
}

const text = fc.oneof(
  fc.string({ maxLength: 200 }),
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.constantFrom(
    '',
    '\0',
    '%',
    '%E0%A4%A',
    '__proto__',
    '[$ne]',
    '../..',
    ';',
    '\r\nX: y',
    '&=&=',
  ),
)
const name = fc.oneof(
  fc.constantFrom(
    'id_token',
    'state',
    'error',
    'iss',
    'client_id',
    'login_hint',
    'target_link_uri',
  ),
  fc.constantFrom('lti_message_hint', 'stint_cookie', '__proto__[x]', 'constructor'),
  text,
)
const form = fc
  .array(fc.tuple(name, text), { maxLength: 12 })
  .map((pairs) => pairs.map((pair) => pair.map((part) => encode(part)).join('=')).join('&'))

function encode(part: string): string {
  return new URLSearchParams([['', part]]).toString().slice(1)
}

const header = fc.constantFrom<Record<string, string>>(
  {},
  { 'Content-Type': 'application/json' },
  { 'Content-Type': 'application/x-www-form-urlencoded; charset=utf-7' },
  { 'Content-Type': 'multipart/form-data' },
  { 'Content-Type': 'text/plain', 'Content-Encoding': 'gzip' },
  { Origin: 'https://evil.example', Referer: 'https://evil.example/' },
  { 'Sec-Fetch-Dest': 'iframe', 'X-HTTP-Method-Override': 'DELETE' },
  { Cookie: '__Host-stint-proof=x; __Host-stint-lms=%00; a=b; =; ;;;' },
  { Cookie: `__Host-stint-proof=${'p'.repeat(43)}; __Host-stint-lms=${'s'.repeat(43)}` },
)

async function comesToNothing(
  method: 'get' | 'post',
  path: string,
  body: string,
  more: Record<string, string>,
) {
  const asked = visitor.ask(method, path).set('Content-Type', 'application/x-www-form-urlencoded')
  const answer = await asked.set({ ...more, 'X-Forwarded-For': network() }).send(body)
  expect(answer.status).toBeLessThan(500)
  expect(String(answer.headers['set-cookie'] ?? '')).not.toMatch(/stint-(lms|office)=[^;]/)
  if (answer.status < 300) expect(answer.text).not.toContain('masthead-person')
}

async function unchanged(run: () => Promise<void>): Promise<void> {
  const before = await everythingIn(stint.raw)
  await run()
  expect(await everythingIn(stint.raw)).toBe(before)
  expect((await visitor.ask('get', '/')).status).toBe(401)
}

test('logins', async () => {
  const path = `/lti/${campus.institution.slug}/login`
  await unchanged(() =>
    fc.assert(
      fc.asyncProperty(form, header, fc.constantFrom('get', 'post'), (body, more, method) =>
        method === 'get'
          ? comesToNothing('get', `${path}?${body}`, '', more)
          : comesToNothing('post', path, body, more),
      ),
      { numRuns: RUNS },
    ),
  )
}, 600_000)

test('good logins with one part replaced', async () => {
  const good = loginOf(campus)
  const part = fc.constantFrom('iss', 'target_link_uri', 'client_id')
  await unchanged(() =>
    fc.assert(
      fc.asyncProperty(part, text, header, (which, value, more) => {
        const fields = Object.entries({ ...good, [which]: value })
        const body = fields.map((pair) => pair.map(encode).join('=')).join('&')
        return comesToNothing('post', `/lti/north/login`, body, more)
      }),
      { numRuns: RUNS },
    ),
  )
}, 600_000)

test('launches, also with the right state, proof and token, but never all of them', async () => {
  const good = { id_token: token, state: begun.state }
  const some = fc.constantFrom<Partial<typeof good>>({}, { state: good.state }, { id_token: token })
  await unchanged(() =>
    fc.assert(
      fc.asyncProperty(form, some, header, (body, parts, more) => {
        const rest = Object.entries(parts).map((pair) => pair.map(encode).join('='))
        return comesToNothing('post', `/lti/north/launch`, [...rest, body].join('&'), more)
      }),
      { numRuns: RUNS },
    ),
  )
}, 600_000)

test('tokens that were changed in one place', async () => {
  const spoilt = fc
    .tuple(fc.nat(), fc.constantFrom('A', '.', '_', '-', '0', '=', ' '))
    .map(([at, letter]) => {
      const place = at % token.length
      return token.slice(0, place) + letter + token.slice(place + 1)
    })
    .filter((changed) => changed !== token)
  await unchanged(() =>
    fc.assert(
      fc.asyncProperty(spoilt, (changed) => {
        const body = `id_token=${encode(changed)}&state=${begun.state}`
        return comesToNothing('post', `/lti/north/launch`, body, {})
      }),
      { numRuns: RUNS },
    ),
  )
}, 600_000)
