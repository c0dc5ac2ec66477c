// Assignment and Grade Services: post a score, and read it back.

import { z } from 'zod'
import type { Score, ScoreAnswer, SeenScore } from '../domain/lms.ts'
import type { Platform } from '../domain/platform.ts'
import { Upstream } from '../errors.ts'
import { MEDIA, SCOPE } from './claim-names.ts'
import { readLineItem } from './columns.ts'
import { readPages } from './pages.ts'
import { readAnswer } from './read-answer.ts'
import { readScoreAnswer, readScoreFailure } from './score-answer.ts'
import { askService, type Services } from './service.ts'

/** The address below a line item's, inserted into the path: Moodle's have a query (moodle.md 0.1). */
function below(lineItemUrl: string, part: 'scores' | 'results'): URL {
  if (!URL.canParse(lineItemUrl)) throw new Upstream('lms.badAddress', false)
  const url = new URL(lineItemUrl)
  url.pathname = `${url.pathname.replace(/\/+$/, '')}/${part}`
  return url
}

/** Posts a score; what went wrong is told, never thrown. */
export async function postScore(
  services: Services,
  platform: Platform,
  lineItemUrl: string,
  score: Score,
  now: Date,
): Promise<ScoreAnswer> {
  try {
    const answer = await askService(services, platform, [SCOPE.score], {
      method: 'POST',
      url: below(lineItemUrl, 'scores').href,
      headers: { 'Content-Type': MEDIA.score },
      // On one line: Moodle takes no other (moodle.md 0.3).
      body: JSON.stringify(scoreBody(platform, score)),
    })
    return readScoreAnswer(platform, answer, now)
  } catch (error) {
    return readScoreFailure(error)
  }
}

// The time is the decision's, so a late retry never beats a newer one; no comment, for Canvas would double it.
function scoreBody(platform: Platform, score: Score): object {
  const submittedAt = score.submittedAt.toISOString()
  const canvas = {
    submission: { submittedAt },
    'https://canvas.instructure.com/lti/submission': {
      submitted_at: submittedAt,
      // SpeedGrader launches this address like any other (canvas.md 2): the claim, for whoever may see it.
      submission_type: 'basic_lti_launch',
      submission_data: score.claimUrl,
    },
  }
  return {
    userId: score.subject,
    scoreGiven: score.given,
    scoreMaximum: score.maximum,
    activityProgress: 'Completed',
    gradingProgress: 'FullyGraded',
    timestamp: score.decidedAt.toISOString(),
    ...(platform.kind === 'canvas' ? canvas : {}),
  }
}

const number = z
  .union([z.number(), z.string().min(1).pipe(z.coerce.number())])
  .nullish()
  .catch(null)

const results = z.array(
  z.object({
    userId: z.union([z.string(), z.number()]).transform(String),
    resultScore: number,
    resultMaximum: number,
  }),
)

/**
 * What the LMS shows for one student, or null when it shows nothing.
 * @throws {Upstream} it does not answer well
 */
export async function readScore(
  services: Services,
  platform: Platform,
  lineItemUrl: string,
  subject: string,
): Promise<SeenScore | null> {
  const url = below(lineItemUrl, 'results')
  url.searchParams.set('user_id', subject)
  const answer = await readAnswer(services, platform, SCOPE.results, url.href, MEDIA.results)
  // Open edX ignores the filter and tells everybody's (edx.md 6).
  const own = resultsIn(answer.json).find(({ userId }) => userId === subject)
  return own ? seenIn(own, await columnPoints(services, platform, lineItemUrl)) : null
}

/** What the column is worth now, where a result can speak of what it was worth before (moodle.md 5.10); else null. */
async function columnPoints(
  services: Services,
  platform: Platform,
  lineItemUrl: string,
): Promise<number | null> {
  if (platform.kind !== 'moodle') return null
  try {
    return (await readLineItem(services, platform, lineItemUrl)).scoreMaximum
  } catch (error) {
    // Who may not read columns has the result's own word.
    if (error instanceof Upstream && !error.retry) return null
    throw error
  }
}

const MOST_RESULTS = 20_000

/**
 * What a column shows for everybody.
 * @throws {Upstream} the LMS does not answer well, or its pages lead elsewhere or nowhere
 */
export async function readScores(
  services: Services,
  platform: Platform,
  lineItemUrl: string,
): Promise<Map<string, SeenScore>> {
  const url = below(lineItemUrl, 'results')
  // Canvas tells ten at once unless asked; Moodle breaks when it is asked (moodle.md 0.10).
  if (platform.kind === 'canvas') url.searchParams.set('limit', '100')
  const list = { scope: SCOPE.results, url: url.href, media: MEDIA.results }
  const found = new Map<string, SeenScore>()
  const points = await columnPoints(services, platform, lineItemUrl)
  for await (const page of readPages(services, platform, list)) {
    for (const { userId, ...seen } of resultsIn(page)) found.set(userId, seenIn(seen, points))
    if (found.size > MOST_RESULTS) throw new Upstream('lms.badAnswer', false)
  }
  return found
}

function resultsIn(json: unknown) {
  const read = results.safeParse(json)
  if (!read.success) throw new Upstream('lms.badAnswer', true)
  return read.data
}

type Result = Omit<z.output<typeof results>[number], 'userId'>

function seenIn({ resultScore, resultMaximum }: Result, points: number | null): SeenScore {
  return { given: resultScore ?? null, maximum: points ?? resultMaximum ?? null }
}
