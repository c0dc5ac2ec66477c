// Gradebook columns (AGS line items): look at one, find ours, make one (canvas.md 3.4, moodle.md 5.8).

import { z } from 'zod'
import type { Column, ColumnWish } from '../domain/lms.ts'
import type { Platform } from '../domain/platform.ts'
import { Upstream } from '../errors.ts'
import { MEDIA, SCOPE } from './claim-names.ts'
import type { Answer } from './http.ts'
import { jsonOrNull } from './json.ts'
import { readPages } from './pages.ts'
import { readAnswer, rejected } from './read-answer.ts'
import { reasonOf } from './score-answer.ts'
import { askService, isThrottled, type Services } from './service.ts'
import { toldText } from './told.ts'

const lineItem = z.object({
  id: z.string().max(2000).catch(''),
  label: z.string().catch(''),
  scoreMaximum: z.coerce.number().nonnegative(),
  resourceId: toldText,
  tag: toldText,
})
const lineItems = z.array(z.unknown())

const MOST_LETTERS = 255
const MOST_COLUMNS = 2000

/**
 * A column's name and points.
 * @throws {Upstream} the LMS does not answer well; `lms.notThere` when the column is gone
 */
export async function readLineItem(
  services: Services,
  platform: Platform,
  lineItemUrl: string,
): Promise<{ label: string; scoreMaximum: number }> {
  const answer = await readAnswer(services, platform, SCOPE.lineItem, lineItemUrl, MEDIA.lineItem)
  const read = lineItem.safeParse(answer.json)
  if (!read.success) throw new Upstream('lms.badAnswer', true)
  return { label: read.data.label, scoreMaximum: read.data.scoreMaximum }
}

/**
 * The columns that carry our marks. What an LMS filters by is checked again: not every LMS filters.
 * @throws {Upstream} the LMS does not answer well
 */
export async function findColumns(
  services: Services,
  platform: Platform,
  lineItemsUrl: string,
  marks: Pick<ColumnWish, 'resourceId' | 'tag'>,
): Promise<Column[]> {
  const url = listAddress(lineItemsUrl)
  url.searchParams.set('resource_id', marks.resourceId)
  url.searchParams.set('tag', marks.tag)
  const found: Column[] = []
  const list = { scope: SCOPE.lineItem, url: url.href, media: MEDIA.lineItems }
  for await (const page of readPages(services, platform, list)) {
    const read = lineItems.safeParse(page)
    if (!read.success) throw new Upstream('lms.badAnswer', true)
    if (read.data.length > MOST_COLUMNS) throw new Upstream('lms.badAnswer', false)
    found.push(...read.data.flatMap((item) => columnFrom(item, lineItemsUrl) ?? []))
  }
  return found.filter(({ resourceId, tag }) => resourceId === marks.resourceId && tag === marks.tag)
}

/**
 * Makes a column. On Canvas it becomes an assignment that opens us; elsewhere a column alone.
 * @throws {Upstream} the LMS says no, or nothing; then it may have been made all the same
 */
export async function makeColumn(
  services: Services,
  platform: Platform,
  lineItemsUrl: string,
  wish: ColumnWish,
): Promise<Column> {
  const question = {
    method: 'POST' as const,
    url: listAddress(lineItemsUrl).href,
    headers: { 'Content-Type': MEDIA.lineItem, Accept: MEDIA.lineItem },
    body: JSON.stringify(bodyOf(platform, wish)),
  }
  const answer = await askService(services, platform, [SCOPE.makeLineItem], question).catch(
    rejected,
  )
  checkMade(answer)
  const made = columnFrom(jsonOrNull(answer.body), lineItemsUrl)
  if (!made) throw new Upstream('lms.badAnswer', true)
  return made
}

// Too long a text leaves an orphan in Moodle's gradebook (moodle.md 5.8).
function bodyOf(platform: Platform, { label, points, resourceId, tag, launchUrl }: ColumnWish) {
  const type = { type: 'external_tool', external_tool_url: launchUrl }
  return {
    label: label.slice(0, MOST_LETTERS),
    // Open edX takes whole numbers only (edx.md 9); scores are shares of it, so nothing is lost.
    scoreMaximum: platform.kind === 'other' ? Math.max(1, Math.round(points)) : points,
    resourceId,
    tag,
    ...(platform.kind === 'canvas' ? { [CANVAS_TYPE]: type } : {}),
  }
}

/** What makes a Canvas assignment one that opens a tool (canvas.md 3.4). */
export const CANVAS_TYPE = 'https://canvas.instructure.com/lti/submission_type'

function checkMade(answer: Answer): void {
  if (isThrottled(answer)) throw new Upstream('lms.busy', true)
  if (answer.status >= 500) throw new Upstream('lms.serverTrouble', true)
  if (answer.status >= 200 && answer.status < 300) return
  const reason = reasonOf(answer)
  throw new Upstream(REFUSED[reason] ?? reason, false)
}

// Those reasons speak of scores.
const REFUSED: Record<string, string> = {
  'lms.notAllowed': 'column.mayNotMake',
  'lms.notThere': 'column.refused',
  'lms.scoreRefused': 'column.refused',
}

// Scores will go to this address, so it must be where the list is.
function columnFrom(item: unknown, lineItemsUrl: string): Column | null {
  const read = lineItem.safeParse(item)
  if (!read.success || !URL.canParse(read.data.id)) return null
  const { id: url, label, scoreMaximum: points, resourceId, tag } = read.data
  if (new URL(url).origin !== new URL(lineItemsUrl).origin) return null
  return { url, label, points, resourceId, tag }
}

function listAddress(lineItemsUrl: string): URL {
  if (!URL.canParse(lineItemsUrl)) throw new Upstream('lms.badAddress', false)
  return new URL(lineItemsUrl)
}
