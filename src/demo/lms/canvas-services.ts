// Canvas: who may call its services, its line items, results and roster (canvas.md 3.3, 3.4, 3.6 and 4).

import { callerOf, isOf, json, paged, rightTo } from './answers.ts'
import { CANVAS_ROLES } from './canvas-launch.ts'
import { fullName } from './cast.ts'
import { columnOf, columnsIn, readObject } from './grades.ts'
import { activeTool } from './installed.ts'
import type { Answer, Call, Column, Person, Site } from './model.ts'
import { claim, SUBMISSION_TYPE, TYPES } from './names.ts'

/** An error in the shape of Canvas's LTI controllers. */
export function canvasError(status: number, type: string, message: string): Answer {
  return json(status, { errors: { type, message } })
}

/** A page that is not there, in the shape of Canvas's general API. */
export function notFound(): Answer {
  return json(404, { errors: [{ message: 'The specified resource does not exist.' }] })
}

/** 3.3: the checks every service makes, in their order. A missing scope is 401, not 403. */
export function admit(site: Site, call: Call): Answer | null {
  const right = rightTo(site, call)
  if (!call.headers.authorization) return canvasError(401, 'unauthorized', 'Missing access token')
  if (right === 'none') return canvasError(401, 'unauthorized', 'Invalid access token')
  if (!activeTool(site, callerOf(site, call))) {
    return canvasError(401, 'unauthorized', 'Unknown or inactive Developer Key')
  }
  if (right === 'scope') return canvasError(401, 'unauthorized', 'Insufficient permissions')
  if (call.params.course !== String(site.course.number)) return notFound()
  const over = concluded(site, call)
  if (over) return canvasError(422, 'unprocessable_entity', over)
  if (call.params.column === undefined) return null
  const column = columnOf(site, call.params.column)
  if (!column) return notFound()
  return isOf(site, column, callerOf(site, call))
    ? null
    : canvasError(412, 'precondition_failed', 'Tool does not have permission to view line_item')
}

// Reads too; only whose own enrolment goes on is graded still.
function concluded({ settings }: Site, call: Call): string | null {
  if (!settings.concluded || call.kind === 'members') return null
  if (call.kind !== 'score') return 'This course has concluded'
  const userId = String(readObject(call.text)?.userId)
  return settings.stillActive.includes(userId) ? null : 'This course has concluded for this student'
}

function lineItemUrl({ base, course }: Site, column: Column): string {
  return `${base}/api/lti/courses/${course.number}/line_items/${column.number}`
}

/** One line item as its own address shows it. */
export function lineItem(site: Site, column: Column): Answer {
  return json(200, described(site, column), TYPES.lineItem)
}

function described(site: Site, column: Column): object {
  return {
    id: lineItemUrl(site, column),
    scoreMaximum: column.points,
    label: column.label,
    ...(column.tag ? { tag: column.tag } : {}),
    ...(column.resourceId ? { resourceId: column.resourceId } : {}),
    ...(column.linkId ? { resourceLinkId: column.linkId } : {}),
    // Said again only of what was made so.
    ...(column.launches && column.madeBy === 'tool'
      ? { [SUBMISSION_TYPE]: { type: 'external_tool', external_tool_url: column.toolUrl } }
      : {}),
  }
}

/** 3.4: ten to a page, filtered by what tools put there. */
export function lineItems(site: Site, call: Call): Answer {
  const wants = (name: string, value: string): boolean =>
    !call.query.has(name) || call.query.get(name) === value
  const caller = callerOf(site, call)
  const rows = columnsIn(site).filter(
    (column) =>
      column.graded &&
      isOf(site, column, caller) &&
      wants('resource_link_id', column.linkId) &&
      wants('resource_id', column.resourceId) &&
      wants('tag', column.tag),
  )
  const { page, headers } = paged(call, rows, 10, 100)
  const body = page.map((column) => described(site, column))
  return json(200, body, TYPES.lineItems, headers)
}

/** 3.6: rows exist where a tool once posted; a teacher's edit stands in them. */
export function results(site: Site, call: Call, column: Column): Answer {
  const wanted = call.query.get('user_id')
  const rows = site.book.grades
    .filter((grade) => grade.column === column.number && grade.timestamp !== null)
    .filter((grade) => wanted === null || grade.sub === wanted)
  const { page, headers } = paged(call, rows, 10, 100)
  const of = lineItemUrl(site, column)
  const body = page.map((grade) => ({
    id: `${of}/results/${grade.sub}`,
    userId: grade.sub,
    resultScore: grade.shown,
    resultMaximum: column.points,
    comment: grade.comments.at(-1) ?? null,
    scoreOf: of,
  }))
  return json(200, body, TYPES.results, headers)
}

/** 4: fifty to a page, at most; the role filter takes full names. */
export function members(site: Site, call: Call): Answer {
  const wanted = call.query.get('role')
  const rlid = call.query.get('rlid')
  if (rlid !== null && !isLink(site, rlid)) {
    return canvasError(400, 'bad_request', 'Requested ResourceLink was not found')
  }
  const rows = site.course.people.filter(
    (person) => wanted === null || CANVAS_ROLES[person.role].includes(wanted),
  )
  const most = site.settings.pageSize ?? 50
  const { page, headers } = paged(call, rows, most, most)
  const { contextId: id, code: label, title } = site.course
  const body = {
    id: call.url,
    context: { id, label, title },
    members: page.map((person) => ({ ...member(site, person), ...messageOf(site, rlid) })),
  }
  return json(200, body, 'application/vnd.ims.lis.v2.membershipcontainer+json', headers)
}

function isLink(site: Site, id: string): boolean {
  return id === site.course.contextId || columnsIn(site).some(({ linkId }) => linkId === id)
}

// 4: only with a link's id does each member come with a message.
function messageOf({ course }: Site, rlid: string | null): object {
  if (rlid === null) return {}
  const custom = { section_sis_ids: course.sisId }
  const message = { [claim('message_type')]: 'LtiResourceLinkRequest', [claim('custom')]: custom }
  return { message: [message] }
}

function member(site: Site, person: Person): object {
  const { shareNames, shareMail } = site.settings
  const names = {
    name: fullName(person),
    given_name: person.given,
    family_name: person.family,
    ...(person.sisId ? { lis_person_sourcedid: person.sisId } : {}),
  }
  return {
    status: 'Active',
    user_id: person.sub,
    lti11_legacy_user_id: person.sub.replaceAll('-', ''),
    roles: CANVAS_ROLES[person.role],
    ...(shareNames ? names : {}),
    ...(shareMail ? { email: person.mail } : {}),
  }
}
