// Lists that an LMS tells page by page: never away from where they began, never for ever, and at its own pace.

import type { Platform } from '../domain/platform.ts'
import { Upstream } from '../errors.ts'
import type { Answer } from './http.ts'
import { readAnswer } from './read-answer.ts'
import type { Services } from './service.ts'

interface List {
  scope: string
  url: string
  media: string
}

const MOST_PAGES = 400
const MOST_WAITS = 4
const FIRST_WAIT_MS = 1000
const LONGEST_WAIT_MS = 30_000
/** Canvas tells how much of its bucket is left; below this we let it drain (canvas.md 3.7). */
const LITTLE_LEFT = 100
const DRAIN_MS = 2000

/**
 * The pages of a list, one after the other.
 * @throws {Upstream} the LMS does not answer well, or its pages lead elsewhere or nowhere
 */
export async function* readPages(
  services: Services,
  platform: Platform,
  { scope, url: first, media }: List,
): AsyncGenerator<unknown> {
  const seen = new Set<string>()
  let url: string | null = first
  while (url !== null) {
    if (seen.has(url) || seen.size >= MOST_PAGES) throw new Upstream('lms.badAnswer', false)
    seen.add(url)
    const here: string = url
    const answer = await patiently(services, () =>
      readAnswer(services, platform, scope, here, media),
    )
    yield answer.json
    url = nextPage(answer, here)
    if (url !== null && leftOver(answer) < LITTLE_LEFT) await services.pause(DRAIN_MS)
  }
}

// Asked to slow down, we wait as long as was asked, or twice as long each time, and never all at once.
async function patiently<T>(services: Services, read: () => Promise<T>, tried = 0): Promise<T> {
  try {
    return await read()
  } catch (error) {
    const wait = waitFor(error, tried)
    if (wait === null) throw error
    await services.pause(wait)
    return patiently(services, read, tried + 1)
  }
}

function waitFor(error: unknown, tried: number): number | null {
  const isBusy = error instanceof Upstream && error.key === 'lms.busy'
  if (!isBusy || tried >= MOST_WAITS) return null
  const asked = Number(error.facts.afterMs ?? 0)
  const own = FIRST_WAIT_MS * 2 ** tried * (0.5 + Math.random() / 2)
  return asked > LONGEST_WAIT_MS ? null : Math.max(asked, own)
}

// RFC 8288. The bearer token follows the link, so it must not leave the LMS.
function nextPage({ headers }: Answer, from: string): string | null {
  const link = [headers.link ?? []].flat().join(', ')
  const target = /<([^<>]*)>\s*;[^<]*\brel="?next"?/i.exec(link)?.[1]
  if (target === undefined) return null
  const next = URL.canParse(target, from) ? new URL(target, from) : null
  if (next?.origin !== new URL(from).origin) throw new Upstream('lms.badAnswer', false)
  return next.href
}

function leftOver({ headers }: Answer): number {
  const left = Number.parseFloat(String(headers['x-rate-limit-remaining'] ?? ''))
  return Number.isNaN(left) ? Number.POSITIVE_INFINITY : left
}
