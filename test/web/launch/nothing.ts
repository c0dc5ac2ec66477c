// What must be true after every launch or login that was refused.

import { load } from 'cheerio'
import type { Response } from 'supertest'
import { expect } from 'vitest'
import { t } from '../../../src/text.ts'
import { everythingIn, type TestApp } from '../../support/app.ts'
import type { Visitor } from '../../support/visitor.ts'

/** What nobody may find in a page, an address or the log. */
const PERSONAL = ['hint of the person', 'ada@', 'student@', 'subject of ']

interface Wanted {
  status: number
  /** The text key of what the page says, with its facts. */
  says: string
  facts?: Record<string, unknown>
}

/**
 * Runs an attempt and looks at all that must not have happened: no session, nothing written, the process
 * alive, a page that says what to do now, nothing secret in it, in its address or in the log.
 */
export async function refused(
  stint: TestApp,
  visitor: Visitor,
  { status, says, facts }: Wanted,
  attempt: () => Promise<Response>,
  secrets: string[] = [],
): Promise<void> {
  const before = await everythingIn(stint.raw)
  const logged = stint.log.length
  const answer = await attempt()
  expect(`${answer.status} ${sentenceOn(answer)}`).toBe(`${status} ${t(says, facts)}`)
  expect(answer.headers.location).toBeUndefined()
  expect((await visitor.ask('get', '/')).status).toBe(401)
  expect(await everythingIn(stint.raw)).toBe(before)
  expect((await visitor.ask('get', '/health/live')).status).toBe(200)
  const seen = [answer.text, ...stint.log.slice(logged).map((line) => line.text)].join('\n')
  for (const secret of [...PERSONAL, ...secrets.filter(Boolean)]) expect(seen).not.toContain(secret)
}

// What a page says first.
function sentenceOn(page: Response): string {
  const $ = load(page.text)
  expect($('h1').text().trim()).not.toBe('')
  return $('.lead').first().text().trim()
}
