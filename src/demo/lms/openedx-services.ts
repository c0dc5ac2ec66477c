// Open edX: who may call its services, its line items, results and roster (edx.md 2, 6, 7, 9, 11).

import { json, rightTo } from './answers.ts'
import { fullName } from './cast.ts'
import { columnOf, columnsIn } from './grades.ts'
import type { Answer, Call, Column, Person, Site } from './model.ts'
import { membership, TYPES } from './names.ts'
import { EDX_ROLES } from './openedx-launch.ts'

/** An address that does not exist. */
export function nowhere(): Answer {
  return json(404, { detail: 'Not found.' })
}

const ONLY: Partial<Record<Call['kind'], string>> = {
  lineItems: TYPES.lineItems,
  lineItem: TYPES.lineItem,
  members: TYPES.members,
}

/** 2: a bad token and a missing scope are 403, never 401. 7: JSON is 406 where a type of its own is meant. */
export function admit(site: Site, call: Call): Answer | null {
  if (rightTo(site, call) !== 'yes') {
    return json(403, { detail: 'You do not have permission to perform this action.' })
  }
  const type = ONLY[call.kind]
  const { accept } = call.headers
  if (type && accept !== undefined && accept !== '*/*' && accept !== type) {
    return json(406, { detail: 'Could not satisfy the request Accept header.' })
  }
  const here = call.params.course === String(site.course.number)
  const known = call.params.column === undefined || columnOf(site, call.params.column) !== null
  return here && known ? null : nowhere()
}

function described({ base, course }: Site, column: Column): object {
  return {
    id: `${base}/api/lti_consumer/v1/lti/${course.number}/lti-ags/${column.number}`,
    resourceId: column.resourceId,
    scoreMaximum: Math.round(column.points),
    label: column.label,
    tag: column.tag,
    resourceLinkId: column.linkId,
    startDateTime: null,
    endDateTime: null,
  }
}

/** One line item. */
export function lineItem(site: Site, column: Column): Answer {
  return json(200, described(site, column), TYPES.lineItem)
}

/** 9: all of them at once; the filter is `resource_id`. */
export function lineItems(site: Site, call: Call): Answer {
  const wanted = call.query.get('resource_id')
  const rows = columnsIn(site).filter((one) => wanted === null || one.resourceId === wanted)
  return json(
    200,
    rows.map((one) => described(site, one)),
    TYPES.lineItems,
  )
}

/** 6: one person's under their own address; a filter in the query is not looked at. */
export function results(site: Site, call: Call, column: Column): Answer {
  const rows = site.book.grades.filter(
    (grade) =>
      grade.column === column.number &&
      grade.timestamp !== null &&
      (call.params.user === undefined || grade.sub === call.params.user),
  )
  const of = `${site.base}/api/lti_consumer/v1/lti/${site.course.number}/lti-ags/${column.number}`
  const body = rows.map((grade) => ({
    id: `${of}/results/${grade.sub}/`,
    userId: grade.sub,
    resultScore: grade.shown,
    resultMaximum: column.points,
    comment: grade.comments.at(-1) ?? '',
  }))
  return json(200, body, TYPES.results)
}

/** 11: who teaches is enrolled like everybody, so three roles at once, in any order. */
export function members(site: Site, call: Call): Answer {
  const { contextId: id, code: label, title, people } = site.course
  const body = { id: call.url, context: { id, label, title }, members: people.map(memberIn(site)) }
  return json(200, body, TYPES.members)
}

function memberIn({ settings }: Site) {
  return (person: Person): object => {
    const roles = new Set([...EDX_ROLES[person.role], membership('#Learner')])
    const shared = { name: fullName(person), email: person.mail }
    return {
      status: 'Active',
      user_id: person.sub,
      roles: person.number % 2 === 0 ? [...roles] : [...roles].reverse(),
      ...(settings.shareNames ? shared : {}),
    }
  }
}
