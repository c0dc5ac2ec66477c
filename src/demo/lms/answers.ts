// Answers of a platform's services: JSON with a type, and lists that go over several pages.

import type { Answer, Call, Column, Person, Site } from './model.ts'
import { OPENS } from './names.ts'

/** A JSON answer. */
export function json(
  status: number,
  body: unknown,
  type = 'application/json',
  headers: Record<string, string> = {},
): Answer {
  return { status, type: `${type}; charset=utf-8`, body: JSON.stringify(body), headers }
}

/** One page of a list by `page` and `limit`, and the `Link` to the next one. */
export function paged<T>(
  call: Call,
  rows: T[],
  usual: number,
  most: number,
): { page: T[]; headers: Record<string, string> } {
  const limit = Math.min(positive(call.query.get('limit')) ?? usual, most)
  const at = positive(call.query.get('page')) ?? 1
  const page = rows.slice((at - 1) * limit, at * limit)
  if (at * limit >= rows.length) return { page, headers: {} }
  const next = new URL(call.url)
  next.searchParams.set('page', String(at + 1))
  return { page, headers: { Link: `<${next}>; rel="next"` } }
}

/** A whole number above zero, or null. */
export function positive(text: string | null): number | null {
  return text !== null && /^[1-9]\d{0,8}$/.test(text) ? Number(text) : null
}

/** The client id of the tool that calls; none without a good token. */
export function callerOf(site: Site, call: Call): string | undefined {
  return site.tokens.get(bearerOf(call))?.client
}

function bearerOf({ headers }: Call): string {
  return /^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1] ?? ''
}

/** True for a column that opens this tool, or that it made. */
export function isOf(
  site: Site,
  column: Pick<Column, 'tool'>,
  client: string | undefined,
): boolean {
  return (column.tool ?? site.flavour.clientId) === client
}

/** The bearer token's right to a service: `none` when there is no good token. */
export function rightTo(site: Site, call: Call): 'none' | 'scope' | 'yes' {
  const token = site.tokens.get(bearerOf(call))
  if (!token || token.endsAt <= site.now()) return 'none'
  if (call.kind === 'token' || call.kind === 'jwks') return 'yes'
  return OPENS[call.kind].some((scope) => token.scopes.includes(scope)) ? 'yes' : 'scope'
}

/** A person of the course whom tools may grade. */
export function gradable(site: Site, sub: unknown): Person | null {
  // Canvas takes its own number of a person too (canvas.md 3.5).
  const named = (p: Person): boolean =>
    p.sub === String(sub) || (site.kind === 'canvas' && String(p.number) === String(sub))
  const person = site.course.people.find(named)
  return person?.role === 'student' || person?.role === 'test-student' ? person : null
}
