// Open edX: line items that a tool makes and changes; it never lets one go (edx.md 9).

import { json } from './answers.ts'
import { readObject } from './grades.ts'
import type { Answer, Call, Column, Site } from './model.ts'
import { newColumn } from './new-column.ts'
import { lineItem } from './openedx-services.ts'

/** POST: a column of its own. */
export function makeLineItem(site: Site, call: Call): Answer {
  const wish = wishIn(call)
  if (!wish) return json(400, { label: ['This field is required.'] })
  const column = newColumn(site, { ...wish, launches: false, madeBy: 'tool' })
  site.book.columns.push(column)
  site.changed('column made')
  return { ...lineItem(site, column), status: 201 }
}

/** PUT: its name, points and the tool's own marks. */
export function updateLineItem(site: Site, call: Call, column: Column): Answer {
  const wish = wishIn(call)
  if (!wish) return json(400, { label: ['This field is required.'] })
  Object.assign(column, wish)
  site.changed('column changed')
  return lineItem(site, column)
}

/** DELETE: never. */
export function deleteLineItem(): Answer {
  return json(403, { detail: 'You do not have permission to perform this action.' })
}

function wishIn(call: Call) {
  const { label, scoreMaximum, resourceId, tag } = readObject(call.text) ?? {}
  const points = Number(scoreMaximum)
  if (typeof label !== 'string' || !Number.isInteger(points)) return null
  return { label, points, resourceId: String(resourceId ?? ''), tag: String(tag ?? '') }
}
