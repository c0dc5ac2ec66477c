// Moodle: line items that a tool makes, changes and deletes (moodle.md 5.8).

import { callerOf } from './answers.ts'
import { columnsIn, readObject } from './grades.ts'
import type { Answer, Call, Column, Site } from './model.ts'
import { lineItem, moodleError } from './moodle-services.ts'
import { newColumn } from './new-column.ts'

const LONGEST = { label: 255, tag: 255, resourceId: 512 }

/** POST: a column alone; the same marks again make a second one. An over-long mark leaves an orphan behind a crash. */
export function makeLineItem(site: Site, call: Call): Answer {
  const sent = readObject(call.text) ?? {}
  const wish = wishIn(sent)
  if (!wish) return moodleError(400, 'Missing label or scoreMaximum')
  const linked = linkedTo(site, sent.resourceLinkId)
  if (linked === 'foreign') return moodleError(403, 'Not allowed')
  const tool = callerOf(site, call)
  const facts = { launches: false, madeBy: 'tool' as const, linkId: linked }
  const column = newColumn(site, { ...wish, ...facts, ...(tool ? { tool } : {}) })
  site.book.columns.push(column)
  site.changed('column made')
  if (isTooLong(wish)) return { status: 500, type: 'text/html', body: '<title>Error</title>' }
  const made = lineItem(site, column)
  // The answer says again what was sent, kept or not.
  return { ...made, status: 201, body: JSON.stringify({ ...sent, ...readObject(made.body ?? '') }) }
}

function isTooLong(wish: { label: string; tag: string; resourceId: string }): boolean {
  return (['label', 'tag', 'resourceId'] as const).some((name) => wish[name].length > LONGEST[name])
}

function linkedTo(site: Site, linkId: unknown): string {
  if (linkId === undefined || linkId === '') return ''
  const known = columnsIn(site).some((c) => c.launches && c.linkId === String(linkId))
  return known ? String(linkId) : 'foreign'
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

// Zero, negative and empty labels are taken; a label and a number must be there.
function wishIn(sent: Record<string, unknown>) {
  const { label, scoreMaximum } = sent
  const points = Number(scoreMaximum)
  if (typeof label !== 'string' || scoreMaximum === undefined || Number.isNaN(points)) return null
  return { label, points, tag: text(sent.tag), resourceId: text(sent.resourceId) }
}

/** PUT: a full replace; what is left out becomes empty, the link too. Other points scale every grade. */
export function updateLineItem(site: Site, call: Call, column: Column): Answer {
  const sent = readObject(call.text) ?? {}
  const wish = wishIn(sent)
  if (!wish) return moodleError(400, 'Missing label or scoreMaximum')
  const { label, points, launches } = column
  // An activity keeps its own name and points: saved again, it puts them back.
  if (launches) column.activity ??= { label, points }
  rescale(site, column, wish.points)
  Object.assign(column, wish)
  if (!column.launches) column.linkId = text(sent.resourceLinkId)
  site.changed('column changed')
  return lineItem(site, column)
}

/** Other points for a column, and every grade with the same share of them. */
export function rescale(site: Site, column: Column, points: number): void {
  if (column.points === 0 || points === column.points) return
  const share = points / column.points
  for (const grade of site.book.grades.filter((g) => g.column === column.number)) {
    grade.shown = grade.shown === null ? null : grade.shown * share
    grade.tool = grade.tool === null ? null : grade.tool * share
    // Every grade is stamped now, so what was queued before is refused (5.3).
    grade.timestamp = site.now().toISOString()
  }
}

/** DELETE works on coupled columns too: the activity stays, ungraded, and its launches name no column any more. */
export function deleteLineItem(site: Site, _call: Call, column: Column): Answer {
  site.book.grades = site.book.grades.filter((grade) => grade.column !== column.number)
  if (column.launches) column.graded = false
  else site.book.columns = site.book.columns.filter((one) => one !== column)
  site.changed('column deleted')
  return { status: 204, body: '' }
}
