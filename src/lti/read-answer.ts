// Reading from a service: a good answer as JSON, or an Upstream error that says what is wrong.

import type { Platform } from '../domain/platform.ts'
import { Upstream } from '../errors.ts'
import { type Answer, Unanswered } from './http.ts'
import { jsonOrNull } from './json.ts'
import { reasonOf, retryAfter } from './score-answer.ts'
import { askService, isThrottled, type Services } from './service.ts'

const MOST_BYTES = 8_000_000

/**
 * Reads one address of a service. The media type is sent alone: Moodle takes no list (moodle.md 5.2).
 * @throws {Upstream} the LMS says no, or nothing, or nothing that can be read
 */
export async function readAnswer(
  services: Services,
  platform: Platform,
  scope: string,
  url: string,
  media: string,
): Promise<Answer & { json: unknown }> {
  const question = { method: 'GET', url, headers: { Accept: media }, maxBytes: MOST_BYTES } as const
  const answer = await askService(services, platform, [scope], question).catch(rejected)
  if (isThrottled(answer)) {
    const afterMs = retryAfter(answer, new Date())
    throw new Upstream('lms.busy', true, { facts: { afterMs } })
  }
  if (answer.status >= 500) throw new Upstream('lms.serverTrouble', true)
  if (answer.status !== 200) throw new Upstream(reasonOf(answer), false)
  const json = jsonOrNull(answer.body)
  if (json === null) throw new Upstream('lms.badAnswer', true)
  return { ...answer, json }
}

/** What a question without an answer means to who asked it. */
export function rejected(cause: unknown): never {
  if (!(cause instanceof Unanswered)) throw cause
  if (cause.code === 'refused-address') throw new Upstream('lms.badAddress', false, { cause })
  throw new Upstream(cause.code === 'too-big' ? 'lms.badAnswer' : 'lms.unreachable', true, {
    cause,
  })
}
