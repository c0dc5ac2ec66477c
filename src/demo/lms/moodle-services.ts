// Moodle: who may call its services, its line items, results and roster (moodle.md 5.1, 5.2, 5.8 to 5.10, 6).

import { callerOf, gradable, isOf, json, positive, rightTo } from './answers.ts'
import { fullName } from './cast.ts'
import { columnOf, columnsIn } from './grades.ts'
import { installed, toolOf } from './installed.ts'
import type { Answer, Call, Column, Person, Site } from './model.ts'
import { claim, TYPES } from './names.ts'

const TOOL_TYPE = 2

/** An error of a Moodle service; of a refused score only the reason phrase says more. */
export function moodleError(status: number, reason: string, kind = ''): Answer {
  if (kind === 'score') return { ...json(status, []), reason }
  return { ...json(status, { status, reason, request: {} }), reason }
}

/** 5.3: what is no number where one belongs breaks the request, down to its status line. */
export function crash(): Answer {
  return { status: 500, raw: 'HTTP/1.0 0 Exception\r\nContent-Type: text/html\r\n\r\n' }
}

const ANY = ['*/*', undefined]

// 5.2: one exact type, or none; a list or a weight is refused.
const ACCEPTED: Record<string, (string | undefined)[]> = {
  lineItems: [TYPES.lineItems, undefined],
  lineItem: [TYPES.lineItem, ...ANY],
  results: [TYPES.results, ...ANY],
  members: [TYPES.members, ...ANY],
}

/** The checks every service makes: token, scope and `type_id` are 401, media types 400. */
export function admit(site: Site, call: Call): Answer | null {
  const type = call.query.get('type_id') ?? call.params.type
  const caller = callerOf(site, call)
  if (rightTo(site, call) !== 'yes' || (type && !isTypeOf(site, type, caller))) {
    return moodleError(401, 'Unauthorized', call.kind)
  }
  if (!typesFit(call)) return moodleError(400, 'No handler found for this request', call.kind)
  if (call.params.course !== String(site.course.number)) return absent(call)
  if (call.params.column === undefined) return null
  const column = columnOf(site, call.params.column)
  if (!column?.graded) return absent(call)
  return isOf(site, column, caller) ? null : moodleError(403, 'Forbidden', call.kind)
}

const absent = ({ kind }: Call): Answer => moodleError(404, 'Not Found', kind)

// A tool's type is its deployment (2.1), and a token is that of one tool.
function isTypeOf(site: Site, type: string, client: string | undefined): boolean {
  return installed(site).some((tool) => tool.deploymentId === type && tool.clientId === client)
}

function typesFit({ kind, headers }: Call): boolean {
  if (kind === 'deleteLineItem') return true
  if (kind === 'makeLineItem' || kind === 'updateLineItem') {
    return headers['content-type']?.split(';', 1)[0] === TYPES.lineItem
  }
  if (kind !== 'score') return ACCEPTED[kind]?.includes(headers.accept) ?? false
  return headers['content-type']?.split(';', 1)[0] === TYPES.score
}

function lineItemUrl(site: Site, column: Column): string {
  const { base, course } = site
  const item = `${base}/mod/lti/services.php/${course.number}/lineitems/${column.number}/lineitem`
  return `${item}?type_id=${toolOf(site, column)?.deploymentId ?? TOOL_TYPE}`
}

/** One line item as its own address shows it. */
export function lineItem(site: Site, column: Column): Answer {
  return json(200, described(site, column), TYPES.lineItem)
}

// 5.8: empty texts, not absent ones; an old alias of the link's id.
function described(site: Site, column: Column): object {
  return {
    id: lineItemUrl(site, column),
    label: column.label,
    scoreMaximum: column.points,
    resourceId: column.resourceId,
    tag: column.tag,
    resourceLinkId: column.linkId,
    ltiLinkId: column.linkId,
  }
}

/** 5.8: everything at once; with `limit` the right items, and a `Link` nobody can read (5.9). */
export function lineItems(site: Site, call: Call): Answer {
  const wants = (name: string, value: string): boolean =>
    !call.query.has(name) || call.query.get(name) === value
  const caller = callerOf(site, call)
  const rows = columnsIn(site).filter(
    (column) =>
      column.graded &&
      isOf(site, column, caller) &&
      wants('resource_link_id', column.linkId) &&
      wants('lti_link_id', column.linkId) &&
      wants('resource_id', column.resourceId) &&
      wants('tag', column.tag),
  )
  const limit = positive(call.query.get('limit'))
  const body = rows.slice(0, limit ?? rows.length).map((column) => described(site, column))
  const odd = `<${call.url.replaceAll('&', '&amp;')}&amp;from=1>; rel=&#8220;next&#8221;`
  return json(200, body, TYPES.lineItems, limit ? { Link: odd } : {})
}

/** 5.10: rows of students whose grade has a time; the shown grade, an override included. */
export function results(site: Site, call: Call, column: Column): Answer {
  if (call.query.has('limit') && call.query.has('type_id')) {
    return { status: 404, type: 'text/html', body: '<!DOCTYPE html><title>Error</title>' }
  }
  const wanted = call.query.get('user_id')
  const rows = site.book.grades
    .filter((grade) => grade.column === column.number && grade.timestamp !== null)
    .filter((grade) => gradable(site, grade.sub))
    .filter((grade) => wanted === null || grade.sub === wanted)
  const whole = lineItemUrl(site, column)
  // Asked without its type, it answers without it.
  const of = call.query.has('type_id') ? whole : whole.replace(/\?.*$/, '')
  const body = rows.map((grade) => ({
    id: of.replace(/(?=\?|$)/, `/results/${grade.sub}`),
    userId: grade.sub,
    resultScore: grade.shown,
    // It can be out of date after the column's maximum has changed.
    resultMaximum: grade.outOf ?? column.points,
    comment: grade.comments.at(-1) ?? '',
    scoreOf: of,
    timestamp: grade.timestamp,
  }))
  return json(200, body, TYPES.results)
}

// 6: short names, and the non-editing teacher is a learner here.
const ROLES: Record<Person['role'], string> = {
  student: 'Learner',
  instructor: 'Instructor',
  assistant: 'Learner',
  observer: 'Learner',
  'test-student': 'Learner',
}

/** 6: the whole course by family name, unless `limit` asks for pages; an unknown role filters nobody. */
export function members(site: Site, call: Call): Answer {
  const wanted = call.query.get('role')?.split('#').at(-1)
  const known = wanted === 'Learner' || wanted === 'Instructor'
  const rlid = call.query.get('rlid')
  if (rlid !== null && !/^\d+$/.test(rlid)) return crash()
  const link = columnsIn(site).find(({ linkId }) => linkId === rlid)
  if (rlid !== null && !link) return absent(call)
  const rows = site.course.people
    .filter((person) => person.suspended !== true)
    .filter((person) => !known || ROLES[person.role] === wanted)
    .sort((a, b) => (a.family < b.family ? -1 : 1))
  const limit = positive(call.query.get('limit')) ?? site.settings.pageSize ?? rows.length
  const from = call.query.has('limit') ? (positive(call.query.get('from')) ?? 0) : 0
  const { contextId: id, code: label, title } = site.course
  const body = {
    id: call.url,
    context: { id, label, title },
    members: rows.slice(from, from + limit).map((person) => ({
      ...member(site, person),
      ...(link && { message: [{ [claim('message_type')]: 'LtiResourceLinkRequest' }] }),
    })),
  }
  return json(200, body, TYPES.members, nextLink(call, from, limit, rows.length))
}

// The next page's address drops `role`.
function nextLink(call: Call, from: number, limit: number, all: number): Record<string, string> {
  if (from + limit >= all) return {}
  const next = new URL(call.url)
  next.search = new URLSearchParams({ limit: String(limit), from: String(from + limit) }).toString()
  return { Link: `<${next}>; rel="next"` }
}

// Names are escaped for HTML here, and raw in the launch.
function member(site: Site, person: Person): object {
  const { shareNames, shareMail } = site.settings
  const names = {
    given_name: escaped(person.given),
    family_name: escaped(person.family),
    name: escaped(fullName(person)),
    ext_user_username: person.key,
  }
  return {
    status: 'Active',
    roles: [ROLES[person.role]],
    user_id: person.sub,
    lis_person_sourcedid: person.sisId ?? '',
    ...(shareNames ? names : {}),
    ...(shareMail ? { email: person.mail } : {}),
  }
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll("'", '&#039;')
}
