// What a tool asks of the demo LMS's services, for its tests.

import type { Site } from '../../src/demo/lms/model.ts'
import { SCOPES, TYPES } from '../../src/demo/lms/names.ts'
import { askToken, type FakeTool } from '../support/fake-tool.ts'

export const ALL = [SCOPES.readLineItem, SCOPES.readResult, SCOPES.score, SCOPES.roster].join(' ')

export async function bearer(world: FakeTool, site: Site, scope = ALL): Promise<string> {
  const { text } = await askToken(site, await world.assertion(site), scope)
  return `Bearer ${JSON.parse(text).access_token}`
}

/** The address of the first column, or of a service of it. */
export function addressOf(site: Site, tail: 'scores' | 'results' | '', column = 1): string {
  const { base, course } = site
  const part = tail ? `/${tail}` : ''
  return site.kind === 'canvas'
    ? `${base}/api/lti/courses/${course.number}/line_items/${column}${part}`
    : `${base}/mod/lti/services.php/${course.number}/lineitems/${column}/lineitem${part}?type_id=2`
}

/** The address of all columns. */
export function listOf({ kind, base, course }: Site): string {
  return kind === 'canvas'
    ? `${base}/api/lti/courses/${course.number}/line_items`
    : `${base}/mod/lti/services.php/${course.number}/lineitems?type_id=2`
}

/** The address of the course's roster. */
export function rosterOf({ kind, base, course }: Site): string {
  return kind === 'canvas'
    ? `${base}/api/lti/courses/${course.number}/names_and_roles`
    : `${base}/mod/lti/services.php/CourseSection/${course.number}/bindings/2/memberships`
}

const EXTENSION = 'https://canvas.instructure.com/lti/submission'

/** A score as Canvas's own extension has it. */
export const extended = (how: object): Record<string, unknown> => ({ [EXTENSION]: how })

/** A score of eight of ten for somebody of the course, changed as a test wants it. */
export async function post(
  world: FakeTool,
  site: Site,
  changes: Record<string, unknown> = {},
  as = 0,
): Promise<{ status: number; text: string }> {
  const score = {
    userId: site.course.people[as]?.sub,
    ...{ scoreGiven: 8, scoreMaximum: 10 },
    ...{ activityProgress: 'Completed', gradingProgress: 'FullyGraded' },
    timestamp: '2026-11-20T10:00:00.000Z',
    ...changes,
  }
  const answer = await fetch(addressOf(site, 'scores'), {
    method: 'POST',
    headers: { Authorization: await bearer(world, site), 'Content-Type': TYPES.score },
    body: JSON.stringify(score),
  })
  return { status: answer.status, text: await answer.text() }
}

/** Reads something with a token for everything. */
export async function read(world: FakeTool, site: Site, url: string, accept?: string) {
  const Authorization = await bearer(world, site)
  const answer = await fetch(url, {
    headers: { Authorization, ...(accept ? { Accept: accept } : {}) },
  })
  const text = await answer.text()
  const json = /^[[{]/.test(text) ? JSON.parse(text) : null
  return { status: answer.status, headers: answer.headers, text, json }
}
