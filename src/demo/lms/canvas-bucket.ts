// Canvas's leaky bucket: every running call reserves its share, and who comes when it is full is refused (canvas.md 3.7).

import type { Answer, Site } from './model.ts'

const FULL = 600
const RESERVED = 50
const DRAINS_PER_SECOND = 10

interface Bucket {
  level: number
  at: number
}

const buckets = new WeakMap<Site, Bucket>()

/** Does the work if the bucket has room for it; each answer says what it cost and what is left. */
export async function withinLimits(site: Site, work: () => Promise<Answer>): Promise<Answer> {
  if (site.kind !== 'canvas') return work()
  const bucket = drained(site)
  bucket.level += RESERVED
  // The reservation is added before the test, so a fresh bucket passes eleven at once.
  const isFull = bucket.level >= FULL && site.settings.throttles
  const answer = isFull ? site.flavour.tooMany() : await work()
  bucket.level -= RESERVED
  if (isFull) return answer
  bucket.level += 1
  const left = String(Math.max(0, FULL - bucket.level))
  const headers = { 'X-Request-Cost': '1.0', 'X-Rate-Limit-Remaining': left }
  return { ...answer, headers: { ...headers, ...answer.headers } }
}

function drained(site: Site): Bucket {
  const now = site.now().getTime()
  const { level, at } = buckets.get(site) ?? { level: 0, at: now }
  const left = Math.max(0, level - (DRAINS_PER_SECOND * (now - at)) / 1000)
  const bucket = Object.assign(buckets.get(site) ?? {}, { level: left, at: now })
  buckets.set(site, bucket)
  return bucket
}
