// For machines: bearer tokens, pages of rows, the CSV stream, and errors they can read.

import { once } from 'node:events'
import { get } from 'node:http'
import type { AddressInfo } from 'node:net'
import { beforeAll, describe, expect, test } from 'vitest'
import { COLUMNS } from '../../src/domain/report.ts'
import { issueToken, revokeToken, type Scope } from '../../src/services/office/tokens.ts'
import { testApp } from '../support/app.ts'
import { aClaim, aDecision, aPerson, aPlacement, aRule, aStatement } from '../support/builders.ts'
import { aCampus, type Campus } from '../support/campus.ts'

const DAY_MS = 86_400_000
const ROWS = '/api/v1/completions'
const stint = testApp()
let north: Campus
let south: Campus
let bearer: string
beforeAll(async () => {
  north = await aCampus(stint.app, stint.lms, 'north')
  south = await aCampus(stint.app, stint.lms, 'south')
  bearer = await aBearer(north)
  for (let i = 0; i < 5; i += 1) await anApproval(`Employer ${i}`)
})

async function aBearer(campus: Campus, scopes: Scope[] = ['completions:read'], days = 90) {
  const { text } = await issueToken(campus.ctx, { scopes, days })
  return text
}

async function anApproval(employer: string, title = 'Survey') {
  const { ctx, here, platform, institution } = north
  const own = { institutionId: institution.id }
  const person = aPerson({ ...own, familyName: 'Øst “Öst”', givenName: '名' })
  const statement = aStatement({ employer, title })
  const placement = aPlacement({ ...own, personId: person.id, state: 'confirmed', statement })
  const counted = { id: placement.id, title, employer, confirmedHours: 20 }
  const claim = aClaim({
    ...own,
    ...{ personId: person.id, courseId: here.course.id, assignmentId: here.assignment.id },
    ...{ platformId: platform.id, state: 'approved', chosen: [placement.id] },
    decisions: [aDecision({ rule: aRule(), placements: [counted] })],
  })
  await ctx.store.people.add(person)
  await ctx.store.placements.add(placement)
  await ctx.store.claims.add(claim)
  return claim
}

const ask = (path: string, token: string | null = bearer) => {
  const asked = stint.visitor().ask('get', path)
  return token === null ? asked : asked.set('Authorization', `Bearer ${token}`)
}

describe('a bearer', () => {
  const refused = async (token: string | null, status: number) => {
    const answer = await ask(ROWS, token)
    expect(answer.status).toBe(status)
    expect(answer.type).toBe('application/problem+json')
    const problem = JSON.parse(answer.text)
    expect(problem).toMatchObject({ type: 'about:blank', status })
    expect(problem.title).toMatch(/\w/)
    expect(stint.log.some(({ requestId }) => requestId === problem.instance)).toBe(true)
    return answer
  }

  test('that is missing, made up or broken is told to bring one', async () => {
    for (const token of [null, 'x', 'made.up'.repeat(5), `${bearer}x`, 'a'.repeat(5000), '%00']) {
      const { headers } = await refused(token, 401)
      expect(headers['www-authenticate']).toMatch(/^Bearer/)
    }
    const basic = await stint.visitor().ask('get', ROWS).auth('user', 'password')
    expect(basic.status).toBe(401)
    expect((await stint.visitor().ask('get', `${ROWS}?access_token=${bearer}`)).status).toBe(401)
  })

  test('that was revoked or has run out is refused', async () => {
    const { token, text } = await issueToken(north.ctx, { scopes: ['completions:read'], days: 1 })
    expect((await ask(ROWS, text)).status).toBe(200)
    await revokeToken(north.ctx, token.id)
    await refused(text, 401)
    const short = await aBearer(north, ['completions:read'], 1)
    stint.clock.forward(DAY_MS)
    await refused(short, 401)
  })

  test('without the scope may not read', async () => {
    await refused(await aBearer(north, ['completions:write']), 403)
  })

  test('reads its own institution and no other', async () => {
    const { rows } = (await ask(ROWS, await aBearer(south))).body
    expect(rows).toEqual([])
  })

  test('is no way into pages, and a session none into the API', async () => {
    expect((await ask('/reports')).status).toBe(401)
    const registrar = stint.visitor().holding(north.people.registrar)
    expect((await registrar.get(ROWS)).status).toBe(401)
  })
})

describe('rows', () => {
  test('come in pages that follow each other by `next`, each row once', async () => {
    const whole = (await ask(ROWS)).body
    expect(whole.next).toBeNull()
    expect(whole.rows).toHaveLength(5)
    const seen: string[] = []
    let next: string | null = null
    let pages = 0
    do {
      const { body } = await ask(`${ROWS}?limit=2${next ? `&after=${next}` : ''}`)
      seen.push(...body.rows.map((row: { claim_id: string }) => row.claim_id))
      next = body.next
      pages += 1
    } while (next && pages < 9)
    expect(pages).toBe(3)
    expect(seen).toEqual(whole.rows.map((row: { claim_id: string }) => row.claim_id))
  })

  test('have every column, null where there is nothing', async () => {
    const { headers, body } = await ask(ROWS)
    expect(headers['cache-control']).toBe('no-store')
    expect(Object.keys(body.rows[0])).toEqual([...COLUMNS])
    expect(body.rows[0]).toMatchObject({
      institution_name: 'University of north',
      sis_person_id: null,
    })
  })

  test.each([
    'limit=0',
    'limit=x',
    'limit=9999',
    'after=$gt',
    'after[$gt]=',
    'after=',
    'limit=1&limit=2',
  ])('asked for by %s are a problem, or the first page; never a fault', async (query) => {
    const { status, type } = await ask(`${ROWS}?${query}`)
    expect([200, 400]).toContain(status)
    if (status === 400) expect(type).toBe('application/problem+json')
  })

  test('that are read stand in the audit log, by token and never by name', async () => {
    await ask(ROWS)
    const [entry] = await north.ctx.store.audit.list(1)
    expect(entry?.what).toBe('audit.reportRead')
    expect(entry?.facts.tokenId).toMatch(/\w/)
  })

  test('elsewhere under /api are a problem too', async () => {
    const answer = await ask('/api/v1/nothing')
    expect(answer.status).toBe(404)
    expect(answer.type).toBe('application/problem+json')
  })
})

describe('CSV', () => {
  const csv = () => ask(ROWS).set('Accept', 'text/csv')

  test('is UTF-8 with a header, all rows, as a file', async () => {
    const { headers, text } = await csv()
    expect(headers['content-type']).toBe('text/csv; charset=utf-8')
    expect(headers['content-disposition']).toBe('attachment; filename=completions.csv')
    const lines = text.trimEnd().split('\n')
    expect(lines[0]).toBe(COLUMNS.join(','))
    expect(lines).toHaveLength(6)
    expect(text).toContain('Øst “Öst”,名')
  })

  test.each(['=1+1', '+1', '-1', '@x', '\tx', '\rx', '＝1'])(
    'a cell that begins with %j is no formula',
    async (start) => {
      const employer = `${start}cmd|' /C calc'!A1`
      const claim = await anApproval(employer)
      const { text } = await csv()
      const row = text.split('\n').find((line) => line.includes(claim.id)) ?? text
      expect(row).not.toContain(`,${start}`)
      expect(row).not.toContain(`,"${start}`)
      await stint.raw.collection<{ _id: string }>('claims').deleteOne({ _id: claim.id })
    },
  )

  test('quotes what would break a line', async () => {
    const claim = await anApproval('A, "B"\nC')
    expect((await csv()).text).toContain('"A, ""B""\nC"')
    await stint.raw.collection<{ _id: string }>('claims').deleteOne({ _id: claim.id })
  })

  test('a reader who leaves early harms nobody', async () => {
    const { port } = stint.server.address() as AddressInfo
    const headers = { Authorization: `Bearer ${bearer}`, Accept: 'text/csv' }
    for (let i = 0; i < 5; i += 1) {
      const asked = get({ port, host: '127.0.0.1', path: ROWS, headers })
      const [answer] = await once(asked, 'response')
      answer.destroy()
    }
    expect((await csv()).status).toBe(200)
    expect(stint.log.filter(({ level }) => Number(level) >= 50)).toEqual([])
  })
})

describe('the description', () => {
  test('names the address, the columns and the statuses that really come', async () => {
    const { body, status } = await stint.visitor().get('/api/v1/openapi.json')
    expect(status).toBe(200)
    expect(body.openapi).toMatch(/^3\.1/)
    expect(body.servers).toEqual([{ url: 'https://stint.example.edu' }])
    const { get: rows } = body.paths[ROWS]
    const { schema } = rows.responses[200].content['application/json']
    expect(Object.keys(schema.properties.rows.items.properties)).toEqual([...COLUMNS])
    expect(Object.keys(rows.responses)).toEqual(['200', '400', '401', '403', '429'])
  })
})
