// Canvas: line items that a tool makes, changes and deletes (canvas.md 3.4).

import { callerOf, isOf, json, rightTo } from './answers.ts'
import { canvasError, lineItem, notFound } from './canvas-services.ts'
import { columnsIn, readObject } from './grades.ts'
import type { Answer, Call, Column, Site } from './model.ts'
import { SUBMISSION_TYPE } from './names.ts'
import { newColumn } from './new-column.ts'

const OFFLINE = ['none', 'on_paper', 'not_graded', 'external_tool']

/** POST: without a link it is a new assignment; it opens a tool only when the extension says so. */
export function makeLineItem(site: Site, call: Call): Answer {
  const sent = readObject(call.text) ?? {}
  const wish = wishIn(sent)
  if (!wish) return canvasError(422, 'unprocessable_entity', 'Label and scoreMaximum are needed')
  const type = extensionIn(sent)
  if (type && !OFFLINE.includes(type.type)) return json(400, { error: 'Invalid submission type' })
  const tool = callerOf(site, call)
  if (typeof sent.resourceLinkId === 'string') {
    return additional(site, sent.resourceLinkId, { ...wish, ...(tool ? { tool } : {}) })
  }
  const launches = type?.type === 'external_tool'
  const column = newColumn(site, {
    ...wish,
    ...(tool ? { tool } : {}),
    launches,
    ...dueIn(sent),
    toolUrl: launches ? type.url : '',
    madeBy: 'tool',
    // Made by a tool, it is there for students at once.
    published: true,
  })
  site.book.columns.push(column)
  site.changed('column made')
  return { ...lineItem(site, column), status: 201 }
}

// A link of an assignment gets one item more; course navigation's is none (404), another tool's is not to be had (422).
function additional(site: Site, linkId: string, wish: Partial<Column>) {
  const first = columnsIn(site).find((column) => column.linkId === linkId && column.launches)
  if (!first) return notFound()
  if (!isOf(site, first, wish.tool)) {
    return canvasError(
      422,
      'unprocessable_entity',
      'The specified resource link is not associated with this tool',
    )
  }
  const column = newColumn(site, { ...wish, linkId, launches: false, madeBy: 'tool' })
  site.book.columns.push(column)
  return { ...lineItem(site, column), status: 201 }
}

function wishIn(sent: Record<string, unknown>) {
  const { label, scoreMaximum, tag, resourceId } = sent
  const points = Number(scoreMaximum)
  if (typeof label !== 'string' || label === '' || !(points >= 0)) return null
  return { label, points, tag: text(tag), resourceId: text(resourceId) }
}

// What ends an item is when its assignment is due.
function dueIn({ endDateTime }: Record<string, unknown>): Pick<Column, 'dueAt'> | object {
  return typeof endDateTime === 'string' ? { dueAt: endDateTime } : {}
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

function extensionIn(sent: Record<string, unknown>) {
  const said = sent[SUBMISSION_TYPE]
  if (said === null || typeof said !== 'object') return null
  const type = text(Reflect.get(said, 'type'))
  return { type, url: text(Reflect.get(said, 'external_tool_url')) }
}

/** PUT: the first item of an assignment renames it, changes its points, and moves its due date. */
export function updateLineItem(site: Site, call: Call, column: Column): Answer {
  const sent = readObject(call.text) ?? {}
  if (typeof sent.resourceLinkId === 'string' && sent.resourceLinkId !== column.linkId) {
    return canvasError(
      412,
      'precondition_failed',
      'The specified LTI link ID is not associated with the line item.',
    )
  }
  if (typeof sent.label === 'string') column.label = sent.label
  if (Number(sent.scoreMaximum) >= 0) column.points = Number(sent.scoreMaximum)
  Object.assign(column, dueIn(sent))
  column.tag = text(sent.tag) || column.tag
  column.resourceId = text(sent.resourceId) || column.resourceId
  site.changed('column changed')
  return lineItem(site, column)
}

/** DELETE: what Canvas's own pages made is coupled and refused, with an empty body; the tool's takes its grades along. */
export function deleteLineItem(site: Site, call: Call, column: Column): Answer {
  if (rightTo(site, call) !== 'yes' || column.madeBy !== 'tool') return { status: 401, body: '' }
  remove(site, column)
  return { status: 204, body: '' }
}

function remove({ book, changed }: Site, { number }: Column): void {
  book.columns = book.columns.filter((column) => column.number !== number)
  book.grades = book.grades.filter((grade) => grade.column !== number)
  changed('column deleted')
}
